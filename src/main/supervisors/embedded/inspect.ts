/** What the embedded supervisor's files, lock and socket say about one service. */

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { type Phrase, say, textOf } from '../../../shared/said.ts';
import { because, withProblem } from '../../../shared/said-facts.ts';
import type { DefinitionState, ProcessState, ServiceInspection } from '../../../shared/service-state.ts';
import type { Clock } from '../../system/clock.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import { probeLock } from '../../system/lock.ts';
import { isSameIdentity, type ProcessReader } from '../../system/processes.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { askSupervisor } from './control-client.ts';
import { parseDefinitionFile } from './definition-file.ts';
import type { EmbeddedPaths } from './paths.ts';
import { readBootId, readState, type SupervisorState } from './state-file.ts';
import { UNWATCHED_EXIT } from './state-keeper.ts';
import { hashDefinition } from './supervise.ts';

export interface InspectDeps {
  readonly clock: Clock;
  readonly read: ProcessReader;
}

/** Who looks after the gateway now. */
export type Supervision =
  | { readonly kind: 'supervised'; readonly state: SupervisorState }
  /** No supervisor lives. `orphan`: the gateway of the last one still runs (null = not known, `problem` says why). */
  | {
      readonly kind: 'none';
      readonly state: SupervisorState | null;
      readonly orphan: boolean | null;
      readonly problem: Phrase | null;
    }
  | { readonly kind: 'unknown'; readonly reason: Phrase };

/** A supervisor that begins or ends holds its lock for a moment without its socket. */
const SETTLE_MS = 2_000;
const RETRY_MS = 50;

/** The control socket first; without one, the lock says whether a supervisor lives, and `state.json` what the last one knew. */
export async function findSupervision(
  paths: EmbeddedPaths,
  deps: InspectDeps,
  options: ControlOptions = {},
): Promise<Supervision> {
  const deadline = deps.clock.monotonic() + SETTLE_MS;
  for (;;) {
    const answer = await askSupervisor(paths.control, 'status', options.signal);
    options.signal?.throwIfAborted();
    if (answer.kind === 'reply' && answer.reply.ok) return { kind: 'supervised', state: answer.reply.state };
    if (answer.kind === 'no-answer') return { kind: 'unknown', reason: answer.reason };
    // Hung up: it was there a moment ago, so the lock decides like without a socket.
    const held = await probeLock(paths.lockFolder, paths.lockName);
    if (held === null) return { kind: 'unknown', reason: say('reason.lock-unseen') };
    if (!held) return lastWord(paths, deps);
    if (deps.clock.monotonic() >= deadline) {
      return { kind: 'unknown', reason: say('reason.no-socket') };
    }
    await deps.clock.sleep(RETRY_MS, options.signal);
  }
}

async function lastWord(paths: EmbeddedPaths, deps: InspectDeps): Promise<Supervision> {
  const reading = readState(paths.state);
  if (reading.kind === 'unreadable') return { kind: 'none', state: null, orphan: null, problem: reading.reason };
  if (reading.kind === 'absent') return { kind: 'none', state: null, orphan: false, problem: null };
  const { state } = reading;
  if (state.gateway === null) return { kind: 'none', state, orphan: false, problem: null };
  // A reader that fails has proved nothing.
  const orphan = await isSameIdentity(deps.read, state.gateway).catch(() => null);
  const problem = say('reason.orphan-unproved', { pid: state.gateway.pid });
  return { kind: 'none', state, orphan, problem: orphan === null ? problem : null };
}

export async function inspectEmbedded(
  identity: ServiceIdentity,
  paths: EmbeddedPaths,
  deps: InspectDeps,
  options: ControlOptions = {},
): Promise<ServiceInspection> {
  const [{ definition, hash }, supervision] = await Promise.all([
    readDefinition(paths),
    findSupervision(paths, deps, options),
  ]);
  return {
    supervisor: 'embedded',
    serviceName: identity.serviceName,
    definition,
    // Nothing starts this supervisor at login or boot, installed or not.
    enabled: definition.status === 'unknown' ? null : false,
    process: processState(supervision, readBootId()),
    words: describeSupervision(supervision, hash),
  };
}

/** Pure: `bootId` is the machine's present one. */
export function processState(supervision: Supervision, bootId: string | null): ProcessState {
  if (supervision.kind === 'unknown') return { state: 'unknown', ...because(supervision.reason) };
  if (supervision.kind === 'none' && supervision.orphan === null) {
    return { state: 'unknown', ...because(supervision.problem ?? say('reason.last-state')) };
  }
  const { state } = supervision;
  if (state === null) return { state: 'stopped', everStarted: false, restarts: null, lastExit: null };
  const counters = { restarts: state.restarts, lastExit: state.lastExit };
  if (supervision.kind === 'supervised') return supervisedState(state, counters);
  const since = state.gateway?.startedAt ?? null;
  if (supervision.orphan && state.gateway !== null) {
    return { state: 'running', pid: state.gateway.pid, since, ...counters };
  }
  if (state.bootId !== null && bootId !== null && state.bootId !== bootId) {
    // Everything ended with the machine, and nothing here was to start again.
    return { state: 'stopped', everStarted: true, ...counters };
  }
  if (state.phase === 'gave-up') return gaveUp(state, counters);
  if (state.phase === 'stopped' || state.phase === 'stopping') {
    return { state: 'stopped', everStarted: true, ...counters };
  }
  // It was to run; supervisor and gateway were both ended by somebody else.
  return {
    state: 'crashed',
    willRestart: false,
    restarts: state.restarts,
    lastExit: state.gateway === null ? state.lastExit : UNWATCHED_EXIT,
  };
}

type Counters = Pick<SupervisorState, 'restarts' | 'lastExit'>;

/** From this many failed starts on, "crashed" is "crash-looping". */
const LOOP_FAILURES = 3;

function supervisedState(state: SupervisorState, counters: Counters): ProcessState {
  const pid = state.gateway?.pid ?? null;
  switch (state.phase) {
    case 'running':
      if (pid === null) return { state: 'starting', pid, since: null, ...counters };
      return { state: 'running', pid, since: state.gateway?.startedAt ?? null, ...counters };
    case 'starting':
      return { state: 'starting', pid, since: null, ...counters };
    case 'stopping':
      return { state: 'stopping', pid, ...counters };
    case 'waiting':
      return state.failures >= LOOP_FAILURES
        ? { state: 'crash-looping', gaveUp: false, ...counters }
        : { state: 'crashed', willRestart: true, ...counters };
    case 'gave-up':
      return gaveUp(state, counters);
    case 'stopped':
      return { state: 'stopped', everStarted: true, ...counters };
  }
}

/** Exit 78 is one failure with a known cause, not a loop. */
function gaveUp(state: SupervisorState, counters: Counters): ProcessState {
  return state.gaveUpBecause === 'config'
    ? { state: 'crashed', willRestart: false, ...counters }
    : { state: 'crash-looping', gaveUp: true, ...counters };
}

async function readDefinition(
  paths: EmbeddedPaths,
): Promise<{ readonly definition: DefinitionState; readonly hash: string | null }> {
  let text: string | null;
  try {
    text = await readTextIfThere(paths.definition);
    if (text === null) await assertReallyAbsent(paths);
  } catch (cause) {
    const reason = say('path.unread', { path: paths.definition, error: errnoOf(cause) ?? String(cause) });
    return { definition: { status: 'unknown', ...because(reason) }, hash: null };
  }
  if (text === null) return { definition: { status: 'absent' }, hash: null };
  const parsed = parseDefinitionFile(text);
  return {
    hash: hashDefinition(text),
    definition: {
      status: 'present',
      path: paths.definition,
      parsed: parsed.ok ? parsed.value.service : null,
      ...withProblem(parsed.ok ? null : parsed.problem),
      overrides: [],
      // The file is read anew at every start of the gateway, so there is nothing to reload.
      needsReload: false,
      masked: false,
    },
  };
}

/** ENOENT of a file in a folder that we may not enter would be EACCES; a folder that is a file is a real oddity. */
async function assertReallyAbsent(paths: EmbeddedPaths): Promise<void> {
  try {
    await access(paths.folder, constants.X_OK);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') throw cause;
  }
}

function describeSupervision(supervision: Supervision, hash: string | null): Readonly<Record<string, string>> {
  if (supervision.kind === 'unknown') return { supervisor: 'unknown', reason: textOf(supervision.reason) };
  const { state } = supervision;
  if (state === null) return { supervisor: 'not running' };
  const words: Record<string, string> = {
    supervisor: supervision.kind === 'supervised' ? `running, pid ${state.supervisor.pid}` : 'not running',
    phase: state.phase,
    failures: String(state.failures),
    version: state.version,
    updatedAt: state.updatedAt,
  };
  if (state.gateway?.adopted) words.adopted = 'started by an earlier supervisor';
  if (supervision.kind === 'none' && supervision.orphan === true) {
    words.supervision = 'nobody restarts it: its supervisor was killed; start or restart it to have it looked after';
  }
  if (state.nextStartAt !== null) words.nextStartAt = state.nextStartAt;
  if (state.gaveUpBecause !== null) words.gaveUpBecause = state.gaveUpBecause;
  if (state.gateway !== null && hash !== null && state.definitionHash !== null && hash !== state.definitionHash) {
    words.definition = 'changed since the gateway was started';
  }
  return words;
}
