/** A program that talks with the person itself: for questions, as for a password, whose answer must never pass through this product. */
import { spawn } from 'node:child_process';

export interface Terminal {
  /** Is there a person to ask? False under a service, in a pipe and in the app. */
  available(): boolean;
  /**
   * Runs a program on the person's terminal and waits as long as the person takes. What it prints goes to standard error, because standard
   * output belongs to our own answer. Resolves with its exit code, null when it did not start or was ended. Never rejects.
   */
  run(argv: readonly [string, ...string[]], signal?: AbortSignal): Promise<number | null>;
}

export const systemTerminal: Terminal = {
  available: () => process.stdin.isTTY === true && process.stderr.isTTY === true,
  run: ([program, ...args], signal) =>
    new Promise((resolve) => {
      const child = spawn(program, args, {
        stdio: ['inherit', 2, 'inherit'],
        ...(signal === undefined ? {} : { signal }),
      });
      child.once('error', () => resolve(null));
      child.once('exit', (code) => resolve(code));
    }),
};
