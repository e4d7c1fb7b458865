import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventPayload } from '../../shared/ipc/contract.ts';
import { events } from '../../shared/ipc/contract.ts';
import { type LogBench, makeLogBench, serviceLine, until } from '../logs/testing.ts';
import { createLogStreams, type LogStreams } from './log-streams.ts';

let bench: LogBench;
let streams: LogStreams;
let seen: EventPayload<'logs.lines'>[];
beforeEach(async () => {
  bench = await makeLogBench();
  seen = [];
  streams = createLogStreams({
    context: bench.context,
    subjectOf: async () => bench.subject(),
    onDefect(cause) {
      throw cause;
    },
  });
  streams.onLines((lines) => seen.push(events['logs.lines'].parse(lines)));
});
afterEach(async () => {
  await streams.closeAll();
  await bench.dispose();
});

const AT = Date.parse('2026-11-22T20:46:00.000Z');
const open = (streamId: string) => streams.open({ streamId, profile: 'default', source: null, lines: 2 });
/** Files below the scratch folder that this process holds open. */
async function held(): Promise<number> {
  const { readlink } = await import('node:fs/promises');
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(bench.folder)).length;
}

test('opens with the last lines, follows, pages back, and holds nothing when it is closed', async () => {
  await writeFile(bench.serviceFile, serviceLine(AT, 'a') + serviceLine(AT + 1, 'b') + serviceLine(AT + 2, 'c'));
  const opened = await open('one');
  expect(opened).toMatchObject({
    more: true,
    problems: [],
    inFile: true,
    sources: ['service', 'gateway', 'supervisor'],
  });
  expect(opened.lines.map(({ text }) => text)).toEqual(['[gateway] b', '[gateway] c']);
  await appendFile(bench.serviceFile, serviceLine(AT + 3, 'd'));
  await until(
    () => seen.length > 0,
    () => seen,
  );
  expect(seen).toMatchObject([{ streamId: 'one', dropped: 0, lines: [{ text: '[gateway] d' }] }]);
  expect(await streams.older({ streamId: 'one', lines: 10 })).toMatchObject({
    lines: [{ text: '[gateway] a' }],
    more: false,
  });
  if (process.platform === 'linux') expect(await held()).toBeGreaterThan(0);
  await streams.close('one');
  await streams.close('one');
  if (process.platform === 'linux') expect(await held()).toBe(0);
  await expect(streams.older({ streamId: 'one', lines: 1 })).rejects.toMatchObject({ code: 'invalid-option' });
});

test('a view that is still opening when all are closed is not left behind', async () => {
  await writeFile(bench.serviceFile, serviceLine(AT, 'a'));
  const opening = open('late');
  await streams.closeAll();
  await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  if (process.platform === 'linux') expect(await held()).toBe(0);
});

test('one that nobody closed makes room for the newest', async () => {
  for (const id of ['1', '2', '3', '4', '5']) await open(id);
  await expect(streams.older({ streamId: '1', lines: 1 })).rejects.toMatchObject({ code: 'invalid-option' });
  expect(await streams.older({ streamId: '5', lines: 1 })).toEqual({ lines: [], more: false });
  await expect(open('5')).rejects.toMatchObject({ code: 'invalid-option' });
});

test('the file to show is one that is there; without one it is said where the log is', async () => {
  await expect(streams.fileOf('default')).rejects.toMatchObject({
    code: 'not-supported',
    hint: expect.stringContaining(bench.serviceFile),
  });
  await writeFile(bench.serviceFile, '');
  expect(await streams.fileOf('default')).toBe(bench.serviceFile);
  await writeFile(bench.gatewayFile, '');
  expect(await streams.fileOf('default')).toBe(bench.gatewayFile);
});

test('a source that can no longer be read is told without a line, and so is that it can again', async () => {
  await writeFile(bench.serviceFile, '');
  await open('one');
  await rm(bench.serviceFile);
  const { mkdir } = await import('node:fs/promises');
  await mkdir(bench.serviceFile);
  await until(
    () => seen.some(({ problems, lines }) => lines.length === 0 && problems[0]?.startsWith(bench.serviceFile) === true),
    () => seen,
  );
  await rm(bench.serviceFile, { recursive: true });
  await writeFile(bench.serviceFile, 'back\n');
  await until(
    () => seen.at(-1)?.problems.length === 0 && seen.some(({ lines }) => lines[0]?.text === 'back'),
    () => seen,
  );
});
