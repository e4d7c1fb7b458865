/**
 * Mutated frames through everything that reads them: parser, hello, health. Not part of the product. The same seed gives the same frames;
 * whoever finds something prints the seed and the round, and that is the whole report.
 */
import { healthSnapshotSchema } from '../../shared/health.ts';
import captured from './__fixtures__/captured-frames.json' with { type: 'json' };
import { composeHealth } from './compose-health.ts';
import { parseFrame, parseHello } from './frames.ts';

export interface FuzzResult {
  readonly frames: number;
  readonly refused: number;
  readonly hellos: number;
  readonly snapshots: number;
  /** The slowest single message, milliseconds of CPU: waiting for a busy machine is no hang. */
  readonly slowestMs: number;
}

/** mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS: readonly string[] = [
  'null',
  'true',
  '-1',
  '1e999',
  '-0',
  '9007199254740993',
  '""',
  '"\\u0000\\ud800"',
  '[]',
  '[[[[]]]]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":1,"toString":2,"length":-1}',
  `"${'x'.repeat(300)}"`,
  '"type":"event"',
  '"type":"res"',
  '"event":"health"',
  '"event":"connect.challenge"',
  '"ok":false',
  ',',
  ':',
  '}',
  ']',
  '"',
  '\\',
  '\u0000',
];
const MAX_BYTES = 256 * 1024;
const NOW = 1_795_379_340_427;
const SAMPLES: readonly Buffer[] = Object.values(captured.frames).map((frame) => Buffer.from(JSON.stringify(frame)));

/** Bytes, not text: what comes over a socket need not be UTF-8. One to six changes: cut, flip, double, drop, splice, insert. */
function mutated(random: () => number): Buffer {
  const pick = (below: number) => Math.floor(random() * below);
  let bytes = Buffer.from(SAMPLES[pick(SAMPLES.length)] ?? '');
  for (let changes = 1 + pick(6); changes > 0; changes -= 1) {
    const at = pick(bytes.length + 1);
    const length = pick(pick(20) === 0 ? 400 : 12);
    const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (pick(6)) {
      case 0:
        bytes = Buffer.from(pick(8) === 0 ? head : bytes);
        break;
      case 1:
        if (at < bytes.length) bytes[at] = pick(256);
        break;
      case 2:
        bytes = Buffer.concat([head, tail.subarray(0, length), tail]);
        break;
      case 3:
        bytes = Buffer.concat([head, tail.subarray(length)]);
        break;
      case 4: {
        const other = SAMPLES[pick(SAMPLES.length)] ?? Buffer.alloc(0);
        const from = pick(other.length);
        bytes = Buffer.concat([head, other.subarray(from, from + length * 4), tail.subarray(length)]);
        break;
      }
      default:
        bytes = Buffer.concat([head, Buffer.from(WORDS[pick(WORDS.length)] ?? ''), tail.subarray(pick(6))]);
    }
  }
  return bytes;
}

/** @throws Error that names seed, round and message of what crashed, hung, or made a snapshot out of shape. */
export function fuzzFrames(seed: number, rounds: number): FuzzResult {
  const random = seeded(seed);
  const hello = parseHello(captured.frames.helloToken.payload);
  if (hello === null) throw new Error('the captured hello is none');
  const properties = Object.getOwnPropertyNames(Object.prototype).length;
  const seen = { frames: 0, refused: 0, hellos: 0, snapshots: 0, slowestMs: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const bytes = mutated(random);
    const began = process.cpuUsage();
    try {
      const parsed = parseFrame(bytes, MAX_BYTES);
      if (!parsed.ok) seen.refused += 1;
      else {
        seen.frames += 1;
        const { frame } = parsed;
        if (frame.kind === 'health' || (frame.kind === 'response' && frame.ok)) {
          const theirs = parseHello(frame.payload);
          if (theirs !== null) seen.hellos += 1;
          const health = composeHealth({
            hello: theirs ?? hello,
            payload: theirs?.snapshot?.health ?? frame.payload,
            nodes: frame.payload,
            stateVersion: null,
            sinceHelloMs: 1,
            now: NOW,
          });
          if (health !== null) {
            seen.snapshots += 1;
            healthSnapshotSchema.parse(health);
          }
        }
      }
    } catch (cause) {
      throw new Error(`seed ${seed}, round ${round}: ${bytes.toString('base64')}`, { cause });
    }
    const used = process.cpuUsage(began);
    seen.slowestMs = Math.max(seen.slowestMs, (used.user + used.system) / 1_000);
  }
  if (Object.getOwnPropertyNames(Object.prototype).length !== properties || 'polluted' in {}) {
    throw new Error(`seed ${seed}: a prototype was changed`);
  }
  return seen;
}
