/**
 * `${NAME}` in configuration strings, as OpenClaw substitutes it (2026.9.6, env-substitution): names in upper case, `$${NAME}` is the
 * literal text `${NAME}`, and a variable that is missing or empty stays as it is written. Pure.
 */
import type { Environment } from '../system/host.ts';

const TOKEN = /\$(\$?)\{([A-Z_][A-Z0-9_]*)\}/g;

export interface Substituted {
  readonly text: string;
  /** Variables that were put in. */
  readonly used: readonly string[];
  /** Variables that are missing or empty; their reference is still in `text`. */
  readonly missing: readonly string[];
}

/** Substitutes one string. */
export function substitute(value: string, env: Environment): Substituted {
  const used: string[] = [];
  const missing: string[] = [];
  const text = value.replace(TOKEN, (whole, escaped: string, name: string) => {
    if (escaped !== '') return whole.slice(1);
    const found = env[name];
    if (found === undefined || found === '') {
      missing.push(name);
      return whole;
    }
    used.push(name);
    return found;
  });
  return { text, used, missing };
}

/** True when the string holds a `${NAME}` that would be substituted. */
export function hasReference(value: string): boolean {
  return [...value.matchAll(TOKEN)].some((match) => match[1] === '');
}

/** Writes a literal so that substitution gives it back: each `${NAME}` in it gets one more `$`. */
export function escapeReferences(literal: string): string {
  return literal.replace(/\$\{[A-Z_][A-Z0-9_]*\}/g, (reference) => `$${reference}`);
}
