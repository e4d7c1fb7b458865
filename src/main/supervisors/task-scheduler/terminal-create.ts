/** Registering a task for which schtasks asks the person for a password. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { showArgv } from '../../system/command-runner.ts';
import type { Terminal } from '../../system/terminal.ts';
import { systemToolPath } from '../../system/windows-tools.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import type { ControlDeps } from './control.ts';
import type { CreateCommand } from './logged-off.ts';
import { failureOf, type SchtasksResult, schtasksArgv } from './schtasks.ts';

export interface InstallDeps extends ControlDeps {
  /** Where schtasks asks the person for the password. */
  readonly terminal: Terminal;
}

/** @throws ExpectedError `needs-elevation` with the commands, when there is nobody to ask. Nothing was touched then. */
export function requireTerminal(
  { terminal }: InstallDeps,
  { profile }: ServiceIdentity,
  commands: readonly CreateCommand[],
): void {
  if (terminal.available()) return;
  const selection = profile === 'default' ? '' : ` --profile ${profile}`;
  throw new ExpectedError('needs-elevation', say('logged-off.needs-password'), {
    hint: say('hint.run-there', { selection }),
    details: commands.map(({ args }) => showArgv(schtasksArgv(args))),
  });
}

/** Runs schtasks on the person's terminal; what it prints is seen there and by nobody else. */
export async function runAsking(
  { host, terminal }: InstallDeps,
  args: readonly string[],
  options: ControlOptions,
): Promise<SchtasksResult> {
  const argv = [systemToolPath(host.env, 'schtasks.exe'), ...args, '/HRESULT'] as const;
  const exitCode = await terminal.run(argv, options.signal);
  options.signal?.throwIfAborted();
  if (exitCode === 0) return { ok: true };
  const startError = exitCode === null ? 'it did not start or was ended' : null;
  const result = { argv, exitCode, signal: null, stdout: '', stderr: '', timedOut: false, startError };
  return { ok: false, failure: failureOf(result), result };
}
