import { expect, test } from 'vitest';
import { fuzzFrames } from './frames-fuzz.ts';

/** The million is run by `npm run bench` (e2e/bench/fuzz.ts); here as many as fit into seconds. FUZZ_SEED plays a reported seed again. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20261122);

test(`${ROUNDS} mutated messages of seed ${SEED}: never an exception, a hang, or a snapshot out of shape`, () => {
  const seen = fuzzFrames(SEED, ROUNDS);
  expect(seen.frames + seen.refused).toBe(ROUNDS);
  expect(seen.slowestMs).toBeLessThan(1_000);
  // The mutations must reach every part, or this proves nothing.
  expect(seen.refused).toBeGreaterThan(ROUNDS / 20);
  expect(seen.frames).toBeGreaterThan(ROUNDS / 20);
  expect(seen.snapshots).toBeGreaterThan(ROUNDS / 100);
  expect(seen.hellos).toBeGreaterThan(ROUNDS / 200);
}, 120_000);

test('the same seed is the same frames', () => {
  const { slowestMs: _a, ...first } = fuzzFrames(7, 2_000);
  const { slowestMs: _b, ...second } = fuzzFrames(7, 2_000);
  expect(first).toEqual(second);
});
