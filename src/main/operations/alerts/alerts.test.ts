import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StatusSnapshot } from '../../../shared/ipc/contract.ts';
import { say, textOf } from '../../../shared/said.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { healthyFacts, withProcess } from '../../health/testing.ts';
import { createSpawnRunner } from '../../system/spawn-runner.ts';
import { createAppCore } from '../app-core.ts';
import { reportOf } from '../report.ts';
import { makeBench, type TestBench } from '../testing.ts';
import { testFacts } from './alert-facts.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import type { CommandHook, Hook } from './hook.ts';
import { createHookStore } from './hook-store.ts';
import { sendCommand } from './send-command.ts';
import { createVerdictChanges } from './verdict-changes.ts';

const HEALTHY = reportOf(healthyFacts());
const CRASHED = reportOf(withProcess({ state: 'crashed', willRestart: true }));
const STARTING = reportOf(withProcess({ state: 'starting' }, { probe: null }));
const snapshot = (report: StatusReport, change: Partial<StatusSnapshot['profiles'][number]> = {}): StatusSnapshot => ({
  seq: 1,
  profiles: [{ profile: report.profile, report, problem: null, busy: null, ...change }],
});

describe('which changes are news', () => {
  const levels = (...snapshots: readonly StatusSnapshot[]) => {
    const changes = createVerdictChanges();
    return snapshots.flatMap((each) =>
      changes.take(each).map(({ previous, report }) => `${previous.level} > ${report.verdict.level}`),
    );
  };
  test('what is seen first is none', () => {
    expect(levels(snapshot(CRASHED))).toEqual([]);
  });
  test('a crash and its cure', () => {
    expect(levels(snapshot(HEALTHY), snapshot(CRASHED), snapshot(STARTING), snapshot(HEALTHY))).toEqual([
      'healthy > failed',
      'failed > healthy',
    ]);
  });
  test('a restart that works out is none', () => {
    expect(levels(snapshot(HEALTHY), snapshot(STARTING), snapshot(HEALTHY))).toEqual([]);
  });
  test('nothing while the app itself is at work, and what came of it afterwards', () => {
    expect(levels(snapshot(HEALTHY), snapshot(CRASHED, { busy: 'restart' }), snapshot(HEALTHY))).toEqual([]);
    expect(levels(snapshot(HEALTHY), snapshot(CRASHED, { busy: 'restart' }), snapshot(CRASHED))).toEqual([
      'healthy > failed',
    ]);
  });
  test('a look that failed leaves an old report, which is none', () => {
    const problem = { code: 'command-failed', message: 'systemctl' } as const;
    expect(levels(snapshot(HEALTHY), snapshot(CRASHED, { problem }))).toEqual([]);
  });
});

const bound = { profile: null, levels: null, timeoutMs: 5_000, perMinute: 6 };
let bench: TestBench;
let alerts: Alerts[] = [];
let notes: string[] = [];
beforeEach(async () => {
  bench = await makeBench();
  notes = [];
});
afterEach(async () => {
  for (const each of alerts) await each.dispose();
  alerts = [];
  await bench.dispose();
});
const begin = (): Alerts => {
  const made = createAlerts(bench.context, {
    onNote: (note) => notes.push(textOf(note)),
    onDefect: (cause) => notes.push(`defect ${cause}`),
    pausesMs: [10, 10],
  });
  alerts.push(made);
  return made;
};
/** A hook that adds what it is told to a file. */
async function writer(change: Partial<CommandHook> = {}): Promise<{ hook: Hook; told: () => Promise<string[]> }> {
  const script = join(bench.home, 'hook.sh');
  await writeFile(
    script,
    `#!/bin/sh\nread -r facts\nprintf '%s %s %s\\n' "$OPENCLAW_TRAY_LEVEL" "$1" "$facts" >> ${bench.home}/told\n`,
  );
  await chmod(script, 0o755);
  return {
    hook: { kind: 'command', id: 'writer', ...bound, argv: [script, 'an "argument"'], ...change },
    told: async () =>
      (await readFile(join(bench.home, 'told'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
  };
}

describe('a change reaches a hook', () => {
  test('a command: arguments as they are, level in its environment, facts on stdin', async () => {
    const { hook, told } = await writer();
    await createHookStore(bench.context).add(hook);
    const running = begin();
    running.take(snapshot(HEALTHY));
    running.take(snapshot(CRASHED));
    await running.idle();
    const [line = '', ...more] = await told();
    expect(more).toEqual([]);
    expect(line.startsWith('failed an "argument" {')).toBe(true);
    expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
      schemaVersion: 1,
      event: 'verdict-changed',
      profile: 'default',
      previous: { level: 'healthy' },
      verdict: { level: 'failed', code: 'verdict.crashed' },
      status: { state: 'crashed', port: 18789 },
    });
    expect(notes).toEqual([]);
  });

  test('not one that asked for another profile, or another level', async () => {
    const { hook, told } = await writer({ profile: 'work' });
    const store = createHookStore(bench.context);
    await store.add(hook);
    await store.add({ ...hook, id: 'stopped-only', profile: null, levels: ['stopped'] });
    const running = begin();
    running.take(snapshot(HEALTHY));
    running.take(snapshot(CRASHED));
    await running.idle();
    expect(await told()).toEqual([]);
    running.take(snapshot({ ...HEALTHY, profile: 'work' }));
    running.take(snapshot({ ...CRASHED, profile: 'work' }));
    await running.idle();
    expect(await told()).toHaveLength(1);
  });

  test('a webhook that fails at first; the hook that stays dumb is in the log', async () => {
    const bodies: unknown[] = [];
    const server = createServer(async (request, response) => {
      bodies.push(JSON.parse(await text(request)));
      response.writeHead(request.url === '/broken' || bodies.length < 3 ? 500 : 200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const store = createHookStore(bench.context);
      await store.add({ kind: 'webhook', id: 'chat', ...bound, url: `${base}/works`, secret: null });
      const running = begin();
      running.take(snapshot(HEALTHY));
      running.take(snapshot(CRASHED));
      await running.idle();
      expect(bodies).toHaveLength(3);
      expect(notes).toEqual([]);
      await store.remove('chat');
      await store.add({ kind: 'webhook', id: 'broken', ...bound, url: `${base}/broken`, secret: null });
      running.take(snapshot(HEALTHY));
      await running.idle();
      expect(notes).toEqual([
        `The alert broken about default (healthy) was not delivered in 3 attempts: ${base}/… answered 500.`,
      ]);
    } finally {
      server.close();
    }
  });

  test('once, although two processes watch; the other takes over when the first ends', async () => {
    const { hook, told } = await writer();
    await createHookStore(bench.context).add(hook);
    const [first, second] = [begin(), begin()];
    for (const report of [HEALTHY, CRASHED]) {
      first.take(snapshot(report));
      await first.idle();
      second.take(snapshot(report));
      await second.idle();
    }
    expect(await told()).toHaveLength(1);
    expect(notes).toEqual(['Another process sends the alerts; this one stands by.']);
    await first.dispose();
    second.take(snapshot(HEALTHY));
    await second.idle();
    expect(await told()).toHaveLength(2);
  });
});

test("the app's core tells too: what it did itself, once it is done", async () => {
  const { hook, told } = await writer();
  await createHookStore(bench.context).add(hook);
  const options = { entry: bench.entry, runtimePath: bench.runtime };
  const defects: unknown[] = [];
  const core = await createAppCore(bench.context, (cause) => defects.push(cause), {
    onNote: (note) => notes.push(textOf(note)),
  });
  const run = (action: 'install' | 'stop') =>
    core.run({ operationId: action, action, profile: 'default', options }, () => undefined);
  try {
    await core.refresh({});
    const words = async () => (await told()).map((line) => line.split(' ')[0]);
    const within = { timeout: 10_000, interval: 30 };
    expect(await run('install')).toMatchObject({ ok: true });
    // A state that is over before the hook's turn comes is not told: on a busy machine that could be this one.
    await expect.poll(words, within).toEqual(['healthy']);
    expect(await run('stop')).toMatchObject({ ok: true });
    await expect.poll(words, within).toEqual(['healthy', 'stopped']);
  } finally {
    await core.dispose();
  }
  expect([defects, notes]).toEqual([[], []]);
});

describe('a command', () => {
  const facts = testFacts('host', '2026-11-22T14:06:00.000Z', 'default');
  const run = (script: string, change: Partial<CommandHook> = {}, env: Record<string, string> = {}) => {
    const whole = { PATH: '/usr/bin:/bin', ...env };
    return sendCommand({ kind: 'command', id: 'c', ...bound, argv: ['/bin/sh', '-c', script], ...change }, facts, {
      runner: createSpawnRunner(whole),
      env: whole,
      signal: new AbortController().signal,
    });
  };
  test('that fails says why, without colours and secrets', async () => {
    const sent = await run('printf "\\033[31mtoken=abcdefgh123\\033[0m no route" >&2; exit 3');
    expect(sent).toEqual({
      ok: false,
      retry: false,
      reason: say('sent.said', { failure: say('sent.exit-code', { code: '3' }), said: 'token=[hidden] no route' }),
    });
  });
  test('that hangs is ended', async () => {
    expect(await run('exec sleep 60', { timeoutMs: 200 })).toMatchObject({
      ok: false,
      reason: say('sent.late', { ms: 200 }),
    });
  });
  test('that leaves a program behind holds nothing up', async () => {
    const began = performance.now();
    expect(await run('sleep 30 & exit 0')).toEqual({ ok: true });
    expect(performance.now() - began).toBeLessThan(20_000);
  });
  test('that writes without end is ended, and little of it is kept', async () => {
    const sent = await run('while :; do printf "%01000d" 1 >&2 || exit 1; done', { timeoutMs: 20_000 });
    expect(sent.ok).toBe(false);
    expect(JSON.stringify(sent).length).toBeLessThan(1_000);
  });
  test('that is not there', async () => {
    expect(await run('', { argv: ['/nowhere/hook'] })).toMatchObject({
      ok: false,
      reason: { code: 'sent.not-started', text: expect.stringContaining('ENOENT') },
    });
  });
  test("does not get the gateway's secret, and keeps the person's locale", async () => {
    const script = 'test -z "$OPENCLAW_GATEWAY_TOKEN" && test "$LC_ALL" = de_DE.UTF-8';
    expect(await run(script, {}, { OPENCLAW_GATEWAY_TOKEN: 'x', LC_ALL: 'de_DE.UTF-8' })).toEqual({ ok: true });
  });
});

describe('the settings', () => {
  const path = () => createHookStore(bench.context).path;
  const folder = () => join(bench.home, '.config', 'openclaw-tray');

  test('are of their owner only', async () => {
    await createHookStore(bench.context).add((await writer()).hook);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });
  test('that are broken: said once, kept aside at the next change, never overwritten unseen', async () => {
    const store = createHookStore(bench.context);
    const { hook, told } = await writer();
    await store.add(hook);
    await writeFile(path(), '{ "version": 1, "hooks": [ {');
    const running = begin();
    for (const report of [HEALTHY, CRASHED, HEALTHY]) running.take(snapshot(report));
    await running.idle();
    expect(await told()).toEqual([]);
    expect(notes).toEqual([`${path()} does not have the expected form, so no alert is sent.`]);
    const said = await store.add(hook);
    expect(said.join()).toContain('was kept as');
    const [aside = ''] = (await readdir(folder())).filter((name) => name.includes('unusable'));
    expect(await readFile(join(folder(), aside), 'utf8')).toBe('{ "version": 1, "hooks": [ {');
    expect(await store.read()).toEqual({ hooks: [hook], problem: null });
  });
  test('that others may write are not used: they decide what is started', async () => {
    const store = createHookStore(bench.context);
    await store.add((await writer()).hook);
    await chmod(path(), 0o622);
    expect(await store.read()).toMatchObject({
      hooks: [],
      problem: { text: expect.stringContaining('can be written by other users') },
    });
  });
  test('two of one name, and one that is not there', async () => {
    const store = createHookStore(bench.context);
    const { hook } = await writer();
    await store.add(hook);
    await expect(store.add(hook)).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(store.remove('nobody')).rejects.toMatchObject({ code: 'invalid-option' });
    expect((await store.read()).hooks).toHaveLength(1);
  });
});
