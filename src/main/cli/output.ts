/** Where the shim writes: results to stdout, everything else to stderr. */

import type { OperationError } from '../../shared/outcome.ts';
import type { ToldFields } from '../../shared/said.ts';
import type { ShimWords } from '../../shared/text/shim-words.ts';
import { tell, tellAll } from '../../shared/text/tell.ts';

export interface Output {
  /** The result. */
  out(text: string): void;
  /** Messages for a person. */
  err(text: string): void;
  readonly colour: boolean;
  /** In the language of the person; nothing that scripts read is made of them. */
  readonly words: ShimWords;
  /** stderr is a terminal: steps may be redrawn. */
  readonly interactive: boolean;
  /** Aborted when whoever read the results has closed them, as `head` does: there is nobody to write to any more. */
  readonly closed: AbortSignal;
  /** Resolves when what was written has been taken, or when nobody reads any more. */
  drained(): Promise<void>;
}

export function printJson(output: Output, value: unknown): void {
  output.out(`${JSON.stringify(value, null, 2)}\n`);
}

/** An error as the contract has it: one JSON object on stdout with --json, sentences on stderr without. */
export function printError(output: Output, error: OperationError, json: boolean): void {
  if (json) {
    printJson(output, { ok: false, error });
    return;
  }
  const { words } = output;
  output.err(`${words.shim.colon(paint(output, 'red', words.shim.error), tell(words, error, 'message').text)}\n`);
  for (const { text } of tellAll(words, error, 'details')) output.err(`  ${text}\n`);
  if (error.hint !== undefined) output.err(`${tell(words, error, 'hint').text}\n`);
}

/** What colours and words a rendered text has. */
export type Style = Pick<Output, 'colour' | 'words'>;

/** Warnings of an operation, a line each. */
export function printNotes(
  output: Output,
  owner: { readonly warnings: string[]; readonly told?: ToldFields | undefined },
): void {
  const { words } = output;
  for (const { text } of tellAll(words, owner, 'warnings')) output.err(noteLine(output, text));
}

export function noteLine(style: Style, text: string): string {
  const { words } = style;
  return `${words.shim.colon(paint(style, 'yellow', words.shim.note), text)}\n`;
}

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 } as const;

export function paint(output: Pick<Output, 'colour'>, colour: keyof typeof CODES, text: string): string {
  return output.colour ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}
