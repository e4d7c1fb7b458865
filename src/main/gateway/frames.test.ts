import { describe, expect, test } from 'vitest';
import { healthSnapshotSchema } from '../../shared/health.ts';
import { composeHealth } from './compose-health.ts';
import { type Hello, parseFrame, parseHello } from './frames.ts';
import { frames } from './testing.ts';

const LIMIT = 1024 * 1024;
const parse = (value: unknown) => parseFrame(JSON.stringify(value), LIMIT);

describe('captured frames', () => {
  test.each([
    ['challenge', frames.challenge, { kind: 'challenge', nonce: frames.challenge.payload.nonce }],
    ['tick', frames.tick, { kind: 'tick' }],
    ['stop', frames.shutdownStop, { kind: 'shutdown', reason: 'gateway stopping', restartExpectedMs: null }],
    ['restart', frames.shutdownRestart, { kind: 'shutdown', reason: 'gateway restarting', restartExpectedMs: 1500 }],
    [
      'health',
      frames.healthEvent,
      { kind: 'health', payload: frames.healthEvent.payload, stateVersion: { presence: 1, health: 3 } },
    ],
  ])('%s', (_name, frame, expected) => {
    expect(parse(frame)).toEqual({ ok: true, frame: expected });
  });

  test('every captured frame is a frame', () => {
    for (const [name, frame] of Object.entries(frames)) expect(parse(frame).ok, name).toBe(true);
  });

  test('hello-ok: what we use, nothing else', () => {
    const hello = parseHello(frames.helloToken.payload);
    expect(hello?.server).toEqual({
      version: '2026.9.6',
      bootId: frames.helloToken.payload.server.bootId,
    });
    expect(hello?.auth).toEqual({ method: 'token', scopes: ['operator.read'] });
    expect(hello?.policy?.tickIntervalMs).toBe(30000);
    expect(JSON.stringify(hello)).not.toContain('pluginSurfaceUrls');
  });

  test('a refusal keeps its details', () => {
    const parsed = parse(frames.errorRateLimited);
    expect(parsed.ok && parsed.frame.kind === 'response' && !parsed.frame.ok && parsed.frame.error).toMatchObject({
      code: 'INVALID_REQUEST',
      retryAfterMs: 7770,
      details: { code: 'AUTH_RATE_LIMITED' },
    });
  });
});

describe('what is not a frame', () => {
  test.each([
    ['not-json', '{not json}'],
    ['not-json', ''],
    ['not-a-frame', 'null'],
    ['not-a-frame', '42'],
    ['not-a-frame', '[]'],
    ['not-a-frame', '{"type":"event"}'],
    ['not-a-frame', '{"type":"event","event":"connect.challenge","payload":{}}'],
    ['not-a-frame', '{"type":"res","id":"r1"}'],
    ['too-deep', '['.repeat(100_000)],
    ['too-deep', `{"type":"event","event":"x","payload":${'{"a":'.repeat(80)}1${'}'.repeat(80)}}`],
  ] as const)('%s', (problem, text) => {
    expect(parseFrame(text, LIMIT)).toEqual({ ok: false, problem });
  });

  test('brackets in strings do not count as depth', () => {
    expect(parse({ type: 'event', event: 'x', payload: '[{"\\'.repeat(500) }).ok).toBe(true);
  });

  test('the size limit holds for every form a message comes in', () => {
    const text = JSON.stringify(frames.tick);
    const bytes = Buffer.from(text);
    const exact = new Uint8Array(bytes).buffer;
    for (const form of [text, bytes, exact, [bytes.subarray(0, 10), bytes.subarray(10)]]) {
      expect(parseFrame(form, bytes.length).ok).toBe(true);
      expect(parseFrame(form, bytes.length - 1)).toEqual({ ok: false, problem: 'too-large' });
    }
  });

  test('a future hello without optional parts still is one; one without a version is none', () => {
    expect(parseHello({ type: 'hello-ok', protocol: 4, server: { version: '2027.1.0' } })).not.toBeNull();
    expect(parseHello({ type: 'hello-ok', protocol: 4, server: {} })).toBeNull();
    expect(parseHello({ type: 'hello-ok', protocol: '4', server: { version: 'x' } })).toBeNull();
  });
});

/** mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const ODDITIES: readonly string[] = [
  'null',
  'true',
  '-1',
  '1e999',
  '9007199254740993',
  '-0.5',
  '""',
  '"\\u0000\\u001b[31m"',
  '[]',
  '[null,1,"x",{}]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"hasOwnProperty":2,"length":-1}',
  `"${'x'.repeat(5000)}"`,
  '['.repeat(70),
];

/** Replaces one value somewhere in the text by an oddity, or cuts, flips or doubles a piece. */
function mutate(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const pick = Math.floor(random() * 5);
  if (pick === 0) return text.slice(0, at);
  if (pick === 1) return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x200)) + text.slice(at + 1);
  if (pick === 2) return text.slice(0, at) + text.slice(Math.max(0, at - Math.floor(random() * 40)));
  const oddity = ODDITIES[Math.floor(random() * ODDITIES.length)] ?? '';
  const colon = text.indexOf(':', at);
  if (colon < 0) return text.slice(0, at) + oddity;
  const value = /^(?:"(?:[^"\\]|\\.)*"|[^,}\]{["]+|\[[^[\]{}]*\]|\{[^{}[\]]*\})/.exec(text.slice(colon + 1));
  const end = colon + 1 + (value?.[0].length ?? 0);
  if (pick === 4) return `${text.slice(0, colon + 1)}${oddity}${text.slice(end)}`;
  // A key of the same object, twice or hostile.
  return `${text.slice(0, end)},"__proto__":${oddity}${text.slice(end)}`;
}

test('100 000 mutated frames: never an exception, never a snapshot out of shape, no prototype touched', () => {
  const random = seeded(20260923);
  const samples = Object.values(frames).map((frame) => JSON.stringify(frame));
  const hello = parseHello(frames.helloToken.payload) as Hello;
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  const seen = { frames: 0, refused: 0, snapshots: 0, hellos: 0 };
  for (let round = 0; round < 100_000; round += 1) {
    let text = samples[Math.floor(random() * samples.length)] ?? '';
    for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) text = mutate(text, random);
    const parsed = parseFrame(text, LIMIT);
    if (!parsed.ok) {
      seen.refused += 1;
      continue;
    }
    seen.frames += 1;
    const { frame } = parsed;
    if (frame.kind !== 'health' && !(frame.kind === 'response' && frame.ok)) continue;
    const mutated = parseHello(frame.payload);
    if (mutated !== null) seen.hellos += 1;
    const payload = mutated === null ? frame.payload : mutated.snapshot?.health;
    const health = composeHealth({
      hello: mutated ?? hello,
      payload,
      nodes: frame.payload,
      stateVersion: null,
      sinceHelloMs: 1,
      now: 1_795_379_340_427,
    });
    if (health === null) continue;
    seen.snapshots += 1;
    const checked = healthSnapshotSchema.safeParse(health);
    if (!checked.success) expect.fail(`${text}\n${checked.error.message}`);
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  expect('polluted' in {}).toBe(false);
  // The mutations must reach every part, or this test proves nothing.
  expect(seen.refused).toBeGreaterThan(10_000);
  expect(seen.snapshots).toBeGreaterThan(5_000);
  expect(seen.hellos).toBeGreaterThan(1_000);
}, 120_000);
