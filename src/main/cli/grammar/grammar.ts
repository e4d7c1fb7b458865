import type { Command } from 'commander';
import type { CliContext, Selection } from '../cli-context.ts';

/** What each group of verbs is given to add itself to the program. */
export interface Grammar {
  readonly program: Command;
  readonly cli: CliContext;
  /** Wraps a command, so that its exit code reaches the shim. */
  run<A extends unknown[]>(work: (...parameters: A) => Promise<number>): (...parameters: A) => Promise<void>;
  /** What stands below the options of a help, in the language of the person. */
  after(text: string): () => string;
  /** Which profile the command line names; known when the command runs. */
  selection(): Selection;
}
