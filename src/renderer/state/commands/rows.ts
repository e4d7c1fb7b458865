/**
 * Which commands the palette shows for what was typed, in which groups and order. Pure.
 */
import type { Command } from './command.ts';
import { type Mark, matchText, queryWords } from './fuzzy.ts';

export interface PaletteRow {
  readonly command: Command;
  readonly marks: readonly Mark[];
}

export interface PaletteGroup {
  /** `recent`, `attention`, `window`, or `profile` with its name. */
  readonly kind: 'recent' | 'attention' | 'window' | 'profile';
  readonly profile: string | null;
  readonly rows: readonly PaletteRow[];
}

export interface PaletteList {
  readonly groups: readonly PaletteGroup[];
  /** All that fit, also those that are not drawn. */
  readonly found: number;
  readonly hidden: number;
}

export interface PaletteAsk {
  readonly query: string;
  /** Ids, the last used first. */
  readonly recent: readonly string[];
  /** The profile whose page is shown. */
  readonly selected: string | null;
}

/** So many rows are drawn; who wants another types. */
export const MAX_ROWS = 60;
export const MAX_RECENT = 5;
const MAX_ATTENTION = 6;

const plain = (command: Command): PaletteRow => ({ command, marks: [] });
const notEmpty = ({ rows }: PaletteGroup) => rows.length > 0;

/** Before anything is typed: used last, what wants a person, the profile that is seen, the window. Each command once. */
function opening(commands: readonly Command[], { recent, selected }: PaletteAsk): PaletteList {
  const byId = new Map(commands.map((command) => [command.id, command]));
  const taken = new Set<string>();
  const take = (list: readonly Command[]): readonly PaletteRow[] => {
    const fresh = list.filter(({ id }) => !taken.has(id));
    for (const { id } of fresh) taken.add(id);
    return fresh.map(plain);
  };
  const used = recent.flatMap((id) => byId.get(id) ?? []).filter(({ off }) => off === null);
  const groups: readonly PaletteGroup[] = [
    { kind: 'recent' as const, profile: null, rows: take(used.slice(0, MAX_RECENT)) },
    {
      kind: 'attention' as const,
      profile: null,
      rows: take(commands.filter(({ urgent }) => urgent).slice(0, MAX_ATTENTION)),
    },
    {
      kind: 'profile' as const,
      profile: selected,
      rows: take(commands.filter(({ profile }) => profile !== null && profile === selected)),
    },
    { kind: 'window' as const, profile: null, rows: take(commands.filter(({ profile }) => profile === null)) },
  ].filter(notEmpty);
  return { groups, found: commands.length, hidden: 0 };
}

/** What answers best first; what was used, is seen or is urgent goes ahead of its like, what cannot be done behind. */
function answering(commands: readonly Command[], words: readonly string[], ask: PaletteAsk): PaletteList {
  const used = new Map(ask.recent.map((id, at) => [id, MAX_RECENT * 2 - at]));
  const found = commands.flatMap((command) => {
    const match = matchText(words, command.title, command.search);
    if (match === null) return [];
    const score =
      match.score +
      Math.max(0, used.get(command.id) ?? 0) +
      (command.profile === ask.selected ? 5 : 0) +
      (command.urgent ? 3 : 0) -
      (command.off === null ? 0 : 15);
    return [{ command, marks: match.marks, score }];
  });
  const shown = found.sort((a, b) => b.score - a.score).slice(0, MAX_ROWS);
  const groups = new Map<string | null, PaletteRow[]>();
  for (const { command, marks } of shown) {
    const rows = groups.get(command.profile) ?? [];
    groups.set(command.profile, rows);
    rows.push({ command, marks });
  }
  return {
    groups: [...groups].map(([profile, rows]) => ({ kind: profile === null ? 'window' : 'profile', profile, rows })),
    found: found.length,
    hidden: found.length - shown.length,
  };
}

export function paletteList(commands: readonly Command[], ask: PaletteAsk): PaletteList {
  const words = queryWords(ask.query);
  return words.length === 0 ? opening(commands, ask) : answering(commands, words, ask);
}
