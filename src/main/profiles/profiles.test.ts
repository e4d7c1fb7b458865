import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EntryScript, RuntimeProgram } from '../openclaw/types.ts';
import { systemClock } from '../system/clock.ts';
import { type Environment, type Host, type Platform, resolveAppDirs, resolveHome } from '../system/host.ts';
import { buildServiceDefinition, heapLimitMiB } from './definition.ts';
import { discoverProfiles } from './discover.ts';
import { checkPortAgainst, portOfEnvironment, proposeFreePort, resolvePort } from './ports.ts';
import type { ResolvedProfile } from './profile.ts';
import { type ProfileSelection, resolveProfile, resolveProfileById } from './resolve.ts';
import { createProfileStore } from './store.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'profiles-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function hostWith(env: Environment = {}, platform: Platform = 'linux'): Host {
  const full: Environment = { HOME: home, PATH: '/usr/bin', ...env };
  const resolvedHome = resolveHome(full, home);
  return {
    platform,
    hostname: 'host',
    uid: 1000,
    userName: 'me',
    accountHome: home,
    home: resolvedHome,
    tempDir: '/tmp',
    env: full,
    appDirs: resolveAppDirs(platform, full, resolvedHome),
  };
}

function profileOf(selection: ProfileSelection, env: Environment = {}, platform: Platform = 'linux'): ResolvedProfile {
  const result = resolveProfile(selection, hostWith(env, platform));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('resolveProfile', () => {
  test('nothing chosen is the default profile', () => {
    const profile = profileOf({});
    expect(profile).toMatchObject({
      id: 'default',
      name: null,
      stateDir: join(home, '.openclaw'),
      configPath: join(home, '.openclaw', 'openclaw.json'),
      canonical: true,
      defaultPort: 18789,
      warnings: [],
    });
    expect(profile.env.OPENCLAW_PROFILE).toBeUndefined();
    expect(profile.env.OPENCLAW_STATE_DIR).toBe(profile.stateDir);
    expect(resolveProfileById('default', hostWith())).toEqual({ ok: true, value: profile });
  });

  test('a named one, by flag or by environment, is the same', () => {
    const byFlag = profileOf({ profile: 'work' });
    expect(byFlag).toMatchObject({
      id: 'work',
      stateDir: join(home, '.openclaw-work'),
      configPath: join(home, '.openclaw-work', 'openclaw.json'),
      canonical: true,
      defaultPort: 41984,
      names: {
        systemdUnit: 'openclaw-gateway-work.service',
        launchdLabel: 'ai.openclaw.work',
        windowsTask: 'OpenClaw Gateway (work)',
      },
      description: 'OpenClaw Gateway (profile: work)',
    });
    expect(profileOf({}, { OPENCLAW_PROFILE: 'work' })).toEqual(byFlag);
  });

  test('--dev is the profile dev at port 19001', () => {
    const dev = profileOf({ dev: true });
    expect(dev).toEqual(profileOf({ profile: 'dev' }));
    expect(dev.env.OPENCLAW_GATEWAY_PORT).toBe('19001');
    expect(resolveProfile({ dev: true, profile: 'work' }, hostWith())).toMatchObject({
      ok: false,
      error: { code: 'usage' },
    });
  });

  test('a bad name is refused, from the flag and from the environment', () => {
    for (const profile of ['', '../x', 'a b']) {
      expect(resolveProfile({ profile }, hostWith())).toMatchObject({
        ok: false,
        error: { code: 'invalid-profile-name' },
      });
    }
    const result = resolveProfile({}, hostWith({ OPENCLAW_PROFILE: 'a/../b' }));
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-profile-name' } });
    if (!result.ok) expect(result.error.message).toContain('OPENCLAW_PROFILE');
    expect(profileOf({}, { OPENCLAW_PROFILE: '  ' }).id).toBe('default');
  });

  test('folders given by the environment are used, said, and are not canonical', () => {
    const profile = profileOf({ profile: 'work' }, { OPENCLAW_STATE_DIR: '~/elsewhere' });
    expect(profile.stateDir).toBe(join(home, 'elsewhere'));
    expect(profile.configPath).toBe(join(home, 'elsewhere', 'openclaw.json'));
    expect(profile.canonical).toBe(false);
    expect(profile.warnings.join()).toContain('OPENCLAW_STATE_DIR');
    const config = profileOf({}, { OPENCLAW_CONFIG_PATH: '/srv/c.json' });
    expect(config).toMatchObject({ configPath: '/srv/c.json', stateDir: join(home, '.openclaw'), canonical: false });
  });

  test("what was inherited from another profile's service does not leak", () => {
    const service = (name: string) => ({
      OPENCLAW_PROFILE: name,
      OPENCLAW_STATE_DIR: join(home, `.openclaw-${name}`),
      OPENCLAW_CONFIG_PATH: join(home, `.openclaw-${name}`, 'openclaw.json'),
      OPENCLAW_GATEWAY_PORT: '41984',
      OPENCLAW_SYSTEMD_UNIT: `openclaw-gateway-${name}.service`,
      OPENCLAW_WINDOWS_TASK_NAME: `OpenClaw Gateway (${name})`,
      OPENCLAW_SERVICE_MARKER: 'openclaw',
      OPENCLAW_SERVICE_KIND: 'gateway',
      INVOCATION_ID: 'x',
      JOURNAL_STREAM: '1:2',
      XPC_SERVICE_NAME: 'y',
    });
    for (const selection of [{ profile: 'ops' }, { profile: 'default' }]) {
      const clean = profileOf(selection);
      const inherited = profileOf(selection, service('work'));
      expect(inherited).toEqual(clean);
    }
    const own = profileOf({}, service('work'));
    expect(own).toMatchObject({ id: 'work', warnings: [], canonical: true });
    expect(own.env.OPENCLAW_GATEWAY_PORT).toBe('41984');
    for (const key of [
      'OPENCLAW_SYSTEMD_UNIT',
      'OPENCLAW_SERVICE_MARKER',
      'INVOCATION_ID',
      'JOURNAL_STREAM',
      'XPC_SERVICE_NAME',
    ]) {
      expect(own.env[key], key).toBeUndefined();
    }
  });

  test("a default profile's service carries no folders, and still its port does not leak", () => {
    const env = {
      OPENCLAW_GATEWAY_PORT: '18789',
      OPENCLAW_SYSTEMD_UNIT: 'openclaw-gateway.service',
      OPENCLAW_SERVICE_MARKER: 'openclaw',
    };
    expect(profileOf({ profile: 'work' }, env).env.OPENCLAW_GATEWAY_PORT).toBeUndefined();
    expect(profileOf({}, env).env.OPENCLAW_GATEWAY_PORT).toBe('18789');
  });

  test('only the default profile can be renamed', () => {
    expect(profileOf({}, { OPENCLAW_SYSTEMD_UNIT: 'my-gw' }).names.systemdUnit).toBe('my-gw.service');
    for (const bad of ['../evil', 'a b', 'x\ny', '-'.repeat(300)]) {
      const profile = profileOf({}, { OPENCLAW_SYSTEMD_UNIT: bad, OPENCLAW_LAUNCHD_LABEL: bad });
      expect(profile.names.systemdUnit).toBe('openclaw-gateway.service');
      expect(profile.names.launchdLabel).toBe('ai.openclaw.gateway');
      expect(profile.warnings.length).toBe(2);
    }
    const named = profileOf({ profile: 'work' }, { OPENCLAW_SYSTEMD_UNIT: 'my-gw' });
    expect(named.names.systemdUnit).toBe('openclaw-gateway-work.service');
    expect(named.warnings.join()).toContain('OPENCLAW_SYSTEMD_UNIT');
  });

  test('the folder of the first name is used when there is no other', async () => {
    await mkdir(join(home, '.clawdbot'));
    await writeFile(join(home, '.clawdbot', 'clawdbot.json'), '{}');
    expect(profileOf({})).toMatchObject({
      stateDir: join(home, '.clawdbot'),
      configPath: join(home, '.clawdbot', 'clawdbot.json'),
      canonical: false,
    });
    await mkdir(join(home, '.openclaw'));
    expect(profileOf({}).stateDir).toBe(join(home, '.openclaw'));
  });

  test('another home is not canonical; a linked state folder is', async () => {
    expect(profileOf({}, { OPENCLAW_HOME: join(home, 'sub') })).toMatchObject({
      canonical: false,
      stateDir: join(home, 'sub', '.openclaw'),
    });
    expect(profileOf({}, { HOME: '/elsewhere' }).canonical).toBe(false);
    await mkdir(join(home, 'disk'));
    await symlink(join(home, 'disk'), join(home, '.openclaw'));
    expect(profileOf({}, { OPENCLAW_STATE_DIR: join(home, 'disk') }).canonical).toBe(true);
  });

  test('names that the platform cannot keep apart are said', () => {
    expect(profileOf({ profile: 'Main' }, {}, 'linux').canonical).toBe(true);
    expect(profileOf({ profile: 'Main' }, {}, 'darwin')).toMatchObject({
      canonical: false,
      warnings: [{ text: expect.stringContaining('upper-case') }],
    });
  });
});

describe('discoverProfiles', () => {
  test('finds every kind of trace once, the default first', async () => {
    const units = join(home, '.config/systemd/user');
    const agents = join(home, 'Library/LaunchAgents');
    const host = hostWith({ OPENCLAW_PROFILE: 'active' });
    for (const folder of ['.openclaw', '.openclaw-work', '.openclaw-Work', '.openclaw-bad name', units, agents]) {
      await mkdir(folder.startsWith('/') ? folder : join(home, folder), { recursive: true });
    }
    await mkdir(join(host.appDirs.state, 'embedded', 'box'), { recursive: true });
    await writeFile(join(home, '.openclaw-file'), 'not a folder');
    for (const unit of [
      'openclaw-gateway.service',
      'openclaw-gateway-work.service',
      'openclaw-gateway-ops.service',
      'openclaw-gateway-x.service.bak',
    ]) {
      await writeFile(join(units, unit), '');
    }
    await writeFile(join(agents, 'ai.openclaw.mac.plist'), '<string>/Applications/X</string>');
    await writeFile(join(agents, 'ai.openclaw.mine.plist'), '<string>gateway</string>');
    await writeFile(join(agents, 'ai.openclaw.gateway.plist'), '<string>gateway</string>');
    const found = await discoverProfiles(host, ['work', 'remembered', '../evil']);
    expect(found.map((profile) => profile.id)).toEqual([
      'default',
      'active',
      'box',
      'mine',
      'ops',
      'remembered',
      'Work',
      'work',
    ]);
    expect(found[0]?.warnings.join()).toContain('"../evil"');
  });

  test('a place that cannot be listed is said', async () => {
    await mkdir(join(home, '.config/systemd'), { recursive: true });
    await symlink(join(home, '.config/systemd/user'), join(home, '.config/systemd/user'));
    const found = await discoverProfiles(hostWith(), []);
    expect(found.map((profile) => profile.id)).toEqual(['default']);
    expect(found[0]?.warnings.join()).toContain('some may be missing');
  });
});

describe('the list of remembered profiles', () => {
  const storeOf = () => createProfileStore(hostWith().appDirs, systemClock);
  const file = () => join(hostWith().appDirs.config, 'profiles.json');

  test('keeps, forgets, and lists once', async () => {
    const store = storeOf();
    expect(await store.read()).toEqual({ profiles: [], warnings: [] });
    await Promise.all(['a', 'b', 'c', 'a'].map((id) => storeOf().remember(id)));
    expect([...(await store.read()).profiles].sort()).toEqual(['a', 'b', 'c']);
    await store.forget('b');
    await store.forget('never');
    expect([...(await store.read()).profiles].sort()).toEqual(['a', 'c']);
    await expect(store.remember('../x')).rejects.toMatchObject({ code: 'invalid-profile-name' });
  });

  test.each([
    ['not JSON', 'corrupt'],
    ['[]', 'corrupt'],
    ['{"version":1,"profiles":"x"}', 'corrupt'],
    ['{"version":2,"profiles":["x"],"more":true}', 'newer'],
  ])('%s is said, left alone by reading and kept aside by writing', async (content, kind) => {
    await mkdir(hostWith().appDirs.config, { recursive: true });
    await writeFile(file(), content);
    const read = await storeOf().read();
    expect(read.profiles).toEqual([]);
    expect(read.warnings).toHaveLength(1);
    expect(await readFile(file(), 'utf8')).toBe(content);
    const warnings = await storeOf().remember('work');
    expect(warnings.join()).toContain('kept as');
    const aside = (await readdir(hostWith().appDirs.config)).find((name) => name.startsWith(`profiles.json.${kind}-`));
    expect(await readFile(join(hostWith().appDirs.config, aside ?? ''), 'utf8')).toBe(content);
    expect((await storeOf().read()).profiles).toEqual(['work']);
  });

  test('a folder in its place is an error, not an empty list', async () => {
    await mkdir(file(), { recursive: true });
    await expect(storeOf().read()).rejects.toMatchObject({ code: 'config-unreadable' });
  });
});

describe('ports', () => {
  const ask = (input: { option?: number; definition?: number; env?: string; config?: number; dev?: boolean }) =>
    resolvePort({
      option: input.option ?? null,
      definitionPort: input.definition ?? null,
      profile: profileOf(
        { dev: input.dev ?? false },
        input.env === undefined ? {} : { OPENCLAW_GATEWAY_PORT: input.env },
      ),
      config: { port: input.config ?? null },
    });

  test('precedence', () => {
    const all = { option: 1, definition: 2, env: '3', config: 4 };
    expect(ask(all)).toEqual({ port: 1, source: 'option' });
    expect(ask({ ...all, option: undefined as never })).toEqual({ port: 2, source: 'service' });
    expect(ask({ env: '3', config: 4 })).toEqual({ port: 3, source: 'environment' });
    expect(ask({ env: 'nonsense', config: 4 })).toEqual({ port: 4, source: 'config' });
    expect(ask({})).toEqual({ port: 18789, source: 'profile-default' });
    expect(ask({ dev: true, config: 4 })).toEqual({ port: 19001, source: 'profile-default' });
    expect(ask({ dev: true, env: '5' })).toEqual({ port: 5, source: 'environment' });
  });

  test.each([
    ['19001', 19001],
    [' 19001 ', 19001],
    ['127.0.0.1:19001', 19001],
    ['[::1]:19001', 19001],
    ['::1', null],
    ['a:b:19001', null],
    [':19001', null],
    ['65536', null],
    ['0', null],
    ['-5', null],
    ['1e3', null],
    ['', null],
  ])('OPENCLAW_GATEWAY_PORT=%j', (text, port) => {
    expect(portOfEnvironment(text)).toBe(port);
  });

  test('conflicts and a way out', async () => {
    const others = [
      { profile: 'a', port: 18789 },
      { profile: 'b', port: 19029 },
    ];
    expect(checkPortAgainst(18789, others)).toMatchObject([{ profile: 'a', kind: 'same' }]);
    expect(checkPortAgainst(18908, others)).toMatchObject([{ profile: 'a', kind: 'too-close' }]);
    expect(checkPortAgainst(18909, others)).toEqual([]);
    expect(await proposeFreePort(18789, others, async () => true)).toBe(18909);
    expect(await proposeFreePort(18789, others, async (port) => port !== 18909)).toBe(19149);
    expect(await proposeFreePort(18789, others, async () => false)).toBeNull();
    const near = await proposeFreePort(65535, [{ profile: 'a', port: 65425 }], async () => true);
    expect(near).toBeLessThan(65000);
  });
});

describe('buildServiceDefinition', () => {
  const runtime: RuntimeProgram = { kind: 'node', path: '/opt/node/bin/node', version: '24.21.0', warnings: [] };
  const entry: EntryScript = {
    path: '/opt/pkg/openclaw/dist/index.js',
    packageRoot: '/opt/pkg/openclaw',
    version: '2026.9.6',
    foundBy: 'path',
    nodeRange: null,
    warnings: [],
  };
  const build = (
    selection: ProfileSelection,
    env: Environment = {},
    more: Partial<Parameters<typeof buildServiceDefinition>[0]> = {},
  ) =>
    buildServiceDefinition({
      profile: profileOf(selection, env),
      host: hostWith(env),
      kind: 'systemd-user',
      port: 18789,
      runtime,
      entry,
      totalMemoryBytes: 32 * 1024 ** 3,
      ...more,
    });

  test('the default profile, as the installer writes it', () => {
    expect(build({})).toEqual({
      profile: 'default',
      serviceName: 'openclaw-gateway.service',
      description: 'OpenClaw Gateway',
      command: ['/opt/node/bin/node', '--max-old-space-size=8192', entry.path, 'gateway', '--port', '18789'],
      workingDirectory: null,
      environment: {
        HOME: home,
        TMPDIR: '/tmp',
        PATH: `/opt/node/bin:/usr/local/bin:/usr/bin:/bin:${home}/.local/bin:${home}/.npm-global/bin:${home}/bin:${home}/.nix-profile/bin`,
        NODE_OPTIONS: '',
        OPENCLAW_GATEWAY_PORT: '18789',
        OPENCLAW_SYSTEMD_UNIT: 'openclaw-gateway.service',
        OPENCLAW_WINDOWS_TASK_NAME: 'OpenClaw Gateway',
        OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER: '1',
        OPENCLAW_SERVICE_MARKER: 'openclaw',
        OPENCLAW_SERVICE_KIND: 'gateway',
      },
      environmentFiles: [],
    });
  });

  test('a named profile adds its folders before PATH and its name after NODE_OPTIONS', () => {
    const definition = build({ profile: 'work' }, { NODE_EXTRA_CA_CERTS: '/ca.pem' }, { port: 41984 });
    expect(Object.keys(definition.environment)).toEqual([
      'HOME',
      'TMPDIR',
      'NODE_EXTRA_CA_CERTS',
      'OPENCLAW_STATE_DIR',
      'OPENCLAW_CONFIG_PATH',
      'PATH',
      'NODE_OPTIONS',
      'OPENCLAW_PROFILE',
      'OPENCLAW_GATEWAY_PORT',
      'OPENCLAW_SYSTEMD_UNIT',
      'OPENCLAW_WINDOWS_TASK_NAME',
      'OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER',
      'OPENCLAW_SERVICE_MARKER',
      'OPENCLAW_SERVICE_KIND',
    ]);
    expect(definition.environment.OPENCLAW_STATE_DIR).toBe(join(home, '.openclaw-work'));
  });

  test('no secret of the environment gets in', () => {
    const env = {
      OPENCLAW_GATEWAY_TOKEN: 'hunter2',
      OPENCLAW_GATEWAY_PASSWORD: 'hunter2',
      ANTHROPIC_API_KEY: 'hunter2',
      OPENCLAW_PROXY_URL: 'http://me:hunter2@proxy',
      HTTPS_PROXY: 'http://me:hunter2@proxy',
    };
    expect(JSON.stringify(build({ profile: 'work' }, env))).not.toContain('hunter2');
  });

  test('a version-managed Node gets the system certificates', () => {
    const bundle = [
      '/etc/ssl/certs/ca-certificates.crt',
      '/etc/pki/tls/certs/ca-bundle.crt',
      '/etc/ssl/ca-bundle.pem',
    ].find((path) => existsSync(path));
    const managed = { ...runtime, path: '/home/me/.nvm/versions/node/v24.21.0/bin/node' };
    expect(build({}, {}, { runtime: managed }).environment.NODE_EXTRA_CA_CERTS).toBe(bundle);
    expect(build({}).environment.NODE_EXTRA_CA_CERTS).toBeUndefined();
  });

  test('PATH takes only absolute folders, and a separator cannot smuggle one in', () => {
    const path = build(
      {},
      { PNPM_HOME: '/a:/evil', BUN_INSTALL: 'relative', VOLTA_HOME: '/v', NVM_DIR: '/proc/self/x' },
    ).environment.PATH;
    expect(path).toContain(':/v/bin:');
    expect(path).not.toMatch(/evil|relative|proc/);
  });

  test("macOS: working directory, temporary folder and certificates of its own, no user's folders", () => {
    const definition = build({ profile: 'work' }, {}, { kind: 'launchd' });
    const state = join(home, '.openclaw-work');
    expect(definition).toMatchObject({ serviceName: 'ai.openclaw.work', workingDirectory: state });
    expect(definition.environment).toMatchObject({
      TMPDIR: join(state, 'tmp'),
      NODE_EXTRA_CA_CERTS: '/etc/ssl/cert.pem',
      NODE_USE_SYSTEM_CA: '1',
      PATH: '/opt/node/bin:/opt/homebrew/bin:/opt/homebrew/sbin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
      OPENCLAW_LAUNCHD_LABEL: 'ai.openclaw.work',
    });
  });

  test('Windows has no PATH; a system service always names its folders; Bun has no heap argument', () => {
    const task = build({}, {}, { kind: 'task-scheduler' });
    expect(task.serviceName).toBe('OpenClaw Gateway');
    expect(task.environment.PATH).toBeUndefined();
    expect(build({}, {}, { kind: 'systemd-system' }).environment.OPENCLAW_STATE_DIR).toBe(join(home, '.openclaw'));
    const bun = build({}, {}, { runtime: { ...runtime, kind: 'bun', path: '/b/bun' }, allowUnconfigured: true });
    expect(bun.command).toEqual(['/b/bun', entry.path, 'gateway', '--port', '18789', '--allow-unconfigured']);
  });

  test.each([
    [0, null],
    [1024, 768],
    [2048, 1536],
    [4096, 2048],
    [8192, 4096],
    [16384, 8192],
    [65536, 16384],
  ])('heap of a machine with %i MiB is %s', (memory, heap) => {
    expect(heapLimitMiB(memory * 1024 * 1024)).toBe(heap);
  });
});
