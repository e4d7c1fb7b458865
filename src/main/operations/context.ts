/**
 * What every operation is given. Built once by a composition root (`cli/main.ts`, `electron/main.ts`) through `createContext`.
 */
import type { Prober } from '../gateway/types.ts';
import { createProfileStore, type ProfileStore } from '../profiles/store.ts';
import { createRegistry, type SupervisorRegistry } from '../supervisors/choose.ts';
import { createEmbeddedAdapter } from '../supervisors/embedded/adapter.ts';
import { createSystemdUserAdapter } from '../supervisors/systemd/adapter.ts';
import { type Clock, systemClock } from '../system/clock.ts';
import { type CommandRunner, createCommandRunner } from '../system/command-runner.ts';
import type { Host } from '../system/host.ts';

export interface CoreContext {
  readonly host: Host;
  readonly clock: Clock;
  readonly runner: CommandRunner;
  readonly prober: Prober;
  readonly supervisors: SupervisorRegistry;
  readonly profiles: ProfileStore;
  /** Version of this product. */
  readonly version: string;
}

export interface ContextOptions {
  readonly host: Host;
  readonly version: string;
  /** How the shim is started in a process of its own: program and the arguments before the verb. */
  readonly embeddedProgram: { readonly execPath: string; readonly args: readonly string[] };
}

export function createContext(options: ContextOptions): CoreContext {
  const { host } = options;
  const clock = systemClock;
  const runner = createCommandRunner(host.env);
  return {
    host,
    clock,
    runner,
    // Loaded at the first probe: verbs that ask no gateway do not pay for the WebSocket client.
    prober: async (target, probeOptions) => (await import('../gateway/probe.ts')).probeGateway(target, probeOptions),
    supervisors: createRegistry(host, [
      createSystemdUserAdapter({ host, runner, clock }),
      createEmbeddedAdapter({
        host,
        clock,
        program: { ...options.embeddedProgram, args: [...options.embeddedProgram.args, 'embedded-supervise'] },
      }),
    ]),
    profiles: createProfileStore(host.appDirs, clock),
    version: options.version,
  };
}
