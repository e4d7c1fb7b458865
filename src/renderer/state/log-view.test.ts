import { describe, expect, test } from 'vitest';
import type { CallName, EventName } from '../../shared/ipc/channels.ts';
import { createClient } from '../../shared/ipc/client.ts';
import type { LogLine } from '../../shared/log-line.ts';
import { fail, ok } from '../../shared/outcome.ts';
import { createLogBuffer, indexOfRow } from './log-buffer.ts';
import { crashTime, findCrash } from './log-crash.ts';
import { segmentsOf } from './log-segments.ts';
import { createLogView } from './log-view.ts';

const AT = Date.parse('2026-11-22T14:00:00.000Z');
const line = (seconds: number, text: string, more: Partial<LogLine> = {}): LogLine => ({
  time: new Date(AT + seconds * 1000).toISOString(),
  level: 'info',
  source: 'gateway',
  subsystem: null,
  text,
  ...more,
});
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => line(from + at, `line ${from + at}`));

describe('the buffer', () => {
  const words = (buffer: ReturnType<typeof createLogBuffer>) => buffer.rows().map((row) => row.line.text);

  test('drops the oldest beyond its limit, and tells by how much the rows moved', () => {
    const buffer = createLogBuffer(100);
    buffer.append(numbered(0, 100));
    expect([buffer.rows().length, buffer.shift(), buffer.trimmed()]).toEqual([100, 0, false]);
    buffer.append(numbered(100, 101));
    expect([buffer.rows().length, buffer.shift(), buffer.trimmed(), buffer.hasRoom()]).toEqual([91, -10, true, false]);
    expect(words(buffer)[0]).toBe('line 10');
    expect(buffer.appended()).toBe(101);
  });

  test('older lines go before, with ids in order, and never beyond the limit', () => {
    const buffer = createLogBuffer(10);
    buffer.append(numbered(10, 14));
    buffer.prepend(numbered(5, 10));
    expect(buffer.shift()).toBe(5);
    buffer.prepend(numbered(0, 5));
    expect(words(buffer)).toEqual(numbered(4, 14).map(({ text }) => text));
    const ids = buffer.rows().map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(indexOfRow(buffer.rows(), ids[3] ?? 0)).toBe(3);
    expect(buffer.hasRoom()).toBe(false);
  });

  test('filter and search hold for lines that come later, and search looks only at what is shown', () => {
    const buffer = createLogBuffer(8);
    buffer.search('NEEDLE');
    buffer.append([
      line(0, 'a needle'),
      line(1, 'warned', { level: 'warn' }),
      line(2, 'needle too', { level: 'error' }),
    ]);
    expect(buffer.matches()).toHaveLength(2);
    buffer.filter('warn');
    expect(words(buffer)).toEqual(['warned', 'needle too']);
    expect(buffer.matches()).toHaveLength(1);
    buffer.append([line(3, 'needle, info'), line(4, 'needle, fatal', { level: 'fatal' })]);
    buffer.prepend([line(-1, 'needle before', { level: 'error' })]);
    expect(words(buffer)).toEqual(['needle before', 'warned', 'needle too', 'needle, fatal']);
    expect(buffer.matches().map((id) => buffer.rows()[indexOfRow(buffer.rows(), id)]?.line.text)).toEqual([
      'needle before',
      'needle too',
      'needle, fatal',
    ]);
    buffer.append(numbered(10, 15));
    expect(buffer.size()).toBeLessThanOrEqual(8);
    expect(buffer.matches().every((id) => id >= (buffer.rows()[0]?.id ?? 0))).toBe(true);
    buffer.filter(null);
    buffer.search('');
    expect(buffer.matches()).toEqual([]);
  });

  test('50,000 lines are taken, filtered and searched in a blink', () => {
    const buffer = createLogBuffer();
    const lines = numbered(0, 50_000);
    const begin = performance.now();
    for (let at = 0; at < lines.length; at += 500) buffer.append(lines.slice(at, at + 500));
    buffer.search('line 4');
    buffer.filter('info');
    // Far above what it takes, far below what a cost per line held would take.
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(buffer.matches()).toHaveLength(11_111);
  });
});

describe('the last crash', () => {
  const rows = (lines: readonly LogLine[]) => lines.map((each, id) => ({ id, line: each }));
  const supervisor = (seconds: number, text: string) => line(seconds, text, { source: 'supervisor' });
  const exited = 'openclaw-gateway.service: Main process exited, code=exited, status=1/FAILURE';

  test('is the first of the lines that the supervisor has about it', () => {
    const found = findCrash(
      rows([
        supervisor(0, exited),
        line(50, 'about to end'),
        supervisor(60, exited),
        supervisor(60.1, "openclaw-gateway.service: Failed with result 'exit-code'."),
        supervisor(61, 'Scheduled restart job'),
      ]),
      null,
    );
    expect(found).toMatchObject({ row: { id: 2 }, reaches: true });
  });
  test.each([
    ['The gateway ended (1: it ended with an error). Starting it again in 1000 ms.', true],
    ['The gateway ended (SIGKILL). Starting it again in 1000 ms.', true],
    ['The gateway ended (0: it was asked to stop). Not starting it again.', false],
    ['openclaw-gateway.service: Main process exited, code=exited, status=0/SUCCESS', false],
    ['openclaw-gateway.service: Main process exited, code=killed, status=9/KILL', true],
    ['Started the gateway (pid 12).', false],
  ])('%s: %s', (text, is) => {
    expect(findCrash(rows([supervisor(0, text)]), null).row !== null).toBe(is);
  });
  test('is found by its time when no supervisor wrote of it', () => {
    const lines = numbered(0, 10);
    expect(findCrash(rows(lines), AT + 4_500)).toMatchObject({ row: { id: 4 }, reaches: true });
    expect(findCrash(rows(lines), AT - 60_000)).toEqual({ row: null, reaches: false });
    expect(findCrash(rows([]), AT)).toEqual({ row: null, reaches: false });
  });
  test('is no exit that was asked for, and none without a time', () => {
    const at = new Date(AT).toISOString();
    expect(crashTime({ code: 1, signal: null, at, words: '' })).toBe(AT);
    expect(crashTime({ code: null, signal: 'SIGSEGV', at, words: '' })).toBe(AT);
    for (const exit of [
      null,
      { code: 0, signal: null, at, words: '' },
      { code: null, signal: 'SIGTERM', at, words: '' },
      { code: 1, signal: null, at: null, words: '' },
    ])
      expect(crashTime(exit)).toBeNull();
  });
});

test('a text is cut where the search, a secret or a colour begins and ends', () => {
  const styles = [{ from: 0, to: 5, colour: 'red' as const, bold: false }];
  expect(
    segmentsOf({ text: 'abcdef [hidden] CDx', styles }, 'cd', 100).map(({ text, found, hidden, style }) => [
      text,
      found,
      hidden,
      style?.colour ?? null,
    ]),
  ).toEqual([
    ['ab', false, false, 'red'],
    ['cd', true, false, 'red'],
    ['e', false, false, 'red'],
    ['f ', false, false, null],
    ['[hidden]', false, true, null],
    [' ', false, false, null],
    ['CD', true, false, null],
    ['x', false, false, null],
  ]);
  expect(segmentsOf({ text: '' }, 'x', 10)).toEqual([]);
});

describe('the view', () => {
  function setUp() {
    const listeners = new Set<(payload: unknown) => void>();
    const open: { name: CallName; input: Record<string, unknown>; answer: (value: unknown) => void }[] = [];
    let ids = 0;
    const client = createClient(
      {
        call: (name, input) =>
          new Promise((resolve) => open.push({ name, input: input as Record<string, unknown>, answer: resolve })),
        on: (_name: EventName, listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      (message) => {
        throw new Error(message);
      },
    );
    const view = createLogView(client, () => `s${++ids}`);
    const settle = () => new Promise((resolve) => setTimeout(resolve));
    return {
      view,
      calls: open,
      emit: (streamId: string, lines: LogLine[], dropped = 0) => {
        for (const listener of listeners) listener({ streamId, lines, dropped, problems: [] });
      },
      async answer(name: CallName, value: unknown) {
        const at = open.findIndex((each) => each.name === name);
        open.splice(at, 1)[0]?.answer(value);
        await settle();
      },
      words: () => view.buffer.rows().map((row) => row.line.text),
    };
  }
  const page = (lines: LogLine[], more = false) =>
    ok({ lines, more, places: [], sources: ['gateway'], problems: [], inFile: true });

  test('lines that come before the answer are shown behind it', async () => {
    const { view, emit, answer, words } = setUp();
    view.open('default');
    emit('s1', [line(5, 'early')]);
    emit('other', [line(5, 'not ours')]);
    await answer('logs.open', page([line(1, 'first')]));
    emit('s1', [line(6, 'live')], 3);
    expect(words()).toEqual(['first', 'early', 'live']);
    expect(view.state.value.dropped).toBe(3);
  });

  test('a view that was left before it opened is closed as soon as it is', async () => {
    const { view, calls, answer, words } = setUp();
    view.open('default')();
    view.open('work');
    await answer('logs.open', page([line(1, 'of default')]));
    expect(calls.filter(({ name }) => name === 'logs.close').map(({ input }) => input)).toEqual([{ streamId: 's1' }]);
    await answer('logs.open', page([line(1, 'of work')]));
    expect(words()).toEqual(['of work']);
  });

  test('opened again for the same profile, the old lines stay until the new ones are there; for another they go', async () => {
    const { view, answer, words, emit } = setUp();
    const close = view.open('default');
    await answer('logs.open', page([line(1, 'one')]));
    close();
    view.open('default');
    expect(words()).toEqual(['one']);
    await answer('logs.open', fail('state-unknown', 'No.'));
    expect(view.state.value).toMatchObject({ phase: 'failed', error: { message: 'No.' } });
    expect(words()).toEqual(['one']);
    view.open('work');
    expect(words()).toEqual([]);
    emit('s2', [line(9, 'of a view that is gone')]);
    await answer('logs.open', page([]));
    expect(words()).toEqual([]);
  });

  test('older pages are read one at a time until there are none', async () => {
    const { view, calls, answer, words } = setUp();
    view.open('default');
    await answer('logs.open', page([line(5, 'newest')], true));
    const first = view.older();
    expect(await view.older()).toBe(false);
    expect(calls.filter(({ name }) => name === 'logs.older')).toHaveLength(1);
    await answer('logs.older', ok({ lines: [line(1, 'older')], more: false }));
    expect(await first).toBe(true);
    expect(words()).toEqual(['older', 'newest']);
    expect(await view.older()).toBe(false);
  });
});
