/** Waiting for what was asked of a supervisor to be seen. */
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, quote, type Said, say } from '../../shared/said.ts';
import { exitSaid, probeSaid } from '../../shared/said-facts.ts';
import { isOtherAccounts } from '../health/rules/rule.ts';
import type { ControlRun } from './control-run.ts';
import { type GatheredProfile, logSubjectOf } from './gather.ts';
import { isServing, look, pidOf } from './look.ts';
import { freePortHint, otherHolder } from './other-holder.ts';
import { startBudget } from './transaction/start-budget.ts';
import { readStarts, rememberStart } from './transaction/start-history.ts';
import { whole } from './whole-error.ts';

/**
 * Waits until a process other than `oldPid` serves: as long as the person said, else as long as this profile's earlier starts let expect,
 * from the end of the old process on. Ends early when the supervisor gives up or the process dies in a way that is not
 * restarted. @throws ExpectedError `start-failed`, `port-in-use` (taken meanwhile) or `not-verified`.
 */
export async function waitUntilServing(run: ControlRun, oldPid: number | null): Promise<GatheredProfile> {
  const { context, request, steps } = run;
  const { profile, signal } = request;
  const budget = request.readyTimeoutMs ?? startBudget(await readStarts(context, profile.id));
  const began = context.clock.monotonic();
  let oldEnded = began;
  let sawProcess = false;
  let answeredAt: number | null = null;
  let takenSince: number | null = null;
  for (let round = 0; ; round += 1) {
    const seen = await look(context, profile, { signal });
    const pid = pidOf(seen);
    const isNew = pid !== null && pid !== oldPid;
    // A gateway may let running work end for minutes: a start is counted from its end on.
    const draining = pid !== null && pid === oldPid;
    if (draining) oldEnded = context.clock.monotonic();
    if (isNew && !sawProcess) {
      sawProcess = true;
      steps.done('process', say('step.new-process-pid', { pid }));
      steps.begin('port');
    }
    if (isNew && isServing(seen)) {
      steps.done('port', say('step.port', { port: seen.facts.port }));
      steps.begin('answer');
      if (answeredAt === null) {
        answeredAt = context.clock.monotonic();
        await rememberStart(context, profile.id, answeredAt - oldEnded);
      }
      // Channels may take long to settle: readiness is waited for, but not without end.
      if (isNotReady(seen) && context.clock.monotonic() - answeredAt < READY_GRACE_MS) {
        await context.clock.sleep(pollDelay(round), signal);
        continue;
      }
      if (isNotReady(seen))
        run.warnings.push(
          say('warning.not-ready', { reason: seen.facts.probe?.detail.readiness?.detail ?? say('warning.no-reason') }),
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
    const holder = draining ? null : otherHolder(seen.facts);
    takenSince = holder === null ? null : (takenSince ?? context.clock.monotonic());
    if (holder !== null && takenSince !== null && context.clock.monotonic() - takenSince > TAKEN_GRACE_MS) {
      throw portTaken(seen, holder);
    }
    const drainMs = seen.located.adapter.stopBudgetMs + STOP_SLACK_MS;
    const allowed = request.readyTimeoutMs ?? (draining ? drainMs : budget + (oldEnded - began));
    if (context.clock.monotonic() - began > allowed) throw notVerified(run, seen, allowed);
    await context.clock.sleep(pollDelay(round), signal);
  }
}

const READY_GRACE_MS = 20_000;
/**
 * A gateway tries a taken port for ten seconds, and a supervised one ends another gateway that is on it (2026.9.6): who is still there
 * after that stays, and no start comes up beside it.
 */
const TAKEN_GRACE_MS = 15_000;
/** What a supervisor needs beyond its stop budget to kill and to see that it is gone. */
const STOP_SLACK_MS = 10_000;

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

function portTaken({ facts }: GatheredProfile, holder: Said): ExpectedError {
  return new ExpectedError(
    'port-in-use',
    say('port-in-use.started', { profile: facts.profile.id, port: facts.port, holder }),
    { hint: freePortHint(facts) },
  );
}

function notVerified(run: ControlRun, seen: GatheredProfile, allowed: number): ExpectedError {
  const { facts } = seen;
  const name = run.request.profile.id;
  const said = (facts.probe === null ? null : probeSaid(facts.probe.detail)) ?? say('detail.not-asked');
  return new ExpectedError(
    'not-verified',
    say('not-verified.no-answer', { profile: name, seconds: Math.round(allowed / 1000) }),
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
