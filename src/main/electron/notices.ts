/**
 * Things the app explains once in its life: that closing the window does not end it, and that quitting does not stop gateways.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { readTextIfThere, writeFileAtomic } from '../system/files.ts';

const noticesSchema = z.object({ said: z.array(z.string()) });

export type NoticeId = 'first-close' | 'first-quit' | 'no-tray';

export interface Notices {
  /** Calls `say` if this was never said before, and remembers it. A file that cannot be read or written costs a repetition, nothing else. */
  once(id: NoticeId, say: () => void): Promise<void>;
}

/** Remembers in `notices.json` of our own state folder. */
export function createNotices(stateFolder: string, onProblem: (message: string) => void): Notices {
  const path = join(stateFolder, 'notices.json');
  return {
    async once(id, say) {
      const said = await readSaid(path, onProblem);
      if (said.includes(id)) return;
      say();
      try {
        await writeFileAtomic(path, `${JSON.stringify({ said: [...said, id] })}\n`, { mode: 0o600, folderMode: 0o700 });
      } catch (cause) {
        // A full disk or a read-only home: the notice will come again, and that is all.
        onProblem(`${path} could not be written: ${String(cause)}`);
      }
    },
  };
}

async function readSaid(path: string, onProblem: (message: string) => void): Promise<readonly string[]> {
  try {
    const text = await readTextIfThere(path);
    return text === null ? [] : noticesSchema.parse(JSON.parse(text)).said;
  } catch (cause) {
    // Not readable, not JSON, or of another form: start over.
    onProblem(`${path} could not be read: ${String(cause)}`);
    return [];
  }
}
