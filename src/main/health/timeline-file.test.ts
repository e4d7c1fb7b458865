import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_FILE_BYTES, openTimelineFile, timelinePath } from './timeline-file.ts';
import { compactRecords, parseRecords, recordLine, type TimelineRecord } from './timeline-record.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');
let folder = '';
let path = '';
let problems: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timeline-'));
  path = timelinePath(folder, 'default');
  problems = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const file = (at = NOW) => openTimelineFile(path, { now: () => at, onProblem: (message) => problems.push(message) });
const seen = (at: number): TimelineRecord => ({ at, is: 'seen', ms: 1.5 });
const failed = (at: number): TimelineRecord => ({ at, is: 'verdict', level: 'failed', code: 'verdict.noAnswer' });

test('what was appended is read again, by this process and the next, and is for its owner only', async () => {
  const first = file();
  await Promise.all([first.append(failed(NOW)), first.append(seen(NOW + 1)), first.append(seen(NOW + 2))]);
  const expected = { records: [failed(NOW), seen(NOW + 1), seen(NOW + 2)], damaged: 0 };
  expect(await first.read()).toEqual(expected);
  expect(await file().read()).toEqual(expected);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
});

test('damage costs the damaged lines, and they are counted', async () => {
  await mkdir(dirname(path));
  const garbage = [
    '{',
    'null',
    '{"at":"x","is":"seen"}',
    '\u0000\u0001',
    '{"at":1,"is":"verdict","level":"great","code":"x"}',
  ];
  await writeFile(
    path,
    `${recordLine(seen(NOW - 2))}${garbage.join('\n')}\n${recordLine(seen(NOW - 1))}{"at":3,"is":"se`,
  );
  const again = file();
  await again.append(seen(NOW));
  expect(await again.read()).toEqual({
    records: [seen(NOW - 2), seen(NOW - 1), seen(NOW)],
    damaged: garbage.length + 1,
  });
});

test('random bytes are no exception and no record', async () => {
  let state = 4711;
  for (let round = 0; round < 300; round += 1) {
    const bytes = Buffer.from(recordLine(failed(NOW)).repeat(3));
    for (let flips = 0; flips < 5; flips += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      bytes[state % bytes.length] = (state >>> 8) & 0xff;
    }
    const { records, damaged } = parseRecords(bytes.toString('latin1'));
    expect(records.length + damaged).toBeGreaterThan(0);
    for (const record of records) expect(Number.isInteger(record.at)).toBe(true);
  }
});

test('it never grows beyond its bound, and keeps the newest and what held before', async () => {
  await mkdir(dirname(path));
  let text = recordLine(failed(NOW - 6 * DAY));
  for (let at = NOW - 6 * DAY; text.length < MAX_FILE_BYTES - 100; at += 1_000) text += recordLine(seen(at));
  await writeFile(path, text);
  const full = file();
  for (let count = 0; count < 50; count += 1) {
    await full.append(seen(NOW + count));
    expect((await stat(path)).size).toBeLessThanOrEqual(MAX_FILE_BYTES);
  }
  const { records, damaged } = await full.read();
  expect(damaged).toBe(0);
  expect(records.slice(-50)).toEqual(Array.from({ length: 50 }, (_, count) => seen(NOW + count)));
  expect((await stat(path)).size).toBeGreaterThan(MAX_FILE_BYTES / 2);
});

test('what is older than a week goes, but the verdict that held then stays', async () => {
  await mkdir(dirname(path));
  await writeFile(path, [failed(NOW - 9 * DAY), seen(NOW - 8.5 * DAY), seen(NOW - DAY)].map(recordLine).join(''));
  const old = file();
  await old.append(seen(NOW));
  expect((await old.read()).records).toEqual([failed(NOW - 7 * DAY), seen(NOW - DAY), seen(NOW)]);
  expect(compactRecords([failed(1), { at: 2, is: 'app-stop' }, seen(9)], 5, 1_000)).toEqual([seen(9)]);
});

test('a place that takes no file: it goes on in memory, says so once, and writes all of it when it can', async () => {
  await writeFile(dirname(path), 'a file where the folder should be');
  const blocked = file();
  for (let count = 0; count < 5; count += 1) await blocked.append(seen(NOW + count));
  expect((await blocked.read()).records).toHaveLength(5);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('in memory');
  expect(blocked.problem()).not.toBeNull();
  await rm(dirname(path));
  await blocked.append(seen(NOW + 5));
  expect(blocked.problem()).toBeNull();
  expect((await file().read()).records.map(({ at }) => at - NOW)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a symbolic link in its place is not followed', async () => {
  const target = join(folder, 'precious');
  await writeFile(target, 'precious\n');
  await mkdir(dirname(path));
  await symlink(target, path);
  const linked = file();
  await linked.append(seen(NOW));
  expect(problems).toHaveLength(1);
  expect(await readFile(target, 'utf8')).toBe('precious\n');
});

/** A file size limit stands for the full disk: the kernel refuses in the middle of a line, as it does there. */
test('a disk that takes half a line gets none of it', async () => {
  const script = `
    import { openTimelineFile } from ${JSON.stringify(new URL('timeline-file.ts', import.meta.url).href)};
    process.on('SIGXFSZ', () => undefined);
    const file = openTimelineFile(${JSON.stringify(path)}, { now: Date.now, onProblem: (m) => console.log('problem', m) });
    for (let count = 0; count < 40; count += 1) await file.append({ at: Date.now(), is: 'seen', ms: 1 });
    console.log('known', (await file.read()).records.length, (await file.read()).damaged);
  `;
  const child = spawn(
    'bash',
    ['-c', 'ulimit -f 1; exec "$@"', 'bash', process.execPath, '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  expect(said.match(/problem/g)).toHaveLength(1);
  expect(said).toContain('known 40 0');
  const text = await readFile(path, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  expect(parseRecords(text).damaged).toBe(0);
  expect(parseRecords(text).records.length).toBeGreaterThan(20);
  await chmod(path, 0o600);
});

test('names that differ only in case, or hold a path, have files of their own', () => {
  const paths = ['work', 'Work', '../x', 'default'].map((name) => timelinePath('/state', name));
  expect(new Set(paths.map((each) => each.toLowerCase())).size).toBe(4);
  for (const each of paths) expect(dirname(each)).toBe('/state/timeline');
});
