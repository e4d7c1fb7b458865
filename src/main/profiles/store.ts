/**
 * Profiles that a person asked to keep in view although nothing on disk shows them: `profiles.json` in our own config folder.
 * A file that we cannot read as ours is never overwritten: it is copied aside first, and said.
 */

import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../shared/outcome.ts';
import { parseProfileName, showText } from '../../shared/profile.ts';
import { type Phrase, say } from '../../shared/said.ts';
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
  readonly warnings: readonly Phrase[];
}

export interface ProfileStore {
  /** @throws ExpectedError `config-unreadable` when the file is there and may not be read. */
  read(): Promise<RememberedProfiles>;
  /** Adds a profile; already there is not an error. Answers with what to tell the person. @throws ExpectedError */
  remember(id: string): Promise<readonly Phrase[]>;
  /** Takes a profile out; not there is not an error. @throws ExpectedError */
  forget(id: string): Promise<readonly Phrase[]>;
}

/** A store over `<config>/profiles.json`. Safe to use from several processes at once. */
export function createProfileStore(appDirs: AppDirs, clock: Clock): ProfileStore {
  const path = join(appDirs.config, 'profiles.json');

  async function update(change: (profiles: readonly string[]) => readonly string[]): Promise<readonly Phrase[]> {
    const lock = await acquireLock({
      folder: appDirs.runtime,
      name: 'profiles-list',
      purpose: say('doing.remember'),
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
        warnings: problem === null ? warnings : [...warnings, say(UNUSED[problem.what], { path })],
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
  readonly what: 'not-json' | 'form' | 'newer';
}

const UNUSED = { 'not-json': 'text.corrupt-json', form: 'text.corrupt-form', newer: 'text.newer' } as const;

interface Stored {
  readonly profiles: readonly string[];
  readonly warnings: readonly Phrase[];
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
    return { profiles: [], warnings: [], problem: { kind: 'corrupt', what: 'not-json' } };
  }
  const version = versionSchema.safeParse(data);
  if (version.success && version.data.version > VERSION) {
    return {
      profiles: [],
      warnings: [],
      problem: { kind: 'newer', what: 'newer' },
    };
  }
  const parsed = fileSchema.safeParse(data);
  if (!parsed.success) {
    return { profiles: [], warnings: [], problem: { kind: 'corrupt', what: 'form' } };
  }
  const profiles: string[] = [];
  const warnings: Phrase[] = [];
  for (const raw of parsed.data.profiles) {
    const name = parseProfileName(raw);
    if (!name.ok) warnings.push(say('profiles.no-name', { path, name: showText(raw) }));
    else if (!profiles.includes(name.value.id)) profiles.push(name.value.id);
  }
  return { profiles, warnings, problem: null };
}

/** Copies, never moves: should the write that follows fail, the file is still where it was. */
async function keepAside(path: string, problem: Problem, clock: Clock): Promise<Phrase> {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.${problem.kind}-${stamp}`;
  try {
    await copyFile(path, aside);
  } catch (cause) {
    throw new ExpectedError(
      'file-write-failed',
      say(`not-kept.${problem.what}`, { path, error: errnoOf(cause) ?? String(cause) }),
      {
        hint: say('hint.move-file-away'),
        cause,
      },
    );
  }
  return say(`kept.${problem.what}`, { path, copy: aside });
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
