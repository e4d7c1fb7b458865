import type { HealthSnapshot } from '../../shared/health.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { formatAge, formatDuration, formatMoment, sinceIso } from '../../shared/text/format.ts';
import { exitText } from '../../shared/text/tell.ts';
import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { SectionHead } from '../parts/section-head.tsx';
import { healthAge, OLD_AFTER_MS } from './channels.tsx';

interface Row {
  readonly name: string;
  readonly value: string;
  /** Nothing was reported: drawn quieter. */
  readonly quiet?: boolean;
  readonly title?: string;
}

function healthRows(health: HealthSnapshot, words: Words, now: number): readonly Row[] {
  const missing = { value: words.fact.notReported, quiet: true };
  const { nodes, sessions, uptimeMs } = health;
  // The snapshot says how long it had been up when it was taken; the clock adds the time since.
  const up = uptimeMs === null ? null : uptimeMs + Math.max(0, sinceIso(health.takenAt, now) ?? 0);
  const online = nodes?.filter((node) => node.online === true).length ?? 0;
  return [
    { name: words.overview.uptime, ...(up === null ? missing : { value: formatDuration(up, words.units) }) },
    {
      name: words.overview.sessions,
      ...(sessions === null ? missing : { value: words.overview.stored(sessions.stored) }),
    },
    {
      name: words.overview.nodes,
      ...(nodes === null
        ? missing
        : { value: nodes.length === 0 ? words.fact.none : words.overview.online(online, nodes.length) }),
    },
    { name: words.overview.limits, ...missing },
  ];
}

function runRows(report: StatusReport, words: Words, now: number): readonly Row[] {
  const exit = report.lastExit;
  const restarts = report.restarts ?? 0;
  // A clean end of a gateway that runs again is no news.
  const telling = exit !== null && (report.state !== 'running' || (exit.code !== 0 && restarts > 0));
  const said = exit === null ? '' : exitText(exit, words);
  const at = exit?.at ? formatMoment(exit.at, now, words.tag) : null;
  return [
    ...(telling
      ? [{ name: words.overview.lastExit, value: [said, at].filter(Boolean).join(words.tray.comma), title: said }]
      : []),
    ...(restarts > 0 ? [{ name: words.overview.restarts, value: words.overview.times(restarts) }] : []),
  ];
}

/** Rows of numbers: from the gateway's snapshot where it answers, from the supervisor where something ended. */
export function Snapshot({ report }: { report: StatusReport }) {
  const store = useStore();
  const words = store.words.value;
  const now = store.now.value;
  const version = report.probeDetail?.serverVersion ?? report.program.openclawVersion;
  const rows = [
    ...(report.health === null ? [] : healthRows(report.health, words, now)),
    ...runRows(report, words, now),
    ...(version === null ? [] : [{ name: words.overview.version, value: version }]),
  ];
  if (rows.length === 0) return null;
  return (
    <section class="sec">
      <SectionHead title={report.health === null ? words.overview.lastRun : words.overview.snapshot}>
        {report.health !== null && (
          <span class="aside t3 num">{words.tables.asOf(formatAge(healthAge(report.health, now), words.units))}</span>
        )}
      </SectionHead>
      <dl class={report.health !== null && healthAge(report.health, now) > OLD_AFTER_MS ? 'rows data-stale' : 'rows'}>
        {rows.map((row: Row) => (
          <div key={row.name}>
            <dt class="k">{row.name}</dt>
            <dd class={`v num${row.quiet ? ' t3' : ''}`} title={row.title}>
              {row.value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
