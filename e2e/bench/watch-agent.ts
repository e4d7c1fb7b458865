/**
 * Inside the booted host: how long from `kill -9` of the gateway until `watch --json` has printed the event, under systemd. The event's
 * line is timed when it arrives here, by the same clock as the kill.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Event {
  readonly status: {
    readonly runtime: string;
    readonly pid: number | null;
    readonly verdict: { readonly level: string };
  } | null;
}

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 15;
const AIM_MS = 300;
const LIMIT_MS = 60_000;

const watch = spawn('openclaw-tray', ['--profile', 'default', 'watch', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const waiting = new Set<(event: Event, at: number) => void>();
createInterface({ input: watch.stdout }).on('line', (line) => {
  const at = performance.now();
  const event = JSON.parse(line) as Event;
  for (const listener of [...waiting]) listener(event, at);
});

/** The first event that fits, with the moment of its arrival. */
function next(fits: (event: Event) => boolean): Promise<{ readonly event: Event; readonly at: number }> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('No event came.')), LIMIT_MS);
    const listener = (event: Event, at: number) => {
      if (!fits(event)) return;
      clearTimeout(late);
      waiting.delete(listener);
      resolve({ event, at });
    };
    waiting.add(listener);
  });
}

const isHealthy = ({ status }: Event) => status?.verdict.level === 'healthy' && status.pid !== null;
const times: number[] = [];
let { event } = await next(isHealthy);
for (let run = 0; run < runs; run += 1) {
  // The held connection is opened after the event; a moment of peace, as between two real crashes.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const pid = event.status?.pid ?? 0;
  const down = next(({ status }) => status?.runtime === 'stopped');
  const killed = performance.now();
  process.kill(pid, 'SIGKILL');
  times.push((await down).at - killed);
  const up = next(isHealthy);
  // Five crashes in a row would be a crash loop with longer and longer pauses.
  execFileSync('systemctl', ['--user', 'reset-failed', 'openclaw-gateway.service']);
  execFileSync('systemctl', ['--user', 'restart', 'openclaw-gateway.service']);
  event = (await up).event;
}
watch.kill('SIGINT');
const ended = await new Promise((resolve) => watch.once('exit', resolve));

const sorted = times.toSorted((a, b) => a - b);
const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
console.log(`\n  kill -9 of the gateway until "watch --json" has printed it, systemd, ${runs} times`);
console.log(
  `    median ${median.toFixed(0)} ms (${sorted[0]?.toFixed(0)}..${sorted.at(-1)?.toFixed(0)}) (aim: under ${AIM_MS} ms: ${median < AIM_MS ? 'met' : 'NOT met'}); watch ended with ${ended}`,
);
