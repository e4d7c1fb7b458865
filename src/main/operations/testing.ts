/** A core over the fake supervisor, a real scratch home and a gateway that answers when the fake's process lives; for tests. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../health/testing.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { resolveProfileById } from '../profiles/resolve.ts';
import { createProfileStore } from '../profiles/store.ts';
import { readPreferences } from '../settings/preferences.ts';
import { createRegistry } from '../supervisors/choose.ts';
import { createFakeSupervisor, type FakeControls, type FakeOptions } from '../supervisors/fake/fake-supervisor.ts';
import { systemClock } from '../system/clock.ts';
import { type Host, resolveAppDirs } from '../system/host.ts';
import type { PortListener } from '../system/ports.ts';
import { createSpawnRunner } from '../system/spawn-runner.ts';
import type { CoreContext } from './context.ts';

export interface TestBench {
  readonly context: CoreContext;
  readonly controls: FakeControls;
  readonly home: string;
  readonly profile: ResolvedProfile;
  /** Path of a package folder that can be installed. */
  readonly entry: string;
  readonly runtime: string;
  /** Somebody else listens on the default port; null ends that. */
  occupy(listener: PortListener | null): void;
  /** The gateway answers nothing although its process lives. */
  mute(silent: boolean): void;
  dispose(): Promise<void>;
}

export async function makeBench(options: FakeOptions = {}): Promise<TestBench> {
  const home = await mkdtemp(join(tmpdir(), 'openclaw-tray-operations-'));
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
  const entry = join(home, 'openclaw');
  await mkdir(join(entry, 'dist'), { recursive: true });
  await writeFile(join(entry, 'package.json'), '{ "name": "openclaw", "version": "2026.9.6" }');
  await writeFile(join(entry, 'dist', 'index.js'), '');
  const runtime = join(home, 'node');
  await writeFile(runtime, '#!/bin/sh\necho v24.21.0\n');
  await chmod(runtime, 0o755);

  const alive = new Set<number>();
  let foreign: PortListener | null = null;
  let silent = false;
  const fake = createFakeSupervisor({
    kind: 'embedded',
    ...options,
    onProcess(event) {
      if (event.kind === 'started') alive.add(event.pid);
      else alive.delete(event.pid);
    },
  });
  const listener = async (): Promise<PortListener> => {
    if (foreign !== null) return foreign;
    const [pid] = alive;
    return pid === undefined
      ? { owner: 'nobody' }
      : { owner: 'process', pid, command: 'openclaw-gateway', user: 'me', startedAt: null };
  };
  const runner = createSpawnRunner(env);
  const resolved = resolveProfileById('default', host);
  if (!resolved.ok) throw new Error(resolved.error.message);
  return {
    context: {
      host,
      clock: systemClock,
      runner,
      prober: async (target) =>
        alive.size > 0 && !silent
          ? probe({ url: target.url })
          : probe({
              url: target.url,
              code: 'refused',
              phase: 'connect',
              message: 'Nothing listens there.',
              latencyMs: null,
            }),
      supervisors: createRegistry(host, { embedded: async () => fake.adapter }),
      profiles: createProfileStore(host.appDirs, systemClock),
      preferences: (profile) => readPreferences(host.appDirs, profile),
      machine: {
        listener,
        listenMark: async () => null,
        process: async () => null,
        isPortFree: async () => (await listener()).owner === 'nobody',
      },
      version: '0.0.0',
    },
    controls: fake.controls,
    home,
    profile: resolved.value,
    entry,
    runtime,
    occupy(taken) {
      foreign = taken;
    },
    mute(now) {
      silent = now;
    },
    async dispose() {
      fake.controls.dispose();
      await rm(home, { recursive: true, force: true });
    },
  };
}
