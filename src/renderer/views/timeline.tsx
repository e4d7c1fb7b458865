import { useEffect, useState } from 'preact/hooks';
import type { StatusReport } from '../../shared/status-report.ts';
import { formatAge, formatClock, formatDuration } from '../../shared/text/format.ts';
import { tell } from '../../shared/text/tell-core.ts';
import type { Words } from '../../shared/text/words.ts';
import type { Timeline, TimelineSegment } from '../../shared/timeline.ts';
import { useStore } from '../context.ts';
import { moveRoving } from '../parts/roving.ts';
import { SectionHead } from '../parts/section-head.tsx';
import { Tell } from '../parts/tell.tsx';
import type { ProfileEntry } from '../state/status.ts';
import { TIMELINE_HOURS } from '../state/timeline.ts';

const READ_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;

const spanOf = ({ from, to }: { readonly from: string; readonly to: string }) => Date.parse(to) - Date.parse(from);

/** "Did not answer, 41 min, 09:12:40 – 09:53:40". Within a day the time says which moment is meant. */
function segmentText(segment: TimelineSegment, words: Words): string {
  const { timeline, units } = words;
  return [
    timeline.state[segment.state],
    formatDuration(spanOf(segment), units),
    `${formatClock(segment.from)} – ${formatClock(segment.to)}`,
    ...(segment.parts > 1 ? [timeline.parts(segment.parts)] : []),
  ].join(words.tray.comma);
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(3)}%`;
}

/** The strip: one focus stop, arrow keys go from stretch to stretch, and the one looked at is told in words below. */
function Strip({ timeline }: { timeline: Timeline }) {
  const store = useStore();
  const words = store.words.value;
  const [at, setAt] = useState<string | null>(null);
  const start = Date.parse(timeline.from);
  const whole = spanOf(timeline);
  const looked = timeline.segments.find((each) => each.from === at) ?? null;
  const stop = looked?.from ?? timeline.segments.at(-1)?.from;
  return (
    <div class="strip">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form */}
      <div
        class="strip-bars"
        role="group"
        aria-label={words.timeline.strip}
        onKeyDown={(event) => void moveRoving(event, 'horizontal')}
        onMouseLeave={() => setAt(null)}
      >
        {timeline.segments.map((segment) => (
          <span
            key={segment.from}
            role="img"
            data-roving
            class={`bar bar-${segment.state}`}
            style={{ left: percent(Date.parse(segment.from) - start, whole), width: percent(spanOf(segment), whole) }}
            tabIndex={segment.from === stop ? 0 : -1}
            aria-label={segmentText(segment, words)}
            onFocus={() => setAt(segment.from)}
            onMouseEnter={() => setAt(segment.from)}
          />
        ))}
        {timeline.marks
          .filter(({ kind }) => kind === 'restart' || kind === 'slept')
          .map((mark) => (
            <i
              key={`${mark.kind} ${mark.at}`}
              class={`mark-${mark.kind}`}
              style={{ left: percent(Date.parse(mark.at) - start, whole) }}
              title={[words.timeline.mark[mark.kind], formatClock(mark.at)].join(words.tray.comma)}
            />
          ))}
      </div>
      <div class="strip-axis t3 num" aria-hidden="true">
        {looked === null ? (
          <>
            <span>{words.timeline.hoursAgo(Math.round(whole / HOUR_MS))}</span>
            <span>{words.timeline.hoursAgo(Math.round(whole / HOUR_MS / 2))}</span>
            <span>{words.timeline.now}</span>
          </>
        ) : (
          <span class="strip-said">{segmentText(looked, words)}</span>
        )}
      </div>
    </div>
  );
}

/** The same for who cannot see it: newest first, stretches and marks together. */
function TimelineTable({ timeline }: { timeline: Timeline }) {
  const store = useStore();
  const words = store.words.value;
  const { columns, state, mark, parts } = words.timeline;
  const rows = [
    ...timeline.segments.map((each) => ({
      at: each.from,
      to: formatClock(each.to),
      span: formatDuration(spanOf(each), words.units),
      what: each.parts > 1 ? [state[each.state], parts(each.parts)].join(words.tray.comma) : state[each.state],
    })),
    ...timeline.marks.map((each) => ({ at: each.at, to: '', span: '', what: mark[each.kind] })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="data-box data-box-own" aria-label={words.timeline.title} tabIndex={0}>
      <table>
        <caption class="vh">{words.timeline.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.from}</th>
            <th scope="col">{columns.to}</th>
            <th scope="col">{columns.span}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, to, span, what }) => (
            <tr key={`${at} ${what}`}>
              <th scope="row">{what}</th>
              <td class="num t3">{formatClock(at)}</td>
              <td class="num t3">{to}</td>
              <td class="num t3">{span}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Never rounds an outage away: 99.99 % is not 100 %. */
function share(answered: number): string {
  if (answered === 1) return '100\u00a0%';
  return `${(Math.floor(answered * 1000) / 10).toFixed(1)}\u00a0%`;
}

function Figures({ timeline }: { timeline: Timeline }) {
  const { words: signal } = useStore();
  const words = signal.value;
  const { answered, watchedMs, longestOutage, roundTripMs, restarts } = timeline.figures;
  const outage = longestOutage === null ? null : formatDuration(longestOutage.ms, words.units);
  const rows: readonly (readonly [string, string])[] = [
    [
      words.timeline.answered,
      answered === null
        ? words.timeline.notWatched
        : words.timeline.ofWatched(share(answered), formatAge(watchedMs, words.units)),
    ],
    [
      words.timeline.longestOutage,
      outage === null
        ? words.timeline.noOutage
        : longestOutage?.ongoing === true
          ? words.timeline.ongoing(outage)
          : outage,
    ],
    [words.timeline.restarts, String(restarts)],
    [
      words.timeline.roundTrip,
      roundTripMs === null ? words.fact.notReported : `${Math.round(roundTripMs * 10) / 10}\u00a0${words.units.ms}`,
    ],
  ];
  return (
    <dl class="figures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt class="t3">{name}</dt>
          <dd class="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the profile did in the last 24 hours, read again when its verdict changes and once a minute while it is seen. */
export function TimelineSection({ entry, report }: { entry: ProfileEntry; report: StatusReport }) {
  const store = useStore();
  const words = store.words.value.timeline;
  const view = store.timelines.views.value.get(entry.profile);
  const [table, setTable] = useState(false);
  useEffect(() => {
    const read = () => {
      if (document.visibilityState === 'visible') void store.timelines.read(entry.profile);
    };
    // A moment later: what has just changed is written down first.
    const soon = setTimeout(read, view === undefined ? 0 : 300);
    const timer = setInterval(read, READ_EVERY_MS);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [entry.profile, report.verdict.code, report.pid]);
  if (view === undefined) return null;
  const { timeline, error } = view;
  const empty = timeline?.segments.every(({ state }) => state === 'unknown') ?? false;
  return (
    <section class="sec timeline" aria-label={words.title} data-hours={TIMELINE_HOURS}>
      <SectionHead title={words.title}>
        {timeline !== null && !empty && (
          <button type="button" class="link aside" onClick={() => setTable((shown) => !shown)}>
            {table ? words.asStrip : words.asTable}
          </button>
        )}
      </SectionHead>
      {error !== null && <Tell as="p" class="empty" sentence={tell(store.words.value, error, 'message')} />}
      {empty && <p class="empty">{words.none}</p>}
      {timeline !== null && !empty && (
        <>
          {table ? <TimelineTable timeline={timeline} /> : <Strip timeline={timeline} />}
          <Figures timeline={timeline} />
        </>
      )}
      {timeline !== null && timeline.damagedLines > 0 && <p class="t3">{words.damaged(timeline.damagedLines)}</p>}
      {timeline !== null && timeline.problem !== null && <p class="t3">{words.inMemory(timeline.problem)}</p>}
    </section>
  );
}
