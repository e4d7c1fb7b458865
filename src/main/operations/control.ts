/**
 * What all control operations share: the profile's lock, one look before, steps while it runs, and waiting for what was asked to be
 * seen. Nothing is reported as done that was not seen.
 */

import type { ControlAction, OperationResult } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { both, type Phrase, quote, type Said, say, textOf, told } from '../../shared/said.ts';
import { exitSaid, probeSaid } from '../../shared/said-facts.ts';
import { isOtherAccounts } from '../health/rules/rule.ts';
import { isGatewayAnswer } from '../health/verdict.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { acquireLock } from '../system/lock.ts';
import type { CoreContext } from './context.ts';
import { type GatheredProfile, gatherProfiles, logSubjectOf } from './gather.ts';
import { reportOf } from './report.ts';
import { createStepRecorder, type StepListener, type StepRecorder } from './steps.ts';

export interface ControlRequest {
  readonly profile: ResolvedProfile;
  readonly onStep?: StepListener | undefined;
  /** Ends the waiting, not the supervisor's work. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for another operation on this profile. */
  readonly lockWaitMs?: number | undefined;
  /** How long a start may take until the gateway answers. */
  readonly readyTimeoutMs?: number | undefined;
}

export interface ControlRun {
  readonly context: CoreContext;
  readonly request: ControlRequest;
  readonly steps: StepRecorder;
  readonly warnings: Phrase[];
}

/** What an operation came to, in the words for a person. */
export interface Done {
  readonly result: string;
  readonly changed: boolean;
  readonly message: Phrase;
}

/** Fresh installations took 5 to 15 s to answer here, cold boots up to 90 s and more are reported: generous, and ended early by a crash. */
export const DEFAULT_READY_TIMEOUT_MS = 180_000;
const DEFAULT_LOCK_WAIT_MS = 30_000;
const PROBE_TIMEOUT_MS = 3_000;

/** Runs `work` under the profile's lock and turns its outcome into a result with a fresh report. @throws ExpectedError. */
export async function runControl(
  context: CoreContext,
  action: ControlAction,
  request: ControlRequest,
  work: (run: ControlRun) => Promise<Done>,
): Promise<OperationResult> {
  const steps = createStepRecorder(context.clock, request.onStep);
  const lock = await acquireLock({
    folder: context.host.appDirs.runtime,
    name: lockName(request.profile.id),
    purpose: action,
    waitMs: request.lockWaitMs ?? DEFAULT_LOCK_WAIT_MS,
    clock: context.clock,
    signal: request.signal,
  });
  try {
    const run: ControlRun = { context, request, steps, warnings: [...request.profile.warnings] };
    const done = await work(run);
    const after = await look(context, request.profile);
    return {
      ok: true,
      action,
      profile: request.profile.id,
      changed: done.changed,
      result: done.result,
      message: textOf(done.message),
      warnings: run.warnings.map(textOf),
      ...told({ message: done.message, warnings: run.warnings }),
      report: reportOf(after.facts),
    };
  } catch (cause) {
    steps.fail();
    if (request.signal?.aborted === true) {
      throw new ExpectedError('cancelled', say('cancelled.waiting', { action, profile: request.profile.id }), {
        hint: say('hint.look-at-status'),
        cause,
      });
    }
    throw cause;
  } finally {
    await lock.release();
  }
}

/** Names that differ only in case are different profiles to OpenClaw but one file on some disks: the lock may be shared, never missed. */
export function lockName(id: string): string {
  return `profile-${id.toLowerCase()}`;
}

export async function look(
  context: CoreContext,
  profile: ResolvedProfile,
  options: { probe?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<GatheredProfile> {
  const [gathered] = await gatherProfiles(context, [profile], {
    probe: options.probe ?? true,
    deep: false,
    timeoutMs: PROBE_TIMEOUT_MS,
    health: true,
    signal: options.signal,
  });
  if (gathered === undefined) throw new Error(`no facts for ${profile.id}`);
  return gathered;
}

/** The service's process owns the port and what answers there is a gateway (which may still refuse our secret). */
export function isServing({ facts }: GatheredProfile): boolean {
  const { process } = facts.inspection;
  if (process.state !== 'running' && process.state !== 'starting') return false;
  if (facts.probe === null || !isGatewayAnswer(facts.probe.detail.code) || facts.probe.detail.code === 'starting')
    return false;
  if (facts.probe.detail.code === 'stopping') return false;
  // Where owners cannot be read at all, the answer is the best proof there is.
  if (facts.portOwner.owner === 'unreadable') return facts.portOwner.sameAccount === true;
  return facts.portOwner.owner === 'unknown' || (facts.portOwner.owner === 'process' && facts.portOwner.own);
}

export function pidOf({ facts }: GatheredProfile): number | null {
  const { process } = facts.inspection;
  return 'pid' in process ? process.pid : null;
}

/**
 * Waits until a process other than `oldPid` serves. Ends early when the supervisor gives up or the process dies in a way that is not
 * restarted. @throws ExpectedError `start-failed` or `not-verified`.
 */
export async function waitUntilServing(run: ControlRun, oldPid: number | null): Promise<GatheredProfile> {
  const { context, request, steps } = run;
  const { profile, signal } = request;
  const budget = request.readyTimeoutMs ?? DEFAULT_READY_TIMEOUT_MS;
  const began = context.clock.monotonic();
  let sawProcess = false;
  let answeredAt: number | null = null;
  for (let round = 0; ; round += 1) {
    const seen = await look(context, profile, { signal });
    const pid = pidOf(seen);
    const isNew = pid !== null && pid !== oldPid;
    if (isNew && !sawProcess) {
      sawProcess = true;
      steps.done('process', say('step.new-process-pid', { pid }));
      steps.begin('port');
    }
    if (isNew && isServing(seen)) {
      steps.done('port', say('step.port', { port: seen.facts.port }));
      steps.begin('answer');
      answeredAt ??= context.clock.monotonic();
      // Channels may take long to settle: readiness is waited for, but not without end.
      if (isNotReady(seen) && context.clock.monotonic() - answeredAt < READY_GRACE_MS) {
        await context.clock.sleep(pollDelay(round), signal);
        continue;
      }
      if (isNotReady(seen))
        run.warnings.push(
          say('warning.not-ready', {
            reason: seen.facts.probe?.detail.readiness?.detail ?? say('warning.no-reason'),
          }),
        );
      const detail = seen.facts.probe?.detail;
      steps.done('answer', answerLabel(seen));
      if (detail !== undefined && detail.code !== 'ok' && !isOtherAccounts(seen.facts)) {
        run.warnings.push(say('warning.not-to-us', { reason: probeSaid(detail) ?? detail.code }));
      }
      return seen;
    }
    const { process } = seen.facts.inspection;
    const dead =
      (process.state === 'crash-looping' && (process.gaveUp || context.clock.monotonic() - began > 5_000)) ||
      (process.state === 'crashed' &&
        !process.willRestart &&
        (sawProcess || context.clock.monotonic() - began > 1_000));
    if (dead) throw await startFailed(run, seen);
    if (context.clock.monotonic() - began > budget) throw notVerified(run, seen, budget);
    await context.clock.sleep(pollDelay(round), signal);
  }
}

const READY_GRACE_MS = 20_000;

function isNotReady({ facts }: GatheredProfile): boolean {
  return facts.probe?.ok === true && facts.probe.detail.readiness?.ok === false;
}

function answerLabel(seen: GatheredProfile): Phrase {
  const latency = seen.facts.probe?.detail.latencyMs;
  const profile = seen.facts.profile.id;
  return latency == null
    ? say('step.answer', { profile })
    : say('step.answer-ms', { profile, ms: Math.round(latency) });
}

/** Quick at first, when things change within a fraction of a second; then once a second. */
function pollDelay(round: number): number {
  return Math.min(100 + round * 100, 1_000);
}

const LOG_LINES_READ = 60;
const LOG_LINES_SHOWN = 15;

async function startFailed(run: ControlRun, seen: GatheredProfile): Promise<ExpectedError> {
  const { process } = seen.facts.inspection;
  const exit = 'lastExit' in process ? process.lastExit : null;
  const name = run.request.profile.id;
  const { recentLogs } = await import('../logs/recent.ts');
  const { lines } = await recentLogs(run.context, logSubjectOf(seen), LOG_LINES_READ);
  // The supervisor's own lines only repeat how it ended; what the program said before is the cause.
  const said = lines.filter((line) => line.source !== 'supervisor');
  const shown = (said.length === 0 ? lines : said).slice(-LOG_LINES_SHOWN);
  return new ExpectedError(
    'start-failed',
    exit === null
      ? say('start-failed.stays-down', { profile: name })
      : say('start-failed.ended', { profile: name, exit: exitSaid(exit) }),
    {
      hint: seen.facts.config.ok
        ? say('hint.doctor', { command: `openclaw-tray${name === 'default' ? '' : ` --profile ${name}`} doctor` })
        : whole(ExpectedError.from(seen.facts.config.error)),
      details: shown.map((line) => quote(`${line.time ?? ''} ${line.text}`.trim())),
    },
  );
}

/** An error in one breath: what happened, and what to do next. */
export function whole({ said: { message, hint } }: ExpectedError): Phrase {
  return hint === undefined ? message : both(message, hint);
}

function notVerified(run: ControlRun, seen: GatheredProfile, budget: number): ExpectedError {
  const { facts } = seen;
  const name = run.request.profile.id;
  const said = (facts.probe === null ? null : probeSaid(facts.probe.detail)) ?? say('detail.not-asked');
  return new ExpectedError(
    'not-verified',
    say('not-verified.no-answer', { profile: name, seconds: Math.round(budget / 1000) }),
    {
      hint: say('hint.may-be-starting'),
      details: [
        say('detail.process', { state: facts.inspection.process.state }),
        say('detail.port', { port: facts.port, owner: facts.portOwner.owner }),
        say('detail.probe', { said }),
      ],
    },
  );
}

/** Waits until no process of the service is left and nobody of ours holds the port. @throws ExpectedError `stop-timeout`. */
export async function waitUntilStopped(run: ControlRun, budgetMs: number): Promise<GatheredProfile> {
  const { context, request } = run;
  const began = context.clock.monotonic();
  for (let round = 0; ; round += 1) {
    const seen = await look(context, request.profile, { probe: false, signal: request.signal });
    const { process } = seen.facts.inspection;
    const gone =
      process.state === 'stopped' ||
      process.state === 'crashed' ||
      (process.state === 'crash-looping' && process.gaveUp);
    const portHeldByUs = seen.facts.portOwner.owner === 'process' && seen.facts.portOwner.own;
    if (gone && !portHeldByUs) return seen;
    if (context.clock.monotonic() - began > budgetMs) {
      throw new ExpectedError(
        'stop-timeout',
        say('stop-timeout.profile', { profile: request.profile.id, seconds: Math.round(budgetMs / 1000) }),
        {
          hint: say('hint.may-be-finishing'),
          details: [
            say('detail.process', { state: process.state }),
            say('detail.port', { port: seen.facts.port, owner: seen.facts.portOwner.owner }),
          ],
        },
      );
    }
    await context.clock.sleep(pollDelay(round), request.signal);
  }
}

/** Nothing is started onto a port that somebody else holds: a supervised gateway would end whatever gateway is there. @throws `port-in-use`. */
export function refuseTakenPort({ facts }: GatheredProfile): void {
  const { portOwner, port } = facts;
  if (portOwner.owner === 'nobody' || portOwner.owner === 'unknown') return;
  if (portOwner.owner === 'process' && portOwner.own) return;
  if (portOwner.owner === 'unreadable' && portOwner.sameAccount === true) return;
  const { name } = facts.profile;
  throw new ExpectedError('port-in-use', say('port-in-use.held', { port, holder: ownerWords(portOwner) }), {
    hint: say('hint.end-or-other-port', {
      command: `openclaw-tray${name === null ? '' : ` --profile ${name}`} gateway install --force --port N`,
    }),
  });
}

function ownerWords(owner: GatheredProfile['facts']['portOwner']): Said {
  if (owner.owner !== 'process') return say('holder.other-user');
  const { command, pid, user } = owner;
  return user === null ? say('holder.pid', { command, pid }) : say('holder.pid-user', { command, pid, user });
}

/**
 * Refused before anything is asked of the supervisor: a restart would end a gateway that still runs, and nothing would come after it.
 * @throws ExpectedError `entry-not-found` or `runtime-not-found`.
 */
export function refuseMissingProgram({ facts }: GatheredProfile): void {
  const { missing, runtime } = facts.program;
  const [first] = missing;
  if (first === undefined) return;
  const { id, name } = facts.profile;
  throw new ExpectedError(
    runtime === first ? 'runtime-not-found' : 'entry-not-found',
    say('program-gone.service', { profile: id, programs: missing }),
    {
      hint: say('hint.write-again', {
        command: `openclaw-tray${name === null ? '' : ` --profile ${name}`} gateway install --force`,
      }),
      details: [say('detail.nothing-changed')],
    },
  );
}

export function requireKnown(seen: GatheredProfile): void {
  const { process, definition } = seen.facts.inspection;
  const reason =
    definition.status === 'unknown' ? definition.reason : process.state === 'unknown' ? process.reason : null;
  if (reason !== null) {
    throw new ExpectedError('state-unknown', say('state-unknown.profile', { profile: seen.facts.profile.id, reason }), {
      hint: say('hint.solve-first'),
    });
  }
}

export function refuseExternallyManaged(profile: ResolvedProfile): void {
  if (profile.env.OPENCLAW_SUPERVISOR_MODE === 'external') {
    throw new ExpectedError('externally-managed', say('externally-managed.profile', { profile: profile.id }), {
      hint: say('hint.use-other-supervisor'),
    });
  }
}
