/** The golden definitions that the independent readers read. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute paths of the golden files of a supervisor whose names end in `ending`; never none. */
export function goldens(supervisor: 'systemd' | 'launchd', ending: string): readonly string[] {
  const folder = new URL(`../../src/main/supervisors/${supervisor}/__goldens__/`, import.meta.url);
  const found = readdirSync(folder).filter((name) => name.endsWith(ending));
  if (found.length === 0) throw new Error(`There is no golden ${ending} of ${supervisor}.`);
  return found.map((name) => fileURLToPath(new URL(name, folder)));
}
