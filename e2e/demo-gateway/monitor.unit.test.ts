/** The monitor against gateways that restart, hang, flood, lie and close; and against a clock and a machine that do the same. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Disturbance } from '../../src/main/operations/disturbance.ts';
import { type MonitorBench, makeMonitorBench } from './monitor-bench.ts';
import { makeDemoPackage } from './package.ts';

const HOUR = 3_600_000;
let folder = '';
let entry = '';
let bench: MonitorBench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-monitor-'));
  ({ entry } = await makeDemoPackage(folder));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  bench = await makeMonitorBench(entry);
  bench.monitor.setAttention(true);
});
afterEach(async () => {
  const { defects } = bench;
  await bench.dispose();
  expect(defects).toEqual([]);
});

const level = (profile = 'default') => bench.report(profile)?.verdict.level;
const codes = (profile = 'default') => bench.report(profile)?.diagnoses.map(({ code }) => code) ?? [];
const within = (ms: number) => ({ timeout: ms, interval: 50 });
/** Generous beside the two seconds of the specification: these machines are shared. What it really took is measured live. */
const SOON = within(6_000);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('what happens to a gateway', () => {
  test('killed, started again, stopped: each is seen without being asked', async () => {
    const first = await bench.start('default');
    expect(level()).toBe('healthy');
    process.kill(first.pid, 'SIGKILL');
    await expect.poll(() => level(), SOON).toBe('stopped');
    const second = await bench.start('default');
    await expect.poll(() => bench.report('default')?.pid, SOON).toBe(second.pid);
    expect(level()).toBe('healthy');
    await second.stop();
    await expect.poll(() => level(), SOON).toBe('stopped');
  });

  test('held by SIGSTOP: it does not answer, and why; let go: healthy within three seconds', async () => {
    const run = await bench.start('default');
    process.kill(run.pid, 'SIGSTOP');
    await expect.poll(() => level(), within(12_000)).toBe('failed');
    expect(bench.report('default')).toMatchObject({
      state: 'running',
      probe: 'failed',
      verdict: { code: 'verdict.noAnswer' },
    });
    expect(bench.report('default')?.verdict.reason).toContain('SIGSTOP');
    expect(codes()[0]).toBe('process-paused');
    // Long enough for the pace to have slowed down.
    await pause(4_000);
    const let_go = performance.now();
    process.kill(run.pid, 'SIGCONT');
    await expect.poll(() => level(), within(5_000)).toBe('healthy');
    expect(performance.now() - let_go).toBeLessThan(3_000);
    expect(codes()).toEqual([]);
  }, 40_000);

  test('another token in the file is refused; the old one again is accepted', async () => {
    await bench.start('default');
    const path = bench.configOf('default');
    const good = await readFile(path, 'utf8');
    await writeFile(path, good.replace('demo-token-4711', 'another-token'));
    await expect.poll(() => level(), SOON).toBe('degraded');
    expect(codes()[0]).toBe('auth-mismatch');
    const before = bench.inspections();
    await pause(4_000);
    // A secret that was refused is not sent every second: the gateway would lock us out.
    expect(bench.inspections() - before).toBeLessThanOrEqual(1);
    await writeFile(path, good);
    await expect.poll(() => level(), SOON).toBe('healthy');
  });

  test('another port in the file, and a gateway there', async () => {
    const old = await bench.start('default');
    const path = bench.configOf('default');
    const config = JSON.parse(await readFile(path, 'utf8')) as { gateway: { port: number } };
    config.gateway.port += 1;
    await old.stop();
    await writeFile(path, JSON.stringify(config));
    await expect.poll(() => bench.report('default')?.port, SOON).toBe(old.port + 1);
    await bench.start('default');
    await expect.poll(() => level(), SOON).toBe('healthy');
  });

  test('a configuration that cannot be read is told, and its cure is seen', async () => {
    await bench.start('default');
    const path = bench.configOf('default');
    const good = await readFile(path, 'utf8');
    await writeFile(path, '{ "gateway": ');
    await expect.poll(() => codes().join(' '), SOON).toContain('config');
    await writeFile(path, good);
    await expect.poll(() => level(), SOON).toBe('healthy');
  });

  test('one that hangs does not keep another from being seen', async () => {
    const slow = await bench.start('slow');
    const other = await bench.start('other');
    process.kill(slow.pid, 'SIGSTOP');
    await pause(800);
    const killed = performance.now();
    process.kill(other.pid, 'SIGKILL');
    await expect.poll(() => level('other'), SOON).toBe('stopped');
    // The probe of the hanging one alone takes five seconds.
    expect(performance.now() - killed).toBeLessThan(4_000);
  });
});

describe('gateways that misbehave', () => {
  test.each([
    ['flood', 'connection-flood', {}],
    ['health-flood', 'connection-flood', {}],
    ['bad-frames=100', 'connection-bad-frames', {}],
    ['random-close=60', 'connection-drops', {}],
    ['new-identity', 'connection-identity', {}],
  ] as const)(
    '%s: %s is said, memory stays bounded, others are seen',
    async (mode, code, env) => {
      await bench.start('good');
      await bench.start('default', mode, env);
      if (mode === 'new-identity') {
        // Another look meets another boot id while the connection to the first is open.
        await pause(500);
        await bench.monitor.refresh('default');
      }
      await expect.poll(() => codes(), within(40_000)).toContain(code);
      const heap = () => {
        globalThis.gc?.();
        return process.memoryUsage().rss;
      };
      const before = heap();
      const asked = bench.inspections();
      const began = performance.now();
      const cpu = process.cpuUsage();
      await pause(2_000);
      const used = process.cpuUsage(cpu);
      // CPU time, not waiting time: it says the same on a busy machine. Most of a core is left for everything else.
      expect((used.user + used.system) / 1_000 / (performance.now() - began)).toBeLessThan(0.7);
      expect(heap() - before).toBeLessThan(150 * 1024 * 1024);
      // Two seconds of misbehaviour, and the supervisor is not asked all the time.
      expect(bench.inspections() - asked).toBeLessThanOrEqual(4);
      expect(level('good')).toBe('healthy');
      expect(codes('good')).toEqual([]);
    },
    90_000,
  );

  test('slow answers: it is told as it is, and nothing piles up', async () => {
    await bench.start('default', 'slow-hello=2500');
    await expect.poll(() => level(), within(12_000)).toBe('healthy');
    expect(bench.report('default')?.probeDetail?.latencyMs).toBeGreaterThan(2_400);
  });

  test('one that refuses every secret is asked ever more rarely', async () => {
    await bench.start('default', 'wrong-protocol');
    expect(level()).not.toBe('healthy');
    const before = bench.inspections();
    await pause(5_000);
    expect(bench.inspections() - before).toBeLessThanOrEqual(2);
  });
});

describe('clocks and sleep', () => {
  test('after a sleep everything is read again, and a setback is believed only when it lasts', async () => {
    const seen: Disturbance[] = [];
    bench.monitor.onDisturbance((each) => seen.push(each));
    const run = await bench.start('default');
    process.kill(run.pid, 'SIGSTOP');
    const asked = bench.inspections();
    bench.shift(8 * HOUR, 8 * HOUR);
    await expect.poll(() => seen.map(({ kind }) => kind), SOON).toEqual(['slept']);
    await expect.poll(() => bench.inspections(), SOON).toBeGreaterThan(asked);
    await pause(7_000);
    // The probe has failed by now, and is not told yet.
    expect(level()).toBe('healthy');
    await expect.poll(() => level(), within(15_000)).toBe('failed');
    process.kill(run.pid, 'SIGCONT');
    await expect.poll(() => level(), SOON).toBe('healthy');
  }, 60_000);

  test.each([
    ['back', -5 * HOUR],
    ['ahead', 5 * HOUR],
  ])('a clock that is set %s: no sleep, no stale report, changes are still seen', async (_word, by) => {
    const seen: Disturbance[] = [];
    bench.monitor.onDisturbance((each) => seen.push(each));
    const run = await bench.start('default');
    bench.shift(by, 0);
    await expect.poll(() => seen, SOON).toMatchObject([{ kind: 'clock-set' }]);
    const age = () => bench.context.clock.now() - Date.parse(bench.report('default')?.checkedAt ?? '');
    await expect.poll(age, SOON).toBeLessThan(4_000);
    await pause(4_000);
    expect(Math.abs(age())).toBeLessThan(4_500);
    process.kill(run.pid, 'SIGKILL');
    await expect.poll(() => level(), SOON).toBe('stopped');
  });
});
