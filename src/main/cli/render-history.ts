/** The history for people in a terminal. Pure. */
import { columnsOf, padColumns } from '../../shared/text/columns.ts';
import type { Timeline, TimelineState } from '../../shared/timeline.ts';
import { paint, type Style } from './output.ts';
import { spanText } from './render-status.ts';

const COLOURS: Readonly<Record<TimelineState, 'green' | 'yellow' | 'red' | 'blue' | 'dim'>> = {
  up: 'green',
  attention: 'yellow',
  down: 'red',
  changing: 'blue',
  off: 'dim',
  asleep: 'dim',
  unknown: 'dim',
};
const MAX_LINES = 40;

export function renderHistory(timeline: Timeline, style: Style): string {
  const { figures, segments, profile, problem, damagedLines } = timeline;
  const { words } = style;
  const { history } = words.shim;
  if (timeline.knownSince === null) return `${history.nothing(profile)}\n`;
  const span = (ms: number) => spanText(ms, words);
  const { longestOutage } = figures;
  const answered =
    figures.answered === null
      ? history.notWatched
      : history.answered(percent(figures.answered, words.tag), span(figures.watchedMs));
  const outage =
    longestOutage === null
      ? history.noOutage
      : history.outages(figures.outages, span(longestOutage.ms), localTime(longestOutage.from), longestOutage.ongoing);
  const shown = segments.slice(-MAX_LINES);
  const width = Math.max(20, ...Object.values(history.state).map(columnsOf));
  const lines = shown.map(({ from, to, state }) => {
    const word = padColumns(history.state[state], width);
    return `${paint(style, 'dim', localTime(from))}  ${paint(style, COLOURS[state], word)}  ${span(Date.parse(to) - Date.parse(from))}`;
  });
  const head = [history.head(paint(style, 'bold', profile)), answered, outage, history.restarts(figures.restarts)];
  return [
    head.join(' '),
    ...(segments.length > shown.length ? [history.last(shown.length, segments.length)] : []),
    ...lines,
    ...(damagedLines > 0 ? [history.damaged(damagedLines)] : []),
    ...(problem === null ? [] : [problem]),
    '',
  ].join('\n');
}

/** Never rounded up to 100 %: a short outage is an outage. */
function percent(share: number, tag: string): string {
  const floored = Math.floor(share * 10_000) / 10_000;
  const number = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    floored * 100,
  );
  return `${number} %`;
}

/** "2026-11-22 14:06" in local time. */
function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
