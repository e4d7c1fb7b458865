/**
 * What it costs to watch: CPU and child processes of the app's core with five healthy gateways over two minutes, then a hundred at once
 * with memory for each. `node e2e/bench/idle.ts [--seconds 120] [--many 100]`. Loopback only; the gateways are demo gateways.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import childProcess from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MonitorBench } from '../demo-gateway/monitor-bench.ts';

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const seconds = option('seconds', 120);
const many = option('many', 100);

/** Counts what the core starts, and not the gateways that this program starts for it. */
let spawned = 0;
const ours = new AsyncLocalStorage<true>();
const { spawn } = childProcess;
childProcess.spawn = ((...args: Parameters<typeof spawn>) => {
  if (ours.getStore() !== true) spawned += 1;
  return spawn(...args);
}) as typeof spawn;
syncBuiltinESMExports();

const { makeMonitorBench } = await import('../demo-gateway/monitor-bench.ts');
const { makeDemoPackage } = await import('../demo-gateway/package.ts');
const folder = await mkdtemp(join(tmpdir(), 'bench-idle-'));

async function settle(bench: MonitorBench, names: readonly string[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (names.some((name) => bench.report(name)?.verdict.level !== 'healthy')) {
    if (Date.now() > deadline) throw new Error('not all became healthy');
    await sleep(200);
  }
  // The first connections and their reads are not idle.
  await sleep(5_000);
}

async function measure(bench: MonitorBench, forSeconds: number) {
  const before = { cpu: process.cpuUsage(), spawned, asked: bench.inspections(), at: performance.now() };
  await sleep(forSeconds * 1_000);
  const used = process.cpuUsage(before.cpu);
  const wallMs = performance.now() - before.at;
  return {
    cpuPercent: ((used.user + used.system) / 1_000 / wallMs) * 100,
    processesPerMinute: ((spawned - before.spawned) / wallMs) * 60_000,
    looksPerMinute: ((bench.inspections() - before.asked) / wallMs) * 60_000,
  };
}

const shown = (name: string, figures: Record<string, number>) => {
  const parts = Object.entries(figures).map(([key, value]) => `${key} ${Number(value.toFixed(3))}`);
  process.stdout.write(`${name}: ${parts.join(', ')}\n`);
};

try {
  const { entry } = await makeDemoPackage(folder);
  const startAll = (bench: MonitorBench, names: readonly string[]) =>
    ours.run(true, async () => {
      for (const name of names) await bench.start(name);
    });

  const five = Array.from({ length: 5 }, (_, index) => `five${index}`);
  const bench = await makeMonitorBench(entry);
  try {
    await startAll(bench, five);
    await settle(bench, five);
    shown('5 profiles, nobody looks', await measure(bench, seconds));
    bench.monitor.setAttention(true);
    await sleep(2_000);
    shown('5 profiles, a window looks', await measure(bench, Math.min(30, seconds)));
  } finally {
    await bench.dispose();
  }

  const names = Array.from({ length: many }, (_, index) => `many${index}`);
  const crowd = await makeMonitorBench(entry);
  try {
    globalThis.gc?.();
    const before = process.memoryUsage();
    await startAll(crowd, names);
    await settle(crowd, names);
    globalThis.gc?.();
    const after = process.memoryUsage();
    const figures = await measure(crowd, Math.min(30, seconds));
    shown(`${many} profiles, nobody looks`, {
      ...figures,
      heapKiBEach: (after.heapUsed - before.heapUsed) / 1024 / many,
      rssKiBEach: (after.rss - before.rss) / 1024 / many,
    });
    const killed = names[0] ?? '';
    const pid = crowd.report(killed)?.pid ?? 0;
    const at = performance.now();
    process.kill(pid, 'SIGKILL');
    while (crowd.report(killed)?.verdict.level === 'healthy') await sleep(10);
    shown(`${many} profiles, one killed`, { seenAfterMs: performance.now() - at });
    if (crowd.defects.length > 0) throw new Error('defects', { cause: crowd.defects[0] });
  } finally {
    await crowd.dispose();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
