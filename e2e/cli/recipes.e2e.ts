/** Each recipe of docs/monitoring.md is run as it stands there, with the gateway up and with it down. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/main/system/testing-port.ts';
import { type DemoService, makeDemoService, SHIM_PATH } from './demo-service.ts';
import { readRecipes } from './recipes.ts';

const recipes = readRecipes();
const tried = new Set<string>();
let service: DemoService;
let bin = '';

beforeAll(async () => {
  service = await makeDemoService();
  bin = join(service.dir, 'recipe-bin');
  await mkdir(bin);
  await program('openclaw-tray', `exec "${process.execPath}" "${SHIM_PATH}" "$@"`);
  // What the machine at hand may lack, or must not be touched by a test: they write down how they were called.
  for (const name of ['logger', 'curl', 'systemctl'])
    await program(name, `echo "${name} $*" >> "${join(bin, 'calls')}"`);
});
afterAll(() => service?.remove());

const program = (name: string, body: string) => writeFile(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
const recipe = (name: string): string => {
  tried.add(name);
  const code = recipes.get(name);
  if (code === undefined) throw new Error(`docs/monitoring.md has no recipe ${name}`);
  return code;
};
const env = () => ({ ...service.env, PATH: `${bin}:${service.env.PATH}` });
const sh = (code: string, extra: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      'sh',
      ['-c', code],
      { env: { ...env(), ...extra }, cwd: service.home, timeout: 60_000 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr }),
    );
  });
/** What the recorders were called with since the last time. */
const calls = async () => {
  const path = join(bin, 'calls');
  const text = await readFile(path, 'utf8').catch(() => '');
  await writeFile(path, '');
  return text;
};
const down = async (work: () => Promise<void>) => {
  expect(await service.shim(['gateway', 'stop'])).toMatchObject({ code: 0 });
  try {
    await work();
  } finally {
    expect(await service.shim(['gateway', 'start'])).toMatchObject({ code: 0 });
  }
};

test('cron', async () => {
  const line = recipe('cron').trim();
  const command = /^(?:\S+ ){5}(.+)$/.exec(line)?.[1] ?? '';
  // A per cent sign ends the command in a crontab.
  expect(command).not.toContain('%');
  expect(await sh(command)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await calls()).toBe('');
  await down(async () => {
    await sh(command);
    expect(await calls()).toBe('logger -t openclaw the gateway is not healthy (exit 3)\n');
  });
});

test('systemd timer: the units it writes, and the command in them', async () => {
  expect(await sh(recipe('systemd-timer'))).toMatchObject({ code: 0, stderr: '' });
  expect(await calls()).toBe('systemctl --user daemon-reload\nsystemctl --user enable --now openclaw-check.timer\n');
  const unit = await readFile(join(service.home, '.config/systemd/user/openclaw-check.service'), 'utf8');
  const command = /^ExecStart=(.+)$/m.exec(unit)?.[1] ?? '';
  expect(command.startsWith('/')).toBe(true);
  expect(await sh(command)).toMatchObject({ code: 0 });
  await down(async () => expect(await sh(command)).toMatchObject({ code: 3 }));
});

test('prometheus', async () => {
  const folder = join(service.home, 'textfiles');
  await mkdir(folder);
  expect(await sh(recipe('prometheus'), { TEXTFILES: folder })).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const text = await readFile(join(folder, 'openclaw.prom'), 'utf8');
  expect(text).toContain('openclaw_gateway_up{profile="default"} 1');
});

test('the rules name metrics that exist', async () => {
  const { stdout } = await service.shim(['metrics']);
  const named = [...recipe('prometheus-rules').matchAll(/openclaw_gateway_\w+/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(3);
  for (const name of named) expect(stdout).toContain(`# TYPE ${name} `);
  const document = await readFile(new URL('../../docs/monitoring.md', import.meta.url), 'utf8');
  const listed = [...stdout.matchAll(/^# TYPE openclaw_gateway_(\w+) /gm)].map(([, name]) => name);
  for (const name of listed) expect(document).toMatch(new RegExp(`\`${name}[\`{]`));
});

test('exit code', async () => {
  const code = recipe('exit-code');
  expect(await sh(code)).toMatchObject({ code: 0, stdout: 'OK - ● default is healthy\n' });
  await down(async () =>
    expect(await sh(code)).toMatchObject({ code: 2, stdout: expect.stringMatching(/^CRITICAL - /) }),
  );
});

test('heartbeat', async () => {
  const url = 'https://127.0.0.1:1/ping/me';
  await sh(recipe('heartbeat'), { PING_URL: url });
  expect(await calls()).toBe(`curl -fsS -m 10 -o /dev/null ${url}\n`);
  await down(async () => {
    await sh(recipe('heartbeat'), { PING_URL: url });
    expect(await calls()).toBe('');
  });
});

test('stream', async () => {
  const child = spawn('sh', ['-c', recipe('stream')], { env: env(), cwd: service.home, detached: true });
  let said = '';
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  try {
    // The first report is no change, so nothing tells when it watches: changes are made until one is told.
    await expect
      .poll(
        async () => {
          await service.shim(['gateway', 'restart']);
          return said;
        },
        { timeout: 50_000, interval: 100 },
      )
      .toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z default /m);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await new Promise((resolve) => child.once('close', resolve));
  }
});

test('wait', async () => {
  expect(await sh(recipe('wait'))).toMatchObject({ code: 0, stdout: '● default is healthy\n' });
});

test('alerts', async () => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    for await (const part of request) bodies.push(String(part));
    response.end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    await mkdir(join(service.home, '.config'), { recursive: true });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/room/secret-1`;
    await writeFile(join(service.home, '.config', 'chat-room-url'), `${address}\n`, { mode: 0o600 });
    // The program it names may be missing here; the recorder stands for it.
    const result = await sh(recipe('alerts').replace('/usr/bin/logger', join(bin, 'logger')));
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('chat  every profile, any change  webhook'),
    });
    expect(result.stdout + result.stderr).not.toContain('secret-1');
    expect(await service.shim(['alerts', 'test'])).toMatchObject({ code: 0 });
    expect(JSON.parse(bodies.join(''))).toMatchObject({ event: 'test', text: expect.stringContaining('OpenClaw on') });
    expect(await calls()).toBe('logger -t openclaw a gateway needs attention\n');
  } finally {
    server.close();
  }
});

test('no recipe was left out', () => {
  expect([...tried].sort()).toEqual([...recipes.keys()].sort());
});
