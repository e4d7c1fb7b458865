/**
 * A command runner for tests that answers from a script: each step is one expected command, in order. It fails on a command that
 * was not expected and, through `finish`, on one that never came.
 */
import type { CommandResult, CommandRunner, RunOptions } from './command-runner.ts';

export interface ScriptedStep {
  /** The whole argv, or a test of it. */
  readonly argv: readonly string[] | ((argv: readonly string[]) => boolean);
  /** What the program answers; the rest is "exited with 0 and printed nothing". */
  readonly result?: Partial<Omit<CommandResult, 'argv'>>;
  /** Runs when the command is called, for example to look at the disk at that moment. */
  readonly effect?: (options: RunOptions) => void | Promise<void>;
}

export interface ScriptedRunner extends CommandRunner {
  /** Every command that was run, with its options. */
  readonly calls: readonly { readonly argv: readonly string[]; readonly options: RunOptions }[];
  /** @throws Error when steps are left over. */
  finish(): void;
}

export function createScriptedRunner(steps: readonly ScriptedStep[]): ScriptedRunner {
  const left = [...steps];
  const calls: { argv: readonly string[]; options: RunOptions }[] = [];
  return {
    calls,
    async run(argv, options = {}) {
      calls.push({ argv, options });
      const step = left.shift();
      if (step === undefined || !matches(step, argv)) {
        throw new Error(`Unexpected command ${JSON.stringify(argv)}; expected ${inWords(step)}`);
      }
      await step.effect?.(options);
      return {
        argv,
        exitCode: 0,
        signal: null,
        stdout: '',
        stderr: '',
        timedOut: false,
        startError: null,
        ...step.result,
      };
    },
    finish() {
      if (left.length > 0) throw new Error(`Commands that were never run: ${left.map(inWords).join(', ')}`);
    },
  };
}

function matches(step: ScriptedStep, argv: readonly string[]): boolean {
  if (typeof step.argv === 'function') return step.argv(argv);
  return step.argv.length === argv.length && step.argv.every((part, index) => part === argv[index]);
}

function inWords(step: ScriptedStep | undefined): string {
  if (step === undefined) return 'none';
  return typeof step.argv === 'function' ? 'one that passes a test' : JSON.stringify(step.argv);
}
