/** For the tests of the adapter: a fresh home and machine folders before each test, and the adapter over a script of commands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { systemClock } from '../../system/clock.ts';
import type { Host } from '../../system/host.ts';
import { createScriptedRunner, type ScriptedStep } from '../../system/scripted-runner.ts';
import { createSystemdUserAdapter } from './adapter.ts';

export const unit = 'openclaw-gateway.service';
export const ctl = (...args: string[]) => ['systemctl', '--user', ...args];
export const version: ScriptedStep = {
  argv: ctl('show', '--property=Version', '--value', '--no-pager'),
  result: { stdout: '252\n' },
};
export const isShow = (argv: readonly string[]) => argv[1] === '--user' && argv[2] === 'show' && argv.includes('--');
export const shows = (...blocks: Record<string, string>[]): ScriptedStep => ({
  argv: isShow,
  result: {
    stdout: blocks
      .map((block) =>
        Object.entries(block)
          .map(([key, value]) => `${key}=${value}\n`)
          .join(''),
      )
      .join('\n'),
  },
});
export const absent = {
  Id: unit,
  LoadState: 'not-found',
  ActiveState: 'inactive',
  SubState: 'dead',
  UnitFileState: '',
};
export const noSystemUnit: ScriptedStep = {
  argv: ['systemctl', 'show', '--no-pager', '--property=LoadState,FragmentPath', '--', unit],
  result: { stdout: 'LoadState=not-found\nFragmentPath=\n' },
};

export let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'systemd-adapter-'));
  mkdirSync(join(root, 'home'));
  mkdirSync(join(root, 'run', String(process.getuid?.() ?? 0)), { recursive: true });
  mkdirSync(join(root, 'linger'));
  writeFileSync(join(root, 'booted'), '');
  writeFileSync(join(root, 'osrelease'), '6.1.0-generic\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

export const unitPath = () => join(root, 'home', '.config', 'systemd', 'user', unit);
export const loaded = () => ({
  Id: unit,
  LoadState: 'loaded',
  ActiveState: 'inactive',
  UnitFileState: 'enabled',
  FragmentPath: unitPath(),
});
export const identity = () => ({ profile: 'default', serviceName: unit, stateDir: join(root, 'home', '.openclaw') });
export const definition = (): ServiceDefinition => ({
  profile: 'default',
  serviceName: unit,
  description: 'OpenClaw Gateway',
  command: ['/opt/node', '/opt/index.js', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: { HOME: '/home/me' },
  environmentFiles: [],
});

export function setUp(steps: readonly ScriptedStep[], change: Partial<Host> = {}) {
  const home = join(root, 'home');
  const host: Host = {
    platform: 'linux',
    hostname: 'test',
    uid: process.getuid?.() ?? 0,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: tmpdir(),
    env: {},
    appDirs: { config: home, state: home, runtime: home },
    ...change,
  };
  const places = {
    bootedMark: join(root, 'booted'),
    runtimeRoot: join(root, 'run'),
    lingerFolder: join(root, 'linger'),
    kernelRelease: join(root, 'osrelease'),
    systemUnitFolders: [join(root, 'system')],
  };
  const runner = createScriptedRunner(steps);
  return { runner, adapter: createSystemdUserAdapter({ host, runner, clock: systemClock, places }) };
}
export const errorOf = (act: Promise<unknown>) =>
  act.then(
    () => expect.fail('it should have failed'),
    (cause: unknown) => cause,
  );
/** A user id that is neither this one nor root's. */
export const otherUid = (process.getuid?.() ?? 0) + 4242;
