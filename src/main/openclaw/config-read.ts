/** Reads what this product needs to know from openclaw.json. Everything else in the file is passed over and stays OpenClaw's business. */

import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Phrase, say } from '../../shared/said.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { Environment } from '../system/host.ts';
import { loadDotEnv } from './dotenv.ts';
import { hasReference, substitute } from './env-substitution.ts';
import { type ConfigObject, invalid, isObject, loadConfigTree } from './includes.ts';
import { resolveSecret, type SecretContext } from './secrets.ts';
import type { GatewayConfig, SecretValue } from './types.ts';

const gatewaySchema = z.object({
  port: z.number().int().min(1).max(65535).optional(),
  mode: z.string().optional(),
  bind: z.string().optional(),
  customBindHost: z.string().optional(),
  auth: z.object({ mode: z.string().optional() }).optional(),
  reload: z.object({ mode: z.string().optional() }).optional(),
  tls: z.object({ enabled: z.boolean().optional(), certPath: z.string().optional() }).optional(),
});
const fieldsSchema = z.object({
  gateway: gatewaySchema.optional(),
  agents: z.object({ defaults: z.object({ workspace: z.string().optional() }).optional() }).optional(),
  logging: z.object({ file: z.string().optional() }).optional(),
});
type Fields = z.infer<typeof fieldsSchema>;

const MODES = ['local', 'remote'] as const;
const BINDS = ['auto', 'loopback', 'lan', 'tailnet', 'custom'] as const;
/** OpenClaw 2026.9.6 knows hybrid and off; hot and restart are of older ones. */
const RELOAD_MODES = ['hybrid', 'off', 'hot', 'restart'] as const;
const AUTH_MODES = ['none', 'token', 'password', 'trusted-proxy'] as const;

/**
 * Reads a profile's configuration with its includes, variables and secret references. `env` is the environment in which references are
 * looked up, by default the profile's own; `<stateDir>/.env` is added to it. A missing file is an answer (`exists: false`), not an error.
 * @throws ExpectedError `config-unreadable` or `config-invalid`, with the place and what to do.
 */
export async function readGatewayConfig(
  profile: ResolvedProfile,
  env: Environment = profile.env,
): Promise<GatewayConfig> {
  const path = profile.configPath;
  const [loaded, dotenv] = await Promise.all([
    loadConfigTree(path, env, profile.home),
    loadDotEnv(env, profile.stateDir, profile.home),
  ]);
  const tree = loaded.tree ?? {};
  const warnings = [...dotenv.warnings];
  const variables = withConfigVariables(tree, dotenv.env);
  const fields = parseFields(substituteFields(tree, variables, warnings), path);
  const secretContext: SecretContext = { tree, env: variables, origins: dotenv.origins, home: profile.home };
  const secret = async (name: 'token' | 'password', variable: string): Promise<SecretValue> => {
    const value = await resolveSecret(`gateway.auth.${name}`, authOf(tree)?.[name], secretContext);
    const file = dotenv.origins.get(variable);
    const fallback = dotenv.env[variable]?.trim() ?? '';
    if (value.kind !== 'absent' || file === undefined || fallback === '') return value;
    // The gateway takes it from its environment files when the configuration names none.
    return { kind: 'reference', value: fallback, origin: `${variable} in ${file}` };
  };
  const token = await secret('token', 'OPENCLAW_GATEWAY_TOKEN');
  const password = await secret('password', 'OPENCLAW_GATEWAY_PASSWORD');
  for (const [name, value] of [
    ['token', token],
    ['password', password],
  ] as const) {
    if (value.kind === 'unresolved') warnings.push(say('warning.secret-unresolved', { name, reason: value.reason }));
  }
  const { gateway } = fields;
  const expand = (text: string | undefined): string | null => pathOf(text, profile.home);
  const tlsEnabled = gateway?.tls?.enabled ?? false;
  return {
    path,
    exists: loaded.tree !== null,
    mode: oneOf(MODES, gateway?.mode, 'gateway.mode', warnings),
    port: gateway?.port ?? null,
    bind: oneOf(BINDS, gateway?.bind, 'gateway.bind', warnings),
    customBindHost: gateway?.customBindHost ?? null,
    tls: {
      enabled: tlsEnabled,
      // Made by the gateway itself at this place when none is named (openclaw 2026.9.6, gateway.tls.autoGenerate).
      certPath:
        expand(gateway?.tls?.certPath) ??
        (tlsEnabled ? join(profile.stateDir, 'gateway', 'tls', 'gateway-cert.pem') : null),
    },
    authMode: oneOf(AUTH_MODES, gateway?.auth?.mode, 'gateway.auth.mode', warnings),
    token,
    password,
    workspace: expand(fields.agents?.defaults?.workspace),
    reloadMode: oneOf(RELOAD_MODES, gateway?.reload?.mode, 'gateway.reload.mode', warnings),
    logFile: expand(fields.logging?.file),
    files: loaded.files,
    warnings,
  };
}

/** The branches that are read, without the secret fields: those have rules of their own. */
function substituteFields(tree: ConfigObject, env: Environment, warnings: Phrase[]): ConfigObject {
  const visit = (value: unknown, place: string): unknown => {
    if (typeof value === 'string') {
      const { text, missing } = substitute(value, env);
      for (const name of missing) warnings.push(say('warning.variable-missing', { place, name }));
      return text;
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        place === 'gateway.auth' && (key === 'token' || key === 'password') ? null : visit(child, `${place}.${key}`),
      ]),
    );
  };
  const { gateway, agents, logging } = tree;
  const pick = (value: unknown, keys: readonly string[]): unknown =>
    isObject(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key))) : value;
  const parts: Record<string, unknown> = {
    gateway: pick(gateway, ['port', 'mode', 'bind', 'customBindHost', 'auth', 'reload', 'tls']),
    agents: isObject(agents) ? { defaults: pick(agents.defaults, ['workspace']) } : agents,
    logging: pick(logging, ['file']),
  };
  return Object.fromEntries(
    Object.entries(parts)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, visit(value, key)]),
  );
}

/** Variables that the configuration itself sets in its `env` block; they never replace one that is already there. */
function withConfigVariables(tree: ConfigObject, env: Environment): Environment {
  if (!isObject(tree.env)) return env;
  const { vars, ...direct } = tree.env;
  const result: Record<string, string | undefined> = { ...env };
  for (const [key, value] of [...Object.entries(direct), ...Object.entries(isObject(vars) ? vars : {})]) {
    if (typeof value !== 'string' || value.trim() === '' || hasReference(value)) continue;
    if ((result[key] ?? '').trim() === '') result[key] = value;
  }
  return result;
}

function parseFields(tree: ConfigObject, path: string): Fields {
  const parsed = fieldsSchema.safeParse(tree);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') ?? 'a field';
  const code = place === 'gateway.port' ? 'config.port-form' : 'config.field-form';
  throw invalid(path, say(code, { field: place }));
}

function authOf(tree: ConfigObject): ConfigObject | null {
  return isObject(tree.gateway) && isObject(tree.gateway.auth) ? tree.gateway.auth : null;
}

/** A word we do not know may be a newer OpenClaw's: it is said, and counts as not known. */
function oneOf<T extends string>(
  known: readonly T[],
  value: string | undefined,
  field: string,
  warnings: Phrase[],
): T | null {
  if (value === undefined) return null;
  const found = known.find((word) => word === value);
  if (found === undefined) warnings.push(say('warning.value-unknown', { field, known: known.join(', ') }));
  return found ?? null;
}

function pathOf(text: string | undefined, home: string): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === ''
    ? null
    : resolve(
        home,
        trimmed.replace(/^~(?=$|[\\/])/, () => home),
      );
}
