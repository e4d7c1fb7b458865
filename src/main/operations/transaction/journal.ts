/**
 * The record of a change that is under way: what was there before it, and what it writes. On the disk before the first change and gone after
 * the last one, so that a process that is killed in between leaves behind what the next one needs to finish or undo it. It may hold a
 * configuration with its secrets: 0600, in a folder of mode 0700, and never shown.
 */
import { z } from 'zod';
import { type Phrase, say } from '../../../shared/said.ts';
import { SUPERVISOR_KINDS } from '../../../shared/supervisor-kind.ts';
import { definitionCopySchema } from '../../supervisors/definition-copy.ts';
import { fileCopySchema, removeTemporaries, sha256 } from '../../system/file-copy.ts';
import { errnoOf, readTextIfThere, removeFile, writeFileAtomic } from '../../system/files.ts';

export const journalSchema = z.strictObject({
  version: z.literal(1),
  profile: z.string(),
  action: z.enum(['install', 'uninstall', 'restart']),
  /** ISO 8601. */
  startedAt: z.string(),
  supervisor: z.enum(SUPERVISOR_KINDS),
  identity: z.strictObject({ profile: z.string(), serviceName: z.string(), stateDir: z.string() }),
  before: z.strictObject({
    /** A definition was there. */
    installed: z.boolean(),
    /** Its process, when one ran. */
    pid: z.number().int().nullable(),
    /** It owned its port and answered. */
    serving: z.boolean(),
  }),
  definition: definitionCopySchema,
  /** openclaw.json, when this change writes it. */
  config: fileCopySchema.nullable(),
  /** What the change leaves at these paths, as SHA-256; null = nothing is left there. */
  planned: z.array(z.strictObject({ path: z.string(), sha256: z.string().nullable() })),
});
export type Journal = z.infer<typeof journalSchema>;

/** @throws ExpectedError `disk-full` or `file-write-failed`; nothing of the change was done by then. */
export async function writeJournal(path: string, journal: Journal): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(journal)}\n`, { mode: 0o600, folderMode: 0o700 });
}

export type JournalRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'journal'; readonly journal: Journal }
  /** There is one, and it cannot be used: of another version, damaged, not ours to read. */
  | { readonly kind: 'unusable'; readonly reason: Phrase };

export async function readJournal(path: string): Promise<JournalRead> {
  let text: string | null;
  try {
    text = await readTextIfThere(path);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return { kind: 'unusable', reason: say('record.unread', { error: errnoOf(cause) ?? '' }) };
  }
  if (text === null) return { kind: 'none' };
  const parsed = journalSchema.safeParse(jsonOf(text));
  if (parsed.success) return { kind: 'journal', journal: parsed.data };
  return { kind: 'unusable', reason: say('record.damaged') };
}

/** The change is over. */
export async function removeJournal(path: string): Promise<void> {
  await removeFile(path);
}

/** What a killed process left half written beside the files of its change. Only for the holder of the profile's lock. */
export async function sweep(path: string, journal: Journal): Promise<void> {
  await removeTemporaries([path, ...journal.planned.map((each) => each.path)]);
}

/** Did this change write what is there now? */
export function isOursBy(journal: Pick<Journal, 'planned'>): (path: string, bytes: Uint8Array | null) => boolean {
  const planned = new Map(journal.planned.map((each) => [each.path, each.sha256]));
  return (path, bytes) => planned.has(path) && planned.get(path) === (bytes === null ? null : sha256(bytes));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The schema refuses what is no JSON with its own words.
    if (!(cause instanceof SyntaxError)) throw cause;
    return undefined;
  }
}
