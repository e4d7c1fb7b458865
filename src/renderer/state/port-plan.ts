/**
 * Ports of all profiles side by side: which are too close, what is free, and how they are drawn on one line. Pure.
 */
import { MINIMUM_PORT_DISTANCE, parsePort, portsTooClose } from '../../shared/profile.ts';
import type { ProfileEntry } from './status.ts';

/** The last port that a gateway on `port` uses (specification: its own and the 110 after it). */
export const lastPortOf = (port: number): number => port + SPAN;
const SPAN = 110;
const FIRST_PORT = 1024;
const LAST_BASE = 65_535 - SPAN;

/** One profile's port: as it is, and as it was typed. */
export interface PortRow {
  readonly profile: string;
  /** null when nothing is known about it. */
  readonly now: number | null;
  /** What stands in the field. */
  readonly text: string;
  /** The port that the text means; null when it is none. */
  readonly wanted: number | null;
  readonly changed: boolean;
  /** The nearest profile that would meet it; null when there is none. */
  readonly clash: { readonly profile: string; readonly port: number } | null;
  /** A port without any clash, upward from the wanted one; null when none is needed or there is none. */
  readonly proposal: number | null;
}

/** A profile that has neither a service nor a configuration of its own uses no port yet. */
function occupies({ report }: ProfileEntry): boolean {
  return (
    report !== null && (report.installed !== false || report.portSource === 'config' || report.runtime === 'running')
  );
}

/** Rows in the order of the entries. `drafts` are texts by profile. */
export function portRows(entries: readonly ProfileEntry[], drafts: ReadonlyMap<string, string>): readonly PortRow[] {
  const base = entries.map((entry) => {
    const now = entry.report?.port ?? null;
    const text = drafts.get(entry.profile) ?? (now === null ? '' : String(now));
    const parsed = parsePort(text);
    const wanted = parsed.ok ? parsed.value : null;
    const changed = drafts.has(entry.profile) && text !== String(now ?? '');
    return { profile: entry.profile, now, text, wanted, changed, counts: occupies(entry) || changed };
  });
  return base.map(({ counts, ...row }, at) => {
    const others = base.flatMap((other, place) => {
      const port = other.wanted ?? other.now;
      return other.profile === row.profile || !other.counts || port === null
        ? []
        : // Of two that clash the one that was typed last moves, or else the later one of the list.
          [{ profile: other.profile, port, stays: row.changed === other.changed ? place < at : row.changed }];
    });
    const { wanted } = row;
    const clash =
      wanted === null || !counts
        ? null
        : nearest(
            wanted,
            others.filter(({ stays }) => stays),
          );
    const proposal =
      wanted === null || clash === null
        ? null
        : freePort(
            wanted,
            others.map(({ port }) => port),
          );
    return { ...row, clash, proposal };
  });
}

function nearest(port: number, others: readonly { profile: string; port: number }[]): PortRow['clash'] {
  const close = others.filter((other) => portsTooClose(port, other.port));
  const [first] = close.toSorted((a, b) => Math.abs(a.port - port) - Math.abs(b.port - port));
  return first === undefined ? null : { profile: first.profile, port: first.port };
}

/** The first port from `wanted` upward that keeps its distance to all taken ones, then from the beginning; null when all is full. */
export function freePort(wanted: number, taken: readonly number[]): number | null {
  for (const start of [wanted, FIRST_PORT]) {
    let port = Math.max(start, FIRST_PORT);
    while (port <= LAST_BASE) {
      const blockers = taken.filter((other) => portsTooClose(port, other));
      if (blockers.length === 0) return port;
      port = Math.max(...blockers) + MINIMUM_PORT_DISTANCE;
    }
  }
  return null;
}

/** One stretch on the map; positions in per cent of its width. */
export interface MapPart {
  readonly kind: 'now' | 'planned' | 'clash' | 'free';
  readonly profile: string | null;
  readonly port: number;
  readonly left: number;
  readonly width: number;
}

export interface PortMap {
  readonly parts: readonly MapPart[];
  /** Middles of the stretches that were left out, per cent. */
  readonly breaks: readonly number[];
}

/** More stretches than this cannot be labelled on one line. */
const MAX_PARTS = 7;
/** A longer way between two stretches is drawn as a break, in ports. */
const LONGEST_GAP = 150;
const BREAK = 40;
const EDGE = 20;

/** The map of these rows; null when there is nothing to see: fewer than two stretches. With many profiles only those that clash and what is near. */
export function portMap(rows: readonly PortRow[]): PortMap | null {
  const all = rows.flatMap((row): Omit<MapPart, 'left' | 'width'>[] => {
    const { profile } = row;
    const port = row.wanted ?? row.now;
    if (port === null) return [];
    const bad = row.clash !== null;
    const kind = bad ? 'clash' : row.changed ? 'planned' : 'now';
    const free = row.proposal === null ? [] : [{ kind: 'free' as const, profile: null, port: row.proposal }];
    return [{ kind, profile, port }, ...free];
  });
  const wanted = all.filter(({ kind }) => kind !== 'now');
  const near = (part: { readonly port: number }): number =>
    Math.min(
      ...wanted.map(({ port }) => Math.abs(port - part.port)),
      wanted.length === 0 ? part.port : Number.MAX_VALUE,
    );
  const shown = all
    .toSorted((a, b) => near(a) - near(b))
    .slice(0, MAX_PARTS)
    .toSorted((a, b) => a.port - b.port);
  return shown.length < 2 ? null : place(shown);
}

function place(shown: readonly Omit<MapPart, 'left' | 'width'>[]): PortMap {
  const placed: { readonly part: Omit<MapPart, 'left' | 'width'>; readonly at: number }[] = [];
  const broken: number[] = [];
  let at = EDGE;
  let reach = Number.NaN;
  let before = Number.NaN;
  for (const part of shown) {
    if (!Number.isNaN(before)) {
      const gap = part.port - reach;
      if (gap > LONGEST_GAP) {
        const end = at + (reach - before);
        broken.push(end + BREAK / 2);
        at = end + BREAK;
      } else at += part.port - before;
    }
    placed.push({ part, at });
    before = part.port;
    reach = Math.max(Number.isNaN(reach) ? 0 : reach, lastPortOf(part.port));
  }
  const total = Math.max(...placed.map((each) => each.at)) + SPAN + EDGE;
  const percent = (length: number): number => Math.round((length / total) * 10_000) / 100;
  return {
    parts: placed.map(({ part, at: left }) => ({ ...part, left: percent(left), width: percent(SPAN) })),
    breaks: broken.map(percent),
  };
}
