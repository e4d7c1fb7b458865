/**
 * The tray's menu as data: `profiles -> rows`. Pure; `tray.ts` only draws it. Every string that states a fact is made here.
 */
import type { StatusReport } from '../../../shared/status-report.ts';
import { verdictText } from '../../../shared/text/tell.ts';
import type { VerdictLevel } from '../../../shared/verdict.ts';
import { attentionRank, needsAttention } from './icon.ts';
import { age, countLine, levelOf, type ProfileEntry, type TimeStyle, tooltipLine, verdictLine } from './words.ts';

export type Tab = 'overview' | 'logs' | 'service' | 'diagnose' | 'settings';

/** What a click asks for; `tray/actions.ts` carries it out. */
export type MenuAction =
  | { readonly do: 'run'; readonly action: 'start' | 'stop' | 'restart'; readonly profile: string }
  | { readonly do: 'run-all'; readonly action: 'start' | 'stop'; readonly profiles: readonly string[] }
  | { readonly do: 'show'; readonly profile: string; readonly tab: Tab }
  | { readonly do: 'open-dashboard'; readonly profile: string }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'copy-diagnostics' }
  | { readonly do: 'open-window' }
  | { readonly do: 'quit' };

/** `id` is unique within its level, so that a row can be found again after the text changed. */
export type MenuRow =
  | { readonly kind: 'separator'; readonly id: string }
  | { readonly kind: 'text'; readonly id: string; readonly label: string }
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly action: MenuAction;
    }
  | {
      readonly kind: 'submenu';
      readonly id: string;
      readonly label: string;
      readonly glyph: VerdictLevel | null;
      readonly rows: readonly MenuRow[];
    };

export interface TrayMenu {
  readonly rows: readonly MenuRow[];
  /** At most 127 characters, Windows' limit. */
  readonly tooltip: string;
}

/** Up to this many profiles each have a row of their own. */
const INLINE_PROFILES = 4;
/** When there are more, this many are shown and the rest moves into "n more". */
const SHOWN_OF_MANY = 3;
const TOOLTIP_LIMIT = 127;

/** The whole menu for these profiles, in the person's own order. */
export function trayMenu(entries: readonly ProfileEntry[], time: TimeStyle): TrayMenu {
  const only = entries.length === 1 ? entries[0] : undefined;
  const rows = only === undefined ? manyRows(entries, time) : singleRows(only, time);
  const { words } = time;
  const tip =
    entries.length === 0
      ? words.tray.noProfile
      : only === undefined
        ? countLine(entries, words)
        : tooltipLine(only, time);
  return { rows: [...rows, ...appRows(entries, time)], tooltip: cut(tip, TOOLTIP_LIMIT) };
}

function singleRows(entry: ProfileEntry, time: TimeStyle): readonly MenuRow[] {
  const problem = problemRow([entry], time);
  return [
    text('verdict', verdictLine(entry, time)),
    ...problem,
    separator('after-verdict'),
    ...controlRows(entry, time),
    separator('after-controls'),
    // The problem row is the way to the diagnosis, so it is not offered a second time below it.
    ...linkRows(entry, time, { diagnose: problem.length === 0 }),
    separator('after-profile'),
  ];
}

function manyRows(entries: readonly ProfileEntry[], time: TimeStyle): readonly MenuRow[] {
  if (entries.length === 0) return [text('verdict', time.words.tray.noProfile), separator('after-profiles')];
  const ordered = entries.length > INLINE_PROFILES ? attentionFirst(entries) : entries;
  const shown = entries.length > INLINE_PROFILES ? ordered.slice(0, SHOWN_OF_MANY) : ordered;
  const rest = ordered.slice(shown.length);
  return [
    text('verdict', countWithAge(entries, time)),
    ...problemRow(entries, time),
    separator('after-verdict'),
    ...shown.map((entry) => profileMenu(entry, time)),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: 'submenu',
            id: 'more',
            label: time.words.tray.more(rest.length),
            glyph: null,
            rows: rest.map((entry) => profileMenu(entry, time)),
          } as const,
        ]),
    separator('after-profiles'),
    ...allRows(entries, time),
    separator('after-all'),
  ];
}

/** With one age for all of them: the oldest, because the line is only as fresh as its oldest part. */
function countWithAge(entries: readonly ProfileEntry[], time: TimeStyle): string {
  const times = entries.map((entry) => entry.report?.checkedAt);
  const known = times.filter((at): at is string => at !== undefined && !Number.isNaN(Date.parse(at)));
  const oldest = known.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const words = oldest === undefined || known.length < entries.length ? null : age(oldest, time);
  const counted = countLine(entries, time.words);
  return words === null ? counted : `${counted}${time.words.tray.comma}${words}`;
}

function attentionFirst(entries: readonly ProfileEntry[]): readonly ProfileEntry[] {
  const rank = (entry: ProfileEntry): number => {
    const level = levelOf(entry);
    return needsAttention(level) ? attentionRank(level) : Number.MAX_SAFE_INTEGER;
  };
  // The sort is stable: inside one rank the person's order stays.
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** One problem is named; two or more are counted, and the row leads to the worst. */
function problemRow(entries: readonly ProfileEntry[], time: TimeStyle): readonly MenuRow[] {
  const troubled = attentionFirst(entries).filter((entry) => entry.busy === null && needsAttention(levelOf(entry)));
  const worst = troubled[0];
  if (worst === undefined) return [];
  const label =
    troubled.length === 1 ? `${cut(problemText(worst, time), 60)}…` : time.words.tray.needYou(troubled.length);
  return [action('problem', label, true, { do: 'show', profile: worst.profile, tab: 'diagnose' })];
}

function problemText(entry: ProfileEntry, { words, nameOf }: TimeStyle): string {
  const name = nameOf(entry.profile);
  const told = entry.report === null ? words.tray.couldNotAbout(name) : verdictText(entry.report, words, name);
  const sentence = entry.problem?.message ?? told;
  return sentence.replace(/[.。…\s]+$/, '');
}

function profileMenu(entry: ProfileEntry, time: TimeStyle): MenuRow {
  const level = levelOf(entry);
  return {
    kind: 'submenu',
    id: `profile:${entry.profile}`,
    label: time.nameOf(entry.profile),
    glyph: level === 'looking' ? null : level,
    rows: [
      text('verdict', verdictLine(entry, time)),
      text('address', entry.report === null ? time.words.tray.noAddress : address(entry.report, time)),
      separator('after-verdict'),
      ...controlRows(entry, time),
      separator('after-controls'),
      ...linkRows(entry, time, { diagnose: true }),
    ],
  };
}

/** Start, Stop, Restart: always all three, so that hands learn the places. */
function controlRows(entry: ProfileEntry, { words: { tray } }: TimeStyle): readonly MenuRow[] {
  const { profile } = entry;
  const can = controls(entry);
  const first =
    levelOf(entry) === 'not-installed'
      ? action('start', tray.install, entry.busy === null, { do: 'show', profile, tab: 'overview' })
      : action('start', tray.start, can.start, { do: 'run', action: 'start', profile });
  const looping = entry.report?.state === 'crash-looping' && levelOf(entry) === 'failed';
  return [
    first,
    action('stop', looping ? tray.stopLoop : tray.stop, can.stop, { do: 'run', action: 'stop', profile }),
    action('restart', tray.restart, can.restart, { do: 'run', action: 'restart', profile }),
  ];
}

interface Controls {
  readonly start: boolean;
  readonly stop: boolean;
  readonly restart: boolean;
  readonly dashboard: boolean;
}

const OFF: Controls = { start: false, stop: false, restart: false, dashboard: false };

/** What can work in each state. While an operation of ours runs, nothing else is offered. */
function controls(entry: ProfileEntry): Controls {
  const level = levelOf(entry);
  const can = ((): Controls => {
    switch (level) {
      case 'healthy':
      case 'degraded':
        return { ...OFF, stop: true, restart: true, dashboard: true };
      case 'starting':
      case 'stopping':
        return { ...OFF, stop: true };
      case 'failed':
        return { ...OFF, stop: true, restart: true };
      case 'stopped':
        return { ...OFF, start: true };
      case 'unknown':
        return { ...OFF, restart: true };
      case 'external':
        return { ...OFF, dashboard: true };
      case 'not-installed':
      case 'paused':
      case 'looking':
        return OFF;
      default:
        return level satisfies never;
    }
  })();
  return entry.busy === null ? can : { ...OFF, dashboard: can.dashboard };
}

function linkRows(
  entry: ProfileEntry,
  { words: { tray } }: TimeStyle,
  { diagnose }: { readonly diagnose: boolean },
): readonly MenuRow[] {
  const { profile, report } = entry;
  return [
    action('dashboard', tray.dashboard, controls(entry).dashboard, { do: 'open-dashboard', profile }),
    action('logs', tray.logs, true, { do: 'show', profile, tab: 'logs' }),
    ...(diagnose ? [action('diagnose', tray.diagnose, true, { do: 'show', profile, tab: 'diagnose' })] : []),
    action('copy-url', tray.copyUrl, report !== null, { do: 'copy', text: report?.gatewayUrl ?? '' }),
  ];
}

/** Start or stop of every profile where that can work now. */
export function runAll(
  what: 'start' | 'stop',
  entries: readonly ProfileEntry[],
): Extract<MenuAction, { readonly do: 'run-all' }> {
  const profiles = entries.filter((entry) => controls(entry)[what]).map(({ profile }) => profile);
  return { do: 'run-all', action: what, profiles };
}

function allRows(entries: readonly ProfileEntry[], { words: { tray } }: TimeStyle): readonly MenuRow[] {
  const start = runAll('start', entries);
  const stop = runAll('stop', entries);
  return [
    action('start-all', tray.startAll, start.profiles.length > 0, start),
    action('stop-all', tray.stopAll, stop.profiles.length > 0, stop),
  ];
}

function appRows(entries: readonly ProfileEntry[], { words: { tray } }: TimeStyle): readonly MenuRow[] {
  return [
    action('open', tray.open, true, { do: 'open-window' }),
    // The settings are the app's; without a profile they open all the same.
    action('settings', tray.settings, true, { do: 'show', profile: entries[0]?.profile ?? '', tab: 'settings' }),
    action('copy-diagnostics', tray.copyDiagnostics, entries.length > 0, { do: 'copy-diagnostics' }),
    separator('before-quit'),
    action('quit', tray.quit, true, { do: 'quit' }),
  ];
}

/** `127.0.0.1:18789`, from the URL that was probed. */
function address(report: StatusReport, { words }: TimeStyle): string {
  return URL.canParse(report.gatewayUrl) ? new URL(report.gatewayUrl).host : words.tray.port(report.port);
}

function text(id: string, label: string): MenuRow {
  return { kind: 'text', id, label };
}

function separator(id: string): MenuRow {
  return { kind: 'separator', id };
}

function action(id: string, label: string, enabled: boolean, what: MenuAction): MenuRow {
  return { kind: 'action', id, label, enabled, action: what };
}

function cut(value: string, limit: number): string {
  return value.length <= limit ? value : `${value.slice(0, limit - 1)}…`;
}
