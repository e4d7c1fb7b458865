import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { say } from '../../../shared/said.ts';
import { testFacts } from './alert-facts.ts';
import type { Webhook } from './hook.ts';
import { sendWebhook } from './send-webhook.ts';

const CANARY = 'Bearer canary-91c4-e7';
const FACTS = testFacts('host', '2026-11-22T14:06:00.000Z', 'default');
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function listen(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(async () => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(answer);
  cleanUps.push(async () => server.closeAllConnections());
  return listen(server);
};
const hookTo = (url: string, change: Partial<Webhook> = {}): Webhook => ({
  kind: 'webhook',
  id: 'w',
  profile: null,
  levels: null,
  timeoutMs: 5_000,
  perMinute: 6,
  url,
  secret: null,
  ...change,
});
const send = (hook: Webhook, env: Record<string, string> = {}, signal = new AbortController().signal) =>
  sendWebhook(hook, FACTS, { env, uid: process.getuid?.() ?? null, version: '1', signal });

describe('what a server may do', () => {
  test('take it: the facts arrive as JSON, in one POST', async () => {
    let seen: unknown;
    const url = await serve(async (request, response) => {
      const { method, headers } = request;
      seen = { method, type: headers['content-type'], body: JSON.parse(await text(request)) };
      response.writeHead(204).end();
    });
    expect(await send(hookTo(url))).toEqual({ ok: true });
    expect(seen).toEqual({ method: 'POST', type: 'application/json; charset=utf-8', body: FACTS });
  });
  test.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [404, false],
    [401, false],
  ])('answer %i: tried again = %s', async (status, retry) => {
    const url = await serve((_, response) => response.writeHead(status).end('no'));
    const sent = await send(hookTo(`${url}/room/very-secret-path?key=abc`));
    expect(sent).toEqual({ ok: false, retry, reason: say('sent.status', { target: `${url}/…`, status }) });
  });
  test.each([301, 302, 307, 308])(
    'redirect with %i: not followed, and the other side hears nothing',
    async (status) => {
      let visits = 0;
      const target = await serve((_, response) => {
        visits += 1;
        response.end();
      });
      const url = await serve((_, response) => response.writeHead(status, { Location: target }).end());
      expect(await send(hookTo(url))).toMatchObject({
        ok: false,
        retry: false,
        reason: { code: 'sent.redirect', text: expect.stringContaining('redirect') },
      });
      expect(visits).toBe(0);
    },
  );
  test('hang', async () => {
    const url = await serve(() => undefined);
    expect(await send(hookTo(url, { timeoutMs: 150 }))).toMatchObject({
      ok: false,
      retry: true,
      reason: say('sent.no-answer', { target: url, ms: 150 }),
    });
  });
  test('answer with a body that never ends', async () => {
    const url = await serve((_, response) => {
      const more = () => void (response.writable && response.write('x'.repeat(65_536), more));
      more();
    });
    expect(await send(hookTo(url))).toEqual({ ok: true });
  });
  test('speak no HTTP', async () => {
    const url = await listen(createTcpServer((socket) => socket.end('SSH-2.0-x\r\n')) as never);
    expect(await send(hookTo(url))).toMatchObject({ ok: false, retry: true });
  });
  test('not be there', async () => {
    const server = createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await send(hookTo(url))).toMatchObject({
      ok: false,
      retry: true,
      reason: { code: 'sent.unreachable', text: expect.stringContaining('ECONNREFUSED') },
    });
  });
  test('an end from outside', async () => {
    const url = await serve(() => undefined);
    const controller = new AbortController();
    const sending = send(hookTo(url), {}, controller.signal);
    controller.abort();
    expect(await sending).toMatchObject({ ok: false, retry: false });
  });
});

describe('the secret header', () => {
  const heard = async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers['x-key'] as string | undefined);
      response.end();
    });
    return { url, seen };
  };
  const fileWith = async (content: string, mode = 0o600) => {
    const dir = await mkdtemp(join(tmpdir(), 'openclaw-tray-secret-'));
    cleanUps.push(() => rm(dir, { recursive: true }));
    const path = join(dir, 'secret');
    await writeFile(path, content);
    await chmod(path, mode);
    return path;
  };
  const fromFile = (path: string) => ({ secret: { header: 'X-Key', from: { kind: 'file', path } } }) as const;

  test('from a file of its owner only', async () => {
    const { url, seen } = await heard();
    expect(await send(hookTo(url, fromFile(await fileWith(`${CANARY}\n`))))).toEqual({ ok: true });
    expect(seen).toEqual([CANARY]);
  });
  test('from a variable', async () => {
    const { url, seen } = await heard();
    const secret = { header: 'X-Key', from: { kind: 'env', name: 'HOOK_KEY' } } as const;
    expect(await send(hookTo(url, { secret }), { HOOK_KEY: CANARY })).toEqual({ ok: true });
    expect(seen).toEqual([CANARY]);
    expect(await send(hookTo(url, { secret }))).toMatchObject({ ok: false, retry: false });
  });
  test.each([
    ['readable by others', () => fileWith(CANARY, 0o644), 'can be read by other users'],
    ['not there', async () => '/nowhere/secret', 'ENOENT'],
    ['a folder', async () => tmpdir(), 'no ordinary file'],
    ['empty', () => fileWith('\n'), 'empty'],
    ['more than a line', () => fileWith(`${CANARY}\nX-Other: 1`), 'cannot stand in a header'],
    ['too big', () => fileWith('x'.repeat(9_000)), 'too big'],
  ])('a file that is %s: nothing is sent, and the value is not repeated', async (_, make, reason) => {
    const { url, seen } = await heard();
    const sent = await send(hookTo(url, fromFile(await make())));
    expect(sent).toMatchObject({
      ok: false,
      retry: false,
      reason: { code: 'both', text: expect.stringContaining(reason) },
    });
    expect(JSON.stringify(sent)).not.toContain('canary');
    expect(seen).toEqual([]);
  });
});
