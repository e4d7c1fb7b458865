import type { VerdictLevel } from '../../shared/verdict.ts';
import { type Drawing, parseDrawing } from '../svg-nodes.tsx';
import type { UiIcon } from './icon-name.ts';

export type { UiIcon };

const files: Record<string, string> = import.meta.glob('../icons/**/*.svg', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const drawings = new Map<string, Drawing>(
  Object.entries(files).map(([path, svg]) => [path.replace('../icons/', '').replace('.svg', ''), parseDrawing(svg)]),
);

/** The glyph of a level. `stopping` shares the half disc with `starting`. */
export type Glyph = Exclude<VerdictLevel, 'stopping'>;

/** Colour class of each glyph. */
export const TONES = {
  healthy: 'ok',
  starting: 'busy',
  external: 'busy',
  paused: 'off',
  stopped: 'off',
  'not-installed': 'off',
  unknown: 'off',
  degraded: 'warn',
  failed: 'bad',
} as const satisfies Record<Glyph, string>;

export function glyphOf(level: VerdictLevel): Glyph {
  return level === 'stopping' ? 'starting' : level;
}

function Draw({ name, size, className }: { name: string; size: number; className: string }) {
  const drawing = drawings.get(name);
  if (drawing === undefined) throw new Error(`No icon ${name}`);
  return (
    <svg {...drawing.attributes} class={className} width={size} height={size} aria-hidden="true" focusable="false">
      {drawing.shapes}
    </svg>
  );
}

/** Status glyph, decoration only: the words beside it say the same. `turning` = the one thing on a view that may move. */
export function StatusGlyph({ glyph, size = 16, turning = false }: { glyph: Glyph; size?: number; turning?: boolean }) {
  return <Draw name={`status/${glyph}`} size={size} className={`${TONES[glyph]}${turning ? ' turning' : ''}`} />;
}

export function Icon({ name, size = 16 }: { name: UiIcon; size?: number }) {
  return <Draw name={`ui/${name}`} size={size} className="icon" />;
}

export function Mark({ size = 18 }: { size?: number }) {
  return <Draw name="mark" size={size} className="mark" />;
}
