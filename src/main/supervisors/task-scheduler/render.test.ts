import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { Host } from '../../system/host.ts';
import { systemToolPath } from '../../system/windows-tools.ts';
import { decodeScript, encodeText } from './encoding.ts';
import { createCommandsOf } from './logged-off.ts';
import { renderTaskFiles, stateDirOf } from './render.ts';
import { parseTaskXml } from './task-xml.ts';
import { startupEntryPaths, taskUserOf } from './windows-paths.ts';

/** `openclaw-*` were written by the renderers of openclaw 2026.9.6 itself (schtasks-layout), for the definitions below. */
const fixture = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));

const host: Host = {
  platform: 'linux',
  hostname: 'DESKTOP',
  uid: null,
  userName: 'me',
  accountHome: 'C:\\Users\\me',
  home: 'C:\\Users\\me',
  tempDir: 'C:\\Temp',
  env: { USERNAME: 'me', UserDomain: 'DESKTOP' },
  appDirs: { config: '', state: '', runtime: '' },
};

function definitionOf(name: 'default' | 'work'): ServiceDefinition {
  const work = name === 'work';
  const stateDir = `C:\\Users\\me\\.openclaw${work ? '-work' : ''}`;
  const port = work ? '19001' : '18789';
  const task = work ? 'OpenClaw Gateway (work)' : 'OpenClaw Gateway';
  const entry = 'C:\\Users\\me\\AppData\\Roaming\\npm\\node_modules\\openclaw\\dist\\index.js';
  return {
    profile: name,
    serviceName: task,
    description: work ? 'OpenClaw Gateway (profile: work)' : task,
    command: ['C:\\Program Files\\nodejs\\node.exe', '--max-old-space-size=8192', entry, 'gateway', '--port', port],
    workingDirectory: null,
    environment: {
      HOME: 'C:\\Users\\me',
      TMPDIR: 'C:\\Users\\me\\AppData\\Local\\Temp',
      ...(work ? { OPENCLAW_STATE_DIR: stateDir, OPENCLAW_CONFIG_PATH: `${stateDir}\\openclaw.json` } : {}),
      PATH: 'C:\\Windows',
      NODE_OPTIONS: '',
      ...(work ? { OPENCLAW_PROFILE: 'work' } : {}),
      OPENCLAW_GATEWAY_PORT: port,
      OPENCLAW_SYSTEMD_UNIT: work ? 'openclaw-gateway-work.service' : 'openclaw-gateway.service',
      OPENCLAW_WINDOWS_TASK_NAME: task,
      OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER: '1',
      OPENCLAW_SERVICE_MARKER: 'openclaw',
      OPENCLAW_SERVICE_KIND: 'gateway',
    },
    environmentFiles: [],
  };
}

describe.each(['default', 'work'] as const)('the files of %s', (name) => {
  const definition = definitionOf(name);
  const files = renderTaskFiles(host, definition, stateDirOf(host, definition));

  it('are the bytes that OpenClaw writes, and a watch beside them', () => {
    expect(files.map(({ path }) => path.split('\\').at(-1))).toEqual([
      'gateway.cmd',
      'gateway.vbs',
      'gateway.task.xml',
      'gateway-watch.js',
      'gateway-watch.task.xml',
    ]);
    const [script, launcher, task] = files.map(({ content, encoding }) => Buffer.from(encodeText(content, encoding)));
    expect(script?.equals(fixture(`openclaw-${name}.cmd`))).toBe(true);
    expect(launcher?.equals(fixture(`openclaw-${name}.vbs`))).toBe(true);
    expect(decodeScript(task ?? Buffer.alloc(0))).toBe(decodeScript(fixture(`openclaw-${name}.task.xml`)));
  });

  it('say their encoding, and are for this user only', () => {
    expect(files.map(({ encoding, mode }) => [encoding, mode])).toEqual([
      [undefined, 0o600],
      ['utf-16le-bom', 0o600],
      ['utf-16le-bom', 0o600],
      [undefined, 0o600],
      ['utf-16le-bom', 0o600],
    ]);
    expect([...encodeText(files[1]?.content ?? '', files[1]?.encoding).subarray(0, 2)]).toEqual([0xff, 0xfe]);
  });
});

describe('values that do not fit', () => {
  const definition = definitionOf('default');
  const render = (change: Partial<ServiceDefinition>, stateDir = 'C:\\s') =>
    renderTaskFiles(host, { ...definition, ...change }, stateDir);

  it.each([
    ['a description with an operator', { description: 'x & calc' }],
    ['a description of two lines', { description: 'x\ny' }],
    ['a program that is not absolute', { command: ['node', 'x'] }],
    ['an environment file', { environmentFiles: ['C:\\env'] }],
  ] as const)('%s is refused', (_what, change) => {
    expect(() =>
      render({
        ...change,
        ...('command' in change ? { command: [...change.command] } : {}),
        ...('environmentFiles' in change ? { environmentFiles: [...change.environmentFiles] } : {}),
      } as Partial<ServiceDefinition>),
    ).toThrow(expect.objectContaining({ code: 'definition-write-failed' }));
  });

  it.each(['C:\\%TEMP%\\x', 'relative', 'C:\\a"b', 'C:\\a\nb'])('the state folder %j is refused', (stateDir) => {
    expect(() => render({}, stateDir)).toThrow(expect.objectContaining({ code: 'definition-write-failed' }));
  });

  it('keeps markup in values apart from the document', () => {
    const evil = 'C:\\a & <Exec><Command>calc</Command></Exec>';
    const xml = render({}, evil)[2]?.content ?? '';
    const reading = parseTaskXml(xml);
    expect(reading.ok && reading.model.command).toBe(`${evil.replaceAll('/', '\\')}\\gateway.vbs`);
    expect(xml.match(/<Exec>/g)).toHaveLength(1);
  });
});

describe('places', () => {
  it('takes the tools of Windows itself, and only from a plain SystemRoot', () => {
    expect(systemToolPath({ systemroot: 'D:\\Win' }, 'schtasks.exe')).toBe('D:\\Win\\System32\\schtasks.exe');
    for (const bad of ['Windows', 'C:\\a;C:\\b', undefined]) {
      expect(systemToolPath({ SystemRoot: bad }, 'powershell.exe')).toBe(
        'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      );
    }
  });

  it('names the user with the domain, but not in a workgroup', () => {
    expect(taskUserOf(host)).toBe('DESKTOP\\me');
    expect(taskUserOf({ ...host, env: { USERNAME: 'me', USERDOMAIN: 'WorkGroup' } })).toBe('me');
    expect(taskUserOf({ ...host, env: {} })).toBe('me');
  });

  it('knows the entry of the Startup folder by its file name', () => {
    expect(startupEntryPaths(host, 'a:b/c')[0]).toMatch(/\\Roaming\\Microsoft\\.*\\Startup\\a_b_c\.vbs$/);
  });
});

it('prepares the task that runs while nobody is logged on, and leaves the password to schtasks', () => {
  const identity = { profile: 'default', serviceName: 'OpenClaw Gateway', stateDir: 'C:\\Users\\me\\.openclaw' };
  const files = renderTaskFiles(host, definitionOf('default'), identity.stateDir, 'logged-off');
  const tasks = files.filter(({ path }) => path.endsWith('.xml')).map(({ content }) => parseTaskXml(content));
  const triggers = ['BootTrigger', 'LogonTrigger'];
  expect(tasks).toMatchObject([
    { ok: true, model: { logonType: 'Password', triggers } },
    { ok: true, model: { logonType: 'S4U', triggers } },
  ]);
  const [watch, gateway] = createCommandsOf(host, identity, 'logged-off');
  expect(gateway?.args.slice(-4)).toEqual(['/RU', 'DESKTOP\\me', '/RP', '*']);
  expect([watch?.asks, gateway?.asks]).toEqual([false, true]);
});
