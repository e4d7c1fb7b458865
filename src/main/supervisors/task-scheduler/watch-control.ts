/** Starting, holding and removing the watch of a task. */
import { exists, removeFile, writeFileAtomic } from '../../system/files.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { endArgs, runArgs, type Schtasks } from './schtasks.ts';
import { taskPathsIn, watchTaskName } from './windows-paths.ts';

/**
 * A stop that is asked for must not be answered by the watch, which may be waiting to start the gateway at this very moment. Where no
 * watch is installed nothing is written.
 */
export async function holdWatch({ stateDir }: ServiceIdentity): Promise<void> {
  const { watch } = taskPathsIn(stateDir);
  if (await exists(watch.script)) await writeFileAtomic(watch.hold, '', { mode: 0o600 });
}

export async function releaseWatch({ stateDir }: ServiceIdentity): Promise<void> {
  await removeFile(taskPathsIn(stateDir).watch.hold);
}

/**
 * Lets the watch run; one that runs already goes on. A gateway that runs without it is still a success, so this never fails: the status
 * says who, if anybody, would start it again.
 */
export async function runWatch(schtasks: Schtasks, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  const { watch } = taskPathsIn(identity.stateDir);
  if (await exists(watch.script)) await schtasks(runArgs(watchTaskName(identity.serviceName)), options);
}

/** Ends the watch: a script host that has started no process of its own. True when the scheduler took it. */
export async function endWatch(
  schtasks: Schtasks,
  { serviceName }: ServiceIdentity,
  options: ControlOptions,
): Promise<boolean> {
  return (await schtasks(endArgs(watchTaskName(serviceName)), options)).ok;
}
