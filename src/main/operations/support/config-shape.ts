/**
 * A configuration whose structure can be shown: keys, switches and small numbers stay, texts are replaced by what they are, except the few
 * words that a maintainer needs and that cannot be secret. Pure.
 */
import { soundsSecret } from './cleaner.ts';

export interface ConfigShape {
  readonly shape: unknown;
  readonly hidden: number;
  /** Values under keys that sound like secrets: to be hidden wherever else they appear. */
  readonly secrets: readonly string[];
}

/** Paths whose text is one of a few words of OpenClaw's (openclaw 2026.9.6, configuration reference). */
const SHOWN =
  /^(?:gateway\.(?:mode|bind|auth\.mode|reload\.mode|controlUi\.basePath)|logging\.(?:level|consoleLevel|file)|update\.channel|session\.scope)$/;
const MAX_NUMBER = 100_000;
const MAX_DEPTH = 12;
const REFERENCE = /^\$\{?[A-Z_][A-Z0-9_]*\}?$/;

export function shapeOf(tree: unknown): ConfigShape {
  const secrets: string[] = [];
  let hidden = 0;
  const walk = (value: unknown, path: string, secret: boolean, depth: number): unknown => {
    if (depth > MAX_DEPTH) return '[deeper]';
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!secret && Math.abs(value) < MAX_NUMBER) return value;
      hidden += 1;
      return '[number]';
    }
    if (typeof value === 'string') {
      if (REFERENCE.test(value)) return value;
      if (secret) secrets.push(value);
      else if (SHOWN.test(path)) return value;
      hidden += 1;
      return secret ? '[hidden]' : '[text]';
    }
    if (Array.isArray(value)) return value.map((each) => walk(each, path, secret, depth + 1));
    return Object.fromEntries(
      Object.entries(value as object).map(([key, each], index) => [
        /^[A-Za-z_][\w-]{0,40}$/.test(key) ? key : `[key ${index + 1}]`,
        // Everything in a block of variables or headers may be a secret, whatever its name.
        walk(
          each,
          path === '' ? key : `${path}.${key}`,
          secret || soundsSecret(key) || /^(?:env|vars|headers)$/i.test(key),
          depth + 1,
        ),
      ]),
    );
  };
  const shape = walk(tree, '', false, 0);
  return { shape, hidden, secrets };
}
