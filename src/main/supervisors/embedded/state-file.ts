/**
 * `state.json`: the supervisor's last word, for readers while it lives and for its successor when it was killed. Written by rename, so that
 * it is never half there, and synchronously, so that a gateway and the note of its pid are as close together as can be.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Phrase, say } from '../../../shared/said.ts';
import { lastExitSchema } from '../../../shared/service-state.ts';
import { errnoOf } from '../../system/files.ts';

const processRefSchema = z.object({
  pid: z.number().int().positive(),
  /** ISO 8601; null when it could not be read. */
  startedAt: z.string().nullable(),
  /** See `ProcessInfo.startKey`: proves that the pid still means this process. */
  startKey: z.string().nullable(),
});
export type ProcessRef = z.infer<typeof processRefSchema>;

export const supervisorStateSchema = z.object({
  format: z.literal(1),
  profile: z.string(),
  /** Version of the program that runs as supervisor. */
  version: z.string(),
  phase: z.enum(['starting', 'running', 'stopping', 'waiting', 'stopped', 'gave-up']),
  supervisor: processRefSchema,
  gateway: processRefSchema.extend({ adopted: z.boolean() }).nullable(),
  /** Automatic restarts since somebody last asked for a start. */
  restarts: z.number().int().nonnegative(),
  /** Failed starts within the window. */
  failures: z.number().int().nonnegative(),
  lastExit: lastExitSchema.nullable(),
  /** ISO 8601; only in phase `waiting`. */
  nextStartAt: z.string().nullable(),
  /** Why it gave up: `config` (exit 78) or `crash-loop`. */
  gaveUpBecause: z.enum(['config', 'crash-loop']).nullable(),
  /** Kernel boot id where there is one: tells a state from before the reboot. */
  bootId: z.string().nullable(),
  /** SHA-256 of the definition file that the gateway was started with. */
  definitionHash: z.string().nullable(),
  updatedAt: z.string(),
});
export type SupervisorState = z.infer<typeof supervisorStateSchema>;

export type StateReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'state'; readonly state: SupervisorState }
  | { readonly kind: 'unreadable'; readonly reason: Phrase };

/** Never throws. */
export function readState(path: string): StateReading {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    return { kind: 'unreadable', reason: say('path.unread', { path, error: code ?? String(cause) }) };
  }
  try {
    const parsed = supervisorStateSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { kind: 'state', state: parsed.data };
    return { kind: 'unreadable', reason: say('reason.no-state-file', { path }) };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return { kind: 'unreadable', reason: say('reason.no-json', { path }) };
  }
}

/** Replaces the file. @throws the file system's error. No fsync: after a power failure nothing in it is true any more. */
export function writeState(path: string, state: SupervisorState): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(state)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

/** Kernel boot id, or null where there is none. */
export function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Not Linux, or /proc is closed: then reboots cannot be told from kills, and start keys decide alone.
    return null;
  }
}
