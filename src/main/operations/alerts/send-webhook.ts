import { readFile, stat } from 'node:fs/promises';
import { request as httpRequest, validateHeaderValue } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { both, type Phrase, say } from '../../../shared/said.ts';
import { errnoOf } from '../../system/files.ts';
import type { Environment } from '../../system/host.ts';
import type { AlertFacts } from './alert-facts.ts';
import { type HookSecret, showTarget, type Webhook } from './hook.ts';
import type { Sent } from './send-command.ts';

export interface WebhookDeps {
  readonly env: Environment;
  /** null on Windows. */
  readonly uid: number | null;
  readonly version: string;
  readonly signal: AbortSignal;
}

const MAX_SECRET_BYTES = 8 * 1024;

/**
 * Posts the facts as JSON. Any 2xx is success. A redirect is not followed: the secret would go to whom nobody named. The body of the
 * answer is not read. What may pass (no connection, no answer in time, 408, 429, 5xx) may be tried again.
 */
export async function sendWebhook(hook: Webhook, facts: AlertFacts, deps: WebhookDeps): Promise<Sent> {
  const secret = hook.secret === null ? null : await readSecret(hook.secret, deps);
  if (secret !== null && !secret.ok) return secret;
  const body = Buffer.from(JSON.stringify(facts));
  const url = new URL(hook.url);
  const target = showTarget(hook);
  const limit = AbortSignal.timeout(hook.timeoutMs);
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.any([limit, deps.signal]),
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': body.length,
        'User-Agent': `openclaw-tray/${deps.version}`,
        Connection: 'close',
        ...(hook.secret === null || secret === null ? {} : { [hook.secret.header]: secret.value }),
      },
    });
    request.on('response', (response) => {
      const { statusCode = 0 } = response;
      resolve(judge(target, statusCode));
      response.on('error', () => undefined); // Cut off by us below: the status was all we wanted.
      request.destroy();
    });
    request.on('error', (cause) => {
      // After an answer this is our own cutting off, and the promise is settled.
      const reason = limit.aborted
        ? say('sent.no-answer', { target, ms: hook.timeoutMs })
        : deps.signal.aborted
          ? say('sent.ends', { target })
          : say('sent.unreachable', { target, error: errnoOf(cause) ?? cause.message });
      resolve({ ok: false, retry: !deps.signal.aborted, reason });
    });
    request.end(body);
  });
}

function judge(target: string, status: number): Sent {
  if (status >= 200 && status < 300) return { ok: true };
  return {
    ok: false,
    retry: status === 408 || status === 429 || status >= 500,
    reason: say(status >= 300 && status < 400 ? 'sent.redirect' : 'sent.status', { target, status }),
  };
}

type Secret = { readonly ok: true; readonly value: string } | (Sent & { readonly ok: false });

async function readSecret({ from, header }: HookSecret, { env, uid }: WebhookDeps): Promise<Secret> {
  const unusable = (why: Phrase): Secret => ({ ok: false, retry: false, reason: both(why, say('sent.nothing')) });
  const value = from.kind === 'env' ? (env[from.name] ?? null) : await readSecretFile(from.path, uid);
  if (typeof value === 'object') {
    return unusable(
      value === null ? say('sent.variable', { name: from.kind === 'env' ? from.name : '' }) : value.problem,
    );
  }
  const text = value.trim();
  try {
    if (text === '') return unusable(say('sent.header-empty', { header }));
    validateHeaderValue(header, text);
  } catch {
    // ERR_INVALID_CHAR, whose message we do not repeat: it might quote the value.
    return unusable(say('sent.header-form', { header }));
  }
  return { ok: true, value: text };
}

/** The file's text, or why it is not used. A secret that others can read is none. */
export async function readSecretFile(path: string, uid: number | null): Promise<string | { readonly problem: Phrase }> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return { problem: say('secret-file.no-file', { path }) };
    if (info.size > MAX_SECRET_BYTES) return { problem: say('secret-file.too-big', { path }) };
    if (uid !== null && (info.mode & 0o077) !== 0) {
      return { problem: say('secret-file.open', { path }) };
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return { problem: say('secret-file.unread', { path, error: code }) };
  }
}
