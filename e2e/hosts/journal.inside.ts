/** Runs inside a booted host: the journal feed against the real journalctl. Prints one JSON object; its words are checked outside. */
import { execFileSync } from 'node:child_process';
import { openJournalFeed } from '../../src/main/logs/journal-feed.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';

const UNIT = 'journal-live.service';
const say = (from: number, to: number) =>
  execFileSync('systemd-run', [
    '--user',
    '--wait',
    '--quiet',
    `--unit=${UNIT}`,
    '/bin/sh',
    '-c',
    `for i in $(seq ${from} ${to}); do echo "m$i"; done; sleep 0.2`,
  ]);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const own = (texts: readonly string[]) => texts.filter((text) => /^m\d+$/.test(text));

say(1, 30);
await sleep(500);
const feed = openJournalFeed({
  argv: ['journalctl', '--user', '-u', UNIT, '-o', 'json', '--no-pager'],
  runner: createSpawnRunner(process.env),
  environment: process.env,
  secrets: [],
  now: Date.now,
  restartMs: 100,
});
const pages: string[][] = [];
const supervisor: string[] = [];
for (;;) {
  const page = await feed.older(7);
  pages.unshift(page.entries.map(({ line }) => line.text));
  supervisor.push(...page.entries.filter(({ line }) => line.source === 'supervisor').map(({ line }) => line.text));
  if (page.done) break;
}
const live: string[] = [];
feed.follow({ onEntries: (entries) => live.push(...entries.map(({ line }) => line.text)), room: async () => {} });
await sleep(500);
say(31, 60);
await sleep(500);
const children = () =>
  execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => (line.includes('journalctl') ? [Number(line.trim().split(' ')[0])] : []));
const [followed] = children();
if (followed !== undefined) process.kill(followed, 'SIGKILL');
say(61, 80);
await sleep(1_500);
const problem = feed.problem();
const before = children().length;
await feed.close();
process.stdout.write(
  JSON.stringify({
    paged: own(pages.flat()),
    supervisor,
    live: own(live),
    problem,
    children: [before, children().length],
  }),
);
