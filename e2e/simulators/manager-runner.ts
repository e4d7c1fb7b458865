/**
 * Commands of a simulated supervisor, asked of its manager directly: a contract suite has hundreds of them, and a process for each would be
 * most of its time. That the executable says the same is tested with the executable itself (*.unit.test.ts beside it).
 */
import type { CommandResult, CommandRunner } from '../../src/main/system/command-runner.ts';
import { answerOf } from './daemon-client.ts';

export interface ManagerRunnerOptions {
  /** Name of the program whose commands the manager answers; every other program is not there. */
  readonly program: string;
  readonly manager: URL;
  readonly env: NodeJS.ProcessEnv;
  readonly session?: () => boolean;
}

/** Keeps the runner's contract for aborts; a command never takes so long that its own bound matters. */
export function createManagerRunner({ program, manager, env, session }: ManagerRunnerOptions): CommandRunner {
  return {
    async run(argv, options = {}) {
      const nothing = { argv, exitCode: null, signal: null, stdout: '', stderr: '', timedOut: false, startError: null };
      if (options.signal?.aborted === true) return { ...nothing, startError: 'It was cancelled.' };
      if (argv[0] !== program) return { ...nothing, startError: `spawn ${argv[0]} ENOENT` };
      const reply = await answerOf(manager, { args: argv.slice(1), session: session?.() ?? true }, env);
      const result: CommandResult = { ...nothing, ...reply };
      return result;
    },
  };
}
