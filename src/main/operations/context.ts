/**
 * What every operation is given. Built once by a composition root (`cli/main.ts`, `electron/main.ts`) through `createContext`.
 */

import { ownIdentity } from '../gateway/identity.ts';
import type { Prober } from '../gateway/types.ts';
import { createProfileStore, type ProfileStore } from '../profiles/store.ts';
import type { InstallPreferences } from '../settings/preferences.ts';
import { createRegistry, type SupervisorRegistry } from '../supervisors/choose.ts';
import { type Clock, systemClock } from '../system/clock.ts';
import type { CommandRunner } from '../system/command-runner.ts';
import type { Host } from '../system/host.ts';
import {
  createListenerReader,
  isPortFree,
  type ListenerReader,
  listenMark,
  readListenTable,
  shareReading,
} from '../system/ports.ts';
import { createProcessReader, type ProcessReader, processMark } from '../system/processes.ts';
import type { Surface } from '../system/surface.ts';

/** How processes and ports of this machine are looked at; differs by platform. */
export interface MachineReaders {
  readonly listener: ListenerReader;
  /** Differs when other sockets listen; empty when none do, null when it cannot be told cheaply. */
  readonly listenMark: (port: number) => Promise<string | null>;
  readonly process: ProcessReader;
  /** Differs when the process ended, was held or let go, or another has its number; null or absent when it cannot be told cheaply. */
  readonly processMark?: (pid: number) => string | null;
  /** null = could not be found out. */
  readonly isPortFree: (port: number) => Promise<boolean | null>;
}

export interface CoreContext {
  readonly host: Host;
  readonly clock: Clock;
  readonly runner: CommandRunner;
  readonly prober: Prober;
  readonly supervisors: SupervisorRegistry;
  readonly profiles: ProfileStore;
  /** What the person prefers for a profile's next installation. */
  readonly preferences: (profile: string) => Promise<InstallPreferences>;
  readonly machine: MachineReaders;
  /** Version of this product. */
  readonly version: string;
}

/** How administrator rights are had for system services; see `system/elevation.ts`. */
export interface ElevationOptions {
  /** Looked at when rights are needed, because a terminal can go away. */
  surface(): Surface;
  /** Program and arguments of the process that carries out a plan: absolute paths. */
  readonly helper: readonly [string, ...string[]];
}

export interface ContextOptions {
  readonly host: Host;
  readonly version: string;
  /** Starts programs with the host's environment. */
  readonly runner: CommandRunner;
  /** How the shim is started in a process of its own: program and the arguments before the verb. */
  readonly embeddedProgram: { readonly execPath: string; readonly args: readonly string[] };
  readonly elevation: ElevationOptions;
}

export function createContext(options: ContextOptions): CoreContext {
  const { host } = options;
  const clock = systemClock;
  const { runner } = options;
  const table = shareReading(readListenTable);
  return {
    host,
    clock,
    runner,
    // Loaded at the first probe: verbs that ask no gateway do not pay for the WebSocket client.
    prober: async (target, probeOptions) => {
      const { createProber } = await import('../gateway/probe.ts');
      return createProber(ownIdentity(options.version))(target, probeOptions);
    },
    supervisors: createRegistry(host, {
      'systemd-user': async () =>
        (await import('../supervisors/systemd/adapter.ts')).createSystemdUserAdapter({ host, runner, clock }),
      'systemd-system': async () => {
        const [{ createSystemdSystemAdapter }, { DEFAULT_SERVICE_USER }, { createElevation }] = await Promise.all([
          import('../supervisors/systemd/system-adapter.ts'),
          import('../system/dedicated-account.ts'),
          import('../system/elevation.ts'),
        ]);
        const elevation = createElevation({
          host,
          runner,
          surface: options.elevation.surface,
          helper: options.elevation.helper,
          applyHere: async (plan) => {
            const { applyElevatedPlan, ROOT_ENVIRONMENT } = await import('../system/elevation-apply.ts');
            const { createSpawnRunner } = await import('../system/spawn-runner.ts');
            return applyElevatedPlan(plan, { runner: createSpawnRunner(ROOT_ENVIRONMENT) });
          },
        });
        return createSystemdSystemAdapter({ host, runner, clock, elevation, serviceUser: DEFAULT_SERVICE_USER });
      },
      launchd: async () =>
        (await import('../supervisors/launchd/adapter.ts')).createLaunchdAdapter({
          host,
          runner,
          clock,
          readProcess: createProcessReader(host.platform, runner),
        }),
      'task-scheduler': async () =>
        (await import('../supervisors/task-scheduler/adapter.ts')).createTaskSchedulerAdapter({ host, runner, clock }),
      embedded: async () => {
        const { createEmbeddedAdapter } = await import('../supervisors/embedded/adapter.ts');
        const { execPath, args } = options.embeddedProgram;
        return createEmbeddedAdapter({ host, clock, program: { execPath, args: [...args, 'embedded-supervise'] } });
      },
    }),
    profiles: createProfileStore(host.appDirs, clock),
    // Loaded by those who install only.
    preferences: async (profile) => (await import('../settings/preferences.ts')).readPreferences(host.appDirs, profile),
    machine: {
      listener: createListenerReader(host.platform, runner, table, host.env),
      process: createProcessReader(host.platform, runner, host.env),
      processMark: (pid) => processMark(host.platform, pid),
      listenMark: (port) => listenMark(host.platform, port, table),
      isPortFree: (port) => isPortFree(port),
    },
    version: options.version,
  };
}
