/** How long the last starts of a profile took: a small file in our own state folder. */
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../../shared/outcome.ts';
import { errnoOf, readTextIfThere, writeFileAtomic } from '../../system/files.ts';
import { profileFileName } from '../../system/profile-file-name.ts';
import type { CoreContext } from '../context.ts';
import { STARTS_KEPT } from './start-budget.ts';

const historySchema = z.object({
  version: z.literal(1),
  starts: z.array(z.object({ at: z.string(), ms: z.number().nonnegative() })),
});
type History = z.infer<typeof historySchema>;

export function startHistoryPath(stateFolder: string, profile: string): string {
  return join(stateFolder, 'starts', `${profileFileName(profile)}.json`);
}

/** Milliseconds of each, newest last. What cannot be read or understood is no history. */
export async function readStarts(context: Pick<CoreContext, 'host'>, profile: string): Promise<readonly number[]> {
  return (await read(context, profile)).starts.map(({ ms }) => ms);
}

/** A disk that does not take it costs the record and nothing else. */
export async function rememberStart(
  context: Pick<CoreContext, 'host' | 'clock'>,
  profile: string,
  ms: number,
): Promise<void> {
  const { starts } = await read(context, profile);
  const at = new Date(context.clock.now()).toISOString();
  const history: History = { version: 1, starts: [...starts, { at, ms: Math.round(ms) }].slice(-STARTS_KEPT) };
  const path = startHistoryPath(context.host.appDirs.state, profile);
  try {
    await writeFileAtomic(path, `${JSON.stringify(history)}\n`, { mode: 0o600, folderMode: 0o700 });
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
  }
}

async function read({ host }: Pick<CoreContext, 'host'>, profile: string): Promise<History> {
  const nothing: History = { version: 1, starts: [] };
  try {
    const parsed = historySchema.safeParse(
      JSON.parse((await readTextIfThere(startHistoryPath(host.appDirs.state, profile))) ?? 'null'),
    );
    return parsed.success ? parsed.data : nothing;
  } catch (cause) {
    if (errnoOf(cause) === null && !(cause instanceof SyntaxError)) throw cause;
    return nothing;
  }
}
