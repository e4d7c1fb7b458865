/** The page of the comparison: what counts as named, and that nothing that was not measured looks like a result. */
import { describe, expect, test } from 'vitest';
import type { BrokenHost } from './broken-host.ts';
import { type Comparison, judge, linesOf, pageOf } from './compare-page.ts';

const look = (text: string) => ({ exitCode: 0, seconds: 1.5, text });
const looks = (text: string) => ({
  tray: look(text),
  status: look('Runtime: stopped'),
  doctor: look('Doctor complete.'),
});
const entry: BrokenHost = {
  id: 'port-netcat',
  title: 'nc holds the port',
  topic: 'port',
  rule: 'port-taken',
  on: 'demo',
  break: async () => undefined,
  cure: { by: 'fix' },
  causeWords: [/18789/, /\bnc\b/],
};
const result: Comparison = {
  id: entry.id,
  measuredAt: '2026-11-23T05:00:00.000Z',
  loadAverage: 0.5,
  cores: 2,
  cure: 'fix',
  lookingChanged: false,
  looks: looks('■ default is stopped\n\nPort 18789 is taken\nby nc'),
  repairs: {
    tray: { fixed: true, seconds: 3, steps: ['port-taken'], why: 'well' },
    doctor: { fixed: false, seconds: 40, steps: [], why: 'port 18789 is not ready' },
  },
  versions: { tray: '0.1.0', openclaw: 'OpenClaw 2026.9.6', node: 'v24.21.0', systemd: 'systemd 252' },
};

describe('named', () => {
  test('at the line by which all words were said', () => {
    expect(judge(result.looks.tray, entry.causeWords, '')).toMatchObject({ namedAt: 3, lines: 3 });
    expect(judge(look('Port 18789 is taken'), entry.causeWords, '').namedAt).toBeNull();
  });

  test('not by lines that the same command prints of a healthy host', () => {
    const text = 'Listening: 18789\nsee nc(1)';
    expect(judge(look(text), entry.causeWords, '').namedAt).toBe(2);
    expect(judge(look(text), entry.causeWords, 'Listening: 18789').namedAt).toBeNull();
  });

  test('frames, colours and empty lines of a report are no lines', () => {
    const text =
      '◇  Gateway ───────╮\n│                │\n│  \u001b[31mNot\u001b[0m   running  │\n├────────────────╯\n\n';
    expect(linesOf(text)).toEqual(['Gateway', 'Not running']);
  });
});

test('the page counts what was measured and says what was not', () => {
  const page = pageOf(
    [
      { entry, result },
      { entry: { ...entry, id: 'other', title: 'another one' }, result: null },
    ],
    null,
  );
  expect(page).toContain('| On 1 hosts |');
  expect(page).toContain(
    '| nc holds the port | **yes**, line 3 of 3 (1.5 s) | no (1.5 s) | no (1.5 s) | **yes** (3 s) | no (40 s) |',
  );
  expect(page).toContain('1 of 2 hosts have been measured');
  expect(page).toContain('Not measured yet:\n\n- another one\n');
  expect(page).not.toContain('| another one');
  expect(pageOf([{ entry, result }], null)).not.toMatch(/measured yet|Not finished/);
  expect(page).toContain('Measured 2026-11-23 with OpenClaw 2026.9.6');
});

test('a failure on a busy machine is marked as one', () => {
  const page = pageOf([{ entry, result: { ...result, loadAverage: 17 } }], null);
  expect(page).toContain('| **yes** (3 s) | no † (40 s) |');
  expect(page).toContain('1 of these hosts were measured on a busy machine (load average 17 to 17 on 2 processors)');
  expect(pageOf([{ entry, result }], null)).not.toContain('†');
});
