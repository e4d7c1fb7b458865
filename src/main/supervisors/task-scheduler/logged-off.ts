/**
 * How the two tasks of a service are registered, while the person is logged on or "whether the user is logged on or not" (S19). For the
 * second Windows asks for the account's password; that question is schtasks' own, in the person's terminal, and this product never sees
 * the answer.
 */
import { type Phrase, say } from '../../../shared/said.ts';
import type { Host } from '../../system/host.ts';
import type { ServiceIdentity } from '../supervisor.ts';
import type { TaskLogon } from './render.ts';
import { createArgs } from './schtasks.ts';
import { taskPathsIn, taskUserOf, watchTaskName } from './windows-paths.ts';

export interface CreateCommand {
  readonly task: string;
  /** Arguments of schtasks. */
  readonly args: readonly string[];
  /** schtasks asks a question that only the person can answer. */
  readonly asks: boolean;
}

/** In the order in which they run: the watch first, so that a gateway's task is never there without it. Pure. */
export function createCommandsOf(host: Host, identity: ServiceIdentity, logon: TaskLogon): readonly CreateCommand[] {
  const { xml, watch } = taskPathsIn(identity.stateDir);
  const name = identity.serviceName;
  const watchName = watchTaskName(name);
  const asks = logon === 'logged-off';
  // `/RP *` makes schtasks ask for the password (Microsoft, "schtasks create").
  const account = asks ? ['/RU', taskUserOf(host), '/RP', '*'] : [];
  return [
    { task: watchName, args: createArgs(watchName, watch.xml), asks: false },
    { task: name, args: [...createArgs(name, xml), ...account], asks },
  ];
}

/** What running while logged off costs, in sentences. */
export const LOGGED_OFF_PRICE = (user: string): readonly Phrase[] => [
  say('logged-off.password', { user }),
  say('logged-off.batch'),
  say('logged-off.pin'),
  say('logged-off.no-window'),
  say('logged-off.updater'),
];
