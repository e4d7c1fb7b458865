/** How far a change came, told from what is on the disk and at the supervisor; nothing is assumed from how its process ended. */
import type { ServiceIdentity, SupervisorAdapter } from '../../supervisors/supervisor.ts';
import { copyOfFile, fileNow, sha256 } from '../../system/file-copy.ts';
import type { GatheredProfile } from '../gather.ts';
import { isServing, pidOf } from '../look.ts';
import { isOursBy, type Journal } from './journal.ts';

/** Nothing of it was done, or all of it was undone: files, registration and process are those from before. */
export async function isUntouched(
  journal: Journal,
  adapter: SupervisorAdapter,
  seen: GatheredProfile,
): Promise<boolean> {
  const { before, definition, config, identity } = journal;
  const { state } = seen.facts.inspection.process;
  if (state === 'stopping' || pidOf(seen) !== before.pid) return false;
  const now = await adapter.copyDefinition(identity);
  const same = (key: 'files' | 'links' | 'tasks') => JSON.stringify(now[key]) === JSON.stringify(definition[key]);
  if (!same('files') || !same('links') || !same('tasks')) return false;
  return config === null || (await fileNow(config, isOursBy(journal))) === 'same';
}

/** Everything that was to be written is there, it starts by itself, and a process that began after it serves. */
export async function isComplete(
  journal: Journal,
  adapter: SupervisorAdapter,
  seen: GatheredProfile,
): Promise<boolean> {
  const { definition, enabled, supervisor } = seen.facts.inspection;
  if (definition.status !== 'present' || definition.masked) return false;
  // The built-in supervisor starts nothing by itself.
  if (enabled === false && supervisor !== 'embedded') return false;
  if (!isServing(seen) || pidOf(seen) === journal.before.pid) return false;
  const isThere = await plannedNow(journal, adapter, journal.identity);
  return journal.planned.every(({ path, sha256: planned }) => isThere.get(path) === planned);
}

async function plannedNow(
  { planned }: Journal,
  adapter: SupervisorAdapter,
  identity: ServiceIdentity,
): Promise<ReadonlyMap<string, string | null>> {
  const known = new Map((await adapter.copyDefinition(identity)).files.map(({ path, bytes }) => [path, bytes]));
  const found = new Map<string, string | null>();
  for (const { path } of planned) {
    const bytes = known.get(path) ?? (known.has(path) ? null : (await copyOfFile(path)).bytes);
    found.set(path, bytes === null ? null : sha256(Buffer.from(bytes, 'base64')));
  }
  return found;
}
