/**
 * Secret fields of the configuration: a literal, text with `${NAME}`, the shorthand `$NAME`, or a SecretRef object. Resolved only where
 * reading is enough (environment, files); a program is never run and the secret store never opened for it. Rules: openclaw 2026.9.6,
 * types.secrets, ref-contract, resolve.
 */

import { resolve } from 'node:path';
import { z } from 'zod';
import { type Phrase, say } from '../../shared/said.ts';
import type { Environment } from '../system/host.ts';
import { substitute } from './env-substitution.ts';
import { type ConfigObject, isObject } from './includes.ts';
import { readRegularText } from './read-text.ts';
import type { SecretValue } from './types.ts';

export interface SecretContext {
  /** The configuration with includes merged. */
  readonly tree: ConfigObject;
  readonly env: Environment;
  /** For variables that came from a file: the file. */
  readonly origins: ReadonlyMap<string, string>;
  readonly home: string;
}

const refSchema = z.object({
  source: z.enum(['env', 'file', 'exec', 'store']),
  provider: z.string().trim().min(1).optional(),
  id: z.string().trim().min(1),
});
type SecretRef = z.infer<typeof refSchema>;

const providerSchema = z.object({
  source: z.string(),
  path: z.string().optional(),
  mode: z.enum(['json', 'singleValue']).optional(),
  allowlist: z.array(z.string()).optional(),
});

const WHOLE_REFERENCE = /^\$(?:\{([A-Z][A-Z0-9_]{0,127})\}|([A-Z][A-Z0-9_]{0,127}))$/;
/** Retired markers that today's OpenClaw refuses. */
const RETIRED_MARKER = /^(?:secretref-env:|__env__:)/;
const MAX_SECRET_FILE_BYTES = 1024 * 1024;

/** True for anything at a secret field that points elsewhere instead of being the secret itself. */
export function isSecretReference(value: unknown): boolean {
  if (typeof value !== 'string') return isObject(value) && refSchema.safeParse(value).success;
  const trimmed = value.trim();
  return WHOLE_REFERENCE.test(trimmed) || RETIRED_MARKER.test(trimmed);
}

/** Works out one secret field; `field` names it in words. Never throws for what the configuration says. */
export async function resolveSecret(field: string, value: unknown, context: SecretContext): Promise<SecretValue> {
  if (value === undefined || value === null) return { kind: 'absent' };
  if (isObject(value)) {
    const ref = refSchema.safeParse(value);
    if (ref.success) return resolveRef(ref.data, context);
    return { kind: 'unresolved', origin: field, reason: say('secret.no-reference', { field }) };
  }
  if (typeof value !== 'string') return { kind: 'unresolved', origin: field, reason: say('secret.no-text', { field }) };
  const trimmed = value.trim();
  if (trimmed === '') return { kind: 'absent' };
  if (RETIRED_MARKER.test(trimmed)) {
    return { kind: 'unresolved', origin: field, reason: say('secret.retired', { field }) };
  }
  const whole = WHOLE_REFERENCE.exec(trimmed);
  const name = whole?.[1] ?? whole?.[2];
  if (name !== undefined) return resolveRef({ source: 'env', id: name }, context);
  const { text, used, missing } = substitute(trimmed, context.env);
  const origin = [...used, ...missing].map((variable) => variableOrigin(variable, context)).join(', ');
  if (missing.length > 0) return { kind: 'unresolved', origin, reason: missingSaid(missing) };
  return used.length > 0 ? { kind: 'reference', value: text, origin } : { kind: 'literal', value: text };
}

function missingSaid(names: readonly string[]): Phrase {
  const [first = ''] = names;
  return names.length === 1
    ? say('secret.variable-missing', { name: first })
    : say('secret.variables-missing', { names: names.join(', ') });
}

function variableOrigin(name: string, context: SecretContext): string {
  const file = context.origins.get(name);
  return file === undefined ? `environment variable ${name}` : `environment variable ${name} (from ${file})`;
}

async function resolveRef(ref: SecretRef, context: SecretContext): Promise<SecretValue> {
  const secrets = isObject(context.tree.secrets) ? context.tree.secrets : {};
  const defaults = isObject(secrets.defaults) ? secrets.defaults : {};
  const configuredDefault = defaults[ref.source];
  const fallback =
    typeof configuredDefault === 'string' && configuredDefault.trim() !== '' ? configuredDefault.trim() : 'default';
  const alias = ref.provider ?? fallback;
  const origin =
    ref.source === 'env'
      ? variableOrigin(ref.id, context)
      : `secret "${ref.id}" of provider "${alias}" (${ref.source})`;
  const unresolved = (reason: Phrase): SecretValue => ({ kind: 'unresolved', origin, reason });

  const providers = isObject(secrets.providers) ? secrets.providers : {};
  const parsed = Object.hasOwn(providers, alias) ? providerSchema.safeParse(providers[alias]) : null;
  const provider = parsed?.success === true && parsed.data.source === ref.source ? parsed.data : null;
  const builtIn = alias === fallback && (ref.source === 'env' || ref.source === 'store');
  if (provider === null && !builtIn) {
    return unresolved(say('secret.no-provider', { alias, source: ref.source }));
  }
  if (ref.source === 'exec') return unresolved(say('secret.program'));
  if (ref.source === 'store') return unresolved(say('secret.store'));
  if (ref.source === 'env') {
    if (provider?.allowlist !== undefined && !provider.allowlist.includes(ref.id)) {
      return unresolved(say('secret.not-allowed', { name: ref.id, alias }));
    }
    const value = context.env[ref.id]?.trim() ?? '';
    return value === '' ? unresolved(missingSaid([ref.id])) : { kind: 'reference', value, origin };
  }
  const found = await readSecretFile(provider, ref.id, context);
  return found.ok ? { kind: 'reference', value: found.value, origin } : unresolved(found.reason);
}

type Found = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: Phrase };

async function readSecretFile(
  provider: z.infer<typeof providerSchema> | null,
  id: string,
  context: SecretContext,
): Promise<Found> {
  if (provider?.path === undefined) return { ok: false, reason: say('secret.no-path') };
  const path = resolve(substitute(provider.path, context.env).text.replace(/^~(?=$|[\\/])/, () => context.home));
  const read = await readRegularText(path, MAX_SECRET_FILE_BYTES);
  if (read.kind === 'absent') return { ok: false, reason: say('secret.absent', { path }) };
  if (read.kind === 'unusable') return { ok: false, reason: say('read.clause', { path, reason: read.reason }) };
  // The gateway refuses such a file, so showing its secret as usable would be wrong.
  if (process.platform !== 'win32' && (read.stats.mode & 0o077) !== 0) {
    return {
      ok: false,
      reason: say('secret.open', { path, mode: (read.stats.mode & 0o777).toString(8) }),
    };
  }
  const text = read.text.replace(/^\uFEFF/, '');
  if (provider.mode === 'singleValue') {
    if (id !== 'value') return { ok: false, reason: say('secret.single-value') };
    const value = text.replace(/\r?\n$/, '').trim();
    return value === '' ? { ok: false, reason: say('secret.empty', { path }) } : { ok: true, value };
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return { ok: false, reason: say('secret.not-json', { path }) };
  }
  const value = atPointer(data, id);
  if (typeof value === 'string' && value.trim() !== '') return { ok: true, value: value.trim() };
  return { ok: false, reason: say('secret.no-text-at', { path, id }) };
}

/** RFC 6901 JSON pointer; undefined when nothing is there. */
function atPointer(data: unknown, pointer: string): unknown {
  if (!pointer.startsWith('/')) return undefined;
  let current = data;
  for (const raw of pointer.slice(1).split('/')) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}
