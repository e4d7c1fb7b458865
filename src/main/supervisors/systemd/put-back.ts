/** The way back of a user unit: files, enabling links and what systemd knows of them, as they were. */
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { copyOfFile, fileNow, type IsOurs, putFileBack } from '../../system/file-copy.ts';
import { readTextIfThere, removeFile } from '../../system/files.ts';
import { type DefinitionCopy, leftAlone } from '../definition-copy.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { enablingLinks, putLinksBack } from './enabling-links.ts';
import { showUnits } from './inspect.ts';
import { ENV_FILE_MARK, pathsOf } from './plan.ts';
import { commandError, type UserBus } from './user-bus.ts';

interface PutBackDeps {
  readonly bus: UserBus;
  readonly unitFolder: string;
}

/** @throws ExpectedError `state-unknown` when systemd does not say whether it is enabled. */
export async function copyUnit(
  deps: PutBackDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<DefinitionCopy> {
  const unit = identity.serviceName;
  const shown = await showUnits(deps.bus, [unit], options);
  if (!shown.ok)
    throw new ExpectedError('state-unknown', say('what.why', { what: unit, why: shown.reason }), {
      hint: say('hint.try-again'),
    });
  return copyUnitFiles(deps, identity, shown.blocks[0]?.UnitFileState);
}

/** The same, for who has asked systemd already. */
export async function copyUnitFiles(
  deps: Pick<PutBackDeps, 'unitFolder'>,
  identity: ServiceIdentity,
  state: string | undefined,
): Promise<DefinitionCopy> {
  const paths = pathsOf(deps.unitFolder, identity);
  const ownEnvironment = (await readTextIfThere(paths.envFile))?.startsWith(ENV_FILE_MARK) === true;
  const files = [paths.unit, paths.backup, paths.ownDropIn, ...(ownEnvironment ? [paths.envFile] : [])];
  const links = await enablingLinks(deps.unitFolder, identity.serviceName);
  return {
    files: await Promise.all(files.map(copyOfFile)),
    links: [...links].map(([path, target]) => ({ path, target })),
    tasks: [],
    enabled: state === undefined ? null : state === 'enabled',
  };
}

/** @throws ExpectedError when a file cannot be written, or systemd cannot be told; everything else was put back by then. */
export async function putUnitBack(
  deps: PutBackDeps,
  identity: ServiceIdentity,
  copy: DefinitionCopy,
  isOurs: IsOurs,
): Promise<readonly Phrase[]> {
  const unit = identity.serviceName;
  const notes: Phrase[] = [];
  const before = new Map(copy.links.map(({ path, target }) => [path, target]));
  const [unitFile] = copy.files;
  if (unitFile !== undefined && (await fileNow(unitFile, isOurs)) === 'theirs') {
    // A unit that is somebody else's by now: whether it starts by itself is theirs as well.
    return [leftAlone(unitFile.path)];
  }
  if (copy.enabled === false) await deps.bus.run(['systemctl', '--user', 'disable', unit]);
  // systemd may be what failed, so its links are looked after here as well.
  for (const link of (await enablingLinks(deps.unitFolder, unit)).keys()) {
    if (!before.has(link)) await removeFile(link);
  }
  await putLinksBack(before);
  for (const file of copy.files) {
    if ((await putFileBack(file, isOurs)) === 'theirs') notes.push(leftAlone(file.path));
  }
  const reloaded = await deps.bus.run(['systemctl', '--user', 'daemon-reload']);
  if (reloaded.exitCode !== 0) throw await commandError(deps.bus, reloaded, say('failed.read-units'));
  return notes;
}
