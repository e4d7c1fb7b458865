/** The checks of a `connect` request, as strict as openclaw 2026.9.6 makes them, and its refusals. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { DemoConfig } from './config.ts';

export interface Refusal {
  readonly error: object;
  readonly close: readonly [code: number, reason: string];
}

export interface Accepted {
  readonly scopes: readonly string[];
  readonly minProtocol: number;
}

type Fields = Readonly<Record<string, unknown>>;

const TOP = new Set(
  'minProtocol maxProtocol client role scopes caps commands permissions pathEnv modelCatalog auth locale userAgent device'.split(
    ' ',
  ),
);
const CLIENT = new Set(
  'id version platform mode displayName deviceFamily instanceId modelIdentifier buildId timeZone'.split(' '),
);
const AUTH = new Set(
  'token password deviceToken bootstrapToken approvalRuntimeToken agentRuntimeIdentityToken'.split(' '),
);
const CLIENT_IDS = new Set(
  (
    'webchat-ui openclaw-control-ui openclaw-browser-copilot openclaw-tui webchat cli gateway-client openclaw-macos ' +
    'openclaw-linux openclaw-ios openclaw-watchos openclaw-android node-host openclaw-worker test fingerprint openclaw-probe'
  ).split(' '),
);
const CLIENT_MODES = new Set('webchat cli ui backend node worker probe test'.split(' '));
/** The pairs that keep their scopes without a device identity. */
const TRUSTED_PAIRS = new Set(['gateway-client/backend', 'cli/cli']);

/** Judges `params`; `protocol` is what this server speaks. */
export function judgeConnect(params: unknown, auth: DemoConfig['auth'], protocol: number): Accepted | Refusal {
  const wrong = shapeProblem(params);
  if (wrong !== null) return refuse(`invalid connect params: ${wrong}`);
  const request = params as Fields;
  const client = request.client as Fields;
  const [min, max] = [Number(request.minProtocol), Number(request.maxProtocol)];
  if (min > protocol || max < protocol) {
    const details = {
      code: 'PROTOCOL_MISMATCH',
      clientMinProtocol: min,
      clientMaxProtocol: max,
      expectedProtocol: protocol,
      minimumProbeProtocol: 3,
    };
    return refuse('protocol mismatch', details, 1002);
  }
  const trusted = TRUSTED_PAIRS.has(`${String(client.id)}/${String(client.mode)}`);
  const asked = Array.isArray(request.scopes) ? request.scopes.map(String) : [];
  const given = (request.auth ?? {}) as Fields;
  const secrets = [given.token, given.password].filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  const needsDevice = auth.mode === 'none' ? !trusted : secrets.length === 0;
  if (needsDevice) {
    return {
      error: {
        code: 'NOT_PAIRED',
        message: 'device identity required',
        details: { code: 'DEVICE_IDENTITY_REQUIRED' },
      },
      close: [1008, 'device identity required'],
    };
  }
  if (auth.mode !== 'none' && !secrets.some((secret) => same(secret, auth.secret))) {
    const details = {
      code: auth.mode === 'token' ? 'AUTH_TOKEN_MISMATCH' : 'AUTH_PASSWORD_MISMATCH',
      authReason: `${auth.mode}_mismatch`,
      canRetryWithDeviceToken: false,
      recommendedNextStep: 'update_auth_credentials',
    };
    return refuse(`unauthorized: gateway ${auth.mode} mismatch (provide gateway auth ${auth.mode})`, details);
  }
  return { scopes: trusted ? asked : [], minProtocol: min };
}

export function refuse(message: string, details?: object, code = 1008): Refusal {
  return {
    error: { code: 'INVALID_REQUEST', message, ...(details === undefined ? {} : { details }) },
    close: [code, message],
  };
}

function shapeProblem(params: unknown): string | null {
  const top = objectProblem(params, '', TOP);
  if (top !== null) return top;
  const request = params as Fields;
  if (!Number.isInteger(request.minProtocol) || !Number.isInteger(request.maxProtocol)) {
    return "must have required property 'minProtocol' and 'maxProtocol'";
  }
  const client = objectProblem(request.client, '/client', CLIENT);
  if (client !== null) return client;
  const { id, mode, version, platform } = request.client as Fields;
  if (!CLIENT_IDS.has(String(id))) return 'at /client/id: must be equal to one of the allowed values';
  if (!CLIENT_MODES.has(String(mode))) return 'at /client/mode: must be equal to one of the allowed values';
  if (typeof version !== 'string' || typeof platform !== 'string') return 'at /client: must have version and platform';
  return request.auth === undefined ? null : objectProblem(request.auth, '/auth', AUTH);
}

function objectProblem(value: unknown, at: string, known: ReadonlySet<string>): string | null {
  const where = at === '' ? 'at root' : `at ${at}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${where}: must be object`;
  const extra = Object.keys(value).find((key) => !known.has(key));
  return extra === undefined ? null : `${where}: unexpected property '${extra}'`;
}

function same(left: string, right: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(left), digest(right));
}
