/** A question to the person at the terminal. */

import { createInterface } from 'node:readline/promises';
import type { ShimWords } from '../../shared/text/shim-words.ts';

/** Both ends are a terminal: somebody can be asked, and answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks once on stderr; only a clear yes is one. The end of the input is a no. @throws the signal's reason when it is aborted. */
export async function askYesNo(question: string, signal: AbortSignal, words: ShimWords): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(words.shim.yesNo(question), { signal }), ended]);
    return /^(?:y|yes)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
