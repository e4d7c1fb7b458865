/** `wait`: until a profile is in the state that a script needs, seen by the same monitor as the app's. */
import type { OperationError } from '../../shared/outcome.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import type { ProfileFacts } from '../health/facts.ts';
import { isGatewayAnswer } from '../health/verdict.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { createMonitor } from './monitor.ts';

export const WAIT_STATES = ['healthy', 'running', 'stopped', 'port-free', 'not-installed'] as const;
export type WaitState = (typeof WAIT_STATES)[number];

export interface WaitResult {
  readonly reached: boolean;
  /** Is it so now, as last seen: null = could not be found out. */
  readonly now: boolean | null;
  readonly waitedMs: number;
  /** The last report; null when none could be made. */
  readonly status: StatusReport | null;
  /** Why the last look failed as a whole. */
  readonly problem: OperationError | null;
}

export interface WaitRequest {
  readonly profile: ResolvedProfile;
  readonly state: WaitState;
  /** Milliseconds. One look is made even with 0. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Resolves as soon as the state is seen, or when the time is over with what is true instead.
 * @throws ExpectedError never; rejects with the signal's reason, and for a defect.
 */
export async function waitFor(context: CoreContext, request: WaitRequest): Promise<WaitResult> {
  const { profile, state, timeoutMs, signal } = request;
  signal.throwIfAborted();
  const began = context.clock.monotonic();
  const done = Promise.withResolvers<void>();
  const monitor = createMonitor(context, done.reject);
  let now: boolean | null = null;
  let overdue = false;

  const take = () => {
    const facts = monitor.latest(profile.id)?.facts ?? null;
    const [entry] = monitor.snapshot().profiles;
    // A look that failed as a whole leaves older facts behind: they are not what is true now.
    now = facts === null || entry?.problem !== null ? null : holds(state, facts);
    const looked = facts !== null || (entry !== undefined && entry.problem !== null);
    if (now === true || (overdue && looked)) done.resolve();
  };
  const timer = setTimeout(() => {
    overdue = true;
    take();
  }, timeoutMs);
  const abort = () => done.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  monitor.onChange(take);
  monitor.setAttention(true);
  monitor.watch([profile]);
  monitor.refresh().catch(done.reject);
  try {
    await done.promise;
    const [entry] = monitor.snapshot().profiles;
    return {
      reached: now === true,
      now,
      waitedMs: Math.round(context.clock.monotonic() - began),
      status: entry?.report ?? null,
      problem: entry?.problem ?? null,
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    await monitor.dispose();
  }
}

/** Does the state hold? null = could not be found out. Pure. */
export function holds(state: WaitState, facts: ProfileFacts): boolean | null {
  const { process, definition } = facts.inspection;
  switch (state) {
    case 'healthy':
      return isHealthy(facts);
    case 'running':
      if (process.state === 'unknown') return null;
      return process.state === 'running';
    case 'stopped':
      return isAtRest(facts);
    case 'port-free':
      return facts.portOwner.owner === 'unknown' ? null : facts.portOwner.owner === 'nobody';
    case 'not-installed':
      return definition.status === 'unknown' ? null : definition.status === 'absent';
    default:
      return state satisfies never;
  }
}

/** The service's own process runs, answers, lets us in, and is ready. */
function isHealthy({ inspection, probe }: ProfileFacts): boolean | null {
  if (inspection.process.state === 'unknown') return null;
  if (inspection.process.state !== 'running') return false;
  // Which secret to use could not be worked out, so nothing was asked.
  if (probe === null || probe.detail.code === 'secret-unresolved') return null;
  return probe.ok && probe.detail.readiness?.ok !== false;
}

/** No process, none about to be started by the supervisor, and no gateway that somebody runs by hand in its place. */
function isAtRest({ inspection, probe }: ProfileFacts): boolean | null {
  const { process, definition } = inspection;
  const silent = probe === null || !isGatewayAnswer(probe.detail.code);
  switch (process.state) {
    case 'unknown':
      // Without a definition there is nothing that could run, if we know that there is none.
      return definition.status === 'absent' ? silent : null;
    case 'stopped':
      return silent;
    case 'crashed':
      return !process.willRestart && silent;
    case 'crash-looping':
      return process.gaveUp && silent;
    case 'running':
    case 'starting':
    case 'stopping':
      return false;
    default:
      return process satisfies never;
  }
}
