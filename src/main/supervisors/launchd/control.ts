/** Starting, stopping and restarting a job; each deals with a job that is still being torn down, which launchd does in its own time. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, quote, say } from '../../../shared/said.ts';
import type { Clock } from '../../system/clock.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { type AgentFile, differs, readAgent } from './inspect.ts';
import { failureOf, isNotLoaded, LAUNCHD, type Launchctl, type PrintAnswer } from './launchctl.ts';
import type { AgentPaths } from './paths.ts';
import { processStateOf } from './process-state.ts';

export interface ControlDeps {
  readonly launchctl: Launchctl;
  readonly clock: Clock;
  readonly pathsOf: (identity: ServiceIdentity) => AgentPaths;
  /** ExitTimeOut: after it launchd kills. */
  readonly stopBudgetMs: number;
}

/** A label is busy for 3 to 5 s after a bootout, and longer when the gateway takes its time to end (ExitTimeOut 20 s). */
const TEARDOWN_MS = 30_000;
const POLL_MS = 200;
const RETRY_MS = 500;
/** `kickstart -k` waits for the old process (20 s) and for the throttle (10 s). */
const KICKSTART_MS = 60_000;

export async function startAgent(deps: ControlDeps, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  await prepareStart(deps, identity, options);
  const before = await settled(deps, identity, await printed(deps, identity, options), options);
  if (before.kind !== 'loaded') await bootstrap(deps, identity, options);
  await kickstart(deps, identity, [], options);
}

/** `kickstart -k` where launchd has the right definition; else the only way is to unload and to load again. */
export async function restartAgent(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const file = await prepareStart(deps, identity, options);
  const before = await settled(deps, identity, await printed(deps, identity, options), options);
  if (before.kind === 'loaded' && (file.status !== 'present' || !differs(before.job, file.agent))) {
    await kickstart(deps, identity, ['-k'], options);
    return;
  }
  if (before.kind === 'loaded') {
    await bootout(deps, identity, options);
    await waitUntilGone(deps, identity, options);
  }
  await bootstrap(deps, identity, options);
  await kickstart(deps, identity, [], options);
}

/**
 * launchd's own switch of a label, which outlives the plist and every boot (launchctl(1): `enable | disable`). A job that is loaded goes on
 * either way; one that is off cannot be loaded, so our `start` and `restart` turn it on again.
 */
export async function setAgentAutostart(
  { launchctl, pathsOf }: ControlDeps,
  identity: ServiceIdentity,
  on: boolean,
  options: ControlOptions,
): Promise<void> {
  const { serviceName } = identity;
  options.signal?.throwIfAborted();
  const file = await readAgent(pathsOf(identity).plist);
  if (file.status === 'absent') throw notInstalled(serviceName);
  const verb = on ? 'enable' : 'disable';
  const result = await launchctl.run([verb, launchctl.target(serviceName)], options);
  launchctl.require(result, say(`failed.${verb}`, { service: serviceName }));
}

/** Asks launchd to unload the job: with KeepAlive that is the only stop. Returns before the process is gone. Not loaded is no error. */
export async function bootout(deps: ControlDeps, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  const { launchctl } = deps;
  const { serviceName } = identity;
  const result = await launchctl.run(['bootout', launchctl.target(serviceName)], {
    ...options,
    timeoutMs: TEARDOWN_MS,
  });
  const failure = failureOf(result);
  // 36 and 37: it is under way already (normal on 10.15 and 11).
  const accepted: readonly (number | null)[] = [LAUNCHD.inProgress, LAUNCHD.alreadyInProgress];
  if (failure === null || isNotLoaded(failure) || accepted.includes(failure.code)) return;
  const now = await launchctl.print(serviceName, options);
  if (now.kind === 'not-loaded' || isDraining(now)) return;
  throw launchctl.error(result, say('failed.stop', { service: serviceName }));
}

/** @throws ExpectedError `stop-timeout` when the job is still there after the time launchd gives it, and some more. */
export async function waitUntilGone(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const deadline = deps.clock.monotonic() + Math.max(TEARDOWN_MS, deps.stopBudgetMs + 10_000);
  for (;;) {
    const now = await deps.launchctl.print(identity.serviceName, options);
    if (now.kind === 'not-loaded' || now.kind === 'no-session') return;
    if (deps.clock.monotonic() > deadline) {
      throw new ExpectedError('stop-timeout', say('stop-timeout.launchd', { service: identity.serviceName }), {
        hint: say('hint.wait-or-log-in'),
        details: now.kind === 'loaded' ? [`state = ${now.job.words.state ?? ''}`] : [now.reason],
      });
    }
    await deps.clock.sleep(POLL_MS, options.signal);
  }
}

export function isDraining(answer: PrintAnswer): boolean {
  return answer.kind === 'loaded' && processStateOf(answer.job).state === 'stopping';
}

/** The definition must be there, and the label must not be switched off: an override outlives the plist and every reboot. */
async function prepareStart(
  { launchctl, pathsOf }: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<AgentFile> {
  const { serviceName } = identity;
  options.signal?.throwIfAborted();
  const file = await readAgent(pathsOf(identity).plist);
  if (file.status === 'absent') throw notInstalled(serviceName);
  const result = await launchctl.run(['enable', launchctl.target(serviceName)], options);
  launchctl.require(result, say('failed.enable', { service: serviceName }));
  return file;
}

function notInstalled(label: string): ExpectedError {
  return new ExpectedError('not-installed', say('not-installed.name', { name: label }), {
    hint: say('hint.install-first'),
  });
}

/** @throws ExpectedError when launchd cannot be asked: a start that begins with a guess would end with one. */
async function printed(
  { launchctl }: ControlDeps,
  { serviceName }: ServiceIdentity,
  options: ControlOptions,
): Promise<Exclude<PrintAnswer, { kind: 'no-session' | 'unclear' }>> {
  const answer = await launchctl.print(serviceName, options);
  if (answer.kind === 'no-session') {
    throw new ExpectedError(answer.why.code, answer.why.reason, { hint: answer.why.hint });
  }
  if (answer.kind === 'unclear') throw unclear(serviceName, answer.reason);
  return answer;
}

/** An error for an answer of launchd that says nothing certain about a service. */
export function unclear(label: string, reason: Phrase): ExpectedError {
  return new ExpectedError('state-unknown', say('state-unknown.profile', { profile: label, reason }), {
    hint: say('hint.again-print', { label }),
  });
}

/** A job on its way out cannot be started: it is waited for, and is not loaded then. */
async function settled<A extends PrintAnswer>(
  deps: ControlDeps,
  identity: ServiceIdentity,
  answer: A,
  options: ControlOptions,
): Promise<A | { readonly kind: 'not-loaded' }> {
  if (!isDraining(answer)) return answer;
  await waitUntilGone(deps, identity, options);
  return { kind: 'not-loaded' };
}

/**
 * Loads the definition; RunAtLoad starts it. As a plain user nearly every refusal is 5: a teardown that still runs is waited for, and
 * what cannot get better by waiting (a broken file) is looked for at once.
 */
async function bootstrap(deps: ControlDeps, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  const { launchctl, clock } = deps;
  const { serviceName } = identity;
  const { plist } = deps.pathsOf(identity);
  const what = say('failed.load', { service: serviceName });
  const deadline = clock.monotonic() + TEARDOWN_MS;
  const mayPass: readonly (number | null)[] = [
    LAUNCHD.inputOutput,
    LAUNCHD.exists,
    LAUNCHD.inProgress,
    LAUNCHD.alreadyInProgress,
    LAUNCHD.disabled,
  ];
  for (let attempt = 1; ; attempt += 1) {
    const result = await launchctl.run(['bootstrap', launchctl.domain, plist], options);
    const failure = failureOf(result);
    if (failure === null) return;
    if (!mayPass.includes(failure.code)) throw launchctl.error(result, what, 'start-failed');
    const now = await launchctl.print(serviceName, options);
    if (now.kind === 'loaded' && !isDraining(now)) return;
    if (attempt === 1) await refuseBrokenFile(deps, plist, options);
    if (failure.code === LAUNCHD.disabled || (await launchctl.overrides(options))?.get(serviceName) === 'disabled') {
      if (attempt > 2) throw launchctl.error(result, what, 'start-failed');
      await launchctl.run(['enable', launchctl.target(serviceName)], options);
    }
    if (clock.monotonic() > deadline) throw launchctl.error(result, what, 'start-failed');
    await clock.sleep(RETRY_MS, options.signal);
  }
}

/** `plutil -lint` reads the file as macOS does. When it cannot be run, no reason is found and the retries go on. */
async function refuseBrokenFile({ launchctl }: ControlDeps, plist: string, options: ControlOptions): Promise<void> {
  const said = await launchctl.lint(plist, options);
  if (said === null) return;
  throw new ExpectedError('start-failed', say('start-failed.bad-plist', { path: plist }), {
    hint: say('hint.write-force'),
    details: [quote(said)],
  });
}

/** Starts it now, whatever macOS would rather wait for (battery, load); one that runs already is left alone. */
async function kickstart(
  { launchctl }: ControlDeps,
  { serviceName }: ServiceIdentity,
  flags: readonly string[],
  options: ControlOptions,
): Promise<void> {
  const result = await launchctl.run(['kickstart', ...flags, launchctl.target(serviceName)], {
    ...options,
    timeoutMs: KICKSTART_MS,
  });
  const failure = failureOf(result);
  // 37: already running, which some releases say and others swallow.
  if (failure === null || failure.code === LAUNCHD.alreadyInProgress) return;
  throw launchctl.error(
    result,
    say(flags.length > 0 ? 'failed.restart' : 'failed.start', { service: serviceName }),
    'start-failed',
  );
}
