import type { CommandResult } from './command-runner.ts';

/** A step of an elevated plan failed because a command did; it never leaves the elevated process. */
export class CommandFailed extends Error {
  readonly result: CommandResult;

  constructor(result: CommandResult) {
    super(`${result.argv[0] ?? 'a command'} failed`);
    this.name = 'CommandFailed';
    this.result = result;
  }
}
