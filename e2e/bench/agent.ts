/** Inside the booted host: measures commands as whole processes with GNU time, A and B in turn, and prints the table. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, homedir, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Sample {
  readonly seconds: number;
  /** Peak memory of the largest single process, MB. */
  readonly megabytes: number;
}

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 7;
const floor = ['/usr/local/bin/node', fileURLToPath(new URL('floor.mjs', import.meta.url))];
const ours = (...args: string[]) => ['openclaw-tray', ...args];
const theirs = (...args: string[]) => ['openclaw', ...args];
const PROFILES = 50;

function measure(argv: readonly string[]): Sample {
  const { status, stderr, error } = spawnSync('/usr/bin/time', ['-f', '\n%e %M', ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error !== undefined) throw new Error('GNU time is needed: apt-get install time', { cause: error });
  const match = /([\d.]+) (\d+)\s*$/.exec(stderr);
  if (status !== 0 || match === null) throw new Error(`${argv.join(' ')} failed (${status}): ${stderr}`);
  return { seconds: Number(match[1]), megabytes: Number(match[2]) / 1024 };
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const spread = (values: readonly number[]) => `${Math.min(...values).toFixed(2)}..${Math.max(...values).toFixed(2)}`;

/** A and B alternate, so that what else the machine does hits both alike. */
function compare(
  title: string,
  a: readonly string[],
  b: readonly string[],
  aims: { time?: number; memory?: number },
  count = runs,
): void {
  measure(a);
  measure(b);
  const pairs = Array.from({ length: count }, () => [measure(a), measure(b)] as const);
  const timeRatio = median(pairs.map(([x, y]) => x.seconds / y.seconds));
  const memoryRatio = median(pairs.map(([x, y]) => x.megabytes / y.megabytes));
  const side = (index: 0 | 1, argv: readonly string[]) => {
    const samples = pairs.map((pair) => pair[index]);
    const times = samples.map((sample) => sample.seconds);
    console.log(
      `    ${argv
        .map((part) => part.replace(/^.*\//, ''))
        .join(' ')
        .padEnd(
          58,
        )} ${median(times).toFixed(3)} s (${spread(times)})  ${median(samples.map((sample) => sample.megabytes)).toFixed(0)} MB`,
    );
  };
  console.log(`\n  ${title}`);
  side(0, a);
  side(1, b);
  const judge = (ratio: number, aim: number | undefined) =>
    aim === undefined ? '' : ` (aim: at most ${aim}: ${ratio <= aim ? 'met' : 'NOT met'})`;
  console.log(
    `    time ratio ${timeRatio.toFixed(3)}${judge(timeRatio, aims.time)}, memory ratio ${memoryRatio.toFixed(2)}${judge(memoryRatio, aims.memory)}`,
  );
}

console.log(
  `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}; ${runs} pairs each, medians (min..max); the real gateway is up.`,
);
compare(
  'status with the probe: ours against openclaw',
  ours('gateway', 'status', '--json'),
  theirs('gateway', 'status', '--json'),
  { time: 0.05, memory: 0.25 },
);
compare(
  'status without the probe: ours against openclaw',
  ours('gateway', 'status', '--no-probe', '--json'),
  theirs('gateway', 'status', '--no-probe', '--json'),
  { time: 0.05, memory: 0.25 },
);
compare(
  'status with the probe: ours against the floor',
  ours('gateway', 'status', '--json'),
  floor,
  { time: 2 },
  runs * 3,
);
compare('version: ours against openclaw', ours('--version'), theirs('--version'), {}, runs);

const folders = Array.from({ length: PROFILES - 1 }, (_, index) => `${homedir()}/.openclaw-bench${index}`);
try {
  for (const folder of folders) {
    mkdirSync(folder);
    writeFileSync(
      `${folder}/openclaw.json`,
      '{ "gateway": { "mode": "local", "auth": { "mode": "token", "token": "bench-bench-bench" } } }',
      { mode: 0o600 },
    );
  }
  compare(
    `${PROFILES} profiles against one`,
    ours('gateway', 'status', '--all', '--json'),
    ours('gateway', 'status', '--json'),
    { time: 3 },
    runs * 3,
  );
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
