/** Installing and removing an agent. What was there before an install that fails is there again after it. */
import { rmdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { copyOfFile, type IsOurs } from '../../system/file-copy.ts';
import { ensureFolder, errnoOf, exists, removeFile, writeFileAtomic } from '../../system/files.ts';
import { type DefinitionCopy, putFilesBack, withNotes } from '../definition-copy.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { bootout, type ControlDeps, isDraining, unclear, waitUntilGone } from './control.ts';
import { differs } from './inspect.ts';
import { failureOf, isNotLoaded, type Launchctl } from './launchctl.ts';
import { requireOwnFiles } from './ownership.ts';
import { parseAgentPlist, plistWithoutSecrets } from './parse-plist.ts';
import type { AgentPaths, LaunchdPlaces } from './paths.ts';
import { BACKUP_MODE, ownFiles, readBytes } from './plan.ts';
import { renderAgent } from './render.ts';

export interface InstallDeps extends ControlDeps {
  /** User id that the files must belong to. */
  readonly fileOwner: number;
  readonly places: LaunchdPlaces;
}

const PRIVATE_FOLDER = 0o700;

/**
 * Writes the files and switches the label on; launchd loads it at the next login, or when it is started. It is not loaded here, because
 * loading is starting (RunAtLoad). A loaded job with another definition is unloaded: launchd would keep the old one.
 * @throws ExpectedError; the files and the label are as they were then.
 */
export async function installAgent(
  deps: InstallDeps,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const { launchctl } = deps;
  const label = identity.serviceName;
  const paths = deps.pathsOf(identity);
  const files = renderAgent(definition, paths);
  const loaded = await launchctl.print(label, options);
  if (loaded.kind === 'no-session')
    throw new ExpectedError(loaded.why.code, loaded.why.reason, { hint: loaded.why.hint });
  if (loaded.kind === 'unclear') throw unclear(label, loaded.reason);
  await refuseSystemJob(deps, label, options);
  await requireOwnFiles(paths, deps.fileOwner);

  const copy = await copyAgent(deps, identity, options);
  try {
    await makeFolders(definition, paths);
    const old = await readBytes(paths.plist);
    // The plist comes last: it is what makes the other two count.
    for (const file of files.toReversed()) {
      if (file.path === paths.plist && old !== null && old.toString('utf8') !== file.content) {
        await writeFileAtomic(paths.backup, plistWithoutSecrets(old), { mode: BACKUP_MODE });
      }
      await writeFileAtomic(file.path, file.content, { mode: file.mode });
    }
    launchctl.require(
      await launchctl.run(['enable', launchctl.target(label)], options),
      say('failed.enable', { service: label }),
    );
    await verifyInstalled(launchctl, paths, label, options);
    const written = await parseWritten(paths);
    const changed = old === null || old.toString('utf8') !== files[0]?.content;
    if (loaded.kind === 'loaded' && !isDraining(loaded) && (changed || differs(loaded.job, written))) {
      await bootout(deps, identity, options);
    }
  } catch (cause) {
    throw withNotes(cause, await undo(deps, identity, copy));
  }
}

/** Answers with what could not be put back: the failure that led here is the one that is reported. */
async function undo(deps: InstallDeps, identity: ServiceIdentity, copy: DefinitionCopy): Promise<readonly Phrase[]> {
  try {
    return await putAgentBack(deps, identity, copy, () => true);
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return [cause.said.message];
  }
}

/** Unloads it, waits until launchd has forgotten it, removes our files and leaves the label switched on. */
export async function uninstallAgent(
  deps: InstallDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const { launchctl } = deps;
  const label = identity.serviceName;
  const paths = deps.pathsOf(identity);
  await requireOwnFiles(paths, deps.fileOwner);
  const loaded = await launchctl.print(label, options);
  if (loaded.kind === 'unclear') throw unclear(label, loaded.reason);
  // Without a session of the user none of its agents can be loaded, so the files are all there is.
  if (loaded.kind === 'loaded') {
    await bootout(deps, identity, options);
    await waitUntilGone(deps, identity, options);
  }
  for (const { path } of await ownFiles(paths)) await removeFile(path);
  await removeEmptyFolder(paths.envFolder);
  // A label that stays switched off would silently keep a later installation from starting.
  if ((await launchctl.overrides(options))?.get(label) === 'disabled') {
    launchctl.require(
      await launchctl.run(['enable', launchctl.target(label)], options),
      say('failed.stays-off', { service: label }),
    );
  }
}

/** A job of the same label for everybody would run a second gateway with the same port; OpenClaw refuses that as well. */
async function refuseSystemJob(deps: InstallDeps, label: string, options: ControlOptions): Promise<void> {
  const result = await deps.launchctl.run(['print', `system/${label}`], options);
  const failure = failureOf(result);
  let place = failure === null ? `system/${label}` : null;
  for (const folder of deps.places.systemFolders) {
    const path = posix.join(folder, `${label}.plist`);
    if (place === null && (await exists(path))) place = path;
  }
  if (place !== null) {
    throw new ExpectedError('definition-conflict', say('definition-conflict.whole-mac', { place }), {
      hint: say('hint.use-whole-mac', { label }),
    });
  }
  if (!isNotLoaded(failure)) {
    throw deps.launchctl.error(result, say('launchd.whole-mac-unknown', { label }), 'state-unknown');
  }
}

/** Folders that launchd and the gateway expect; only those that hold private files get their permissions set. */
async function makeFolders(definition: ServiceDefinition, paths: AgentPaths): Promise<void> {
  await ensureFolder(paths.envFolder, PRIVATE_FOLDER);
  const temporary = definition.environment.TMPDIR;
  const stateDir = posix.dirname(paths.envFolder);
  if (temporary?.startsWith(`${stateDir}/`) === true) await ensureFolder(temporary, PRIVATE_FOLDER);
  for (const folder of [posix.dirname(paths.plist), posix.dirname(paths.log)]) {
    if (!(await exists(folder))) await ensureFolder(folder, 0o755);
  }
}

/** Success is said only when the file can be read back and nothing keeps launchd from loading it at login. */
async function verifyInstalled(
  launchctl: Launchctl,
  paths: AgentPaths,
  label: string,
  options: ControlOptions,
): Promise<void> {
  const overrides = await launchctl.overrides(options);
  if (overrides?.get(label) === 'disabled') {
    throw new ExpectedError('not-verified', say('not-verified.launchd-disabled', { label }), {
      hint: say('hint.print-disabled', { domain: launchctl.domain }),
    });
  }
  await parseWritten(paths);
}

async function parseWritten(paths: AgentPaths) {
  const bytes = await readBytes(paths.plist);
  const read = bytes === null ? null : parseAgentPlist(bytes);
  if (read?.ok === true) return read.agent;
  throw new ExpectedError('not-verified', say('not-verified.read-back', { path: paths.plist }), {
    hint: say('hint.changed-again'),
  });
}

/** Files and label as they are now; null for the label when launchd does not list its overrides. */
export async function copyAgent(
  { launchctl, pathsOf }: InstallDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<DefinitionCopy> {
  const paths = pathsOf(identity);
  const overrides = await launchctl.overrides(options);
  return {
    files: await Promise.all([paths.plist, paths.backup, paths.envFile, paths.wrapper].map(copyOfFile)),
    links: [],
    tasks: [],
    enabled: overrides === null ? null : overrides.get(identity.serviceName) !== 'disabled',
  };
}

/** A job that launchd has loaded stays loaded: the next start compares it with the file and loads it again when they differ. */
export async function putAgentBack(
  { launchctl, pathsOf }: InstallDeps,
  identity: ServiceIdentity,
  copy: DefinitionCopy,
  isOurs: IsOurs,
): Promise<readonly Phrase[]> {
  const paths = pathsOf(identity);
  const notes = await putFilesBack(copy, isOurs);
  // It only goes when nothing of another service is in it.
  if (copy.files.every(({ path, bytes }) => bytes === null || posix.dirname(path) !== paths.envFolder)) {
    await removeEmptyFolder(paths.envFolder);
  }
  if (copy.enabled === false) await launchctl.run(['disable', launchctl.target(identity.serviceName)]);
  return notes;
}

async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (cause) {
    // Not there, or it holds files of another service.
    if (!['ENOENT', 'ENOTEMPTY', 'ENOTDIR', 'EEXIST'].includes(errnoOf(cause) ?? '')) throw cause;
  }
}
