/**
 * Steps from one form of the settings file to the next. Pure: each takes the whole object of its version and gives that of the next.
 */

/** `steps[n]` leads from version n to n + 1. */
export type Migrations = Readonly<Record<number, (data: Readonly<Record<string, unknown>>) => Record<string, unknown>>>;

/** Version 1 is the first form, so there is no step yet. */
export const MIGRATIONS: Migrations = {};

/**
 * The data in the form of version `to`, with its `version` set. null when no chain of steps leads there.
 * A step that throws is a defect of ours, not of the file, and is not caught.
 */
export function migrate(
  data: Readonly<Record<string, unknown>>,
  from: number,
  to: number,
  steps: Migrations = MIGRATIONS,
): Record<string, unknown> | null {
  let current: Record<string, unknown> = { ...data };
  for (let version = from; version < to; version += 1) {
    const step = steps[version];
    if (step === undefined) return null;
    current = step(current);
  }
  return { ...current, version: to };
}
