/**
 * Small sentences of the tray: ages, durations, what one profile's verdict is called in the menu's first row. Pure.
 */
import type { StatusSnapshot } from '../../../shared/ipc/contract.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { verdictText } from '../../../shared/text/tell.ts';
import type { Words } from '../../../shared/text/words.ts';
import type { VerdictLevel } from '../../../shared/verdict.ts';

export type ProfileEntry = StatusSnapshot['profiles'][number];

/** `looking`: no read has come back yet, and none has failed. */
export type TrayLevel = VerdictLevel | 'looking';

/** How the tray speaks: its language, what profiles are called, and how an age is written. */
export interface TimeStyle {
  readonly words: Words;
  /** What the person calls a profile. */
  readonly nameOf: (profile: string) => string;
  readonly now: number;
  /** Counted from now, or as a time of day where the menu stays on the screen unchanged (Linux). */
  readonly ages: 'relative' | 'clock';
  /** Time of day of a moment in milliseconds since the epoch, for example `14:06`. */
  readonly clock: (ms: number) => string;
}

/** The level a profile has in the tray. A read that failed is unknown, whatever the last report said. */
export function levelOf(entry: ProfileEntry): TrayLevel {
  if (entry.problem !== null) return 'unknown';
  return entry.report === null ? 'looking' : entry.report.verdict.level;
}

/** `12 s`, `4 min`, `3 h`, `2 d`: one unit, rounded down. Negative durations count as zero. */
export function duration(ms: number, { tray }: Words): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return tray.seconds(seconds);
  if (seconds < 3600) return tray.minutes(Math.floor(seconds / 60));
  if (seconds < 86_400) return tray.hours(Math.floor(seconds / 3600));
  return tray.days(Math.floor(seconds / 86_400));
}

/** `3 s ago` or `at 14:06`; null when the time could not be read. */
export function age(iso: string, time: TimeStyle): string | null {
  const { words } = time;
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  return time.ages === 'clock' ? words.tray.at(time.clock(at)) : words.tray.ago(duration(time.now - at, words));
}

/** First row of one profile's menu: what it is, and how old that knowledge is. */
export function verdictLine(entry: ProfileEntry, time: TimeStyle): string {
  const { tray } = time.words;
  if (entry.busy !== null) return tray.busy[entry.busy];
  const { report } = entry;
  if (report === null) {
    return entry.problem === null ? tray.looking(time.nameOf(entry.profile)) : tray.couldNot;
  }
  const checked = age(report.checkedAt, time);
  if (entry.problem !== null) return join(tray, tray.couldNot, checked === null ? null : tray.lastSeen(checked));
  return join(tray, stateWords(report, time), timeless(report) ? null : checked);
}

/** The state without its age. */
function stateWords(report: StatusReport, time: TimeStyle): string {
  const { words } = time;
  const { tray } = words;
  const { level } = report.verdict;
  switch (level) {
    case 'healthy':
      return join(tray, tray.healthy, latency(report));
    case 'starting':
      return join(tray, tray.starting, startedFor(report, time));
    case 'stopping':
      return tray.stopping;
    case 'degraded':
      return tray.degraded;
    case 'failed':
      return failedWords(report, words);
    case 'stopped':
      return stoppedWords(report, time);
    case 'not-installed':
      return tray.notInstalled;
    case 'unknown':
      return tray.couldNot;
    case 'external':
    case 'paused':
      return verdictText(report, words, time.nameOf(report.profile));
    default:
      return level satisfies never;
  }
}

/** Lines that hold a time of their own need no age beside it. */
function timeless(report: StatusReport): boolean {
  return report.verdict.level === 'stopped' && report.lastExit?.at != null;
}

function failedWords(report: StatusReport, { tray }: Words): string {
  const code = report.lastExit?.code ?? null;
  const exit = code === null ? null : tray.exitCode(code);
  if (report.state === 'crash-looping') return join(tray, tray.crashLoop, exit);
  if (report.state === 'crashed') return join(tray, tray.crashed, exit);
  return tray.failed;
}

function stoppedWords(report: StatusReport, time: TimeStyle): string {
  const { tray } = time.words;
  const at = Date.parse(report.lastExit?.at ?? '');
  return Number.isNaN(at) ? tray.stopped : tray.stoppedSince(time.clock(at));
}

function startedFor(report: StatusReport, time: TimeStyle): string | null {
  const since = Date.parse(report.since ?? '');
  return Number.isNaN(since) || time.ages === 'clock' ? null : duration(time.now - since, time.words);
}

function latency(report: StatusReport): string | null {
  const ms = report.probeDetail?.latencyMs ?? null;
  return ms === null ? null : `${Math.round(ms)} ms`;
}

/** One sentence about a single profile for the tooltip: the verdict's own words, with the latency where there is one. */
export function tooltipLine(entry: ProfileEntry, { words, nameOf }: TimeStyle): string {
  const { tray } = words;
  const name = nameOf(entry.profile);
  if (entry.problem !== null) return tray.couldNotAbout(name);
  if (entry.report === null) return tray.looking(name);
  const text = verdictText(entry.report, words, name);
  return entry.report.verdict.level === 'healthy' ? join(tray, text, latency(entry.report)) : text;
}

const GROUPS: readonly { readonly word: keyof Words['tray']['count']; readonly levels: readonly TrayLevel[] }[] = [
  { word: 'well', levels: ['healthy', 'external'] },
  { word: 'failed', levels: ['failed'] },
  { word: 'degraded', levels: ['degraded'] },
  { word: 'unknown', levels: ['unknown'] },
  { word: 'starting', levels: ['starting'] },
  { word: 'stopping', levels: ['stopping'] },
  { word: 'stopped', levels: ['stopped'] },
  { word: 'paused', levels: ['paused'] },
  { word: 'notInstalled', levels: ['not-installed'] },
  { word: 'looking', levels: ['looking'] },
];

/** `2 well, 1 failed`: every profile is counted in exactly one group. */
export function countLine(entries: readonly ProfileEntry[], { tray }: Words): string {
  return GROUPS.flatMap(({ word, levels }) => {
    const count = entries.filter((entry) => levels.includes(levelOf(entry))).length;
    return count === 0 ? [] : [tray.count[word](count)];
  }).join(tray.comma);
}

function join({ comma }: Words['tray'], first: string, ...rest: readonly (string | null)[]): string {
  return [first, ...rest.filter((part) => part !== null)].join(comma);
}
