import { runSupervisor } from '../../supervisors/embedded/supervise.ts';
import { systemClock } from '../../system/clock.ts';
import { readHost } from '../../system/host.ts';
import type { CliContext } from '../cli-context.ts';

/** The detached process of the built-in supervisor. */
export function embeddedSuperviseCommand(cli: CliContext, options: { readonly definition: string }): Promise<number> {
  const { platform, env } = readHost();
  return runSupervisor({ definitionPath: options.definition, clock: systemClock, platform, env, version: cli.version });
}
