/**
 * Small sentences of the tray: ages, durations, what one profile's verdict is called in the menu's first row. Pure.
 */
import type { StatusSnapshot } from '../../../shared/ipc/contract.ts';
import type { ControlAction } from '../../../shared/operation.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import type { VerdictLevel } from '../../../shared/verdict.ts';

export type ProfileEntry = StatusSnapshot['profiles'][number];

/** `looking`: no read has come back yet, and none has failed. */
export type TrayLevel = VerdictLevel | 'looking';

/** How an age is written: counted from now, or as a time of day where the menu stays on the screen unchanged (Linux). */
export interface TimeStyle {
  readonly now: number;
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
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `3 s ago` or `at 14:06`; null when the time could not be read. */
export function age(iso: string, time: TimeStyle): string | null {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  return time.ages === 'clock' ? `at ${time.clock(at)}` : `${duration(time.now - at)} ago`;
}

const BUSY: Readonly<Record<ControlAction, string>> = {
  install: 'Installing',
  uninstall: 'Removing',
  start: 'Starting',
  stop: 'Stopping',
  restart: 'Restarting',
};

/** First row of one profile's menu: what it is, and how old that knowledge is. */
export function verdictLine(entry: ProfileEntry, time: TimeStyle): string {
  if (entry.busy !== null) return `${BUSY[entry.busy]}…`;
  const { report } = entry;
  if (report === null) {
    return entry.problem === null ? `Looking at ${entry.profile}` : 'Could not find out';
  }
  const checked = age(report.checkedAt, time);
  if (entry.problem !== null) return join('Could not find out', checked === null ? null : `last seen ${checked}`);
  return join(stateWords(report, time), timeless(report) ? null : checked);
}

/** The state without its age. */
function stateWords(report: StatusReport, time: TimeStyle): string {
  const { level, text } = report.verdict;
  switch (level) {
    case 'healthy':
      return join('Healthy', latency(report));
    case 'starting':
      return join('Starting', startedFor(report, time));
    case 'stopping':
      return 'Stopping';
    case 'degraded':
      return 'Degraded';
    case 'failed':
      return failedWords(report);
    case 'stopped':
      return stoppedWords(report, time);
    case 'not-installed':
      return 'Not installed';
    case 'unknown':
      return 'Could not find out';
    case 'external':
    case 'paused':
      return text;
    default:
      return level satisfies never;
  }
}

/** Lines that hold a time of their own need no age beside it. */
function timeless(report: StatusReport): boolean {
  return report.verdict.level === 'stopped' && report.lastExit?.at != null;
}

function failedWords(report: StatusReport): string {
  const code = report.lastExit?.code ?? null;
  if (report.state === 'crash-looping') return join('Crash loop', code === null ? null : `exit code ${code}`);
  if (report.state === 'crashed') return join('Crashed', code === null ? null : `exit code ${code}`);
  return 'Failed';
}

function stoppedWords(report: StatusReport, time: TimeStyle): string {
  const at = Date.parse(report.lastExit?.at ?? '');
  return Number.isNaN(at) ? 'Stopped' : `Stopped since ${time.clock(at)}`;
}

function startedFor(report: StatusReport, time: TimeStyle): string | null {
  const since = Date.parse(report.since ?? '');
  return Number.isNaN(since) || time.ages === 'clock' ? null : duration(time.now - since);
}

function latency(report: StatusReport): string | null {
  const ms = report.probeDetail?.latencyMs ?? null;
  return ms === null ? null : `${Math.round(ms)} ms`;
}

/** One sentence about a single profile for the tooltip: the verdict's own words, with the latency where there is one. */
export function tooltipLine(entry: ProfileEntry): string {
  if (entry.problem !== null) return `Could not find out about ${entry.profile}`;
  if (entry.report === null) return `Looking at ${entry.profile}`;
  const { verdict } = entry.report;
  return verdict.level === 'healthy' ? join(verdict.text, latency(entry.report)) : verdict.text;
}

const GROUPS: readonly { readonly word: string; readonly levels: readonly TrayLevel[] }[] = [
  { word: 'well', levels: ['healthy', 'external'] },
  { word: 'failed', levels: ['failed'] },
  { word: 'degraded', levels: ['degraded'] },
  { word: 'unknown', levels: ['unknown'] },
  { word: 'starting', levels: ['starting'] },
  { word: 'stopping', levels: ['stopping'] },
  { word: 'stopped', levels: ['stopped'] },
  { word: 'paused', levels: ['paused'] },
  { word: 'not installed', levels: ['not-installed'] },
  { word: 'being looked at', levels: ['looking'] },
];

/** `2 well, 1 failed`: every profile is counted in exactly one group. */
export function countLine(entries: readonly ProfileEntry[]): string {
  return GROUPS.flatMap(({ word, levels }) => {
    const count = entries.filter((entry) => levels.includes(levelOf(entry))).length;
    return count === 0 ? [] : [`${count} ${word}`];
  }).join(', ');
}

function join(first: string, ...rest: readonly (string | null)[]): string {
  return [first, ...rest.filter((part) => part !== null)].join(', ');
}
