/**
 * Reads tokens.css: names, values of both themes, and contrast as WCAG 2.2 defines it. Pure; the page of components and its test use it.
 */

export interface Token {
  /** Without its two dashes: `bg-side`. */
  readonly name: string;
  readonly value: string;
}

export interface Colour {
  /** Linear light of sRGB, 0 to 1. */
  readonly linear: readonly [number, number, number];
  readonly alpha: number;
}

export type Theme = 'light' | 'dark';

/** Tokens of the plain `:root` block; what languages and media queries put in their place is not among them. */
export function readTokens(css: string): readonly Token[] {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const block = /:root \{(?![^}]*color-scheme)([^}]*)\}/.exec(plain)?.[1] ?? '';
  return [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => ({
    name,
    value: value.replaceAll(/\s+/g, ' ').trim(),
  }));
}

/** The colour of a token in one theme, following `var()`; null when it is no colour. */
export function colourOf(tokens: readonly Token[], name: string, theme: Theme): Colour | null {
  const value = tokens.find((token) => token.name === name)?.value ?? '';
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (other !== undefined) return colourOf(tokens, other, theme);
  const pair = /^light-dark\( ?oklch\(([^)]*)\), ?oklch\(([^)]*)\) ?\)$/.exec(value);
  const text = pair?.[theme === 'light' ? 1 : 2];
  return text === undefined ? null : fromOklch(text);
}

/** Björn Ottosson's OKLab to linear sRGB, https://bottosson.github.io/posts/oklab/; what lies outside is clipped. */
function fromOklch(text: string): Colour {
  const [lightness = 0, chroma = 0, hue = 0, alpha = 1] = text.replace('/', ' ').trim().split(/\s+/).map(Number);
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return {
    linear: [
      clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    ],
    alpha,
  };
}

const encode = (x: number) => (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
const decode = (x: number) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);

/** A translucent colour laid over an opaque one, as the screen does it: on the encoded values. */
export function over(top: Colour, below: Colour): Colour {
  const mixed = top.linear.map((value, at) =>
    decode(encode(value) * top.alpha + encode(below.linear[at] ?? 0) * (1 - top.alpha)),
  );
  return { linear: [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0], alpha: 1 };
}

/** Contrast of two opaque colours, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const luminance = ({ linear: [r, g, b] }: Colour) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

export interface Pair {
  readonly text: string;
  /** A surface; `a+b` is the translucent b laid over a. */
  readonly surface: string;
  /** 4.5 for text, 3 for glyphs and outlines that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11). */
  readonly floor: 3 | 4.5;
}

const SURFACES = ['bg', 'bg-side', 'bg-sunken', 'bg-raised', 'bg-select'];
const TINTS = ['busy-b', 'warn-b', 'bad-b', 'add-b', 'del-b'];
const STATES = ['busy', 'warn', 'bad'];

const times = (texts: readonly string[], surfaces: readonly string[], floor: Pair['floor']): readonly Pair[] =>
  texts.flatMap((text) => surfaces.map((surface) => ({ text, surface, floor })));

/** Every pair that the window draws, with what it has to reach. */
export const PAIRS: readonly Pair[] = [
  ...times(['text', 'text-2', 'text-3'], [...SURFACES, ...TINTS], 4.5),
  ...times(
    ['text', 'text-2', 'text-3', 'bad-t', 'warn-t'],
    ['bg', 'bg-side', 'bg-raised'].flatMap((base) => [`${base}+bg-hover`, `${base}+bg-active`]),
    4.5,
  ),
  ...times(['ok-t', 'busy-t', 'warn-t', 'bad-t', 'magenta-t', 'tide'], SURFACES, 4.5),
  ...STATES.flatMap((state) => times([`${state}-t`], [`${state}-b`], 4.5)),
  ...times(['text'], ['mark-b'], 4.5),
  ...times(['ok-t'], ['add-b'], 4.5),
  ...times(['bad-t'], ['del-b'], 4.5),
  ...times(['on-ink'], ['ink', 'ink-hover'], 4.5),
  ...times(['on-tide'], ['tide'], 4.5),
  ...times(['ok-g', 'busy-g', 'warn-g', 'bad-g', 'off-g', 'line-strong', 'focus', 'ink'], SURFACES, 3),
  ...STATES.flatMap((state) => times([`${state}-g`], [`${state}-b`], 3)),
  ...times(['ok-g', 'busy-g', 'warn-g', 'bad-g', 'off-g'], ['bg-side+bg-hover', 'bg-side+bg-active'], 3),
];

/** The contrast of a pair in one theme. Throws when one of its names is no colour. */
export function contrastOf(tokens: readonly Token[], pair: Pair, theme: Theme): number {
  const need = (name: string) => {
    const colour = colourOf(tokens, name, theme);
    if (colour === null) throw new Error(`--${name} is no colour of tokens.css.`);
    return colour;
  };
  const [base = '', tint] = pair.surface.split('+');
  const below = tint === undefined ? need(base) : over(need(tint), need(base));
  return contrast(over(need(pair.text), below), below);
}
