/**
 * What every operation is given. Built once by a composition root (`cli/main.ts`, `electron/main.ts`) through `createContext`.
 */
import type { Prober } from '../gateway/types.ts';
import { createProfileStore, type ProfileStore } from '../profiles/store.ts';
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
  readonly machine: MachineReaders;
  /** Version of this product. */
  readonly version: string;
}

export interface ContextOptions {
  readonly host: Host;
  readonly version: string;
  /** Starts programs with the host's environment. */
  readonly runner: CommandRunner;
  /** How the shim is started in a process of its own: program and the arguments before the verb. */
  readonly embeddedProgram: { readonly execPath: string; readonly args: readonly string[] };
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
    prober: async (target, probeOptions) => (await import('../gateway/probe.ts')).probeGateway(target, probeOptions),
    supervisors: createRegistry(host, {
      'systemd-user': async () =>
        (await import('../supervisors/systemd/adapter.ts')).createSystemdUserAdapter({ host, runner, clock }),
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
    machine: {
      listener: createListenerReader(host.platform, runner, table),
      process: createProcessReader(host.platform, runner),
      processMark: (pid) => processMark(host.platform, pid),
      listenMark: (port) => listenMark(host.platform, port, table),
      isPortFree,
    },
    version: options.version,
  };
}
