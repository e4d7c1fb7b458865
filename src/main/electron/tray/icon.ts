/**
 * Which mark the tray shows: the worst verdict wins. Pure.
 */
import type { ProfileEntry, TrayLevel } from './words.ts';
import { levelOf } from './words.ts';

/** The seven drawings of the mark. */
export type TrayIconName = 'healthy' | 'starting' | 'degraded' | 'failed' | 'stopped' | 'unknown' | 'paused';

/** Worst first. An external gateway counts as healthy, one that is not installed as stopped. */
const WORST_FIRST: readonly (readonly [TrayIconName, readonly TrayLevel[]])[] = [
  ['failed', ['failed']],
  ['degraded', ['degraded']],
  ['unknown', ['unknown']],
  ['starting', ['starting', 'stopping', 'looking']],
  ['healthy', ['healthy', 'external']],
  ['paused', ['paused']],
  ['stopped', ['stopped', 'not-installed']],
];

/** The drawing for all profiles together; `stopped` when there is none. A profile we are working on counts as starting, unless another is worse. */
export function trayIconName(entries: readonly ProfileEntry[]): TrayIconName {
  const levels = new Set<TrayLevel>(entries.map((entry) => (entry.busy === null ? levelOf(entry) : 'starting')));
  for (const [name, covered] of WORST_FIRST) {
    if (covered.some((level) => levels.has(level))) return name;
  }
  return 'stopped';
}

/** Rank of a level, 0 = worst; for sorting the profiles that need a person to the front. */
export function attentionRank(level: TrayLevel): number {
  return WORST_FIRST.findIndex(([, covered]) => covered.includes(level));
}

/** Levels that want a person. */
export function needsAttention(level: TrayLevel): boolean {
  return level === 'failed' || level === 'degraded' || level === 'unknown';
}

export interface IconFileInput {
  readonly platform: 'darwin' | 'win32' | 'linux' | 'other';
  /** The bar behind the icon is dark. Ignored on macOS, which tints templates itself. */
  readonly darkBar: boolean;
}

/** File name of the drawing for this platform and bar; the `@2x` files beside it are found by Electron. */
export function trayIconFile(name: TrayIconName, { platform, darkBar }: IconFileInput): string {
  if (platform === 'darwin') return `mac-${name}Template.png`;
  return `${platform === 'win32' ? 'win' : 'linux'}-${name}-${darkBar ? 'light' : 'dark'}.png`;
}
