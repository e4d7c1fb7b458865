/** The command runner of the app, over execa. */
import { execa } from 'execa';
import { type CommandRunner, commandEnvironment, DEFAULT_TIMEOUT_MS, MAX_OUTPUT_BYTES } from './command-runner.ts';

/** `environment` is the whole environment of the programs it starts. */
export function createExecaRunner(environment: Readonly<Record<string, string | undefined>>): CommandRunner {
  return {
    async run(argv, options = {}) {
      const [program, ...rest] = argv;
      const result = await execa(program, rest, {
        reject: false,
        shell: false,
        extendEnv: false,
        env: commandEnvironment(environment, options.env),
        cwd: '/',
        timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        stripFinalNewline: false,
        windowsHide: true,
        ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
        ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      });
      const started = result.exitCode !== undefined || result.signal !== undefined;
      return {
        argv,
        exitCode: result.exitCode ?? null,
        signal: result.signal ?? null,
        stdout: result.stdout,
        stderr: result.stderr,
        timedOut: result.timedOut,
        startError:
          started || result.timedOut ? null : (result.originalMessage ?? result.shortMessage ?? 'not started'),
      };
    },
  };
}
