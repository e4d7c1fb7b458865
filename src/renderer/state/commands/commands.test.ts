import { describe, expect, test } from 'vitest';
import { heldPort } from '../../../../e2e/ui/fixture-diagnose.ts';
import { oldService, systemService, withExtras } from '../../../../e2e/ui/fixture-extra.ts';
import * as fixtures from '../../../../e2e/ui/fixtures.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { en } from '../../../shared/text/en.ts';
import { ja } from '../../../shared/text/ja.ts';
import { zh } from '../../../shared/text/zh.ts';
import { controlsFor } from '../controls.ts';
import type { ProfileEntry } from '../status.ts';
import { appSettings } from './app-settings.ts';
import { type Command, opensSheet } from './command.ts';
import { cureCommands, extraCommand } from './finding-commands.ts';
import { logCommands } from './log-commands.ts';
import { ownSettings, type SettingsSight } from './own-settings.ts';
import { type CommandScope, profileCommands } from './profile-commands.ts';
import { MAX_ROWS, paletteList } from './rows.ts';
import { windowCommands } from './window-commands.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');
const scope: CommandScope = { words: en, name: 'default', busy: false, checking: false, current: true };
const entryOf = (report: StatusReport): ProfileEntry => ({
  profile: report.profile,
  report,
  problem: null,
  busy: null,
});
const REPORTS: Readonly<Record<string, StatusReport>> = {
  healthy: fixtures.healthy(NOW),
  starting: fixtures.starting(NOW),
  stopped: fixtures.stopped(NOW),
  crashLoop: fixtures.crashLoop(NOW),
  notInstalled: fixtures.notInstalled(NOW),
  unknown: fixtures.unknown(NOW),
  portTaken: fixtures.portTaken(NOW),
  held: heldPort(NOW),
  refused: fixtures.tokenRefused(NOW),
  extra: withExtras(NOW),
};
const sight: SettingsSight = {
  view: {
    settings: DEFAULT_SETTINGS,
    path: '/home/ana/.config/openclaw-tray/settings.json',
    problem: null,
    keptAside: null,
    loginItem: { state: 'off', note: null, detail: null },
  },
  platform: 'linux',
};
const everything = (report: StatusReport, words = en): readonly Command[] => {
  const own = { ...scope, words, name: report.profile };
  const extras = [oldService, systemService];
  return [
    ...cureCommands(report, own),
    ...profileCommands(entryOf(report), own),
    ...extras.map((extra) => extraCommand(extra, report.profile, extras, own)),
    ...logCommands(entryOf(report), own, null),
    ...ownSettings(entryOf(report), own, sight),
    ...windowCommands(words),
    ...appSettings(sight.view, words),
  ];
};

describe.each(Object.entries(REPORTS))('commands of a profile: %s', (_name, report) => {
  test('what the page offers can be done, what is listed besides says why not', () => {
    const { row, more } = controlsFor(report);
    const offered = new Set<string>([...row, ...more].map((control) => `${control} ${report.profile}`));
    const listed = profileCommands(entryOf(report), scope);
    for (const id of offered) expect(listed.find((each) => each.id === id)?.off).toBeNull();
    for (const { id, effect, off } of listed) {
      if (effect.do !== 'run' && effect.do !== 'plan') continue;
      if (!offered.has(id)) expect(off).toMatch(/\S/);
    }
  });

  test.each([
    ['en', en],
    ['ja', ja],
    ['zh', zh],
  ] as const)('an ellipsis says that a sheet opens, and only that: %s', (_tag, words) => {
    for (const { label, title, effect } of everything(report, words)) {
      expect([label, label.endsWith('…')]).toEqual([label, opensSheet(effect)]);
      expect([title, title.endsWith('…')]).toEqual([title, opensSheet(effect)]);
    }
  });

  test('each is there once', () => {
    const ids = everything(report).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('while something runs nothing else can be started, and looking is still possible', () => {
  const busy = profileCommands(entryOf(REPORTS.healthy as StatusReport), { ...scope, busy: true });
  const off = Object.fromEntries(busy.map(({ id, off: why }) => [id.split(' ')[0], why]));
  expect(off).toMatchObject({ restart: en.nav.busy, uninstall: en.nav.busy, dashboard: null, logs: null });
});

test('nothing that removes or writes is done without its sheet', () => {
  for (const report of Object.values(REPORTS)) {
    for (const { effect } of everything(report)) {
      if (effect.do === 'run') expect(['start', 'stop', 'restart']).toContain(effect.action);
    }
  }
});

describe('the list of the palette', () => {
  const ask = { query: '', recent: [], selected: 'default' };
  const all = [REPORTS.healthy, { ...(REPORTS.held as StatusReport), profile: 'work' }].flatMap((report) =>
    report === undefined ? [] : [...cureCommands(report, scope), ...profileCommands(entryOf(report), scope)],
  );
  const commands = [...all, ...windowCommands(en)];

  test('first what was used last and can be done, then what wants a person, then the profile that is seen', () => {
    const { groups } = paletteList(commands, {
      ...ask,
      recent: ['start default', 'gone x', 'logs work', 'restart default'],
    });
    expect(groups.map(({ kind }) => kind)).toEqual(['recent', 'attention', 'profile', 'window']);
    expect(groups[0]?.rows.map(({ command }) => command.id)).toEqual(['logs work', 'restart default']);
    const ids = groups.flatMap(({ rows }) => rows.map(({ command }) => command.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(groups[2]?.rows.every(({ command }) => command.profile === 'default')).toBe(true);
  });

  test('a name scopes to its profile; the best group comes first', () => {
    const { groups, found } = paletteList(commands, { ...ask, query: 'work restart' });
    expect(groups[0]?.profile).toBe('work');
    expect(groups[0]?.rows[0]?.command.id).toBe('restart work');
    expect(found).toBeGreaterThan(0);
  });

  test('what was used goes ahead of its like', () => {
    const first = (recent: readonly string[]) =>
      paletteList(commands, { ...ask, query: 'show', recent }).groups[0]?.rows[0]?.command.id;
    expect(first([])).not.toBe('service default');
    expect(first(['service default'])).toBe('service default');
  });

  test('two hundred profiles: bounded rows, the rest counted, and quick', () => {
    const healthy = REPORTS.healthy as StatusReport;
    const many = Array.from({ length: 200 }, (_each, at) => {
      const report = { ...healthy, profile: `p${at}` };
      return profileCommands(entryOf(report), { ...scope, name: report.profile });
    }).flat();
    expect(many.length).toBeGreaterThan(2_000);
    const begin = performance.now();
    const list = paletteList(many, { ...ask, query: 're' });
    expect(performance.now() - begin).toBeLessThan(500);
    expect(list.groups.flatMap(({ rows }) => rows).length).toBe(MAX_ROWS);
    expect(list.hidden).toBe(list.found - MAX_ROWS);
    expect(paletteList(many, { ...ask, query: 'p117 restart' }).groups[0]?.rows[0]?.command.id).toBe('restart p117');
  });
});
