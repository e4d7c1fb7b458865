/**
 * Probes a real gateway, by hand: `node src/main/gateway/probe.live.ts ws://127.0.0.1:18789`, the secret in OPENCLAW_GATEWAY_TOKEN.
 * Prints the result with the right, a wrong and no token. Not part of any test run.
 */
import { ownIdentity } from './identity.ts';
import { createProber } from './probe.ts';

const probeGateway = createProber(ownIdentity('0.0.0'));

const [, , url = 'ws://127.0.0.1:18789'] = process.argv;
const right = process.env.OPENCLAW_GATEWAY_TOKEN ?? null;

for (const [name, token] of [
  ['right', right],
  ['wrong', 'not-the-token'],
  ['none', null],
] as const) {
  const credentials = { token, password: null, source: null, problem: null };
  const options = { timeoutMs: 5000, health: true, http: true };
  const result = await probeGateway({ url, credentials, tlsFingerprint: null }, options);
  process.stdout.write(`${name}: ${JSON.stringify(result, null, 2)}\n`);
}
