/** What may be said of, and believed from, the other side: printable words, a pinned certificate. */
import type { ConnectionOptions, TLSSocket } from 'node:tls';

/** `code` of the error with which a socket ends whose certificate is not the pinned one. */
export const TLS_PIN_CODE = 'OPENCLAW_TRAY_PIN';

/** Control characters, which could fake lines or colours in a terminal or log. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Words from outside, safe to show: one line, at most `limit` characters. */
export function printable(text: string, limit: number): string {
  const clean = text
    .slice(0, limit * 4)
    .replace(UNPRINTABLE, ' ')
    .trim();
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}

const SHORT_SECRET = 8;

/**
 * Words of the other side with every secret replaced, should it have echoed one. A short secret may be a part of ordinary words, and
 * a gap there would tell it: then all of them are withheld.
 */
export function withoutSecrets(words: string, secrets: readonly (string | null)[]): string {
  let clean = words;
  for (const secret of secrets) {
    if (!secret || !clean.includes(secret)) continue;
    if (secret.length < SHORT_SECRET) return '(withheld)';
    clean = clean.replaceAll(secret, '[removed]');
  }
  return clean;
}

/** TLS options: with a pin, the pin alone decides (the gateway's own certificate is self-signed), checked by `verifyPin`. */
export function tlsOptions(host: string, fingerprint: string | null): ConnectionOptions {
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  return { ...servername, rejectUnauthorized: fingerprint === null, ALPNProtocols: ['http/1.1'] };
}

/** Whether the connected peer is the pinned one; if not, the socket is destroyed. Call it first of all on `secureConnect`. */
export function verifyPin(socket: TLSSocket, fingerprint: string | null): boolean {
  if (fingerprint === null) return true;
  const actual = hexOnly(socket.getPeerCertificate().fingerprint256 ?? '');
  if (actual !== '' && actual === hexOnly(fingerprint)) return true;
  const error = new Error(
    'Its certificate is not the expected one (another SHA-256 fingerprint).',
  ) as NodeJS.ErrnoException;
  error.code = TLS_PIN_CODE;
  socket.destroy(error);
  return false;
}

function hexOnly(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
