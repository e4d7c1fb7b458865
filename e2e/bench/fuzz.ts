/** A million mutated messages through the frame parser. `node e2e/bench/fuzz.ts [--rounds N] [--seed N]`; a failure names its seed. */
import { fuzzFrames } from '../../src/main/gateway/frames-fuzz.ts';

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const rounds = option('rounds', 1_000_000);
const seed = option('seed', Date.now() % 2 ** 31);
const began = performance.now();
const seen = fuzzFrames(seed, rounds);
process.stdout.write(
  `fuzz: seed ${seed}, ${rounds} messages in ${((performance.now() - began) / 1000).toFixed(1)} s: `,
);
process.stdout.write(`${seen.refused} refused, ${seen.snapshots} snapshots, slowest ${seen.slowestMs.toFixed(1)} ms\n`);
