/**
 * The command `systemctl` of the simulator. A small user manager of its own (manager.ts) runs in the background for each state file, reads
 * unit files below HOME, and really runs the services.
 *
 * Environment, besides that of ../daemon-client.ts:
 * - HOME: whose `.config/systemd/user` is read. SIM_BUS=none: no bus leads to the manager.
 * - SIM_RESTART_MS, SIM_STOP_MS: how long RestartSec and TimeoutStopSec really are, whatever the unit says. SIM_BURST: StartLimitBurst.
 *
 * Extra verb: `sim-shutdown` ends the manager and every service.
 */
import { askManager } from '../daemon-client.ts';

/** Returns the exit code. @throws when SIM_STATE is missing or the background part cannot be reached. */
export function runClient(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return askManager(new URL('./manager.ts', import.meta.url), { args, session: env.SIM_BUS !== 'none' }, env);
}
