/** Real files under everything that happens to logs while they are followed. */

import { appendFile, copyFile, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogLine } from '../../shared/log-line.ts';
import { textOf } from '../../shared/said.ts';
import { openFileFeed } from './file-feed.ts';
import { type LogStream, openLogStream, type StreamOptions } from './stream.ts';
import { gatewayLogFile } from './subject.ts';
import { gatewayLine, type LogBench, makeLogBench, serviceLine, texts, until } from './testing.ts';

let bench: LogBench;
const streams: LogStream[] = [];
beforeEach(async () => {
  bench = await makeLogBench();
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close();
  await bench.dispose();
});

const AT = Date.parse('2026-11-22T20:46:00.000Z');

async function followed(options: Partial<StreamOptions> = {}) {
  const seen: LogLine[] = [];
  let dropped = 0;
  const stream = await openLogStream(bench.context, bench.subject(), {
    follow: true,
    everyMs: 10,
    pollMs: 50,
    onDefect(cause) {
      throw cause;
    },
    ...options,
  });
  streams.push(stream);
  const first = await stream.older(100);
  stream.follow((batch) => {
    seen.push(...batch.lines);
    dropped += batch.dropped;
  });
  const wait = (count: number) =>
    until(
      () => seen.length >= count,
      () => texts(seen),
    );
  return { first, seen, wait, stream, dropped: () => dropped };
}

test('what is there comes first, what is written after the opening comes once and in order', async () => {
  await writeFile(bench.serviceFile, serviceLine(AT, 'old') + serviceLine(AT + 1, 'newer'));
  const { first, seen, wait } = await followed();
  expect(texts(first.lines)).toEqual(['[gateway] old', '[gateway] newer']);
  for (let at = 0; at < 50; at += 1) await appendFile(bench.serviceFile, serviceLine(AT + 10 + at, `line ${at}`));
  await wait(50);
  expect(texts(seen)).toEqual(Array.from({ length: 50 }, (_, at) => `[gateway] line ${at}`));
});

test('half a line waits for its end, so that a secret in it is seen whole', async () => {
  const secret = 'canary-0123456789';
  await writeFile(bench.serviceFile, '');
  const stream = await openLogStream(bench.context, bench.subject(undefined, [secret]), {
    follow: true,
    everyMs: 10,
    pollMs: 50,
    onDefect(cause) {
      throw cause;
    },
  });
  streams.push(stream);
  const seen: LogLine[] = [];
  stream.follow(({ lines }) => {
    seen.push(...lines);
  });
  await appendFile(bench.serviceFile, `first\nkey ${secret.slice(0, 8)}`);
  await until(
    () => seen.length > 0,
    () => seen,
  );
  await appendFile(bench.serviceFile, `${secret.slice(8)} end\n`);
  await until(
    () => seen.length > 1,
    () => seen,
  );
  expect(texts(seen)).toEqual(['first', 'key [hidden] end']);
});

test('rotation by renaming: the end of the old file, then the new one from its beginning', async () => {
  await writeFile(bench.serviceFile, 'before\n');
  const { seen, wait } = await followed();
  await appendFile(bench.serviceFile, 'last of the old\n');
  await rename(bench.serviceFile, `${bench.serviceFile}.1`);
  // Whoever writes may not know yet.
  await appendFile(`${bench.serviceFile}.1`, 'late\n');
  await writeFile(bench.serviceFile, 'first of the new\n');
  await wait(3);
  await rename(bench.serviceFile, `${bench.serviceFile}.2`);
  await writeFile(bench.serviceFile, 'third file\n');
  await wait(4);
  expect(texts(seen)).toEqual(['last of the old', 'late', 'first of the new', 'third file']);
});

test('rotation by copying and cutting, also when the file has grown past the old place at once', async () => {
  await writeFile(bench.serviceFile, 'before\n');
  const { seen, wait } = await followed();
  await appendFile(bench.serviceFile, 'one\n');
  await wait(1);
  await copyFile(bench.serviceFile, `${bench.serviceFile}.1`);
  await truncate(bench.serviceFile, 0);
  await appendFile(bench.serviceFile, 'two\n');
  await wait(2);
  await writeFile(bench.serviceFile, 'much longer than everything that was there before it\n');
  await wait(3);
  expect(texts(seen)).toEqual(['one', 'two', 'much longer than everything that was there before it']);
});

test('deleted and made again, with its folder; a file that comes later', async () => {
  await rm(join(bench.folder, 'logs'), { recursive: true });
  const { first, seen, wait, stream } = await followed();
  expect(first).toEqual({ lines: [], more: false });
  expect(stream.problems()).toEqual([]);
  await mkdir(join(bench.folder, 'logs'));
  await writeFile(bench.serviceFile, 'came\n');
  await wait(1);
  await rm(join(bench.folder, 'logs'), { recursive: true });
  await mkdir(join(bench.folder, 'logs'));
  await writeFile(bench.serviceFile, 'came again\n');
  await wait(2);
  expect(texts(seen)).toEqual(['came', 'came again']);
});

test('a new name each day', async () => {
  let day = 1;
  const path = () => join(bench.folder, 'logs', `openclaw-2026-11-0${day}.log`);
  await writeFile(path(), gatewayLine(AT, 'yesterday'));
  const feed = await openFileFeed({
    path,
    form: 'gateway',
    source: 'gateway',
    secrets: [],
    follow: true,
    pollMs: 50,
    onDefect(cause) {
      throw cause;
    },
  });
  const seen: string[] = [];
  feed.follow({ onEntries: (entries) => seen.push(...entries.map(({ line }) => line.text)), room: async () => {} });
  day = 2;
  // The old file goes on until the new one is there.
  await appendFile(join(bench.folder, 'logs', 'openclaw-2026-11-01.log'), gatewayLine(AT + 1, 'still the old one'));
  await until(
    () => seen.length === 1,
    () => seen,
  );
  await writeFile(path(), gatewayLine(AT + 2, 'today'));
  await until(
    () => seen.length === 2,
    () => seen,
  );
  expect(seen).toEqual(['still the old one', 'today']);
  await feed.close();
  const { entries } = await openFileFeed({
    path,
    form: 'gateway',
    source: 'gateway',
    secrets: [],
    follow: false,
    onDefect() {},
  }).then(async (again) => {
    const page = await again.older(10);
    await again.close();
    return page;
  });
  expect(entries.map(({ line }) => line.text)).toEqual(['yesterday', 'still the old one', 'today']);
});

test('pages go back through the files that were rotated away, the newest first', async () => {
  await writeFile(`${bench.serviceFile}.2`, serviceLine(AT, 'a'));
  await new Promise((resolve) => setTimeout(resolve, 15));
  await writeFile(`${bench.serviceFile}.1`, serviceLine(AT + 1, 'b'));
  await new Promise((resolve) => setTimeout(resolve, 15));
  await writeFile(bench.serviceFile, serviceLine(AT + 2, 'c'));
  await writeFile(join(bench.folder, 'logs', 'service.log.old'), 'another file\n');
  const stream = await openLogStream(bench.context, bench.subject(), { follow: false, onDefect() {} });
  streams.push(stream);
  const pages = [await stream.older(2), await stream.older(2), await stream.older(2)];
  expect(pages.map(({ lines }) => texts(lines))).toEqual([['[gateway] b', '[gateway] c'], ['[gateway] a'], []]);
  expect(pages.map(({ more }) => more)).toEqual([true, false, false]);
});

test('both writings of a line are shown once, whichever comes first; a line that was said twice stays twice', async () => {
  await writeFile(
    bench.serviceFile,
    serviceLine(AT, 'ready') + serviceLine(AT + 5, 'again') + serviceLine(AT + 6, 'again'),
  );
  await writeFile(
    bench.gatewayFile,
    gatewayLine(AT, 'gateway ready') +
      gatewayLine(AT + 5, 'again') +
      gatewayLine(AT + 6, 'again') +
      gatewayLine(AT + 9, 'own'),
  );
  const { first, seen, wait } = await followed();
  expect(first.lines.map(({ text }) => text.replace('[gateway] ', ''))).toEqual([
    'gateway ready',
    'again',
    'again',
    'own',
  ]);
  await appendFile(bench.gatewayFile, gatewayLine(AT + 20, 'live'));
  await appendFile(bench.serviceFile, serviceLine(AT + 20, 'live') + serviceLine(AT + 21, 'end'));
  await wait(2);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(seen.map(({ text }) => text.replace('[gateway] ', ''))).toEqual(['live', 'end']);
});

test('one source alone is shown whole', async () => {
  await writeFile(bench.serviceFile, serviceLine(AT, 'ready'));
  await writeFile(bench.gatewayFile, gatewayLine(AT, 'ready'));
  for (const source of ['service', 'gateway'] as const) {
    const { first, stream } = await followed({ source });
    expect(first.lines.map((line) => line.source)).toEqual([source]);
    expect(stream.sources).toEqual(['service', 'gateway', 'supervisor']);
  }
});

test('merged by time; a stack stays with its head and has its level', async () => {
  const stack = 'Error: listen EADDRINUSE\n    at Server.listen (net.js:1)\n    at main (x.js:2)\n';
  await writeFile(bench.serviceFile, serviceLine(AT, 'a') + stack + serviceLine(AT + 10, 'c'));
  await writeFile(bench.gatewayFile, gatewayLine(AT + 5, 'b'));
  const { first } = await followed();
  expect(first.lines.map(({ text, level }) => [text, level])).toEqual([
    ['[gateway] a', null],
    ['Error: listen EADDRINUSE', 'error'],
    ['    at Server.listen (net.js:1)', 'error'],
    ['    at main (x.js:2)', 'error'],
    ['b', 'info'],
    ['[gateway] c', null],
  ]);
});

test('a page never begins within a stack', async () => {
  await writeFile(bench.serviceFile, `${serviceLine(AT, 'head')}    at a\n    at b\n${serviceLine(AT + 2, 'next')}`);
  await writeFile(bench.gatewayFile, gatewayLine(AT + 1, 'between'));
  const stream = await openLogStream(bench.context, bench.subject(), { follow: false, onDefect() {} });
  streams.push(stream);
  const all: string[] = [];
  for (let page = await stream.older(1); page.lines.length > 0; page = await stream.older(1))
    all.unshift(...texts(page.lines));
  expect(all).toEqual(['[gateway] head', '    at a', '    at b', 'between', '[gateway] next']);
});

test('whoever looks slower than it is written loses the oldest lines, counted, in bounded memory', async () => {
  await writeFile(bench.serviceFile, '');
  const { seen, dropped, wait } = await followed({ backlog: 1_000, batch: 100 });
  await appendFile(bench.serviceFile, Array.from({ length: 50_000 }, (_, at) => `line ${at}\n`).join(''));
  await until(
    () => seen.at(-1)?.text === 'line 49999',
    () => [seen.length, seen.at(-1)],
  );
  expect(seen.length + dropped()).toBe(50_000);
  expect(dropped()).toBeGreaterThan(0);
  await appendFile(bench.serviceFile, 'after\n');
  await wait(seen.length + 1);
  const numbers = seen.slice(0, -1).map(({ text }) => Number(text.slice(5)));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test('whoever asks that the sources wait loses nothing', async () => {
  await writeFile(bench.serviceFile, '');
  const { seen, dropped, wait } = await followed({ overflow: 'wait', backlog: 500, batch: 200, everyMs: 0 });
  await appendFile(bench.serviceFile, Array.from({ length: 20_000 }, (_, at) => `line ${at}\n`).join(''));
  await wait(20_000);
  expect(texts(seen)).toEqual(Array.from({ length: 20_000 }, (_, at) => `line ${at}`));
  expect(dropped()).toBe(0);
});

test('what is no regular file, or may not be read, is a problem and not an empty log', async () => {
  await mkdir(bench.serviceFile);
  const { stream, first } = await followed();
  expect(first.lines).toEqual([]);
  expect(stream.problems().map(textOf)).toEqual([expect.stringContaining(`${bench.serviceFile} `)]);
  await rm(bench.serviceFile, { recursive: true });
  await symlink('/dev/zero', bench.serviceFile);
  const other = await followed();
  expect(other.stream.problems().map(textOf)).toEqual([`${bench.serviceFile} is no regular file; it was not read.`]);
});

test('nothing is left running when it is closed', async () => {
  await writeFile(bench.serviceFile, 'x\n');
  const { stream, seen, wait } = await followed();
  await appendFile(bench.serviceFile, 'y\n');
  await wait(1);
  await stream.close();
  await appendFile(bench.serviceFile, 'z\n');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(texts(seen)).toEqual(['y']);
});

test('names of the gateway’s own files (openclaw 2026.9.6, log-file-path)', () => {
  const subject = bench.subject();
  const on = new Date(2026, 10, 2, 23, 59);
  expect(gatewayLogFile({ ...subject, logFile: null }, '/tmp/openclaw', on)).toBe(
    '/tmp/openclaw/openclaw-2026-11-02.log',
  );
  const named = { ...subject, logFile: null, profile: { ...subject.profile, name: 'My_a-b' } };
  expect(gatewayLogFile(named, '/t', on)).toBe('/t/openclaw--1my-0a--b-2026-11-02.log');
  expect(gatewayLogFile({ ...subject, logFile: '/var/log/x.log' }, '/t', on)).toBe('/var/log/x.log');
  const dated = { ...subject, logFile: '/l/openclaw-work-2026-01-01.log' };
  expect(gatewayLogFile(dated, '/t', on)).toBe('/l/openclaw-work-2026-11-02.log');
});
