/** Start, stop and restart. Ending a task ends only its script host; the gateway's processes are ended one by one, each proven first. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { errnoOf } from '../../system/files.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { type InspectDeps, lookAt, type ServiceLook } from './inspect.ts';
import { isSameProcess, rootsOf, type ServiceProcesses } from './processes.ts';
import type { WindowsProcess } from './query.ts';
import { type TaskState, taskStateOf } from './result-codes.ts';
import { endArgs, runArgs, type Schtasks, schtasksError, taskkill } from './schtasks.ts';
import { holdWatch, releaseWatch, runWatch } from './watch-control.ts';

export interface ControlDeps extends InspectDeps {
  readonly schtasks: Schtasks;
}

/** How long a gateway may take after a polite request. Windows itself gives a closing console 5 s. Milliseconds. */
const POLITE_MS = 5_000;
/** How long Windows may take to remove a killed process. Milliseconds. */
const KILLED_MS = 5_000;
const POLL_MS = 50;
const ACTIVE: ReadonlySet<TaskState> = new Set(['running', 'queued']);

/** Starts the task and its watch. @throws ExpectedError `not-installed`, `start-failed`, `needs-elevation` … */
export async function runTask(deps: ControlDeps, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  const { serviceName } = identity;
  await releaseWatch(identity);
  const ran = await deps.schtasks(runArgs(serviceName), options);
  // The scheduler ignores a second start of a running task (IgnoreNew), mostly without saying so.
  if (ran.ok || ran.failure === 'already-running') return runWatch(deps.schtasks, identity, options);
  await requireThere(deps, serviceName, options);
  throw schtasksError(say('failed.task-start', { name: serviceName }), serviceName, ran, 'start-failed');
}

/** Ends the gateway, and keeps the watch from starting it again. @throws as `endTask`; the watch goes on as before then. */
export async function stopTask(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
  mustExist = false,
): Promise<void> {
  await holdWatch(identity);
  try {
    await endTask(deps, identity, options, mustExist);
  } catch (cause) {
    await releaseWatch(identity);
    throw cause;
  }
}

/**
 * Ends the task and every process of its gateway. Returns when they are gone.
 * @throws ExpectedError `not-installed`, `state-unknown` (nothing was ended then, or not all: the message says which), `stop-timeout`.
 */
export async function endTask(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
  mustExist = false,
): Promise<void> {
  const name = identity.serviceName;
  const before = await look(deps, identity, options);
  const none = rootsOf(before.processes).length === 0;
  if (before.answer.status === 'absent' && (mustExist || none)) throw notInstalled(name);
  const active = before.answer.status === 'found' && ACTIVE.has(taskStateOf(before.answer.task.state));
  if (!active && none) return;
  if (active) {
    const ended = await deps.schtasks(endArgs(name), options);
    if (!ended.ok && ended.failure !== 'not-running' && ended.failure !== 'not-found') {
      throw schtasksError(say('failed.task-end', { name }), name, ended);
    }
  }
  const left = await look(deps, identity, options);
  for (const root of rootsOf(left.processes)) {
    const polite = await taskkill(deps, root.pid, false, options);
    if (polite) await waitUntilGone(deps, [root], POLITE_MS, options);
  }
  if (allOf(left.processes).every(({ pid }) => !isAlive(pid))) return;

  // Numbers are given out again: what is killed is looked up anew, and must still be the same.
  const again = await look(deps, identity, options);
  const known = allOf(left.processes);
  const proven = rootsOf(again.processes).filter((root) => known.some((one) => isSameProcess(one, root)));
  for (const root of proven) await taskkill(deps, root.pid, true, options);
  const gone = await waitUntilGone(deps, allOf(again.processes), KILLED_MS, options);
  if (gone) return;
  const pids = allOf(again.processes)
    .filter(({ pid }) => isAlive(pid))
    .map(({ pid }) => pid);
  throw new ExpectedError('stop-timeout', say('stop-timeout.task', { name, pids: pids.join(', ') }), {
    hint: say('hint.taskkill'),
  });
}

/** Ends what runs, then starts it: the Task Scheduler has no verb for both. */
export async function restartTask(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  await stopTask(deps, identity, options, true);
  await runTask(deps, identity, options);
}

export function notInstalled(name: string): ExpectedError {
  return new ExpectedError('not-installed', say('not-installed.task', { name }), { hint: say('hint.install-first') });
}

/** @throws ExpectedError `not-installed`; passes when it could not be found out. */
async function requireThere(deps: ControlDeps, name: string, options: ControlOptions): Promise<void> {
  const [found] = await lookAt(deps, [{ profile: '', serviceName: name, stateDir: '' }], options);
  if (found?.answer.status === 'absent') throw notInstalled(name);
}

type KnownLook = ServiceLook & { readonly processes: ServiceProcesses };

async function look(deps: ControlDeps, identity: ServiceIdentity, options: ControlOptions): Promise<KnownLook> {
  const [found] = await lookAt(deps, [identity], options);
  if (found === undefined || found.answer.status === 'unknown' || found.processes === null) {
    const reason = found?.answer.status === 'unknown' ? found.answer.reason : say('windows.no-processes');
    throw new ExpectedError('state-unknown', say('state-unknown.task', { name: identity.serviceName, reason }), {
      hint: say('hint.look-status-again'),
    });
  }
  return { ...found, processes: found.processes };
}

function allOf({ hosts, supervisor, gateway }: ServiceProcesses): readonly WindowsProcess[] {
  return [...hosts, supervisor, gateway].filter((one) => one !== null);
}

async function waitUntilGone(
  { clock }: ControlDeps,
  processes: readonly WindowsProcess[],
  budgetMs: number,
  options: ControlOptions,
): Promise<boolean> {
  const deadline = clock.monotonic() + budgetMs;
  for (;;) {
    if (processes.every(({ pid }) => !isAlive(pid))) return true;
    if (clock.monotonic() >= deadline) return false;
    await clock.sleep(POLL_MS, options.signal);
  }
}

/** Signal 0 asks without doing anything, on Windows too (Node, process.kill). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ESRCH') return false;
    if (errnoOf(cause) === 'EPERM') return true;
    throw cause;
  }
}
