/** What happens to a gateway reaches a script as an event, and a script that waits is told the truth. */
import { chmod, mkdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WatchEvent } from '../../src/main/operations/watch/status-watch.ts';
import { statusReportSchema } from '../../src/shared/status-report.ts';
import { type DemoService, makeDemoService, type ShimStream, startShim } from './demo-service.ts';
import { errorOf } from './shim.ts';

let service: DemoService;
const streams: ShimStream[] = [];
beforeAll(async () => {
  service = await makeDemoService();
});
beforeEach(() => healthyAgain());
afterEach(async () => {
  for (const { child, ended } of streams.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(() => service?.remove());

const start = (...args: string[]): ShimStream => {
  const stream = startShim(service, args);
  streams.push(stream);
  return stream;
};
const eventually = (look: () => unknown) => expect.poll(look, { timeout: 60_000, interval: 50 });
const healthyAgain = async () =>
  expect(await service.shim(['wait', '--for', 'healthy', '--timeout', '60'])).toMatchObject({ code: 0 });

describe.each([
  ['watch', ['watch', '--json']],
  ['watch of a profile', ['--profile', 'default', 'watch', '--json']],
  ['status --watch', ['gateway', 'status', '--watch', '--json']],
])('%s', (_, args) => {
  test('first report at once, kill -9 as an event, recovery as another, Ctrl+C is a good end', async () => {
    const stream = start(...args);
    await eventually(() => stream.lines.length).toBe(1);
    const [first] = stream.events();
    expect(first).toMatchObject({ seq: 1, schemaVersion: 1, type: 'first', profile: 'default', changed: [] });
    expect(statusReportSchema.parse(first?.status).verdict.level).toBe('healthy');
    const pid = first?.status?.pid ?? -1;
    expect(pid).toBe(await service.pid());

    process.kill(pid, 'SIGKILL');
    // The third crash within a short time is a crash loop.
    const isCrash = ({ status }: WatchEvent) => status?.state === 'crashed' || status?.state === 'crash-looping';
    await eventually(() => stream.events().some(isCrash)).toBe(true);
    const crash = stream.events().find(isCrash);
    expect(crash).toMatchObject({ type: 'change', status: { runtime: 'stopped', lastExit: { signal: 'SIGKILL' } } });
    // The dead process may be seen a moment before the supervisor has taken note of it: then two events tell it.
    const told = stream.events().slice(0, stream.events().findIndex(isCrash) + 1);
    const changed = told.flatMap((event) => event.changed);
    expect(changed).toEqual(expect.arrayContaining(['state', 'runtime', 'pid', 'verdict']));
    await eventually(() => stream.events().at(-1)?.status?.verdict.level).toBe('healthy');
    expect(stream.events().at(-1)?.status?.pid).not.toBe(pid);
    expect(stream.events().map(({ seq }) => seq)).toEqual(stream.lines.map((_line, index) => index + 1));

    stream.child.kill('SIGINT');
    expect(await stream.ended).toEqual({ code: 0, signal: null });
    expect(stream.stderr()).toBe('');
  });
});

describe('the stream', () => {
  test('silence while nothing changes, heartbeats when they are asked for', async () => {
    const quiet = start('watch', '--json');
    const beating = start('watch', '--json', '--heartbeat', '0.5');
    await eventually(() => beating.lines.length).toBeGreaterThanOrEqual(5);
    expect(quiet.lines).toHaveLength(1);
    expect(beating.events().map(({ type }) => type)).toEqual([
      'first',
      ...beating.lines.slice(1).map(() => 'heartbeat'),
    ]);
  });

  test('a profile that appears, and one that goes', async () => {
    const folder = join(service.home, '.openclaw-later');
    const stream = start('watch', '--json');
    await eventually(() => stream.lines.length).toBe(1);
    await mkdir(folder);
    await eventually(() => stream.events().at(-1)).toMatchObject({
      type: 'first',
      profile: 'later',
      status: { installed: false },
    });
    await rmdir(folder);
    await eventually(() => stream.events().at(-1)).toMatchObject({ type: 'gone', profile: 'later', status: null });
  });

  test('for people: time and words', async () => {
    const stream = start('watch');
    await eventually(() => stream.lines.length).toBe(1);
    expect(stream.lines[0]).toMatch(/^\d\d:\d\d:\d\d {2}● default is healthy {2}ws:/);
  });

  test('a reader that goes away ends it without a word', async () => {
    const stream = start('watch', '--json', '--heartbeat', '0.1');
    await eventually(() => stream.lines.length).toBeGreaterThanOrEqual(1);
    stream.child.stdout?.destroy();
    expect(await stream.ended).toEqual({ code: 0, signal: null });
    expect(stream.stderr()).toBe('');
  });

  test('options that a stream cannot honour', async () => {
    for (const option of ['--no-probe', '--deep', '--check']) {
      const result = await service.shim(['gateway', 'status', '--watch', option, '--json']);
      expect([result.code, errorOf(result).code]).toEqual([2, 'usage']);
    }
    expect((await service.shim(['gateway', 'status', '--heartbeat', '1', '--json'])).code).toBe(2);
    expect((await service.shim(['watch', '--heartbeat', 'soon', '--json'])).code).toBe(2);
  });
});

describe('alerts of a watch', () => {
  test('a crash and its cure reach the command', async () => {
    const told = join(service.home, 'told');
    const hook = join(service.home, 'hook.sh');
    await writeFile(
      hook,
      `#!/bin/sh\ncat >/dev/null\necho "$OPENCLAW_TRAY_PREVIOUS_LEVEL > $OPENCLAW_TRAY_LEVEL" >> "${told}"\n`,
    );
    await chmod(hook, 0o755);
    expect(await service.shim(['alerts', 'add', '--id', 'mine', '--per-minute', '60', '--', hook])).toMatchObject({
      code: 0,
    });
    try {
      const stream = start('watch', '--alerts', '--json');
      await eventually(() => stream.lines.length).toBe(1);
      process.kill(await service.pid(), 'SIGKILL');
      await eventually(() => readFile(told, 'utf8').catch(() => '')).toBe('healthy > failed\nfailed > healthy\n');
      expect(stream.stderr()).toBe('');
      stream.child.kill('SIGINT');
      expect(await stream.ended).toMatchObject({ code: 0 });
    } finally {
      expect(await service.shim(['alerts', 'remove', 'mine', '--json'])).toMatchObject({ code: 0 });
    }
  });

  test('what is refused', async () => {
    const cases: readonly [string[], number][] = [
      [[], 2],
      [['--webhook', 'http://127.0.0.1:1/', '--', '/bin/true'], 2],
      [['--webhook', 'ftp://example.org/'], 2],
      [['--webhook', 'http://me:secret@127.0.0.1/'], 2],
      [['--webhook', 'http://example.org/', '--secret-file', '/etc/hostname'], 2],
      [['--', '/nowhere/program'], 2],
      [['--on', 'sad', '--', '/bin/true'], 2],
      [['--per-minute', '0', '--', '/bin/true'], 2],
    ];
    for (const [args, code] of cases) {
      const result = await service.shim(['alerts', 'add', '--json', ...args]);
      expect([args, result.code]).toEqual([args, code]);
      expect(result.stdout).not.toContain('me:secret');
    }
    expect(JSON.parse((await service.shim(['alerts', 'list', '--json'])).stdout)).toMatchObject({ alerts: [] });
  });

  test('an address from standard input is not shown again', async () => {
    const url = 'https://127.0.0.1:1/rooms/canary-77';
    const added = await service.shim(['alerts', 'add', '--json', '--webhook', '-'], { input: `${url}\n` });
    const listed = await service.shim(['alerts', 'list', '--json']);
    const tested = await service.shim(['alerts', 'test', '--json']);
    expect([added.code, listed.code, tested.code]).toEqual([0, 0, 1]);
    expect(JSON.parse(tested.stdout)).toMatchObject({ ok: false, results: [{ id: 'webhook-1', delivered: false }] });
    for (const { stdout, stderr } of [added, listed, tested]) expect(stdout + stderr).not.toContain('canary');
    expect((await stat(join(service.home, '.config', 'openclaw-tray', 'alerts.json'))).mode & 0o777).toBe(0o600);
    expect((await service.shim(['alerts', 'remove', 'webhook-1'])).code).toBe(0);
  });
});

describe('metrics', () => {
  test('to a file that everybody may read, as a whole', async () => {
    const path = join(service.home, 'openclaw.prom');
    expect(await service.shim(['metrics', '--textfile', path])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    const text = await readFile(path, 'utf8');
    expect(text).toContain('openclaw_gateway_up{profile="default"} 1\n');
    const { token } = JSON.parse(await readFile(join(service.home, '.openclaw', 'openclaw.json'), 'utf8')).gateway.auth;
    expect(token).toMatch(/^[0-9a-f]{48}$/);
    expect(text).not.toContain(token);
    expect(await service.shim(['metrics', '--textfile', '/proc/nowhere/x.prom'])).toMatchObject({
      code: 1,
      stdout: '',
    });
  });
});

describe('wait', () => {
  const wait = (state: string, ...args: string[]) => service.shim(['wait', '--for', state, '--json', ...args]);

  test('what is so already ends at once', async () => {
    for (const state of ['healthy', 'running']) {
      const { code, stdout } = await wait(state, '--timeout', '0');
      expect([state, code, JSON.parse(stdout)]).toMatchObject([state, 0, { ok: true, for: state, profile: 'default' }]);
    }
    const none = await service.shim(['--profile', 'none', 'wait', '--for', 'not-installed', '--timeout', '0']);
    expect(none).toMatchObject({ code: 0, stdout: '◌ none is not installed\n' });
  });

  test('what does not come: exit 1, and what is true instead', async () => {
    for (const state of ['stopped', 'port-free', 'not-installed']) {
      const result = await wait(state, '--timeout', '0.3');
      expect([state, result.code, errorOf(result).code]).toEqual([state, 1, 'wait-timeout']);
      expect(JSON.parse(result.stdout)).toMatchObject({ status: { state: 'running' } });
    }
  });

  test('what cannot be found out: exit 4', async () => {
    // A supervisor's state that cannot be understood is not "stopped".
    const state = join(service.home, '.local', 'state', 'openclaw-tray', 'embedded', 'odd');
    await mkdir(state, { recursive: true });
    await writeFile(join(state, 'state.json'), 'not a state');
    await writeFile(join(state, 'definition.json'), 'not a definition');
    const result = await service.shim(['--profile', 'odd', 'wait', '--for', 'healthy', '--timeout', '0', '--json'], {
      env: { OPENCLAW_TRAY_SUPERVISOR: 'embedded' },
    });
    expect([errorOf(result).code, result.code]).toEqual(['state-unknown', 4]);
  });

  test('what comes while waiting', async () => {
    const stopped = start('wait', '--for', 'stopped', '--timeout', '60', '--json');
    const free = start('wait', '--for', 'port-free', '--timeout', '60', '--json');
    expect(await service.shim(['gateway', 'stop', '--json'])).toMatchObject({ code: 0 });
    expect(await stopped.ended).toMatchObject({ code: 0 });
    expect(await free.ended).toMatchObject({ code: 0 });
    const healthy = start('wait', '--for', 'healthy', '--timeout', '60', '--json');
    expect(await service.shim(['gateway', 'start', '--json'])).toMatchObject({ code: 0 });
    expect(await healthy.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(healthy.lines.join('\n'))).toMatchObject({ ok: true, status: { verdict: { level: 'healthy' } } });
  });

  test('Ctrl+C while waiting', async () => {
    const stream = start('wait', '--for', 'stopped', '--timeout', '60');
    // It has looked and holds its connection: then it waits.
    await eventually(() => isConnectedTo(service.port)).toBe(true);
    stream.child.kill('SIGINT');
    expect(await stream.ended).toMatchObject({ code: 1 });
  });
});

/** Does some process of this machine hold a connection to the port? From the kernel's table: remote address, then state 01 = established. */
async function isConnectedTo(port: number): Promise<boolean> {
  const remote = new RegExp(
    `^ *\\d+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, '0')} 01 `,
    'm',
  );
  return remote.test(await readFile('/proc/net/tcp', 'utf8'));
}
