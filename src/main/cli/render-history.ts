/** The history for people in a terminal. Pure. */
import { units } from '../../shared/text/en/units.ts';
import { formatDuration } from '../../shared/text/format.ts';
import type { Timeline, TimelineState } from '../../shared/timeline.ts';
import { type Output, paint } from './output.ts';

const STATES: Readonly<
  Record<TimelineState, readonly [word: string, colour: 'green' | 'yellow' | 'red' | 'blue' | 'dim']>
> = {
  up: ['answered', 'green'],
  attention: ['needed attention', 'yellow'],
  down: ['did not answer', 'red'],
  changing: ['starting or stopping', 'blue'],
  off: ['stopped', 'dim'],
  asleep: ['computer asleep', 'dim'],
  unknown: ['not watched', 'dim'],
};
const MAX_LINES = 40;

export function renderHistory(timeline: Timeline, output: Pick<Output, 'colour'>): string {
  const { figures, segments, profile, problem, damagedLines } = timeline;
  if (timeline.knownSince === null) {
    return `Nothing is recorded about ${profile}. The app writes the history while it runs.\n`;
  }
  const span = (ms: number) => formatDuration(ms, units);
  const { longestOutage } = figures;
  const answered =
    figures.answered === null
      ? 'It was not watched in this time.'
      : `Answered ${(Math.floor(figures.answered * 10_000) / 100).toFixed(2)} % of ${span(figures.watchedMs)} watched.`;
  const outage =
    longestOutage === null
      ? 'No outage.'
      : `${figures.outages} ${figures.outages === 1 ? 'outage' : 'outages'}, the longest ${span(longestOutage.ms)} from ${localTime(longestOutage.from)}${longestOutage.ongoing ? ', not over' : ''}.`;
  const shown = segments.slice(-MAX_LINES);
  const lines = shown.map(({ from, to, state }) => {
    const [word, colour] = STATES[state];
    return `${paint(output, 'dim', localTime(from))}  ${paint(output, colour, word.padEnd(20))}  ${span(Date.parse(to) - Date.parse(from))}`;
  });
  return [
    `${paint(output, 'bold', profile)}: ${answered} ${outage} Restarts: ${figures.restarts}.`,
    ...(segments.length > shown.length ? [`The last ${shown.length} of ${segments.length} stretches:`] : []),
    ...lines,
    ...(damagedLines > 0 ? [`${damagedLines} damaged lines of the history were left out.`] : []),
    ...(problem === null ? [] : [problem]),
    '',
  ].join('\n');
}

/** "2026-11-22 14:06" in local time. */
function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
