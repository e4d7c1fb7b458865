/** Where the shim writes: results to stdout, everything else to stderr. */
import type { OperationError } from '../../shared/outcome.ts';

export interface Output {
  /** The result. */
  out(text: string): void;
  /** Messages for a person. */
  err(text: string): void;
  readonly colour: boolean;
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
  output.err(`${paint(output, 'red', 'Error')}: ${error.message}\n`);
  for (const line of error.details ?? []) output.err(`  ${line}\n`);
  if (error.hint !== undefined) output.err(`${error.hint}\n`);
}

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 } as const;

export function paint(output: Pick<Output, 'colour'>, colour: keyof typeof CODES, text: string): string {
  return output.colour ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}
