/** What the probe's tests share: servers that are stopped after each test, and a probe that checks what every result must keep to. */
import { afterEach, expect } from 'vitest';
import { probeDetailSchema } from '../../shared/probe.ts';
import { ownIdentity } from './identity.ts';
import { createProber } from './probe.ts';
import type { TestServer } from './testing.ts';
import type { ProbeOptions, ProbeTarget } from './types.ts';

export const SECRET = 'hush-hush-4711';
const servers: TestServer[] = [];
const testProber = createProber(ownIdentity('0.0.0'));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

export async function use(server: Promise<TestServer>): Promise<TestServer> {
  const started = await server;
  servers.push(started);
  return started;
}

export const credentials = (token: string | null = SECRET, problem: string | null = null) => ({
  token,
  password: null,
  source: null,
  problem,
});

export async function probe(
  server: { port: number },
  options: Partial<ProbeOptions> = {},
  target: Partial<ProbeTarget> = {},
) {
  const url = `ws://127.0.0.1:${server.port}`;
  const result = await testProber(
    { url, credentials: credentials(), tlsFingerprint: null, ...target },
    { timeoutMs: 600, health: true, http: false, ...options },
  );
  probeDetailSchema.parse(result.detail);
  expect(JSON.stringify(result)).not.toContain(SECRET);
  expect(result.ok).toBe(result.detail.code === 'ok');
  return result;
}

/** The server sees every connection gone: nothing leaks. */
export async function expectAllClosed(server: TestServer) {
  await expect.poll(() => server.sockets(), { timeout: 2000 }).toBe(0);
}
