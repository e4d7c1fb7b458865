import { describe, expect, it } from 'vitest';
import { en } from '../../../shared/text/en.ts';
import { wordsFor } from '../../../shared/text/words.ts';
import type { VerdictLevel } from '../../../shared/verdict.ts';
import { type MenuRow, trayMenu } from './menu-model.ts';
import { makeEntry, SAMPLE_TIME } from './sample-reports.ts';
import type { ProfileEntry, TimeStyle } from './words.ts';

const time: TimeStyle = {
  words: en,
  nameOf: (profile) => profile,
  now: SAMPLE_TIME,
  ages: 'relative',
  clock: (ms) => new Date(ms).toISOString().slice(11, 16),
};

/** A menu as lines: `-` separator, `(x)` disabled, `x` enabled, `x >` sub-menu. */
function lines(rows: readonly MenuRow[]): readonly string[] {
  return rows.map((row) => {
    if (row.kind === 'separator') return '-';
    if (row.kind === 'submenu') return `${row.label} >`;
    return row.kind === 'text' || !row.enabled ? `(${row.label})` : row.label;
  });
}

const menu = (...entries: readonly ProfileEntry[]) => trayMenu(entries, time);
const sub = (rows: readonly MenuRow[], id: string): readonly MenuRow[] => {
  const row = rows.find((each) => each.id === id);
  return row?.kind === 'submenu' ? row.rows : [];
};
const count = (rows: readonly MenuRow[]): number => rows.filter(({ kind }) => kind !== 'separator').length;

describe('one profile', () => {
  it('is flattened', () => {
    const { rows, tooltip } = menu(makeEntry('default', 'healthy'));
    expect(lines(rows)).toEqual([
      '(Healthy, 12 ms, 3 s ago)',
      '-',
      '(Start)',
      'Stop',
      'Restart',
      '-',
      'Open dashboard',
      'Show logs',
      'Diagnose…',
      'Copy URL',
      '-',
      'Open OpenClaw Tray',
      'Settings…',
      'Copy diagnostics',
      '-',
      'Quit OpenClaw Tray',
    ]);
    expect(tooltip).toBe('default is healthy, 12 ms');
  });

  // Columns: first row, problem row or null, start, stop, restart, dashboard.
  const cases: readonly [VerdictLevel, string, string | null, readonly string[]][] = [
    ['healthy', 'Healthy, 12 ms, 3 s ago', null, ['(Start)', 'Stop', 'Restart', 'Open dashboard']],
    ['starting', 'Starting, 4 s, 3 s ago', null, ['(Start)', 'Stop', '(Restart)', '(Open dashboard)']],
    ['stopping', 'Stopping, 3 s ago', null, ['(Start)', 'Stop', '(Restart)', '(Open dashboard)']],
    ['degraded', 'Degraded, 3 s ago', 'default refuses the token…', ['(Start)', 'Stop', 'Restart', 'Open dashboard']],
    [
      'failed',
      'Crash loop, exit code 1, 3 s ago',
      'default keeps crashing…',
      ['(Start)', 'Stop the loop', 'Restart', '(Open dashboard)'],
    ],
    ['stopped', 'Stopped, 3 s ago', null, ['Start', '(Stop)', '(Restart)', '(Open dashboard)']],
    ['not-installed', 'Not installed, 3 s ago', null, ['Install…', '(Stop)', '(Restart)', '(Open dashboard)']],
    [
      'unknown',
      'Could not find out, 3 s ago',
      'Could not find out about default…',
      ['(Start)', '(Stop)', 'Restart', '(Open dashboard)'],
    ],
    ['external', 'default is run by docker, 3 s ago', null, ['(Start)', '(Stop)', '(Restart)', 'Open dashboard']],
    ['paused', 'default is under maintenance, 3 s ago', null, ['(Start)', '(Stop)', '(Restart)', '(Open dashboard)']],
  ];
  it.each(cases)('%s', (level, first, problem, controls) => {
    const { rows } = menu(makeEntry('default', level));
    const drawn = lines(rows);
    expect(drawn[0]).toBe(`(${first})`);
    expect(rows.find(({ id }) => id === 'problem')).toEqual(
      problem === null
        ? undefined
        : expect.objectContaining({ label: problem, action: { do: 'show', profile: 'default', tab: 'diagnose' } }),
    );
    const ids = ['start', 'stop', 'restart', 'dashboard'];
    expect(lines(rows.filter(({ id }) => ids.includes(id)))).toEqual(controls);
    expect(count(rows)).toBeLessThanOrEqual(12);
  });

  it('tells since when it is stopped', () => {
    const lastExit = { code: 0, signal: null, at: '2026-11-22T13:40:00.000Z', words: '0' };
    expect(lines(menu(makeEntry('default', 'stopped', { lastExit })).rows)[0]).toBe('(Stopped since 13:40)');
  });

  it('uses times of day where the desktop keeps a copy of the menu', () => {
    const { rows } = trayMenu([makeEntry('default', 'healthy')], { ...time, ages: 'clock' });
    expect(lines(rows)[0]).toBe('(Healthy, 12 ms, at 14:05)');
  });

  it('is being looked at before the first read, and nothing is claimed or offered', () => {
    const { rows, tooltip } = menu({ profile: 'default', report: null, problem: null, busy: null });
    expect(lines(rows).slice(0, 8)).toEqual([
      '(Looking at default)',
      '-',
      '(Start)',
      '(Stop)',
      '(Restart)',
      '-',
      '(Open dashboard)',
      'Show logs',
    ]);
    expect(tooltip).toBe('Looking at default');
  });

  it('is unknown when the last read failed, whatever was seen before', () => {
    const problem = { code: 'state-unknown', message: 'systemd did not answer.' } as const;
    const { rows } = menu({ ...makeEntry('default', 'healthy'), problem });
    expect(lines(rows).slice(0, 2)).toEqual(['(Could not find out, last seen 3 s ago)', 'systemd did not answer…']);
  });

  it('offers nothing that changes it while an operation runs', () => {
    const { rows } = menu({ ...makeEntry('default', 'failed'), busy: 'restart' });
    expect(lines(rows).slice(0, 5)).toEqual(['(Restarting…)', '-', '(Start)', '(Stop the loop)', '(Restart)']);
  });
});

describe('three profiles', () => {
  const entries = [makeEntry('default', 'healthy'), makeEntry('work', 'failed'), makeEntry('dev', 'stopped')];

  it('have a sub-menu each, in their own order', () => {
    const { rows, tooltip } = menu(...entries);
    expect(lines(rows)).toEqual([
      '(1 well, 1 failed, 1 stopped, 3 s ago)',
      'work keeps crashing…',
      '-',
      'default >',
      'work >',
      'dev >',
      '-',
      'Start all',
      'Stop all…',
      '-',
      'Open OpenClaw Tray',
      'Settings…',
      'Copy diagnostics',
      '-',
      'Quit OpenClaw Tray',
    ]);
    expect(tooltip).toBe('1 well, 1 failed, 1 stopped');
    expect(count(rows)).toBeLessThanOrEqual(12);
  });

  it('show verdict and address first in the sub-menu', () => {
    expect(lines(sub(menu(...entries).rows, 'profile:work'))).toEqual([
      '(Crash loop, exit code 1, 3 s ago)',
      '(127.0.0.1:18789)',
      '-',
      '(Start)',
      'Stop the loop',
      'Restart',
      '-',
      '(Open dashboard)',
      'Show logs',
      'Diagnose…',
      'Copy URL',
    ]);
  });

  it('start all means those that can start', () => {
    const row = menu(...entries).rows.find(({ id }) => id === 'start-all');
    expect(row).toMatchObject({ action: { do: 'run-all', action: 'start', profiles: ['dev'] } });
  });

  it('the line is as old as its oldest part, and has no age while one is missing', () => {
    const older = makeEntry('dev', 'stopped', { checkedAt: new Date(SAMPLE_TIME - 125_000).toISOString() });
    expect(lines(menu(makeEntry('a', 'healthy'), older).rows)[0]).toBe('(1 well, 1 stopped, 2 min ago)');
    const missing = { profile: 'b', report: null, problem: null, busy: null };
    expect(lines(menu(makeEntry('a', 'healthy'), missing).rows)[0]).toBe('(1 well, 1 being looked at)');
  });
});

describe('twelve profiles', () => {
  const level = (index: number): VerdictLevel => (index === 7 ? 'degraded' : index === 9 ? 'failed' : 'healthy');
  const entries = Array.from({ length: 12 }, (_, index) => makeEntry(`p${index}`, level(index)));

  it('show three, those in need first, and the rest below "more"', () => {
    const { rows } = menu(...entries);
    expect(lines(rows).slice(0, 9)).toEqual([
      '(10 well, 1 failed, 1 degraded, 3 s ago)',
      '2 need you…',
      '-',
      'p9 >',
      'p7 >',
      'p0 >',
      '9 more >',
      '-',
      '(Start all)',
    ]);
    expect(sub(rows, 'more').map(({ id }) => id)).toEqual(
      [1, 2, 3, 4, 5, 6, 8, 10, 11].map((index) => `profile:p${index}`),
    );
    expect(count(rows)).toBeLessThanOrEqual(12);
    expect(rows.find(({ id }) => id === 'problem')).toMatchObject({ action: { profile: 'p9', tab: 'diagnose' } });
  });
});

describe('another language and another name', () => {
  const labelled = (tag: string) => ({ ...time, words: wordsFor(tag), nameOf: () => '家' });
  it('speaks Japanese', () => {
    const { rows, tooltip } = trayMenu([makeEntry('work', 'stopped')], labelled('ja'));
    expect(lines(rows).slice(0, 5)).toEqual(['(停止、3 秒前)', '-', '起動', '(停止)', '(再起動)']);
    expect(tooltip).toBe('家 は停止しています');
  });
  it('speaks Chinese', () => {
    const entries = [makeEntry('a', 'healthy'), makeEntry('b', 'starting')];
    const { rows } = trayMenu(entries, labelled('zh-CN'));
    expect(lines(rows).slice(0, 4)).toEqual(['(1 正常，1 正在启动，3 秒前)', '-', '家 >', '家 >']);
  });
  it('uses the name in English too', () => {
    expect(trayMenu([makeEntry('work', 'healthy')], labelled('en')).tooltip).toBe('家 is healthy, 12 ms');
  });
});

it('no profile', () => {
  expect(lines(menu().rows)[0]).toBe('(No profile yet)');
});

it('the tooltip keeps to the limit of Windows', () => {
  const verdict = { level: 'failed', code: 'x', text: 'x'.repeat(300), reason: null } as const;
  expect(menu(makeEntry('default', 'failed', { verdict })).tooltip).toHaveLength(127);
});

it('ids are unique within every level', () => {
  const entries = Array.from({ length: 12 }, (_, index) => makeEntry(`p${index}`, 'failed'));
  const check = (rows: readonly MenuRow[]): void => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const row of rows) if (row.kind === 'submenu') check(row.rows);
  };
  for (const size of [0, 1, 3, 12]) check(menu(...entries.slice(0, size)).rows);
});
