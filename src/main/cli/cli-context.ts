import type { CoreContext } from '../operations/context.ts';
import type { Output } from './output.ts';

/** What each command is given by the composition root. */
export interface CliContext {
  readonly version: string;
  readonly output: Output;
  /** Built at the first use: `--help` and usage errors need no core. */
  core(): Promise<CoreContext>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Whole standard input, for secrets given as "-". */
  readInput(): Promise<string>;
}

/** Which profile the command line names. */
export interface Selection {
  readonly profile?: string | undefined;
  readonly dev?: boolean;
  /** Left out: the person's own service, unless only the system has one of this profile. */
  readonly scope?: 'user' | 'system' | undefined;
  /** Account of a system service to install. */
  readonly serviceUser?: string | undefined;
}
