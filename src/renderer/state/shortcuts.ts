/**
 * Every key of the window, once: what it is, where it works and how it is written on each platform. Pure.
 */
import type { AppInfo } from '../../shared/ipc/contract.ts';
import type { Words } from '../../shared/text/words.ts';

export type ShortcutId =
  | 'palette'
  | 'keys'
  | 'tab'
  | 'settings'
  | 'profile'
  | 'restart'
  | 'primary'
  | 'part'
  | 'search'
  | 'end'
  | 'toggle'
  | 'match'
  | 'crash'
  | 'apply'
  | 'fold'
  | 'close';

/** One way to press it; `primary` is Cmd on macOS and Ctrl elsewhere. */
interface Chord {
  readonly primary?: true;
  readonly shift?: true;
  /** As it is written on the key, or the name of a key that has no letter. */
  readonly key: string;
}

export interface Shortcut {
  readonly id: ShortcutId;
  readonly group: 'everywhere' | 'inLogs' | 'inSheets';
  readonly chords: readonly Chord[];
}

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'palette', group: 'everywhere', chords: [{ primary: true, key: 'K' }] },
  { id: 'tab', group: 'everywhere', chords: [1, 2, 3, 4, 5].map((n) => ({ primary: true, key: String(n) })) },
  {
    id: 'profile',
    group: 'everywhere',
    chords: [
      { primary: true, key: '↑' },
      { primary: true, key: '↓' },
    ],
  },
  { id: 'restart', group: 'everywhere', chords: [{ primary: true, shift: true, key: 'R' }] },
  { id: 'primary', group: 'everywhere', chords: [{ primary: true, key: '.' }] },
  { id: 'part', group: 'everywhere', chords: [{ key: 'F6' }] },
  { id: 'settings', group: 'everywhere', chords: [{ primary: true, key: ',' }] },
  { id: 'keys', group: 'everywhere', chords: [{ key: '?' }, { primary: true, key: '/' }] },
  { id: 'search', group: 'inLogs', chords: [{ key: '/' }, { primary: true, key: 'F' }] },
  { id: 'match', group: 'inLogs', chords: [{ key: 'N' }, { shift: true, key: 'N' }] },
  { id: 'crash', group: 'inLogs', chords: [{ key: 'G' }] },
  { id: 'toggle', group: 'inLogs', chords: [{ key: 'space' }] },
  { id: 'end', group: 'inLogs', chords: [{ key: 'end' }] },
  { id: 'apply', group: 'inSheets', chords: [{ primary: true, key: '↵' }] },
  { id: 'fold', group: 'inSheets', chords: [{ key: 'D' }] },
  { id: 'close', group: 'inSheets', chords: [{ key: 'Esc' }] },
];

type Platform = AppInfo['platform'];

/** The keys of one chord, each as it is drawn: "⌘" "K" on macOS, "Ctrl" "K" elsewhere. */
export function keysOf(chord: Chord, platform: Platform, words: Words): readonly string[] {
  const mac = platform === 'darwin';
  const named: Readonly<Record<string, string>> = { space: words.keys.space, end: words.keys.end_key };
  const last = named[chord.key] ?? chord.key;
  // macOS writes Shift before Command.
  const held = mac
    ? [...(chord.shift ? ['⇧'] : []), ...(chord.primary ? ['⌘'] : [])]
    : [...(chord.primary ? ['Ctrl'] : []), ...(chord.shift ? ['Shift'] : [])];
  return [...held, mac && last === 'Esc' ? '⎋' : last];
}

/** One shortcut in one line: "⇧⌘R", "Ctrl Shift R". Only its first way. */
export function shortcutText(id: ShortcutId, platform: Platform, words: Words): string {
  const [first] = SHORTCUTS.find((each) => each.id === id)?.chords ?? [];
  return first === undefined ? '' : keysOf(first, platform, words).join(platform === 'darwin' ? '' : ' ');
}

/** The key with which the platform gives commands is held, and no other one but Shift. */
export function holdsPrimary(
  event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>,
  platform: Platform,
): boolean {
  if (event.altKey) return false;
  return platform === 'darwin' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}
