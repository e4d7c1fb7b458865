/**
 * Takes secrets out of what is going to leave the machine. Two nets: values that are known to be secret here, whatever their form, and the
 * shapes in which secrets usually appear. It counts what it hides, so that a person can see it.
 */
import { redact } from '../../logs/redact.ts';

export interface Cleaned {
  readonly text: string;
  readonly hidden: number;
}

export interface Cleaner {
  clean(text: string): Cleaned;
}

const HIDDEN = '[hidden]';
const MIN_LENGTH = 4;

/** @param secrets values that must not appear. @param home becomes `~`: it holds the person's name. */
export function createCleaner(secrets: readonly string[], home: string): Cleaner {
  // A value looks different inside JSON, a URL or XML; the longest first, so that no part of one stays behind.
  const known = [...new Set(secrets.filter((secret) => secret.length >= MIN_LENGTH).flatMap(formsOf))].sort(
    (a, b) => b.length - a.length,
  );
  return {
    clean(text) {
      const before = count(text);
      const clean = redact(text, known);
      return { text: home.length > 1 ? clean.replaceAll(home, '~') : clean, hidden: count(clean) - before };
    },
  };
}

function formsOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}

function count(text: string): number {
  return text.split(HIDDEN).length - 1;
}

const SECRET_NAME =
  /token|passw|passphrase|secret|api_?-?key|access_?-?key|private_?-?key|credential|authorization|cookie|webhook|dsn$/i;

/** Does a key or variable of this name hold a secret? Too often yes rather than once no. */
export function soundsSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}
