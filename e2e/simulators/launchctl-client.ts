/**
 * The command `launchctl` of the simulator. A small launchd of its own (launchctl-launchd.ts) runs in the background for each state file.
 *
 * Environment, besides that of daemon-client.ts:
 * - SIM_STATE: also holds overrides and jobs, to look at.
 * - SIM_UID: user id of the login session (501). SIM_SESSION=none: nobody is logged in at the desktop.
 * - SIM_THROTTLE_MS, SIM_EXIT_TIMEOUT_MS: how long launchd really waits, whatever the plist says; read when its launchd begins.
 *
 * Extra verb: `sim-shutdown` ends its launchd and every job.
 */
import { askManager } from './daemon-client.ts';

/** Returns the exit code. @throws when SIM_STATE is missing or the background part cannot be reached. */
export function runClient(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const request = { args, session: env.SIM_SESSION !== 'none' };
  return askManager(new URL('./launchctl-launchd.ts', import.meta.url), request, env);
}
