/** One line for each figure: what it is, its value, what was aimed at, and whether that was met. */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Met when the value is at most this. */
  readonly atMost?: number;
  /** Met when the value is at least this. */
  readonly atLeast?: number;
  readonly digits?: number;
}

const shown = (value: number, { unit, digits = 0 }: Figure) => `${value.toFixed(digits)} ${unit}`;

/** Prints the figure; a missed aim is said, and fails nothing: benchmarks inform, tests judge. Returns whether it was met. */
export function report(figure: Figure): boolean {
  const { name, value, atMost, atLeast } = figure;
  const met = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  const aim =
    atMost !== undefined
      ? ` (aim: at most ${shown(atMost, figure)}: ${met ? 'met' : 'NOT met'})`
      : atLeast !== undefined
        ? ` (aim: at least ${shown(atLeast, figure)}: ${met ? 'met' : 'NOT met'})`
        : '';
  process.stdout.write(`  ${name.padEnd(58)} ${shown(value, figure)}${aim}\n`);
  return met;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The value that `share` (0 to 1) of all are at most. */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
