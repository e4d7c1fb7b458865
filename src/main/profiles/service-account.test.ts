import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Environment, type Host, type Platform, resolveAppDirs } from '../system/host.ts';
import { type ProfileSelection, resolveProfile } from './resolve.ts';
import { type AccountPlaces, serviceAccountOf } from './service-account.ts';

const UNIT = 'openclaw-gateway.service';
let folder: string;
let home: string;
let places: AccountPlaces;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-account-'));
  home = join(folder, 'home');
  places = { unitFolder: join(folder, 'units'), passwd: join(folder, 'passwd') };
  await mkdir(places.unitFolder);
  await passwd('root:x:0:0::/root:/bin/bash');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const passwd = (...lines: readonly string[]) => writeFile(places.passwd, `${lines.join('\n')}\n`);
const unit = (text: string) => writeFile(join(places.unitFolder, UNIT), text);
async function file(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
}

describe('the account of a system service', () => {
  test('nothing there and nobody named: openclaw, which will be made', () => {
    expect(serviceAccountOf(UNIT, undefined, places)).toEqual({
      name: 'openclaw',
      group: 'openclaw',
      home: '/var/lib/openclaw',
      uid: null,
    });
  });

  test('the unit says it, the last assignment counts, and passwd(5) has its home', async () => {
    await unit('[Service]\nUser=first\nUser=gate\nGroup=staff\nEnvironment=HOME=/srv/other\n');
    expect(serviceAccountOf(UNIT, undefined, places)).toEqual({
      name: 'gate',
      group: 'staff',
      home: '/srv/other',
      uid: null,
    });
    await passwd('gate-keeper:x:7:7::/nowhere:/bin/sh', 'gate:x:998:998:a gateway:/srv/gate:/usr/sbin/nologin');
    expect(serviceAccountOf(UNIT, undefined, places)).toMatchObject({ name: 'gate', home: '/srv/gate', uid: 998 });
  });

  test('the one that was asked for comes before the unit', async () => {
    await unit('[Service]\nUser=gate\nGroup=staff\n');
    expect(serviceAccountOf(UNIT, 'mine', places)).toEqual({
      name: 'mine',
      group: 'mine',
      home: '/var/lib/mine',
      uid: null,
    });
  });

  test('a damaged line of passwd(5) says nothing', async () => {
    await passwd('gate', 'gate:x:many:998::/srv/gate:/bin/sh', 'gate:x:998:998::relative:/bin/sh');
    expect(serviceAccountOf(UNIT, 'gate', places)).toMatchObject({ home: '/var/lib/gate', uid: null });
  });

  test.each(['root', '', 'Gate', '-x', 'a b', '../etc', 'a:b', 'x'.repeat(33)])('%j cannot be one', (name) => {
    expect(() => serviceAccountOf(UNIT, name, places)).toThrow(/cannot be the account/);
  });
});

describe('whose service is meant', () => {
  function resolved(selection: ProfileSelection = {}, env: Environment = {}, platform: Platform = 'linux') {
    const full: Environment = { HOME: home, PATH: '/usr/bin', ...env };
    const host: Host = {
      platform,
      hostname: 'host',
      uid: 1000,
      userName: 'me',
      accountHome: home,
      home,
      tempDir: '/tmp',
      env: full,
      appDirs: resolveAppDirs(platform, full, home),
    };
    const result = resolveProfile(selection, host, places);
    if (!result.ok) throw new Error(result.error.message);
    return { profile: result.value, host };
  }
  const isSystem = (selection?: ProfileSelection, env?: Environment, platform?: Platform) =>
    resolved(selection, env, platform).profile.account !== null;

  test('without any service it is the own one', () => expect(isSystem()).toBe(false));

  test('the only service is one of the system: then it is that one, unless the own one was asked for', async () => {
    await unit('[Service]\nUser=gate\n');
    expect(isSystem()).toBe(true);
    expect(isSystem({ scope: 'user' })).toBe(false);
    expect(isSystem({ profile: 'work' })).toBe(false);
    expect(isSystem({}, { OPENCLAW_TRAY_SUPERVISOR: 'embedded' })).toBe(false);
    expect(isSystem({}, {}, 'darwin')).toBe(false);
  });

  test.each([
    ['systemd', () => join(home, '.config', 'systemd', 'user', UNIT)],
    ['the built-in supervisor', () => join(resolved().host.appDirs.state, 'embedded', 'default', 'definition.json')],
  ])('an own service with %s comes first', async (_name, path) => {
    await unit('[Service]\nUser=gate\n');
    await file(path());
    expect(isSystem()).toBe(false);
    expect(isSystem({ scope: 'system' })).toBe(true);
  });

  test("folders and environment are the account's; of the person's own only the secret of the gateway is kept", () => {
    const { profile } = resolved(
      { scope: 'system', serviceUser: 'gate' },
      { OPENCLAW_STATE_DIR: '/mine', OPENCLAW_GATEWAY_TOKEN: 'kept', MY_API_KEY: 'not kept' },
    );
    expect(profile).toMatchObject({
      account: { name: 'gate', home: '/var/lib/gate' },
      stateDir: '/var/lib/gate/.openclaw',
      configPath: '/var/lib/gate/.openclaw/openclaw.json',
      env: { HOME: '/var/lib/gate', OPENCLAW_GATEWAY_TOKEN: 'kept' },
    });
    expect(Object.values(profile.env)).not.toContain('not kept');
    expect(Object.values(profile.env)).not.toContain('/mine');
  });
});
