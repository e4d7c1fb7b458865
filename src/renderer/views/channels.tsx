import type { ChannelHealth, HealthSnapshot } from '../../shared/health.ts';
import { formatAge, sinceIso } from '../../shared/text/format.ts';
import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { DataTable, FEW } from '../parts/data-table.tsx';
import type { Glyph } from '../parts/icon.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { TableRow } from '../state/table.ts';

/** The gateway tells its health at least once a minute (openclaw 2026.9.6): values older than this are not told as now. */
export const OLD_AFTER_MS = 150_000;

/** Milliseconds since the gateway composed the snapshot. */
export function healthAge(health: HealthSnapshot, now: number): number {
  return Math.max(0, sinceIso(health.takenAt, now) ?? 0);
}

/** Glyph and words of one channel. What the gateway did not say stays unknown. */
export function channelState(channel: ChannelHealth, words: Words): { readonly glyph: Glyph; readonly text: string } {
  if (channel.lastError !== null) return { glyph: 'degraded', text: channel.lastError };
  if (channel.configured === false) return { glyph: 'not-installed', text: words.overview.notConfigured };
  if (channel.enabled === false) return { glyph: 'stopped', text: words.overview.disabled };
  if (channel.connected === true) return { glyph: 'healthy', text: words.overview.connected };
  const why = channel.stateReason;
  if (channel.connected === false) return { glyph: 'degraded', text: why ?? words.overview.notConnected };
  if (channel.running === false) return { glyph: 'stopped', text: why ?? words.overview.notRunning };
  if (channel.running === true) return { glyph: 'healthy', text: words.overview.running };
  return { glyph: 'unknown', text: why ?? words.fact.notReported };
}

function channelRow(channel: ChannelHealth, words: Words, now: number): TableRow {
  const { glyph, text } = channelState(channel, words);
  const last = sinceIso(channel.lastInboundAt, now);
  const message = last === null ? words.fact.notReported : words.age.ago(formatAge(last, words.units));
  return { id: channel.id, glyph, cells: [channel.label, text, message] };
}

function nodeRow(node: NonNullable<HealthSnapshot['nodes']>[number], words: Words): TableRow {
  const state: { glyph: Glyph; text: string } =
    node.online === null
      ? { glyph: 'unknown', text: words.fact.notReported }
      : node.online
        ? { glyph: 'healthy', text: words.tables.online }
        : { glyph: 'stopped', text: words.tables.offline };
  return {
    id: node.id,
    glyph: state.glyph,
    cells: [node.label, state.text, node.platform ?? words.fact.notReported],
    names: node.platform === null ? [] : [2],
  };
}

/** How old the values of a section are; said in words once they are too old to be told as now. */
function Age({ age }: { age: number }) {
  const words = useStore().words.value;
  return <span class="aside t3 num">{words.tables.asOf(formatAge(age, words.units))}</span>;
}

function Section(props: {
  title: string;
  health: HealthSnapshot;
  rows: readonly TableRow[] | null;
  columns: readonly string[];
  none: string;
  unread: string;
}) {
  const store = useStore();
  const words = store.words.value;
  const { title, health, rows, columns, none, unread } = props;
  const age = healthAge(health, store.now.value);
  const stale = age > OLD_AFTER_MS;
  return (
    <section class={(rows?.length ?? 0) > FEW ? 'sec sec-wide' : 'sec'}>
      <SectionHead title={title}>{rows !== null && rows.length > 0 && <Age age={age} />}</SectionHead>
      {stale && <p class="t3 old">{words.tables.old(formatAge(age, words.units))}</p>}
      {rows === null && <p class="empty">{unread}</p>}
      {rows !== null && rows.length === 0 && <p class="empty">{none}</p>}
      {rows !== null && rows.length > 0 && <DataTable title={title} columns={columns} rows={rows} stale={stale} />}
    </section>
  );
}

export function Channels({ health }: { health: HealthSnapshot }) {
  const store = useStore();
  const words = store.words.value;
  return (
    <Section
      title={words.overview.channels}
      health={health}
      rows={health.channels?.map((channel) => channelRow(channel, words, store.now.value)) ?? null}
      columns={[words.tables.channel, words.tables.state, words.tables.lastMessage]}
      none={words.overview.noChannels}
      unread={words.overview.channelsUnread}
    />
  );
}

export function Nodes({ health }: { health: HealthSnapshot }) {
  const words = useStore().words.value;
  return (
    <Section
      title={words.overview.nodes}
      health={health}
      rows={health.nodes?.map((node) => nodeRow(node, words)) ?? null}
      columns={[words.tables.node, words.tables.state, words.tables.platform]}
      none={words.tables.noNodes}
      unread={words.tables.nodesUnread}
    />
  );
}
