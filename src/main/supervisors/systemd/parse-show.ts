/**
 * Pure: the output of `systemctl show` -> what the process of a unit is doing. The tables behind it were measured on systemd 252
 * (fixtures beside the tests). Times are asked for with TZ=UTC and LC_ALL=C, so that they read the same everywhere.
 */

import { constants } from 'node:os';
import { exitWords } from '../../../shared/exit-words.ts';
import { say } from '../../../shared/said.ts';
import { because } from '../../../shared/said-facts.ts';
import type { LastExit, ProcessState } from '../../../shared/service-state.ts';

/** Properties that `inspect` asks for. systemd prints them in its own order and leaves out those it does not know. */
export const SHOW_PROPERTIES = [
  'Id',
  'LoadState',
  'LoadError',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'FragmentPath',
  'DropInPaths',
  'User',
  'NeedDaemonReload',
  'Result',
  'NRestarts',
  'StartLimitBurst',
  'StartLimitIntervalUSec',
  'RestartUSec',
  'MainPID',
  'ControlPID',
  'ExecMainCode',
  'ExecMainStatus',
  'ExecMainStartTimestamp',
  'ExecMainExitTimestamp',
  'ActiveEnterTimestamp',
  'InactiveExitTimestamp',
] as const;

export type ShowBlock = Readonly<Record<string, string>>;

/** One block for each unit, in the order printed. Lines without `=` are skipped. */
export function parseShow(output: string): readonly ShowBlock[] {
  return output
    .split(/\n[ \t]*\n/)
    .map((block) =>
      Object.fromEntries(
        block.split('\n').flatMap((line) => {
          const equals = line.indexOf('=');
          return equals > 0 ? [[line.slice(0, equals), line.slice(equals + 1).trimEnd()] as const] : [];
        }),
      ),
    )
    .filter((block) => Object.keys(block).length > 0);
}

/** What the process does. Contradictions and words that are not known here become `unknown` with the words themselves. */
export function processStateOf(block: ShowBlock): ProcessState {
  const active = block.ActiveState ?? '';
  const sub = block.SubState ?? '';
  const pid = positive(block.MainPID);
  const counters = { restarts: count(block.NRestarts), lastExit: lastExitOf(block) };
  switch (active) {
    case 'active':
    case 'reloading':
    case 'refreshing':
      if (pid === null) return { state: 'unknown', ...because(say('reason.no-main-process', { active, sub })) };
      return { state: 'running', pid, since: startedAt(block), ...counters };
    case 'activating':
      if (sub.startsWith('auto-restart')) {
        return isLooping(block)
          ? { state: 'crash-looping', gaveUp: false, ...counters }
          : { state: 'crashed', willRestart: true, ...counters };
      }
      return { state: 'starting', pid: pid ?? positive(block.ControlPID), since: startedAt(block), ...counters };
    case 'deactivating':
      return { state: 'stopping', pid, ...counters };
    case 'inactive':
      return { state: 'stopped', everStarted: everStarted(block), ...counters };
    case 'failed':
      return failedState(block, counters);
    case '':
      return { state: 'unknown', ...because(say('reason.unit-silent')) };
    default:
      return { state: 'unknown', ...because(say('reason.systemd-says', { active, sub })) };
  }
}

/** Starts by itself at login (or boot)? null for the states that do not tell. */
export function enabledOf(block: ShowBlock): boolean | null {
  switch (block.UnitFileState) {
    case 'enabled':
    case 'enabled-runtime':
      return true;
    case 'disabled':
    case 'linked':
    case 'linked-runtime':
    case 'masked':
    case 'masked-runtime':
    case 'transient':
      return false;
    case '':
      return block.LoadState === 'not-found' ? false : null;
    default:
      // `static`, `indirect`, `alias`, `generated`: another unit may pull it in. `bad`: the file is gone, its link may not be.
      return null;
  }
}

/** Paths of `DropInPaths`: separated by spaces, quoted where a path needs it. */
export function dropInPathsOf(block: ShowBlock): readonly string[] {
  const text = block.DropInPaths ?? '';
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1'),
  );
}

type Counters = { readonly restarts: number | null; readonly lastExit: LastExit | null };

/**
 * A unit that failed. A loop that ran into the start limit keeps the *first* failure as its result, so the counter is what tells;
 * `start-limit-hit` is the result only after clean exits, and also when somebody restarted it by hand too often.
 */
function failedState(block: ShowBlock, counters: Counters): ProcessState {
  const burst = count(block.StartLimitBurst) ?? 0;
  const restarts = counters.restarts ?? 0;
  const limitHit = block.Result === 'start-limit-hit';
  if (limitHit && restarts === 0 && counters.lastExit?.signal === 'SIGTERM') {
    return { state: 'stopped', everStarted: true, ...counters };
  }
  if (limitHit || (burst > 0 && restarts >= burst)) return { state: 'crash-looping', gaveUp: true, ...counters };
  // It did not end by itself: systemd killed it, because it took too long to stop.
  if (block.Result === 'timeout') return { state: 'stopped', everStarted: true, ...counters };
  return { state: 'crashed', willRestart: false, ...counters };
}

/**
 * About to be restarted, and not for the first time: at the pace of its last run, two more restarts would fit into the interval of
 * the start limit. NRestarts alone does not tell, because it is never reset by a long healthy run.
 */
function isLooping(block: ShowBlock): boolean {
  const restarts = count(block.NRestarts) ?? 0;
  const interval = parseSpan(block.StartLimitIntervalUSec ?? '') ?? 0;
  const started = parseTime(block.ExecMainStartTimestamp);
  const ended = parseTime(block.ExecMainExitTimestamp);
  const lasted = started === null || ended === null ? 0 : Math.max(0, ended - started);
  const pause = parseSpan(block.RestartUSec ?? '') ?? 0;
  return restarts >= 2 && 2 * (lasted + pause) <= Math.max(interval, 60_000);
}

/** null when nothing ended: a code of 0 means "no exit seen", not "exited with 0". */
function lastExitOf(block: ShowBlock): LastExit | null {
  const kind = block.ExecMainCode ?? '0';
  const status = count(block.ExecMainStatus);
  const at = isoOrNull(parseTime(block.ExecMainExitTimestamp));
  const late = block.Result === 'timeout' ? ', because it took too long' : '';
  if (kind === '1' && status !== null) return { code: status, signal: null, at, words: exitWords(status, null) + late };
  if ((kind === '2' || kind === '3') && status !== null) {
    const signal = signalName(status);
    const oom = block.Result === 'oom-kill' ? 'killed because memory ran out' : null;
    return { code: null, signal, at, words: (oom ?? exitWords(null, signal)) + late };
  }
  if (kind === '0' && block.Result === 'resources') {
    return {
      code: null,
      signal: null,
      at,
      words: 'it could not be started: something it needs is missing (resources)',
    };
  }
  return null;
}

/**
 * A unit that is not enabled is unloaded when it becomes inactive and forgets its past, so only an enabled one can say "never".
 */
function everStarted(block: ShowBlock): boolean | null {
  if ((block.ExecMainCode ?? '0') !== '0' || (block.ExecMainStartTimestamp ?? '') !== '') return true;
  return enabledOf(block) === true && block.LoadState === 'loaded' ? false : null;
}

function startedAt(block: ShowBlock): string | null {
  const time =
    parseTime(block.ExecMainStartTimestamp) ??
    parseTime(block.ActiveEnterTimestamp) ??
    parseTime(block.InactiveExitTimestamp);
  return isoOrNull(time);
}

/** `Sun 2026-11-22 21:24:22 UTC`, with a fraction too, or `@1795385682`. null for empty, `n/a` and other zones. Milliseconds. */
export function parseTime(text: string | undefined): number | null {
  const unix = /^@(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text ?? '');
  if (unix?.[1] !== undefined) return Number(unix[1]) * 1000 + fraction(unix[2]);
  const utc = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))? UTC$/.exec(text ?? '');
  if (utc === null) return null;
  const whole = Date.parse(`${utc[1]}T${utc[2]}Z`);
  return Number.isNaN(whole) ? null : whole + fraction(utc[3]);
}

function fraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1000);
}

const SPAN_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  month: 2_629_800_000,
  y: 31_557_600_000,
};

/** A time span as systemd prints it (`1min 30s`, `100ms`), milliseconds. Infinity for `infinity`, null when it is none. */
export function parseSpan(text: string): number | null {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '0') return 0;
  let total: number | null = null;
  for (const part of text.split(' ')) {
    const match = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(part);
    const unit = SPAN_MS[match?.[2] ?? ''];
    if (match?.[1] === undefined || unit === undefined) return null;
    total = (total ?? 0) + Number(match[1]) * unit;
  }
  return total;
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

/** A counter; null when the property is missing, `[not set]` or the highest number (which systemd uses for "not set"). */
function count(text: string | undefined): number | null {
  const value = /^\d{1,15}$/.test(text ?? '') ? Number(text) : null;
  return value !== null && value < 4_294_967_295 ? value : null;
}

function positive(text: string | undefined): number | null {
  const value = count(text);
  return value === 0 ? null : value;
}
