/**
 * The environment files OpenClaw loads before it reads its configuration (2026.9.6, dotenv-global): `<stateDir>/.env`, then for the
 * default state folder `~/.config/openclaw/gateway.env`. What the process's own environment has wins, then the first file.
 */

import { join } from 'node:path';
import { type Phrase, say } from '../../shared/said.ts';
import type { Environment } from '../system/host.ts';
import { readRegularText } from './read-text.ts';

const MAX_BYTES = 1024 * 1024;
const LINE =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]*)?[ \t]*(?:#.*)?$/gm;

/** Reads the text of an environment file: KEY=value lines, quotes, comments, `export`. Never throws; other lines are passed over. */
export function parseDotEnv(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [, key, raw = ''] of text.replaceAll(/\r\n?/g, '\n').matchAll(LINE)) {
    if (key === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) || key === '__proto__') continue;
    const trimmed = raw.trim();
    const quote = /^(['"`])([\s\S]*)\1$/.exec(trimmed);
    const inner = quote === null ? trimmed : (quote[2] ?? '');
    // Even a double quote that is never closed turns the escapes on in the reader that OpenClaw uses.
    values[key] = trimmed.startsWith('"') ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner;
  }
  return values;
}

export interface LoadedEnvironment {
  readonly env: Environment;
  /** For each variable that came from a file, the file. */
  readonly origins: ReadonlyMap<string, string>;
  /** Files that are there and could not be used, in sentences. */
  readonly warnings: readonly Phrase[];
}

/** `env` with the files' values added. A file that cannot be read is said and passed over, as OpenClaw passes over it. */
export async function loadDotEnv(env: Environment, stateDir: string, home: string): Promise<LoadedEnvironment> {
  const files = [join(stateDir, '.env')];
  if (stateDir === join(home, '.openclaw')) files.push(join(home, '.config', 'openclaw', 'gateway.env'));
  const merged: Record<string, string | undefined> = { ...env };
  const origins = new Map<string, string>();
  const warnings: Phrase[] = [];
  for (const file of files) {
    const content = await readRegularText(file, MAX_BYTES);
    if (content.kind === 'unusable') warnings.push(say('read.passed-over', { path: file, reason: content.reason }));
    if (content.kind !== 'text') continue;
    for (const [key, value] of Object.entries(parseDotEnv(content.text))) {
      if (merged[key] !== undefined) continue;
      merged[key] = value;
      origins.set(key, file);
    }
  }
  return { env: merged, origins, warnings };
}
