import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import { readHost } from '../system/host.ts';
import { type AdapterLoaders, createRegistry } from './choose.ts';
import { createFakeSupervisor } from './fake/fake-supervisor.ts';

const CANDIDATE = {
  profile: 'default',
  scope: 'user' as const,
  stateDir: '/home/me/.openclaw',
  names: {
    systemdUnit: 'openclaw-gateway.service',
    launchdLabel: 'ai.openclaw.gateway',
    windowsTask: 'OpenClaw Gateway',
  },
};
let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'choose-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A Mac, because whether systemd booted this machine would otherwise decide what is native here. */
function mac(env: Record<string, string> = {}) {
  return { ...readHost({ HOME: home, XDG_STATE_HOME: join(home, 'state'), ...env }), platform: 'darwin' as const };
}

function bench() {
  const native = createFakeSupervisor({ kind: 'launchd' });
  const embedded = createFakeSupervisor({ kind: 'embedded' });
  const loaded: string[] = [];
  const loaders: AdapterLoaders = {
    launchd: async () => {
      loaded.push('launchd');
      return native.adapter;
    },
    'systemd-user': async () => Promise.reject(new Error('systemd is not for a Mac')),
    embedded: async () => {
      loaded.push('embedded');
      return embedded.adapter;
    },
  };
  return { native, embedded, loaders, loaded };
}

describe('which supervisor a new service goes to', () => {
  test("the platform's own when it answers; the built-in one is not even loaded", async () => {
    const { loaders, loaded } = bench();
    expect((await createRegistry(mac(), loaders).choose(undefined)).kind).toBe('launchd');
    expect(loaded).toEqual(['launchd']);
  });
  test('the built-in one when no native one answers', async () => {
    const { native, loaders } = bench();
    native.controls.setAvailability({ available: false, code: 'not-supported', reason: 'No.', hint: 'Hm.' });
    expect((await createRegistry(mac(), loaders).choose(undefined)).kind).toBe('embedded');
  });
  test('no silent fallback when only the session is missing', async () => {
    const { native, loaders } = bench();
    native.controls.setAvailability({ available: false, code: 'user-bus-missing', reason: 'No bus.', hint: 'Log in.' });
    const failing = createRegistry(mac(), loaders).choose(undefined);
    await expect(failing).rejects.toMatchObject({
      code: 'user-bus-missing',
      hint: expect.stringContaining('--supervisor embedded'),
    });
  });
  test('the one that was asked for, or an error that names the others', async () => {
    const { loaders } = bench();
    const registry = createRegistry(mac(), loaders);
    expect((await registry.choose('embedded')).kind).toBe('embedded');
    await expect(registry.choose('task-scheduler')).rejects.toBeInstanceOf(ExpectedError);
    await expect(registry.choose('task-scheduler')).rejects.toMatchObject({
      code: 'not-supported',
      hint: expect.stringContaining('launchd'),
    });
  });
  test('OPENCLAW_TRAY_SUPERVISOR=embedded leaves the native one alone', async () => {
    const { loaders, loaded } = bench();
    const registry = createRegistry(mac({ OPENCLAW_TRAY_SUPERVISOR: 'embedded' }), loaders);
    expect((await registry.choose(undefined)).kind).toBe('embedded');
    await registry.locate([CANDIDATE]);
    expect(loaded).toEqual(['embedded']);
  });
});

describe('where an installed service is', () => {
  test('with the native one when it has it', async () => {
    const { native, loaders, loaded } = bench();
    await native.adapter.install(
      {
        profile: 'default',
        serviceName: 'ai.openclaw.gateway',
        description: '',
        command: ['/usr/bin/node'],
        workingDirectory: null,
        environment: {},
        environmentFiles: [],
      },
      {
        profile: 'default',
        serviceName: 'ai.openclaw.gateway',
        stateDir: '/home/me/.openclaw',
      },
    );
    const [located] = await createRegistry(mac(), loaders).locate([CANDIDATE]);
    expect(located).toMatchObject({
      identity: { serviceName: 'ai.openclaw.gateway' },
      inspection: { supervisor: 'launchd' },
    });
    expect(loaded).toEqual(['launchd']);
  });
  test('with the built-in one when that has it', async () => {
    const { embedded, loaders } = bench();
    const host = mac();
    await mkdir(join(host.appDirs.state, 'embedded'), { recursive: true });
    await embedded.adapter.install(
      {
        profile: 'default',
        serviceName: 'openclaw-gateway.service',
        description: '',
        command: ['/usr/bin/node'],
        workingDirectory: null,
        environment: {},
        environmentFiles: [],
      },
      {
        profile: 'default',
        serviceName: 'openclaw-gateway.service',
        stateDir: '/home/me/.openclaw',
      },
    );
    const [located] = await createRegistry(host, loaders).locate([CANDIDATE]);
    expect(located?.inspection.supervisor).toBe('embedded');
  });
  test('nowhere: the native one says so', async () => {
    const { loaders, loaded } = bench();
    const [located] = await createRegistry(mac(), loaders).locate([CANDIDATE]);
    expect(located?.inspection).toMatchObject({ supervisor: 'launchd', definition: { status: 'absent' } });
    expect(loaded).toEqual(['launchd']);
  });
});
