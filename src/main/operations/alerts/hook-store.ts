/**
 * The hooks that a person set up: `alerts.json` in our own config folder, 0600. A file that we cannot read as ours is never overwritten:
 * it is copied aside first, and said. One that others may write is not used: whoever writes it decides what we start.
 */

import { copyFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { errnoOf, writeFileAtomic } from '../../system/files.ts';
import { acquireLock } from '../../system/lock.ts';
import type { CoreContext } from '../context.ts';
import { type Hook, hookSchema } from './hook.ts';

const VERSION = 1;
const MAX_HOOKS = 100;
const MAX_BYTES = 1024 * 1024;
const LOCK_WAIT_MS = 5_000;

const fileSchema = z
  .strictObject({ version: z.literal(VERSION), hooks: z.array(hookSchema).max(MAX_HOOKS) })
  .refine(({ hooks }) => new Set(hooks.map(({ id }) => id)).size === hooks.length);

export interface StoredHooks {
  readonly hooks: readonly Hook[];
  /** Why the file is not used, as a sentence; null when it is, or when there is none. */
  readonly problem: Phrase | null;
}

export interface HookStore {
  readonly path: string;
  /** Never rejects for what the file is or holds. */
  read(): Promise<StoredHooks>;
  /** Answers with what to tell the person. @throws ExpectedError */
  add(hook: Hook): Promise<readonly Phrase[]>;
  /** @throws ExpectedError `invalid-option` when there is no hook of this id. */
  remove(id: string): Promise<readonly Phrase[]>;
}

/** A store over `<config>/alerts.json`. Safe to use from several processes at once. */
export function createHookStore({ host, clock }: Pick<CoreContext, 'host' | 'clock'>): HookStore {
  const path = join(host.appDirs.config, 'alerts.json');

  async function update(change: (hooks: readonly Hook[]) => readonly Hook[]): Promise<readonly Phrase[]> {
    const lock = await acquireLock({
      folder: host.appDirs.runtime,
      name: 'alerts-list',
      purpose: say('doing.alerts'),
      waitMs: LOCK_WAIT_MS,
      clock,
    });
    try {
      const current = await readStored(path, host.uid);
      const hooks = change(current.hooks);
      const notes = current.problem === null ? [] : [await keepAside(path, current.problem, clock.now())];
      const content = `${JSON.stringify({ version: VERSION, hooks }, null, 2)}\n`;
      await writeFileAtomic(path, content, { mode: 0o600, folderMode: 0o700 });
      return notes;
    } finally {
      await lock.release();
    }
  }

  return {
    path,
    read: () => readStored(path, host.uid),
    add: (hook) =>
      update((hooks) => {
        if (hooks.some(({ id }) => id === hook.id)) {
          throw new ExpectedError('invalid-option', say('invalid-option.alert-there', { id: hook.id }), {
            hint: say('hint.alert-there', { id: hook.id }),
          });
        }
        if (hooks.length >= MAX_HOOKS)
          throw new ExpectedError('invalid-option', say('invalid-option.too-many-alerts', { count: MAX_HOOKS }));
        return [...hooks, hook];
      }),
    remove: (id) =>
      update((hooks) => {
        const left = hooks.filter((hook) => hook.id !== id);
        if (left.length < hooks.length) return left;
        throw new ExpectedError('invalid-option', say('invalid-option.no-alert', { id }), {
          hint: say('hint.see-alerts'),
        });
      }),
  };
}

async function readStored(path: string, uid: number | null): Promise<StoredHooks> {
  const unusable = (problem: Phrase): StoredHooks => ({ hooks: [], problem });
  let content: string;
  try {
    const { size, mode, uid: owner } = await stat(path);
    if (size > MAX_BYTES) return unusable(say('alerts-file.too-big', { path }));
    // On Windows (no uid) permission bits say nothing; the folder below the user's profile does.
    if (uid !== null && (mode & 0o022) !== 0) return unusable(say('alerts-file.writable', { path }));
    if (uid !== null && owner !== uid && owner !== 0) return unusable(say('alerts-file.other-user', { path }));
    content = await readFile(path, 'utf8');
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { hooks: [], problem: null }
      : unusable(say('alerts-file.unread', { path, error: code }));
  }
  const parsed = fileSchema.safeParse(parseJson(content));
  if (parsed.success) return { hooks: parsed.data.hooks, problem: null };
  return unusable(say('alerts-file.form', { path }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Not JSON: the schema refuses undefined, and that is reported.
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** Copies, never moves: should the write that follows fail, the file is still where it was. */
async function keepAside(path: string, problem: Phrase, now: number): Promise<Phrase> {
  const aside = `${path}.unusable-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    await copyFile(path, aside);
  } catch (cause) {
    throw new ExpectedError(
      'file-write-failed',
      say('file-write-failed.copy', { path, error: errnoOf(cause) ?? String(cause) }),
      {
        hint: say('hint.move-file-away'),
        details: [problem],
        cause,
      },
    );
  }
  return say('alerts-file.kept', { problem, path: aside });
}
