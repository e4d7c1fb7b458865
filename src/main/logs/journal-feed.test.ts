/** A journal behind a `journalctl` of the test's own; what it understands is what ours is called with, seen on systemd 252. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textOf } from '../../shared/said.ts';
import { openJournalFeed } from './journal-feed.ts';
import { type LogBench, makeLogBench, until } from './testing.ts';

let bench: LogBench;
beforeEach(async () => {
  bench = await makeLogBench();
});
afterEach(() => bench.dispose());

/** Reads `entries.json` (an array of messages) as the journal, the cursor of an entry being its index. */
const JOURNALCTL = `
const { readFileSync, watch, appendFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
const folder = process.env.HOME;
appendFileSync(join(folder, 'calls'), args.join(' ') + '\\n');
const read = () => JSON.parse(readFileSync(join(folder, 'entries.json'), 'utf8'));
const print = (message, at) => console.log(JSON.stringify({ __CURSOR: 's=' + at, __REALTIME_TIMESTAMP: String(1795379340000000 + at * 1000), MESSAGE: message, PRIORITY: '6' }));
const cursor = args.find((each) => each.startsWith('--after-cursor='))?.slice('--after-cursor=s='.length);
if (args.includes('--follow')) {
  let next = cursor === undefined ? 0 : Number(cursor) + 1;
  const show = () => { for (const all = read(); next < all.length; next += 1) { if (all[next] === 'DIE') { next += 1; process.exit(1); } print(all[next], next); } };
  show();
  setInterval(show, 20);
} else {
  const count = Number(args[args.indexOf('-n') + 1]);
  const all = read().map((message, at) => [message, at]);
  const before = cursor === undefined ? all : all.slice(0, Number(cursor));
  const shown = before.slice(-count);
  if (args.includes('--reverse')) shown.reverse();
  if (shown.length === 0) console.log('-- No entries --');
  for (const [message, at] of shown) print(message, at);
}
`;

const entriesAre = (messages: readonly string[]) =>
  writeFile(join(bench.folder, 'entries.json'), JSON.stringify(messages));
const numbers = (count: number) => Array.from({ length: count }, (_, at) => `m${at}`);

function open() {
  return openJournalFeed({
    argv: ['journalctl', '--user', '-u', 'x.service', '-o', 'json', '--no-pager'],
    runner: bench.context.runner,
    environment: bench.context.host.env,
    secrets: [],
    now: Date.now,
    restartMs: 20,
  });
}

test('pages backwards to the first entry, each entry once', async () => {
  await bench.program('journalctl', JOURNALCTL);
  await entriesAre(numbers(25));
  const feed = open();
  const pages = [await feed.older(10), await feed.older(10), await feed.older(10)];
  expect(pages.map(({ entries }) => entries.length)).toEqual([10, 10, 5]);
  expect(pages.reverse().flatMap(({ entries }) => entries.map(({ line }) => line.text))).toEqual(numbers(25));
  expect(pages[0]?.done).toBe(true);
  await feed.close();
});

test('follows from where the pages end, and goes on where a child that died had come to', async () => {
  await bench.program('journalctl', JOURNALCTL);
  await entriesAre(numbers(3));
  const feed = open();
  await feed.older(10);
  const seen: string[] = [];
  feed.follow({ onEntries: (entries) => seen.push(...entries.map(({ line }) => line.text)), room: async () => {} });
  await entriesAre([...numbers(3), 'live 1']);
  await until(
    () => seen.length === 1,
    () => seen,
  );
  await entriesAre([...numbers(3), 'live 1', 'DIE', 'live 2']);
  await until(
    () => feed.problem() !== null,
    () => seen,
  );
  // Whoever starts anew begins behind what was seen, so that "DIE" is met again; it is gone by then.
  await entriesAre([...numbers(3), 'live 1', 'well', 'live 2']);
  await until(
    () => seen.length === 3,
    () => seen,
  );
  expect(seen).toEqual(['live 1', 'well', 'live 2']);
  expect(feed.problem()).toBeNull();
  await feed.close();
});

test('a journalctl that is not there is a problem, and following goes on trying', async () => {
  const feed = openJournalFeed({
    argv: ['journalctl-is-not-here'],
    runner: bench.context.runner,
    environment: bench.context.host.env,
    secrets: [],
    now: Date.now,
    restartMs: 20,
  });
  expect(await feed.older(10)).toEqual({ entries: [], done: true });
  expect(textOf(feed.problem() ?? '')).toMatch(/^The journal could not be read: .*ENOENT/);
  feed.follow({ onEntries: () => {}, room: async () => {} });
  await until(
    () => /not followed at the moment: .*ENOENT/.test(textOf(feed.problem() ?? '')),
    () => feed.problem(),
  );
  await feed.close();
});

test('the child ends with the feed, also when it says a lot and nobody takes it', async () => {
  await bench.program(
    'journalctl',
    `require('node:fs').writeFileSync(process.env.HOME + '/pid', String(process.pid));
     const line = JSON.stringify({ __CURSOR: 's=1', __REALTIME_TIMESTAMP: '1795379340000000', MESSAGE: 'x'.repeat(500) }) + '\\n';
     const more = () => { while (process.stdout.write(line)); process.stdout.once('drain', more); }; more();`,
  );
  const feed = open();
  let came = 0;
  feed.follow({
    onEntries: (entries) => {
      came += entries.length;
    },
    room: () => new Promise(() => {}),
  });
  await until(
    () => came > 0,
    () => came,
  );
  const before = came;
  await new Promise((resolve) => setTimeout(resolve, 200));
  // One more chunk may have been on its way.
  expect(came - before).toBeLessThan(1_000);
  await feed.close();
  const { readFile } = await import('node:fs/promises');
  const pid = Number(await readFile(join(bench.folder, 'pid'), 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('entries of the system that are not shown to this user are no empty journal', async () => {
  // The words of journalctl (systemd 252) for somebody outside its groups; the exit code is 0.
  const hint = 'Hint: You are currently not seeing messages from other users and the system.';
  await bench.program('journalctl', `console.error(${JSON.stringify(hint)});`);
  const { runner, host } = bench.context;
  const read = async (scope: readonly string[]) => {
    const feed = openJournalFeed({
      argv: ['journalctl', ...scope, '-u', 'x.service', '-o', 'json'],
      runner,
      environment: host.env,
      secrets: [],
      now: Date.now,
    });
    await feed.older(10);
    await feed.close();
    return feed.problem();
  };
  expect(await read([])).toMatchObject({ text: expect.stringContaining('systemd-journal') });
  expect(await read(['--user'])).toBeNull();
});
