/**
 * The built shim on Node for Windows, in wine: paths, folders, tools and exit codes are those of Windows, and nothing is known of what wine
 * has not (its PowerShell is empty, so the Task Scheduler's state cannot be found out). And the watch, run by wine's script host.
 * Needs `wine` and a build (`node scripts/build.mjs`).
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderWatch } from '../../src/main/supervisors/task-scheduler/render.ts';
import { parseWatchState } from '../../src/main/supervisors/task-scheduler/watch-state.ts';
import { findOnPath } from '../../src/main/system/host.ts';
import { ensureWineNode } from '../hosts/wine-node-cache.ts';

const wine = findOnPath('wine', process.env, 'linux');
const shim = new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url).pathname;
const missing = wine === null ? 'wine is not on PATH' : existsSync(shim) ? null : 'there is no build of the shim';
if (missing !== null) process.stderr.write(`NOT CHECKED: the shim on Windows Node. ${missing}.\n`);

describe.skipIf(missing !== null)('on Windows Node', () => {
  let root = '';
  let node = '';
  const env = () => ({
    PATH: process.env.PATH,
    HOME: root,
    WINEPREFIX: join(root, 'prefix'),
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    NODE_SKIP_PLATFORM_CHECK: '1',
    NODE_NO_WARNINGS: '1',
  });
  /** Output goes to files: Node's pipes do not work in wine 8. */
  const run = (...args: string[]) => {
    const files = [join(root, 'stdout'), join(root, 'stderr')];
    const [out = 0, err = 0] = files.map((path) => openSync(path, 'w'));
    const { status } = spawnSync(wine ?? 'wine', args, {
      cwd: root,
      env: env(),
      stdio: ['ignore', out, err],
      timeout: 120_000,
    });
    for (const file of [out, err]) closeSync(file);
    const [stdout = '', stderr = ''] = files.map((path) => readFileSync(path, 'utf8'));
    return { status, stdout, stderr };
  };
  const tray = (...args: string[]) => run(node, windowsPath(shim), ...args);
  const openclawFolders = () => {
    const users = join(root, 'prefix', 'drive_c', 'users');
    return readdirSync(users).filter((name) => existsSync(join(users, name, '.openclaw')));
  };

  beforeAll(() => {
    node = ensureWineNode();
    root = mkdtempSync(join(tmpdir(), 'wine-node-'));
    expect(run('wineboot', '-i').status).toBe(0);
  });
  afterAll(() => {
    run('wineboot', '-k');
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  it('starts, and knows the folders of Windows', () => {
    expect(tray('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    const { status, stdout } = tray('profiles', '--json');
    expect(status).toBe(0);
    const [profile] = (JSON.parse(stdout) as { profiles: Record<string, unknown>[] }).profiles;
    expect(profile).toMatchObject({ supervisor: 'task-scheduler', state: 'unknown' });
    expect(profile?.configPath).toMatch(/^C:\\users\\.+\\\.openclaw\\openclaw\.json$/i);
  });

  it('says unknown where it could not find out, and not that nothing runs or listens', () => {
    const { status, stdout } = tray('gateway', 'status', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      supervisor: 'task-scheduler',
      runtime: 'unknown',
      installed: null,
      restarts: null,
      verdict: { level: 'unknown', reason: expect.stringContaining('PowerShell') },
    });
    expect(tray('gateway', 'status', '--check').status).toBe(4);
  });

  it('changes nothing that it cannot look at', () => {
    const before = openclawFolders();
    const stop = tray('gateway', 'stop', '--json');
    expect([stop.status, JSON.parse(stop.stdout).error.code]).toEqual([4, 'state-unknown']);
    const install = tray('gateway', 'install', '--json');
    expect([install.status, JSON.parse(install.stdout).error.code]).toEqual([1, 'supervisor-unavailable']);
    const after = openclawFolders();
    expect(after).toEqual(before);
  });

  const watchIn = (folder: string) => {
    const file = (name: string) => windowsPath(join(folder, name));
    const definition = {
      profile: 'default',
      serviceName: 'OpenClaw Gateway',
      description: 'OpenClaw Gateway',
      command: [],
      workingDirectory: null,
      environment: {},
      environmentFiles: [],
    };
    const watch = { script: '', xml: '', state: file('gateway-watch.json'), hold: file('gateway-watch.hold') };
    return renderWatch(definition, { stateDir: '', script: '', launcher: '', xml: '', watch });
  };
  /** wine's scheduler cannot be scripted: the script gets one that fails a run and counts the starts, written in the same JScript. */
  const SCHEDULER = [
    'var fake = { State: 4, LastTaskResult: 267009, LastRunTime: new Date().getTime(), looks: 0, starts: 0, Run: function () {',
    '  fake.starts += 1; fake.State = 4; fake.LastTaskResult = 267009; fake.LastRunTime = new Date().getTime(); } };',
    'function nap(ms) { var end = new Date().getTime() + ms; while (new Date().getTime() < end) {} }',
    'var fakeService = { Connect: function () {}, GetFolder: function () { return { GetTask: function () {',
    '  fake.looks += 1;',
    '  if (fake.looks % 10 === 5) { fake.State = 3; fake.LastTaskResult = fake.starts === 2 ? 78 : 1; }',
    '  if (fake.looks > 100) { var gone = new Error("gone"); gone.number = -2147024894; throw gone; }',
    '  return fake; } }; } };',
  ].join('\r\n');

  it("runs the watch in wine's script host: it restarts what failed, and leaves a wrong configuration alone", async () => {
    const folder = join(root, 'watch folder');
    mkdirSync(folder);
    const quick = watchIn(folder)
      .replaceAll(/^(var [A-Z_]+_MS = )(\d+);/gm, (_whole, head: string, ms: string) => `${head}${Number(ms) / 100};`)
      .replace('new ActiveXObject("Schedule.Service")', 'fakeService')
      // wine 8 has no WScript.Sleep.
      .replace('WScript.Sleep(', 'nap(');
    const script = join(folder, 'gateway-watch.js');
    writeFileSync(script, `${SCHEDULER}\r\n${quick}`);
    const host = spawn(wine ?? 'wine', ['wscript', '//B', '//Nologo', windowsPath(script)], {
      cwd: root,
      env: env(),
      stdio: 'ignore',
    });
    let last: ReturnType<typeof parseWatchState> = null;
    const seen = setInterval(() => {
      const path = join(folder, 'gateway-watch.json');
      if (existsSync(path)) last = parseWatchState(readFileSync(path, 'utf8')) ?? last;
    }, 20);
    const [code] = await once(host, 'exit');
    clearInterval(seen);
    expect(code).toBe(0);
    // Two failures were answered; the third end was code 78.
    expect(last).toMatchObject({ restarts: 2, gaveUp: false, next: null, last: { result: 78 } });
    expect(existsSync(join(folder, 'gateway-watch.json'))).toBe(false);
  });
});

function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}
