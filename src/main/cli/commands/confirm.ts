/** Asks the person at the terminal; null when there is nobody to ask. Anything but y or yes is a no. */
import type { ShimWords } from '../../../shared/text/shim-words.ts';
export async function confirm(question: string, signal: AbortSignal, words: ShimWords): Promise<boolean | null> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(words.shim.yesNo(question), { signal })).trim());
  } finally {
    terminal.close();
  }
}
