/**
 * The app's monitor over demo gateways that really run, on this machine's real sockets, files and /proc; only the supervisor is a stand-in
 * that tells what the test's own child processes do. For tests and benchmarks.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CoreContext, createContext } from '../../src/main/operations/context.ts';
import { createMonitor, type Monitor } from '../../src/main/operations/monitor.ts';
import type { ResolvedProfile } from '../../src/main/profiles/profile.ts';
import { resolveProfileById } from '../../src/main/profiles/resolve.ts';
import { createRegistry } from '../../src/main/supervisors/choose.ts';
import { createFakeSupervisor } from '../../src/main/supervisors/fake/fake-supervisor.ts';
import type { SupervisorAdapter } from '../../src/main/supervisors/supervisor.ts';
import { type Clock, systemClock } from '../../src/main/system/clock.ts';
import { type Host, resolveAppDirs } from '../../src/main/system/host.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';
import { freePort } from '../../src/main/system/testing-port.ts';
import type { ServiceInspection } from '../../src/shared/service-state.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { type DemoRun, startDemoGateway } from './start.ts';

export interface MonitorBench {
  readonly context: CoreContext;
  readonly monitor: Monitor;
  readonly home: string;
  /** What nobody was there to catch. */
  readonly defects: unknown[];
  /** How often the supervisor was asked: each would be a process on a real host. */
  inspections(): number;
  /** Starts a gateway (again) for a profile, and watches it. */
  start(profile: string, mode?: string, env?: Readonly<Record<string, string>>): Promise<DemoRun>;
  report(profile: string): StatusReport | null;
  configOf(profile: string): string;
  /** Moves the wall clock, and time since boot, by so many milliseconds. */
  shift(wallMs: number, sinceBootMs: number): void;
  dispose(): Promise<void>;
}

export async function makeMonitorBench(entry: string): Promise<MonitorBench> {
  const home = await mkdtemp(join(tmpdir(), 'openclaw-tray-monitor-'));
  const env = { HOME: home, PATH: '/usr/bin:/bin' };
  const host: Host = {
    platform: 'linux',
    hostname: 'test',
    uid: process.getuid?.() ?? null,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: tmpdir(),
    env,
    appDirs: resolveAppDirs('linux', env, home),
  };
  const offset = { wall: 0, sinceBoot: 0 };
  const clock: Clock = {
    ...systemClock,
    now: () => Date.now() + offset.wall,
    sinceBoot: () => performance.now() + offset.sinceBoot,
  };
  const running = new Map<string, { run: DemoRun; since: string; ended: boolean }>();
  const profiles = new Map<string, ResolvedProfile>();
  const defects: unknown[] = [];
  let inspections = 0;

  const inspectionOf = (serviceName: string): ServiceInspection => {
    const known = running.get(serviceName);
    const counted = { restarts: 0, lastExit: null };
    return {
      supervisor: 'embedded',
      serviceName,
      definition: {
        status: 'present',
        path: join(home, serviceName),
        parsed: null,
        problem: null,
        overrides: [],
        needsReload: false,
        masked: false,
      },
      enabled: true,
      process:
        known === undefined || known.ended
          ? { state: 'stopped', everStarted: true, ...counted }
          : { state: 'running', pid: known.run.pid, since: known.since, ...counted },
      words: {},
    };
  };
  const fake = createFakeSupervisor({ kind: 'embedded' });
  const adapter: SupervisorAdapter = {
    ...fake.adapter,
    async inspect(identities) {
      inspections += identities.length;
      return identities.map(({ serviceName }) => inspectionOf(serviceName));
    },
  };
  const base = createContext({
    host,
    version: '0.0.0',
    runner: createSpawnRunner(env),
    embeddedProgram: { execPath: process.execPath, args: [] },
    elevation: { surface: () => 'nobody', helper: [process.execPath] },
  });
  const context: CoreContext = {
    ...base,
    clock,
    supervisors: createRegistry(host, { embedded: async () => adapter }),
  };
  const monitor = createMonitor(context, (cause) => defects.push(cause));

  const profileOf = (id: string): ResolvedProfile => {
    const resolved = resolveProfileById(id, host);
    if (!resolved.ok) throw new Error(resolved.error.message);
    return resolved.value;
  };
  const serviceOf = async (profile: ResolvedProfile): Promise<string> => {
    const [located] = await context.supervisors.locate([
      { profile: profile.id, stateDir: profile.stateDir, scope: 'user', names: profile.names },
    ]);
    if (located === undefined) throw new Error(`no service for ${profile.id}`);
    return located.identity.serviceName;
  };
  const portIn = async (path: string): Promise<number | null> => {
    try {
      return (JSON.parse(await readFile(path, 'utf8')) as { gateway: { port: number } }).gateway.port;
    } catch (cause) {
      // The first start: there is no configuration yet.
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw cause;
    }
  };

  return {
    context,
    monitor,
    home,
    defects,
    inspections: () => inspections,
    async start(id, mode = '', extra = {}) {
      const profile = profileOf(id);
      await mkdir(profile.stateDir, { recursive: true });
      const port = (await portIn(profile.configPath)) ?? (await freePort());
      const service = await serviceOf(profile);
      const run = await startDemoGateway({
        entry,
        dir: profile.stateDir,
        mode,
        port,
        gateway: { port },
        env: extra,
      });
      const known = { run, since: new Date(clock.now()).toISOString(), ended: false };
      running.set(service, known);
      void run.exited.then(() => {
        known.ended = true;
      });
      profiles.set(id, profile);
      monitor.watch([...profiles.values()]);
      await writeFile(join(home, service), mode);
      await monitor.refresh(id);
      return run;
    },
    report: (id) => monitor.snapshot().profiles.find(({ profile }) => profile === id)?.report ?? null,
    configOf: (id) => profileOf(id).configPath,
    shift(wallMs, sinceBootMs) {
      offset.wall += wallMs;
      offset.sinceBoot += sinceBootMs;
    },
    async dispose() {
      await monitor.dispose();
      await Promise.all(
        [...running.values()].map(async ({ run, ended }) => {
          if (ended) return;
          process.kill(run.pid, 'SIGCONT');
          await run.stop();
        }),
      );
      fake.controls.dispose();
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
