import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoginItemSettings } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import { untold } from '../../shared/text/testing.ts';
import { findOnPath } from '../system/host.ts';
import { AUTOSTART_FILE, parseAutostart, renderAutostart } from './autostart-entry.ts';
import { autostartFolder, createLoginItem, type LoginItemDependencies, ownCommand } from './login-item.ts';

type AppPart = LoginItemDependencies['app'];
type Asked = Parameters<AppPart['setLoginItemSettings']>[0];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openclaw-tray-login-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Electron's part as electron.d.ts documents it: what was set is read back, unless `system` says otherwise. */
function appOf(system: Partial<LoginItemSettings> = {}) {
  const asked: Asked[] = [];
  const app: AppPart = {
    setLoginItemSettings: (settings) => void asked.push(settings),
    getLoginItemSettings: (question) => {
      const last = asked.at(-1);
      const same = JSON.stringify(last?.args ?? []) === JSON.stringify(question?.args ?? []);
      const openAtLogin = last?.openAtLogin === true && same;
      return {
        openAtLogin,
        wasOpenedAtLogin: false,
        status: openAtLogin ? 'enabled' : 'not-registered',
        executableWillLaunchAtLogin: openAtLogin && last?.enabled !== false,
        launchItems: [],
        ...system,
      };
    },
  };
  return { app, asked };
}

const item = (platform: 'darwin' | 'win32' | 'linux' | 'other', part: Partial<LoginItemDependencies> = {}) =>
  createLoginItem({
    app: appOf().app,
    host: { platform, env: { XDG_CONFIG_HOME: folder }, accountHome: '/nowhere' },
    packaged: true,
    command: [join(folder, 'app')],
    hiddenFlag: '--hidden',
    ...part,
  });

/** Refused with this code, and in every language. */
async function refused(asked: Promise<unknown>, code: string): Promise<void> {
  const cause: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof ExpectedError)) throw cause;
  expect(cause.code).toBe(code);
  expect(untold(cause.toOutcome().error)).toEqual([]);
}

describe('macOS', () => {
  it('is what the system says', async () => {
    const { app, asked } = appOf();
    const login = item('darwin', { app });
    expect(await login.read()).toMatchObject({ state: 'off' });
    expect(await login.set(true)).toMatchObject({ state: 'on', note: null });
    expect(asked).toEqual([{ openAtLogin: true }]);
    expect(await login.set(false)).toMatchObject({ state: 'off' });
  });
  it('waits for the person’s approval, and says so', async () => {
    const { app } = appOf({ openAtLogin: false, status: 'requires-approval' });
    expect(await item('darwin', { app }).set(true)).toMatchObject({ state: 'off', note: 'needs-approval' });
  });
  it('is not believed when the system does not say it', async () => {
    const { app } = appOf({ openAtLogin: false, status: 'not-found' });
    await refused(item('darwin', { app }).set(true), 'not-verified');
  });
});

describe('Windows', () => {
  it('is asked with the path and arguments that were set', async () => {
    const { app, asked } = appOf();
    const login = item('win32', { app });
    expect(await login.set(true)).toMatchObject({ state: 'on' });
    expect(asked).toEqual([{ openAtLogin: true, enabled: true, path: join(folder, 'app'), args: ['--hidden'] }]);
  });
  it('turned off in Task Manager is off', async () => {
    const { app } = appOf({ openAtLogin: true, executableWillLaunchAtLogin: false });
    expect(await item('win32', { app }).read()).toMatchObject({ state: 'off', note: 'turned-off-by-system' });
  });
});

it('a checkout on macOS or Windows, and an unknown system, offer nothing', async () => {
  for (const login of [item('darwin', { packaged: false }), item('win32', { packaged: false }), item('other')]) {
    expect(await login.read()).toMatchObject({ state: 'unsupported' });
    await refused(login.set(true), 'not-supported');
  }
});

describe('Linux', () => {
  const path = () => join(folder, 'autostart', AUTOSTART_FILE);
  const program = () => {
    writeFileSync(join(folder, 'app'), '#!/bin/sh\n');
    chmodSync(join(folder, 'app'), 0o755);
  };

  it('writes an entry, reads it back and removes it', async () => {
    program();
    const login = item('linux');
    expect(await login.read()).toEqual({ state: 'off', note: null, detail: null });
    expect(await login.set(true)).toEqual({ state: 'on', note: null, detail: null });
    expect(statSync(path()).mode & 0o777).toBe(0o644);
    const text = readFileSync(path(), 'utf8');
    expect(text).toContain(`Exec="${join(folder, 'app')}" "--hidden"\n`);
    expect(AUTOSTART_FILE.startsWith('ai.openclaw.')).toBe(false);
    expect(text.toLowerCase()).not.toContain('openclaw gateway');
    expect(await login.set(false)).toMatchObject({ state: 'off' });
    expect(await login.set(false)).toMatchObject({ state: 'off' });
  });

  it.each([
    ['Hidden=true', { state: 'off', note: 'turned-off-by-system' }],
    ['X-GNOME-Autostart-enabled=false', { state: 'off', note: 'turned-off-by-system' }],
  ])('an entry that the desktop turned off with %s is off', async (line, expected) => {
    program();
    const login = item('linux');
    await login.set(true);
    writeFileSync(path(), `[Desktop Entry]\n${line}\n${readFileSync(path(), 'utf8')}`);
    expect(await login.read()).toMatchObject(expected);
    expect(await login.set(true)).toMatchObject({ state: 'on', note: null });
  });

  it('an entry of another program is told, and one whose program is gone is off', async () => {
    program();
    mkdirSync(join(folder, 'autostart'));
    writeFileSync(path(), '[Desktop Entry]\nType=Application\nExec=/bin/sh -c true %U\n');
    expect(await item('linux').read()).toEqual({ state: 'on', note: 'other-program', detail: '/bin/sh -c true' });
    writeFileSync(path(), '[Desktop Entry]\nType=Application\nExec="/gone/app" --hidden\n');
    expect(await item('linux').read()).toMatchObject({ state: 'off', note: 'other-program' });
  });

  it('what cannot be read is not called off', async () => {
    mkdirSync(path(), { recursive: true });
    expect(await item('linux').read()).toMatchObject({ state: 'unknown', note: 'unreadable' });
  });

  it('never writes the mount of an AppImage', async () => {
    const command = ['/tmp/.mount_OpenCl1/openclaw-tray'];
    await refused(item('linux', { command }).set(true), 'not-supported');
    const env = { APPIMAGE: '/home/ana/OpenClaw.AppImage' };
    expect(ownCommand({ execPath: command[0] ?? '', execArgv: [], argv: [], env }, true)).toEqual([env.APPIMAGE]);
    await refused(item('linux', { command: ['/a=b/app'] }).set(true), 'not-supported');
  });

  it('looks where the session looks', () => {
    expect(autostartFolder({ env: { HOME: '/home/ana', OPENCLAW_HOME: '/x' }, accountHome: '/y' })).toBe(
      '/home/ana/.config/autostart',
    );
    expect(autostartFolder({ env: { HOME: '/home/ana', XDG_CONFIG_HOME: 'relative' }, accountHome: '/y' })).toBe(
      '/home/ana/.config/autostart',
    );
  });
});

const STRANGE = ['a b', 'ü 語', '$HOME', '`id`', '"quoted"', 'back\\slash', '100%', "it's", '%U', ';&|<>*?#()~'];

it('strange arguments come back as they went in', () => {
  const text = renderAutostart(['/opt/my app/$x', ...STRANGE], 'OpenClaw Tray') ?? '';
  expect(parseAutostart(text)).toEqual({ active: true, command: ['/opt/my app/$x', ...STRANGE] });
  expect(renderAutostart(['/opt/app', 'line\nbreak'], 'x')).toBeNull();
});

it.each(['', '[Desktop Entry]', 'Exec=/bin/sh', '[Desktop Entry]\nExec="open', '\u0000\u0000'])(
  'an entry that says nothing (%j) has no command',
  (text) => expect(parseAutostart(text).command).toBeNull(),
);

const gio = findOnPath('gio', process.env, 'linux');

it.runIf(gio !== null)('GLib understands the entry as we mean it', async () => {
  const out = join(folder, 'argv');
  const script = join(folder, 'note $argv');
  writeFileSync(
    script,
    '#!/bin/sh\nfor each; do printf "%s\\n" "$each"; done > "$0.out"\nmv "$0.out" "$(dirname "$0")/argv"\n',
  );
  chmodSync(script, 0o755);
  const entry = join(folder, AUTOSTART_FILE);
  writeFileSync(entry, renderAutostart([script, ...STRANGE], 'OpenClaw Tray') ?? '');
  await promisify(execFile)(gio ?? '', ['launch', entry], { env: { ...process.env, HOME: folder } });
  await expect.poll(() => readTextOrEmpty(out), { timeout: 10_000 }).toBe(`${STRANGE.join('\n')}\n`);
});

function readTextOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The launched script has not written yet.
    return '';
  }
}
