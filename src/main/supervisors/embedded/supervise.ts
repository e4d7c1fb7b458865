/**
 * The detached process that keeps one profile's gateway running. It holds a lock that the kernel takes back when it dies, so that two can
 * never run for one profile; its word is `state.json` and its ear is a control socket.
 */

import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { type Clock, isoTime } from '../../system/clock.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { Environment, Platform } from '../../system/host.ts';
import { acquireLock } from '../../system/lock.ts';
import { createProcessReader, isSameIdentity, type ProcessReader } from '../../system/processes.ts';
import { createSpawnRunner } from '../../system/spawn-runner.ts';
import { createBackOff } from './back-off.ts';
import { listenControl } from './control-server.ts';
import { type DefinitionFile, parseDefinitionFile } from './definition-file.ts';
import { gatewayEnvironment } from './environment.ts';
import { describeExit } from './exit-words.ts';
import { adoptGateway, type GatewayExit, type GatewayProcess, startGateway } from './gateway-process.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createNotes, rotateIfFull } from './rotating-log.ts';
import { readState } from './state-file.ts';
import { completeReference, createStateKeeper, referTo, UNWATCHED_EXIT } from './state-keeper.ts';

export interface SuperviseOptions {
  /** `definition.json`; state and logs are kept beside it. */
  readonly definitionPath: string;
  readonly clock: Clock;
  readonly platform: Platform;
  /** Environment of this process, from which the gateway gets a few harmless names. */
  readonly env: Environment;
  /** Version of this product, for `state.json`. */
  readonly version: string;
}

/** What the process ends with. They tell the one who started it why there is no supervisor. */
export const SUPERVISOR_EXIT = {
  /** The gateway was stopped as asked. */
  stopped: 0,
  /** The definition is missing or cannot be understood. */
  badDefinition: 66,
  /** The gateway ended with 78, or failed too often. */
  gaveUp: 69,
  /** A process that may be an earlier gateway lives, and neither yes nor no could be proved. */
  unproven: 70,
  /** The lock or the control socket could not be made. */
  cannotListen: 73,
  /** Another supervisor of this profile runs. */
  alreadyRunning: 75,
} as const;

/** Probes of the lock hold it for a moment; a real holder does not go away in this time. */
const LOCK_WAIT_MS = 1_500;

/** Main of the detached process: resolves with the code to exit with. Rejects only for a defect. */
export async function runSupervisor(options: SuperviseOptions): Promise<number> {
  const folder = dirname(options.definitionPath);
  const notes = createNotes(join(folder, 'supervisor.log'), () => options.clock.now(), {
    maxBytes: 1024 * 1024,
    files: 2,
  });
  const place = await load(options.definitionPath);
  if ('problem' in place) return SUPERVISOR_EXIT.badDefinition;
  try {
    const lock = await acquireLock({
      ...place.file.lock,
      purpose: say('doing.supervise'),
      waitMs: LOCK_WAIT_MS,
      clock: options.clock,
    });
    try {
      // Read again: whoever held the lock may have removed or changed it.
      const loaded = await load(options.definitionPath);
      if ('problem' in loaded) return SUPERVISOR_EXIT.badDefinition;
      return await supervise(options, folder, loaded, notes);
    } finally {
      await lock.release();
    }
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    if (cause.code === 'locked') return SUPERVISOR_EXIT.alreadyRunning;
    notes(cause.message);
    return SUPERVISOR_EXIT.cannotListen;
  }
}

interface Loaded {
  readonly file: DefinitionFile;
  readonly hash: string;
}

type Notes = (text: string) => void;

async function supervise(options: SuperviseOptions, folder: string, first: Loaded, notes: Notes): Promise<number> {
  const { clock, platform } = options;
  const { tuning } = first.file;
  const logPath = join(folder, 'gateway.log');
  const statePath = join(folder, 'state.json');
  const read = createProcessReader(platform, createSpawnRunner(options.env));

  const before = readState(statePath);
  const previous = before.kind === 'state' ? before.state : null;
  const found = await findEarlierGateway(previous?.gateway ?? null, read);
  if (found === 'unproven') {
    notes(
      `Process ${previous?.gateway?.pid} may be the gateway of an earlier supervisor; that could not be proved. Not starting a second one.`,
    );
    return SUPERVISOR_EXIT.unproven;
  }
  const keeper = createStateKeeper(
    statePath,
    {
      profile: first.file.service.profile,
      version: options.version,
      supervisor: await completeReference(referTo(process.pid, platform, clock), read),
      lastExit: found === 'gone' && previous?.gateway ? UNWATCHED_EXIT : (previous?.lastExit ?? null),
      restarts: found === 'alive' ? (previous?.restarts ?? 0) : 0,
    },
    clock,
    notes,
  );
  const inbox = createInbox();
  const server = await listenControl(first.file.control, (verb) => {
    if (verb !== 'status' && !inbox.put(verb)) {
      return { ok: false, code: 'leaving', message: 'The supervisor is shutting down.' };
    }
    return { ok: true, state: keeper.get() };
  });
  const forget = listenToSignals(inbox);
  const rotation = setInterval(() => rotateGatewayLog(logPath, tuning, notes), tuning.logCheckMs);
  try {
    let gateway: GatewayProcess | null = null;
    if (found === 'alive' && previous?.gateway) {
      gateway = adoptGateway(previous.gateway, read, clock, tuning.adoptedPollMs);
      keeper.set({
        phase: 'running',
        gateway: { ...previous.gateway, adopted: true },
        definitionHash: previous.definitionHash,
      });
      notes(`Took over the running gateway (pid ${previous.gateway.pid}) from an earlier supervisor.`);
    }
    return await keepRunning(gateway);
  } finally {
    clearInterval(rotation);
    forget();
    await server.close();
  }

  async function keepRunning(adopted: GatewayProcess | null): Promise<number> {
    const backOff = createBackOff(tuning);
    let gateway = adopted;
    let startedAt = clock.monotonic();
    let wanted = true;
    let loaded = first;
    for (;;) {
      const request = inbox.take();
      if (request === 'stop' || request === 'restart' || request === 'shutdown') {
        if (gateway !== null) await stop(gateway);
        gateway = null;
        wanted = request === 'restart';
        if (!wanted) keeper.set({ phase: 'stopped', gateway: null, nextStartAt: null });
        if (request === 'shutdown') return SUPERVISOR_EXIT.stopped;
      }
      if (request === 'start') wanted = true;
      if ((request === 'start' || request === 'restart') && gateway === null) {
        backOff.reset();
        keeper.set({ restarts: 0, failures: 0, gaveUpBecause: null });
      }
      if (inbox.waiting) continue;
      if (!wanted) {
        await inbox.arrived();
        continue;
      }
      if (gateway === null) {
        loaded = await refresh(loaded);
        // Requests that came while reading are taken first, so that a stop is never followed by a start.
        if (inbox.waiting) continue;
        startedAt = clock.monotonic();
        gateway = await start(loaded);
      }
      const exit = await firstOf(gateway.exited, inbox.arrived());
      if (exit === null) continue;

      await gateway.killGroup();
      const lastExit = describeExit(exit, false, gateway.adopted, clock.now());
      gateway = null;
      const decision = backOff.ended(exit.code, clock.monotonic() - startedAt, clock.monotonic());
      if (decision.kind === 'give-up') {
        notes(`The gateway ended (${lastExit.words}). Not starting it again: ${decision.because}.`);
        keeper.set({
          phase: 'gave-up',
          gateway: null,
          lastExit,
          failures: backOff.failures(),
          gaveUpBecause: decision.because,
        });
        return SUPERVISOR_EXIT.gaveUp;
      }
      notes(`The gateway ended (${lastExit.words}). Starting it again in ${decision.delayMs} ms.`);
      keeper.set({
        phase: 'waiting',
        gateway: null,
        lastExit,
        failures: backOff.failures(),
        nextStartAt: isoTime(clock.now() + decision.delayMs),
      });
      const interrupted = await sleepOrRequest(decision.delayMs);
      if (!interrupted) keeper.set({ restarts: keeper.get().restarts + 1 });
    }
  }

  async function start(loaded: Loaded): Promise<GatewayProcess> {
    rotateGatewayLog(logPath, tuning, notes);
    keeper.set({ phase: 'starting', gateway: null, nextStartAt: null, definitionHash: loaded.hash });
    const environment = readEnvironment(loaded.file);
    if (typeof environment === 'string') return notStarted(environment);
    const gateway = startGateway(loaded.file.service, environment, logPath);
    if (gateway.pid === null) return gateway;
    const ref = referTo(gateway.pid, platform, clock);
    keeper.set({ phase: 'running', gateway: { ...ref, adopted: false } });
    const complete = await completeReference(ref, read);
    if (complete !== ref) keeper.set({ gateway: { ...complete, adopted: false } });
    notes(`Started the gateway (pid ${gateway.pid}).`);
    return gateway;
  }

  async function stop(gateway: GatewayProcess): Promise<void> {
    keeper.set({ phase: 'stopping' });
    await gateway.terminate();
    const done = new AbortController();
    const timeout = clock.sleep(tuning.stopBudgetMs, done.signal).catch(() => undefined); // Only rejects by our own abort.
    if ((await firstOf(gateway.exited, timeout)) === null) {
      notes(`The gateway did not end within ${tuning.stopBudgetMs} ms; killing it.`);
      await gateway.killGroup();
    }
    done.abort();
    const exit = await gateway.exited;
    await gateway.killGroup();
    const lastExit = describeExit(exit, true, gateway.adopted, clock.now());
    notes(`The gateway was stopped (${lastExit.words}).`);
    keeper.set({ gateway: null, lastExit });
  }

  /** The definition as it is on disk now; the last good one when that is missing or broken. */
  async function refresh(last: Loaded): Promise<Loaded> {
    const now = await load(options.definitionPath);
    if (!('problem' in now)) return now;
    notes(`The definition could not be read (${now.problem}). Using the one from before.`);
    return last;
  }

  function readEnvironment(file: DefinitionFile): Record<string, string> | string {
    try {
      return gatewayEnvironment(file.service, options.env);
    } catch (cause) {
      if (errnoOf(cause) === null) throw cause;
      return `an environment file could not be read (${errnoOf(cause)})`;
    }
  }

  /** true when a request ended the waiting. */
  async function sleepOrRequest(ms: number): Promise<boolean> {
    const done = new AbortController();
    const slept = clock.sleep(ms, done.signal).then(
      () => false,
      () => true, // Only rejects by our own abort.
    );
    const interrupted = await Promise.race([slept, inbox.arrived().then(() => true)]);
    done.abort();
    return interrupted;
  }
}

/** The exit, or null when the other promise was first. */
function firstOf(exited: Promise<GatewayExit>, other: Promise<unknown>): Promise<GatewayExit | null> {
  return Promise.race([exited, other.then(() => null)]);
}

function notStarted(startError: string): GatewayProcess {
  const nothing = async () => {};
  const exited = Promise.resolve({ code: null, signal: null, startError });
  return { adopted: false, pid: null, exited, terminate: nothing, killGroup: nothing };
}

/** Is the gateway that an earlier supervisor noted still there? Proved by its start, never by its number alone. */
async function findEarlierGateway(
  ref: { readonly pid: number; readonly startKey: string | null } | null,
  read: ProcessReader,
): Promise<'none' | 'alive' | 'gone' | 'unproven'> {
  if (ref === null) return 'none';
  // A reader that fails has proved nothing.
  const same = await isSameIdentity(read, ref).catch(() => null);
  if (same === null) return 'unproven';
  return same ? 'alive' : 'gone';
}

async function load(path: string): Promise<Loaded | { readonly problem: Phrase }> {
  let text: string | null;
  try {
    text = await readTextIfThere(path);
  } catch (cause) {
    return { problem: `it could not be read: ${errnoOf(cause) ?? String(cause)}` };
  }
  if (text === null) return { problem: 'it is not there' };
  const parsed = parseDefinitionFile(text);
  return parsed.ok ? { file: parsed.value, hash: hashDefinition(text) } : { problem: parsed.problem };
}

/** Tells whether a definition file is the one that a gateway was started with. */
export function hashDefinition(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function rotateGatewayLog(path: string, tuning: DefinitionFile['tuning'], notes: Notes): void {
  try {
    rotateIfFull(path, { maxBytes: tuning.logMaxBytes, files: tuning.logFiles });
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    notes(`The gateway's log could not be rotated (${errnoOf(cause)}).`);
  }
}

/** SIGTERM and SIGINT end the gateway and us; a closing terminal (SIGHUP) is none of our business. Returns what takes them off again. */
function listenToSignals(inbox: Inbox): () => void {
  const leave = () => void inbox.put('shutdown');
  const ignore = () => {};
  process.on('SIGTERM', leave).on('SIGINT', leave).on('SIGHUP', ignore);
  return () => void process.off('SIGTERM', leave).off('SIGINT', leave).off('SIGHUP', ignore);
}
