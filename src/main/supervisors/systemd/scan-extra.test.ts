/** The scan over real folders: which units are listed, why, and which never are. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { say } from '../../../shared/said.ts';
import { systemClock } from '../../system/clock.ts';
import type { Host } from '../../system/host.ts';
import { meaningOfUnit, scanExtraUnits } from './scan-extra.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scan-extra-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = (path: string, text = '') => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
};
const unit = (command: string, more = '') =>
  `[Service]\nExecStart=${command}\n${more}\n[Install]\nWantedBy=default.target\n`;
const userUnit = (name: string, text: string) => file(`home/.config/systemd/user/${name}`, text);
const systemUnit = (name: string, text: string) => file(`etc/${name}`, text);
const MARK = 'Environment=OPENCLAW_SERVICE_MARKER=openclaw\nEnvironment=OPENCLAW_SERVICE_KIND=gateway\n';

const scan = () => {
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
    appDirs: { config: join(root, 'config'), state: join(root, 'state'), runtime: join(root, 'run') },
  };
  return scanExtraUnits(
    { host, clock: systemClock },
    { globalUserFolders: [join(root, 'global')], systemFolders: [join(root, 'etc')] },
  );
};
const names = async () => (await scan()).services.map(({ name, kind }) => `${kind} ${name}`);

/** A whole profile: program, state folder, configuration, unit. */
function wholeProfile(name: string | null): void {
  const suffix = name === null ? '' : `-${name}`;
  const entry = file('opt/openclaw/dist/index.js');
  const node = file('opt/node');
  const state = dirname(file(`home/.openclaw${suffix}/openclaw.json`, '{}'));
  const environment = `Environment=HOME=${join(root, 'home')}\nEnvironment=OPENCLAW_STATE_DIR=${state}\n${MARK}`;
  userUnit(`openclaw-gateway${suffix}.service`, unit(`${node} ${entry} gateway --port 18789`, environment));
}

describe('never listed', () => {
  test('services of profiles that are whole, with a name in any letter case', async () => {
    for (const name of [null, 'work', 'Work', 'dev', 'a_b-c']) wholeProfile(name);
    expect(await scan()).toEqual({ services: [], problems: [] });
  });
  test('another name with OpenClaw’s marker', async () => {
    userUnit('my-gw.service', unit('/usr/bin/openclaw gateway', MARK));
    expect(await names()).toEqual([]);
  });
  test('other software that only has the word in an argument', async () => {
    userUnit('backup.service', unit('/usr/bin/rsync -a %h/.openclaw /backup/gateway'));
    userUnit('watch.service', unit('/usr/bin/openclaw gateway status --json'));
    userUnit('mine.service', unit('/usr/bin/openclaw-tray gateway status --check'));
    userUnit('kong.service', unit('/usr/bin/kong gateway --user openclaw'));
    userUnit('openclaw-gateway-backup.service', unit('/usr/bin/tar c /home/me/.openclaw'));
    systemUnit('dev.openclaw-tray.app.service', unit('/opt/openclaw-tray/openclaw-tray --hidden'));
    expect(await names()).toEqual([]);
  });
  test('OpenClaw’s node host, and templates of its gateway', async () => {
    userUnit('openclaw-node.service', unit('/gone/node /gone/openclaw/dist/index.js node run'));
    systemUnit('openclaw-gateway@.service', unit('/usr/bin/openclaw gateway', 'User=%i'));
    expect(await names()).toEqual([]);
  });
  test('an alias, and a unit that is masked', async () => {
    wholeProfile('work');
    const folder = join(root, 'home/.config/systemd/user');
    symlinkSync(join(folder, 'openclaw-gateway-work.service'), join(folder, 'clawdbot-gateway.service'));
    symlinkSync('/dev/null', join(folder, 'moltbot-gateway.service'));
    expect(await names()).toEqual([]);
  });
});

describe('listed', () => {
  test('old names, whatever they start; by their program under any name', async () => {
    userUnit('clawdbot-gateway.service', unit('/usr/bin/node /opt/clawdbot/dist/entry.js gateway --port 18789'));
    userUnit('clawdbot-gateway-work.service', unit('/bin/true'));
    userUnit('bot.service', unit('/usr/bin/moltbot gateway'));
    systemUnit('moltbot-gateway.service', unit('/usr/bin/moltbot gateway'));
    const { services } = await scan();
    expect(services.map(({ kind, name, scope, supervisor }) => [kind, name, scope, supervisor])).toEqual([
      ['legacy', 'bot.service', 'user', 'systemd-user'],
      ['legacy', 'clawdbot-gateway-work.service', 'user', 'systemd-user'],
      ['legacy', 'clawdbot-gateway.service', 'user', 'systemd-user'],
      ['legacy', 'moltbot-gateway.service', 'system', 'systemd-system'],
    ]);
    expect(services[2]?.evidence).toEqual([
      `Unit file: ${join(root, 'home/.config/systemd/user/clawdbot-gateway.service')}`,
      'It starts: /usr/bin/node /opt/clawdbot/dist/entry.js gateway --port 18789',
    ]);
  });
  test('a gateway that somebody wrote by hand, with a command on several lines and a secret that is not shown', async () => {
    const path = userUnit(
      'my-gw.service',
      unit('/usr/bin/node \\\n  /opt/openclaw/dist/index.js \\\n  gateway --token abc123'),
    );
    const { services } = await scan();
    expect(services).toMatchObject([{ kind: 'extra', name: 'my-gw.service', scope: 'user' }]);
    expect(JSON.stringify(services)).not.toContain('abc123');
    const backup = join(root, 'state/removed', `my-gw.service.removed-${new Date().toISOString().slice(0, 10)}`);
    expect(services[0]?.removal).toEqual([
      ['systemctl', '--user', 'disable', '--now', 'my-gw.service'],
      ['mkdir', '-p', '-m', '0700', join(root, 'state/removed')],
      ['mv', '-n', path, backup],
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'reset-failed', 'my-gw.service'],
    ]);
  });
  test('of the system: with sudo, and nothing is deleted', async () => {
    systemUnit('my-gw.service', unit('/usr/bin/openclaw gateway'));
    const { services } = await scan();
    expect(services[0]?.removal).toEqual([
      ['sudo', 'systemctl', 'disable', '--now', 'my-gw.service'],
      [
        'sudo',
        'mv',
        '-n',
        join(root, 'etc/my-gw.service'),
        expect.stringMatching(/my-gw\.service\.removed-\d{4}-\d\d-\d\d$/),
      ],
      ['sudo', 'systemctl', 'daemon-reload'],
    ]);
  });
  test('for every user: switched off globally', async () => {
    file('global/all-gw.service', unit('/usr/bin/openclaw gateway'));
    const { services } = await scan();
    expect(services).toMatchObject([{ scope: 'system', supervisor: 'systemd-user' }]);
    expect(services[0]?.removal).toContainEqual(['sudo', 'systemctl', '--global', 'disable', 'all-gw.service']);
  });
  test('a command that a drop-in put there', async () => {
    userUnit('thing.service', '[Service]\n# openclaw\nExecStart=/bin/true\n');
    userUnit('thing.service.d/run.conf', '[Service]\nExecStart=\nExecStart=/usr/bin/openclaw gateway\n');
    expect(await names()).toEqual(['extra thing.service']);
  });
});

describe('left behind', () => {
  test.each([
    ['the program', 'opt/openclaw/dist/index.js', /^Its program .*index\.js is gone\.$/],
    ['the state folder', 'home/.openclaw-work', /^Its state folder .*\.openclaw-work is gone\.$/],
    ['the configuration', 'home/.openclaw-work/openclaw.json', /^Its configuration .*openclaw\.json is gone\.$/],
  ])('without %s', async (_what, path, said) => {
    wholeProfile('work');
    rmSync(join(root, path), { recursive: true });
    const { services } = await scan();
    expect(services).toMatchObject([{ kind: 'orphaned', name: 'openclaw-gateway-work.service' }]);
    expect(services[0]?.evidence.at(-1)).toMatch(said);
  });
  test('with a definition that cannot be used, and as a link to nothing', async () => {
    userUnit('openclaw-gateway-broken.service', '[Service]\nExecStart="/usr/bin/openclaw gateway\n');
    symlinkSync(
      join(root, 'gone/openclaw-gateway-far.service'),
      join(root, 'home/.config/systemd/user/openclaw-gateway-far.service'),
    );
    expect(await names()).toEqual([
      'orphaned openclaw-gateway-broken.service',
      'orphaned openclaw-gateway-far.service',
    ]);
  });
  test('what is behind a link to a disk that is not there now is not gone', async () => {
    wholeProfile('work');
    rmSync(join(root, 'home/.openclaw-work'), { recursive: true });
    symlinkSync(join(root, 'mnt/work'), join(root, 'home/.openclaw-work'));
    expect(await names()).toEqual([]);
  });
});

test('a place that cannot be looked into is said', async () => {
  symlinkSync('etc', join(root, 'etc'));
  expect((await scan()).problems).toEqual([say('scan.folder', { path: join(root, 'etc'), error: 'ELOOP' })]);
});

test('names', () => {
  expect(meaningOfUnit('openclaw-gateway.service')).toEqual({ kind: 'profile', profile: null });
  expect(meaningOfUnit('openclaw-gateway-Work.service')).toEqual({ kind: 'profile', profile: 'Work' });
  expect(meaningOfUnit('openclaw-gateway-a b.service')).toEqual({ kind: 'own' });
  expect(meaningOfUnit('openclaw.service')).toEqual({ kind: 'other' });
});
