/**
 * Definitions of the built-in supervisor whose profile is gone, or that cannot be used. They are all this product's own, so none of them is
 * legacy or one too many.
 */

import { basename, join } from 'node:path';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { ExpectedError } from '../../../shared/outcome.ts';
import { parseProfileName } from '../../../shared/profile.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { exists, readTextIfThere } from '../../system/files.ts';
import { acquireLock } from '../../system/lock.ts';
import type { ExtraDeps, ExtraScan, ExtraSteps } from '../extra.ts';
import { backupPathOf, moveAside } from '../extra-backup.ts';
import { judge, listed } from '../extra-judgement.ts';
import { namesIn, readOrTell } from '../scan-files.ts';
import type { ControlOptions } from '../supervisor.ts';
import { parseDefinitionFile } from './definition-file.ts';
import { embeddedPaths } from './paths.ts';

/** What the supervisor needs beyond the stop budget to write and leave. */
const LEAVE_MS = 10_000;

export async function scanExtraSupervised(deps: Pick<ExtraDeps, 'host' | 'clock'>): Promise<ExtraScan> {
  const folder = join(deps.host.appDirs.state, 'embedded');
  const services: ExtraService[] = [];
  const problems: Phrase[] = [];
  for (const name of await namesIn(folder, (entry) => entry.isDirectory(), problems)) {
    const path = join(folder, name);
    const text = await readOrTell(join(path, 'definition.json'), readTextIfThere, problems);
    if (text === null) continue; // A log of a supervisor that was uninstalled, or not ours to read.
    const read = parseDefinitionFile(text);
    const profile = parseProfileName(read.ok ? read.value.service.profile : name);
    const judgement = await judge({
      meaning: { kind: 'profile', profile: profile.ok ? profile.value.name : null },
      definition: read.ok ? read.value.service : null,
      problem: read.ok ? null : read.problem,
      marked: true,
      home: deps.host.home,
    });
    if (judgement === null) continue;
    const service = listed({ name, path, scope: 'user', supervisor: 'embedded' }, judgement, [
      say('extra.definition', { path: join(path, 'definition.json') }),
    ]);
    services.push({ ...service, removal: (await supervisedRemoval(deps, service)).commands.map((argv) => [...argv]) });
  }
  return { services, problems };
}

export async function supervisedRemoval(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  { name, path }: ExtraService,
): Promise<ExtraSteps> {
  const backup = await backupPathOf(deps, `embedded-${name}`);
  return {
    backup,
    commands: [
      ['openclaw-tray', '--profile', name, 'gateway', 'stop'],
      ['mv', '-n', path, backup],
    ],
    restore: [
      ['mv', '-n', backup, path],
      ['openclaw-tray', '--profile', name, 'gateway', 'start'],
    ],
    warnings: [],
  };
}

/** @throws ExpectedError; its files are where they were then. */
export async function removeExtraSupervised(
  { host, clock, supervisors }: Pick<ExtraDeps, 'host' | 'clock' | 'supervisors'>,
  { name, path }: ExtraService,
  backup: string,
  options: ControlOptions,
): Promise<void> {
  const adapter = await supervisors.get('embedded');
  const identity = { profile: name, serviceName: basename(path), stateDir: path };
  await adapter.stop(identity, options);
  // The supervisor holds it until it has ended the gateway and written its last word; no other can begin meanwhile.
  const { lockFolder, lockName } = embeddedPaths(host, name);
  const lock = await acquireLock({
    folder: lockFolder,
    name: lockName,
    purpose: say('doing.remove-definition'),
    waitMs: adapter.stopBudgetMs + LEAVE_MS,
    clock,
    signal: options.signal,
  });
  try {
    await moveAside(host, path, backup);
  } finally {
    await lock.release();
  }
  const [after] = await adapter.inspect([identity], options);
  if (after?.definition.status === 'absent' && !(await exists(path))) return;
  throw new ExpectedError('not-verified', say('not-verified.moved', { name }), {
    hint: say('hint.look-into-kept', { path, backup }),
  });
}
