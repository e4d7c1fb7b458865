/** What a refused `connect` means. Codes: openclaw 2026.9.6 (ConnectErrorDetailCodes), most of them captured in `__fixtures__`. */
import type { ProbeCode } from '../../shared/probe.ts';
import { PROTOCOL, type ResponseError } from './frames.ts';
import { printable } from './peer.ts';

export interface Refusal {
  readonly code: ProbeCode;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

const MISSING = new Set(['AUTH_REQUIRED', 'AUTH_TOKEN_MISSING', 'AUTH_PASSWORD_MISSING']);
const MISMATCH = new Set([
  'AUTH_TOKEN_MISMATCH',
  'AUTH_PASSWORD_MISMATCH',
  'AUTH_UNAUTHORIZED',
  'AUTH_BOOTSTRAP_TOKEN_INVALID',
  'AUTH_DEVICE_TOKEN_MISMATCH',
]);

/** Sorts the error answer to `connect`. `sentSecret`: we presented a token or password. */
export function explainRefusal(error: ResponseError, sentSecret: boolean): Refusal {
  const detail = error.details?.code ?? '';
  const retryAfterMs = error.retryAfterMs ?? null;
  const said = printable(error.message ?? '', 200);
  const as = (code: ProbeCode, message: string): Refusal => ({ code, message, retryAfterMs });

  if (detail === 'AUTH_RATE_LIMITED') {
    const wait = retryAfterMs === null ? 'later' : `in ${Math.ceil(retryAfterMs / 1000)} s`;
    return as('rate-limited', `The gateway refuses further attempts after too many failed ones; try again ${wait}.`);
  }
  if (detail === 'PROTOCOL_MISMATCH') {
    const theirs = error.details?.expectedProtocol ?? null;
    return as(
      'protocol-mismatch',
      `The gateway speaks protocol ${theirs ?? 'unknown'}, this program speaks ${PROTOCOL}.`,
    );
  }
  if (detail === 'PAIRING_REQUIRED') return as('pairing-required', 'The gateway wants this device to be paired first.');
  // Without a secret the gateway asks for a device identity as the other way in.
  if (detail === 'DEVICE_IDENTITY_REQUIRED') {
    return sentSecret
      ? as('pairing-required', 'The gateway wants a paired device in addition to the secret.')
      : as('auth-required', 'The gateway wants a token or password and none is known here.');
  }
  if (MISSING.has(detail)) return as('auth-required', `The gateway wants a token or password: ${said}.`);
  if (MISMATCH.has(detail)) {
    return sentSecret
      ? as('auth-mismatch', 'The gateway refuses the token or password that is known here.')
      : as('auth-required', 'The gateway wants a token or password and none is known here.');
  }
  if (error.code === 'UNAVAILABLE') return unavailable(error, said, retryAfterMs);
  return as('rejected', `The gateway refused the connection: ${said === '' ? error.code : said}.`);
}

function unavailable(error: ResponseError, said: string, retryAfterMs: number | null): Refusal {
  const reason = error.details?.reason ?? '';
  if (reason === 'startup-sidecars') {
    return { code: 'starting', message: 'The gateway is still starting.', retryAfterMs };
  }
  if (/stop|restart|shutdown|drain|clos/i.test(`${reason} ${said}`)) {
    return { code: 'stopping', message: 'The gateway is stopping or restarting.', retryAfterMs };
  }
  return { code: 'rejected', message: `The gateway cannot take a connection now: ${said}.`, retryAfterMs };
}
