/**
 * The demo gateway's settings, from the same places as the real one's. Limits: the configuration is plain JSON (no comments, no
 * includes, no ${VAR} or SecretRef); only mode, port, auth, tls and logging.file mean anything; it always binds 127.0.0.1.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface DemoConfig {
  readonly port: number;
  readonly auth: { readonly mode: 'none' | 'token' | 'password'; readonly secret: string };
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly logFile: string | null;
  readonly channels: readonly string[];
}

/** Why it does not start. Codes as the real gateway's: 1 = usage or credentials, 78 = configuration. */
export interface Refused {
  readonly exitCode: 1 | 78;
  readonly reason: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/** Reads arguments, environment and file. */
export function readConfig(argv: readonly string[], env: Environment): DemoConfig | Refused {
  const path = configPath(argv, env);
  let root: Fields;
  try {
    root = fields(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    // No such file, or not JSON: both are what a person has to hear about.
    const why = cause instanceof Error ? cause.message : String(cause);
    return { exitCode: 78, reason: `Missing or invalid config at ${path}: ${why}` };
  }
  const gateway = fields(root.gateway);
  if (gateway.mode !== 'local') {
    return { exitCode: 78, reason: `Gateway start blocked: set gateway.mode=local (current: ${String(gateway.mode)})` };
  }
  const port = portOf(argv, env, gateway.port);
  if (port === null) return { exitCode: option(argv, '--port') === null ? 78 : 1, reason: 'Invalid port' };
  const auth = authOf(fields(gateway.auth), env);
  if ('exitCode' in auth) return auth;
  const tls = fields(gateway.tls);
  const logFile = fields(root.logging).file;
  return {
    port,
    auth,
    tls:
      tls.enabled === true && typeof tls.certPath === 'string' && typeof tls.keyPath === 'string'
        ? { cert: readFileSync(tls.certPath, 'utf8'), key: readFileSync(tls.keyPath, 'utf8') }
        : null,
    logFile: typeof logFile === 'string' ? logFile : null,
    channels: Object.keys(fields(root.channels)),
  };
}

function configPath(argv: readonly string[], env: Environment): string {
  if (env.OPENCLAW_CONFIG_PATH) return env.OPENCLAW_CONFIG_PATH;
  if (env.OPENCLAW_STATE_DIR) return join(env.OPENCLAW_STATE_DIR, 'openclaw.json');
  const profile = argv.includes('--dev') ? 'dev' : (option(argv, '--profile') ?? env.OPENCLAW_PROFILE ?? 'default');
  const folder = profile === 'default' ? '.openclaw' : `.openclaw-${profile}`;
  return join(env.HOME ?? homedir(), folder, 'openclaw.json');
}

function portOf(argv: readonly string[], env: Environment, configured: unknown): number | null {
  const text = option(argv, '--port') ?? env.OPENCLAW_GATEWAY_PORT ?? String(configured ?? 18789);
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : null;
}

function authOf(auth: Fields, env: Environment): DemoConfig['auth'] | Refused {
  const token = text(auth.token) ?? env.OPENCLAW_GATEWAY_TOKEN ?? null;
  const password = text(auth.password) ?? env.OPENCLAW_GATEWAY_PASSWORD ?? null;
  if (auth.mode === undefined && token && password) {
    return { exitCode: 1, reason: 'gateway.auth.mode is required when both a token and a password are set' };
  }
  if (auth.mode === 'none') return { mode: 'none', secret: '' };
  if (auth.mode === 'password' || (auth.mode === undefined && password)) {
    return password
      ? { mode: 'password', secret: password }
      : { exitCode: 78, reason: 'gateway.auth.password is missing' };
  }
  // Like the real one: a token that nobody else knows, until the next start.
  return { mode: 'token', secret: token ?? randomBytes(24).toString('hex') };
}

/** Value of `--name value` or `--name=value`. */
function option(argv: readonly string[], name: string): string | null {
  const index = argv.indexOf(name);
  if (index >= 0) return argv[index + 1] ?? '';
  return argv.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
