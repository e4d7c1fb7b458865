import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { contrastOf, PAIRS, readTokens, type Theme } from './tokens.ts';

const FOLDER = fileURLToPath(new URL('../../src/renderer/styles/', import.meta.url));
const TOKENS = readFileSync(`${FOLDER}tokens.css`, 'utf8');
const sheets = readdirSync(FOLDER).filter((name) => name.endsWith('.css') && name !== 'tokens.css');
const withoutComments = (css: string) => css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
const rest = sheets.map((name) => withoutComments(readFileSync(`${FOLDER}${name}`, 'utf8')));
const tokens = readTokens(TOKENS);

/** Keywords that name no colour of ours: those of the system stand in for all of them in forced colours. */
const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(|\b(?:white|black|red|green|blue|grey|gray|orange|yellow|purple)\b(?![\w-])/i;

const PARTS = fileURLToPath(new URL('../../src/renderer/parts/', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/components.html', import.meta.url));
const sourcesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.tsx'));

describe('the page of components', () => {
  const shown = sourcesIn(HERE).map((name) => readFileSync(`${HERE}${name}`, 'utf8'));

  test('every part is on it', () => {
    const parts = sourcesIn(PARTS).flatMap((name) =>
      [...readFileSync(`${PARTS}${name}`, 'utf8').matchAll(/^export function ([A-Z]\w+)/gm)].map(
        ([, part = '']) => part,
      ),
    );
    expect(parts.length).toBeGreaterThan(10);
    // The frame of every sheet; the sheets are there.
    const missing = parts.filter((part) => part !== 'Modal' && !shown.some((source) => source.includes(`<${part}`)));
    expect(missing).toEqual([]);
  });

  test('every token is on it', () => {
    const page = readFileSync(PAGE, 'utf8').replace(/<style>[\s\S]*?<\/style>/, '');
    expect(tokens.filter(({ name }) => !page.includes(`>--${name}<`)).map(({ name }) => name)).toEqual([]);
  });
});

describe('design tokens', () => {
  test('the tokens are read, all kinds of them', () => {
    expect(tokens.length).toBeGreaterThan(60);
    expect(tokens.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['bg', 'text', 'r-6', 's-12', 'e-2', 'm-fast']),
    );
  });

  test('every token is used', () => {
    const all = [...rest, withoutComments(TOKENS)].join('\n');
    expect(tokens.filter(({ name }) => !all.includes(`var(--${name})`)).map(({ name }) => name)).toEqual([]);
  });

  test('every variable that is used is a token', () => {
    const known = new Set(tokens.map(({ name }) => name));
    const used = rest.flatMap((css) => [...css.matchAll(/var\(--([\w-]+)/g)].map(([, name = '']) => name));
    expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
  });

  test('no colour stands outside of tokens.css', () => {
    const found = sheets.flatMap((name, at) =>
      (rest[at] ?? '')
        .split('\n')
        // A selector may hold such a word (`.log-red`); a declaration may not.
        .filter((line) => COLOUR.test(/:\s+(.*)$/.exec(line)?.[1] ?? ''))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  for (const theme of ['light', 'dark'] satisfies readonly Theme[]) {
    test(`text and glyphs reach WCAG AA on every surface, ${theme}`, () => {
      const short = PAIRS.map((pair) => ({ ...pair, ratio: contrastOf(tokens, pair, theme) })).filter(
        ({ ratio, floor }) => ratio < floor,
      );
      expect(
        short.map(({ text, surface, ratio, floor }) => `${text} on ${surface}: ${ratio.toFixed(2)} < ${floor}`),
      ).toEqual([]);
    });
  }

  test('black on white is 21 to 1', () => {
    const two = readTokens(
      ':root { --a: light-dark(oklch(0 0 0), oklch(1 0 0)); --b: light-dark(oklch(1 0 0), oklch(0 0 0)); }',
    );
    expect(contrastOf(two, { text: 'a', surface: 'b', floor: 4.5 }, 'light')).toBeCloseTo(21, 1);
  });
});
