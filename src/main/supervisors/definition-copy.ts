/**
 * What a supervisor has of one service, remembered before a change so that it can be put back: plain JSON, because it is written down for
 * the case that the process is killed. Older definitions may hold secrets: such a copy is kept in 0600 files only and never shown.
 */
import { z } from 'zod';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, type Said, say } from '../../shared/said.ts';
import { fileCopySchema, type IsOurs, putFileBack } from '../system/file-copy.ts';

export const definitionCopySchema = z.strictObject({
  files: z.array(fileCopySchema),
  /** Links that enable it (systemd). */
  links: z.array(z.strictObject({ path: z.string(), target: z.string() })).default([]),
  /** Tasks as they are registered (Windows); null = there was none of this name. */
  tasks: z.array(z.strictObject({ name: z.string(), xml: z.string().nullable() })).default([]),
  /** It starts by itself, or its label is not switched off; null = not known. */
  enabled: z.boolean().nullable(),
});
export type DefinitionCopy = z.infer<typeof definitionCopySchema>;

/** Puts the files back. Answers with a sentence for each one that is somebody else's by now and was left alone. */
export async function putFilesBack(copy: DefinitionCopy, isOurs: IsOurs): Promise<Phrase[]> {
  const notes: Phrase[] = [];
  for (const file of copy.files) {
    if ((await putFileBack(file, isOurs)) === 'theirs') notes.push(leftAlone(file.path));
  }
  return notes;
}

export function leftAlone(path: string): Said {
  return say('left-alone.file', { path });
}

/** The same error, with what could not be undone among its details. */
export function withNotes(cause: unknown, notes: readonly Phrase[]): unknown {
  if (notes.length === 0 || !(cause instanceof ExpectedError)) return cause;
  const { message, hint, details = [] } = cause.said;
  return new ExpectedError(cause.code, message, {
    hint,
    details: [...notes, ...details],
    cause,
  });
}
