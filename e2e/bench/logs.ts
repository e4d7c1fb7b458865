/**
 * The log parts of `npm run bench`; needs no gateway and no rights. Throughput of following against a floor that only splits and decodes the
 * same bytes, in turn, in one process; memory while it runs; and the time to the first page of a log of 1 GB.
 *
 *   node e2e/bench/logs.ts [--runs N]
 */
import { closeSync, openSync, readSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { openLogStream } from '../../src/main/logs/stream.ts';
import { gatewayLine, makeLogBench, serviceLine } from '../../src/main/logs/testing.ts';

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 7;
const LINES = 200_000;
const GIB = 2 ** 30;
const MAX_RSS_GROWTH_MB = 250;
const WORDS = '⇄ res ✓ config.get 504ms conn=0ca11f11…983c id=r5';
const AT = Date.parse('2026-11-22T14:00:00.000Z');

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const spread = (values: readonly number[], digits: number) =>
  `${Math.min(...values).toFixed(digits)}..${Math.max(...values).toFixed(digits)}`;
const judge = (met: boolean, aim: string) => `(aim: ${aim}: ${met ? 'met' : 'NOT met'})`;
const thousands = (value: number) => `${Math.round(value / 1000)} k`;
const rssMb = () => process.memoryUsage().rss / 2 ** 20;

const bench = await makeLogBench();
const subject = bench.subject(undefined, ['canary-0123456789abcdef', 'another-0123456789abcdef']);
console.log(
  `${cpus().length} cores, ${(totalmem() / GIB).toFixed(0)} GiB, Node ${process.version}; ${runs} pairs each, medians (min..max).`,
);
try {
  await following('plain lines of captured output', bench.serviceFile, serviceLine);
  await following("the gateway's own JSON lines", bench.gatewayFile, gatewayLine);
  await firstPage();
} finally {
  await bench.dispose();
}

/** Lines a second from a file into whoever follows, none lost, all in order. */
async function following(title: string, path: string, lineOf: (at: number, text: string) => string): Promise<void> {
  writeFileSync(path, '');
  // Written in parts, so that the lines themselves do not count as memory of the follower.
  const source = `${path}.source`;
  const file = openSync(source, 'w');
  for (let at = 0; at < LINES; at += 10_000) {
    let part = '';
    for (let index = at; index < at + 10_000; index += 1) part += lineOf(AT + index, `line ${index} ${WORDS}`);
    writeSync(file, part);
  }
  closeSync(file);
  const ours: number[] = [];
  const perCpu: number[] = [];
  const floors: number[] = [];
  const growth: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const before = rssMb();
    const followed = await follow(path, source);
    const floor = splitOnly(source);
    // The first pair warms both.
    if (run === 0) continue;
    ours.push(followed.linesPerSecond);
    perCpu.push(followed.perCpuSecond);
    growth.push(followed.peakMb - before);
    floors.push(floor);
  }
  rmSync(source);
  console.log(`\n  following ${title}, ${LINES / 1000} k lines at once`);
  console.log(
    `    ours                              ${thousands(median(ours))} lines/s (${spread(
      ours.map((value) => value / 1000),
      0,
    )})  ${judge(median(ours) >= 100_000, 'at least 100 k')}`,
  );
  // What else the machine does slows the clock on the wall, not this.
  console.log(`    ours, by its own CPU time         ${thousands(median(perCpu))} lines/s`);
  console.log(`    the floor (split and decode only) ${thousands(median(floors))} lines/s`);
  console.log(
    `    time ratio ${median(ours.map((value, at) => (floors[at] ?? 0) / value)).toFixed(2)}, order kept, none lost; memory grew by ${median(growth).toFixed(0)} MB ${judge(median(growth) <= MAX_RSS_GROWTH_MB, `at most ${MAX_RSS_GROWTH_MB} MB`)}`,
  );
}

async function follow(
  path: string,
  source: string,
): Promise<{ linesPerSecond: number; perCpuSecond: number; peakMb: number }> {
  truncateSync(path, 0);
  const stream = await openLogStream(bench.context, subject, {
    follow: true,
    overflow: 'wait',
    everyMs: 0,
    onDefect(cause) {
      throw cause;
    },
  });
  await stream.older(100);
  const done = Promise.withResolvers<void>();
  let next = 0;
  let peakMb = 0;
  stream.follow(({ lines, dropped }) => {
    peakMb = Math.max(peakMb, rssMb());
    for (const { text } of lines) {
      if (!text.includes(`line ${next} `)) done.reject(new Error(`line ${next} should have come, not: ${text}`));
      next += 1;
    }
    if (dropped > 0) done.reject(new Error(`${dropped} lines were dropped`));
    if (next === LINES) done.resolve();
  });
  copyInto(path, source);
  const begin = performance.now();
  const cpuBefore = process.cpuUsage();
  await done.promise;
  const seconds = (performance.now() - begin) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  await stream.close();
  return { linesPerSecond: LINES / seconds, perCpuSecond: LINES / ((cpu.user + cpu.system) / 1e6), peakMb };
}

/** Appends without reading the whole into memory. */
function copyInto(path: string, source: string): void {
  const from = openSync(source, 'r');
  const to = openSync(path, 'a');
  const buffer = Buffer.alloc(2 ** 20);
  for (let size = readSync(from, buffer); size > 0; size = readSync(from, buffer)) writeSync(to, buffer, 0, size);
  closeSync(from);
  closeSync(to);
}

function splitOnly(source: string): number {
  const begin = performance.now();
  const from = openSync(source, 'r');
  const buffer = Buffer.alloc(256 * 1024);
  let count = 0;
  let rest = '';
  for (let size = readSync(from, buffer); size > 0; size = readSync(from, buffer)) {
    const lines = (rest + buffer.toString('utf8', 0, size)).split('\n');
    rest = lines.pop() ?? '';
    count += lines.length;
  }
  closeSync(from);
  return count / ((performance.now() - begin) / 1000);
}

/** A log of 1 GB, most of it a hole, with real lines at its end. */
async function firstPage(): Promise<void> {
  rmSync(bench.gatewayFile, { force: true });
  writeFileSync(bench.serviceFile, '');
  truncateSync(bench.serviceFile, GIB);
  let tail = '\n';
  for (let at = 0; at < 50_000; at += 1) tail += serviceLine(AT + at, `line ${at} ${WORDS}`);
  const file = openSync(bench.serviceFile, 'a');
  writeSync(file, tail);
  closeSync(file);
  const times: number[] = [];
  const growth: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const before = rssMb();
    const begin = performance.now();
    const stream = await openLogStream(bench.context, subject, { follow: true, onDefect() {} });
    const page = await stream.older(1_000);
    const took = performance.now() - begin;
    if (page.lines.length !== 1_000 || !page.lines.at(-1)?.text.includes('line 49999 '))
      throw new Error(`The first page is not the end of the log: ${page.lines.at(-1)?.text}`);
    await stream.close();
    if (run === 0) continue;
    times.push(took);
    growth.push(rssMb() - before);
  }
  console.log('\n  the first page (1,000 lines) of a log of 1 GB');
  console.log(
    `    ${median(times).toFixed(0)} ms (${spread(times, 0)})  ${judge(median(times) < 200, 'under 200 ms')}; memory grew by ${median(growth).toFixed(0)} MB`,
  );
}
