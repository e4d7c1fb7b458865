/**
 * Profiles that a person asked to keep in view although nothing on disk shows them: `profiles.json` in our own config folder.
 * A file that we cannot read as ours is never overwritten: it is copied aside first, and said.
 */

import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../shared/outcome.ts';
import { parseProfileName, showText } from '../../shared/profile.ts';
import { say } from '../../shared/said.ts';
import type { Clock } from '../system/clock.ts';
import { errnoOf, writeFileAtomic } from '../system/files.ts';
import type { AppDirs } from '../system/host.ts';
import { acquireLock } from '../system/lock.ts';

const VERSION = 1;
const MAX_PROFILES = 500;
const LOCK_WAIT_MS = 5000;

const fileSchema = z.object({ version: z.literal(VERSION), profiles: z.array(z.string()).max(MAX_PROFILES) });
const versionSchema = z.object({ version: z.number().int() });

/** What was remembered; `warnings` say what of it could not be used. */
export interface RememberedProfiles {
  /** Ids in the order in which they were added. */
  readonly profiles: readonly string[];
  readonly warnings: readonly string[];
}

export interface ProfileStore {
  /** @throws ExpectedError `config-unreadable` when the file is there and may not be read. */
  read(): Promise<RememberedProfiles>;
  /** Adds a profile; already there is not an error. Answers with what to tell the person. @throws ExpectedError */
  remember(id: string): Promise<readonly string[]>;
  /** Takes a profile out; not there is not an error. @throws ExpectedError */
  forget(id: string): Promise<readonly string[]>;
}

/** A store over `<config>/profiles.json`. Safe to use from several processes at once. */
export function createProfileStore(appDirs: AppDirs, clock: Clock): ProfileStore {
  const path = join(appDirs.config, 'profiles.json');

  async function update(change: (profiles: readonly string[]) => readonly string[]): Promise<readonly string[]> {
    const lock = await acquireLock({
      folder: appDirs.runtime,
      name: 'profiles-list',
      purpose: 'remembering profiles',
      waitMs: LOCK_WAIT_MS,
      clock,
    });
    try {
      const current = await readStored(path);
      const next = change(current.profiles);
      if (current.problem === null && sameList(next, current.profiles)) return current.warnings;
      const warnings = [...current.warnings];
      if (current.problem !== null) warnings.push(await keepAside(path, current.problem, clock));
      const content = `${JSON.stringify({ version: VERSION, profiles: next }, null, 2)}\n`;
      await writeFileAtomic(path, content, { mode: 0o600, folderMode: 0o700 });
      return warnings;
    } finally {
      await lock.release();
    }
  }

  return {
    async read() {
      const { profiles, warnings, problem } = await readStored(path);
      return {
        profiles,
        warnings: problem === null ? warnings : [...warnings, `${path} ${problem.words} and is not used.`],
      };
    },
    async remember(id) {
      const parsed = parseProfileName(id);
      if (!parsed.ok) throw ExpectedError.from(parsed.error);
      return update((profiles) => (profiles.includes(parsed.value.id) ? profiles : [...profiles, parsed.value.id]));
    },
    forget: (id) => update((profiles) => profiles.filter((profile) => profile !== id)),
  };
}

interface Problem {
  readonly kind: 'corrupt' | 'newer';
  /** Goes on after the file's path. */
  readonly words: string;
}

interface Stored {
  readonly profiles: readonly string[];
  readonly warnings: readonly string[];
  readonly problem: Problem | null;
}

async function readStored(path: string): Promise<Stored> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR')
      return { profiles: [], warnings: [], problem: null };
    throw new ExpectedError(
      'config-unreadable',
      say('config-unreadable.profiles', { path, error: errnoOf(cause) ?? String(cause) }),
      {
        hint: say('hint.readable-or-remove'),
        cause,
      },
    );
  }
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return { profiles: [], warnings: [], problem: { kind: 'corrupt', words: 'is not valid JSON' } };
  }
  const version = versionSchema.safeParse(data);
  if (version.success && version.data.version > VERSION) {
    return {
      profiles: [],
      warnings: [],
      problem: { kind: 'newer', words: 'was written by a newer version of this product' },
    };
  }
  const parsed = fileSchema.safeParse(data);
  if (!parsed.success) {
    return { profiles: [], warnings: [], problem: { kind: 'corrupt', words: 'does not have the expected form' } };
  }
  const profiles: string[] = [];
  const warnings: string[] = [];
  for (const raw of parsed.data.profiles) {
    const name = parseProfileName(raw);
    if (!name.ok) warnings.push(`${path} lists ${showText(raw)}, which is no profile name; it is passed over.`);
    else if (!profiles.includes(name.value.id)) profiles.push(name.value.id);
  }
  return { profiles, warnings, problem: null };
}

/** Copies, never moves: should the write that follows fail, the file is still where it was. */
async function keepAside(path: string, problem: Problem, clock: Clock): Promise<string> {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.${problem.kind}-${stamp}`;
  try {
    await copyFile(path, aside);
  } catch (cause) {
    throw new ExpectedError(
      'file-write-failed',
      `Could not keep a copy of ${path}, which ${problem.words} (${errnoOf(cause) ?? cause}).`,
      {
        hint: say('hint.move-file-away'),
        cause,
      },
    );
  }
  return `${path} ${problem.words}. It was kept as ${aside}, and a new list was begun.`;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
