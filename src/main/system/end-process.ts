/** Ends one process whose identity was established before, and no other that got its number meanwhile. */

import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { Clock } from './clock.ts';
import { errnoOf } from './files.ts';
import { isSameIdentity, type ProcessIdentity, type ProcessReader } from './processes.ts';

export interface EndOptions {
  readonly read: ProcessReader;
  readonly clock: Clock;
  /** How long it may take to end by itself after it was asked, milliseconds; then it is ended hard. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

const HARD_WAIT_MS = 5_000;
const POLL_MS = 100;

/**
 * Asks with SIGTERM, and insists with SIGKILL after the grace. Looked at again right before each signal: a number that now belongs to
 * another process, or whose start cannot be read, gets none.
 * @returns false when it had ended already. @throws ExpectedError `state-unknown`, `needs-elevation` or `stop-timeout`.
 */
export async function endProcess(identity: ProcessIdentity, options: EndOptions): Promise<boolean> {
  if (!(await send(identity, 'SIGTERM', options))) return false;
  // One that is held by SIGSTOP takes SIGTERM only when it goes on; systemd sends both, too (systemd.kill(5)).
  if (process.platform !== 'win32' && !(await send(identity, 'SIGCONT', options))) return true;
  if (await ends(identity, options.graceMs, options)) return true;
  if (!(await send(identity, 'SIGKILL', options))) return true;
  if (await ends(identity, HARD_WAIT_MS, options)) return true;
  throw new ExpectedError('stop-timeout', say('process.does-not-end', { pid: identity.pid }), {
    hint: say('process.hangs'),
  });
}

/** False when it is gone. */
async function send(identity: ProcessIdentity, name: NodeJS.Signals, { read }: EndOptions): Promise<boolean> {
  const same = await isSameIdentity(read, identity);
  if (same === false) return false;
  if (same === null) {
    throw new ExpectedError('state-unknown', say('process.unproved', { pid: identity.pid }), {
      hint: say('process.left-alone'),
    });
  }
  try {
    process.kill(identity.pid, name);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ESRCH') return false;
    if (errnoOf(cause) !== 'EPERM') throw cause;
    throw new ExpectedError('needs-elevation', say('process.other-user', { pid: identity.pid }), {
      hint: say('process.owner-ends'),
      cause,
    });
  }
}

async function ends(
  identity: ProcessIdentity,
  withinMs: number,
  { read, clock, signal }: EndOptions,
): Promise<boolean> {
  const began = clock.monotonic();
  for (;;) {
    if ((await isSameIdentity(read, identity)) === false) return true;
    if (clock.monotonic() - began > withinMs) return false;
    await clock.sleep(POLL_MS, signal);
  }
}
