/**
 * "Run whether the user is logged on or not" (S19): prepared as a file and one command for the person to run, because Windows asks for the
 * account's password when such a task is registered. That question is schtasks' own, in the person's terminal; this product never sees
 * the password.
 */
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { Host } from '../../system/host.ts';
import type { RenderedFile, ServiceIdentity } from '../supervisor.ts';
import { UTF16 } from './encoding.ts';
import { renderTaskOf } from './render.ts';
import { joinPath, systemToolPath, taskUserOf } from './windows-paths.ts';

export interface LoggedOffPlan {
  /** The task definition with a trigger at boot and a stored password. */
  readonly file: RenderedFile;
  /** To be run in an administrator terminal, after the file was written; `/RP *` makes schtasks ask for the password. */
  readonly command: readonly [string, ...string[]];
  readonly privileges: 'administrator';
  /** What it costs, in sentences. */
  readonly price: readonly string[];
}

/** Pure. @throws ExpectedError `definition-write-failed`. */
export function planLoggedOffTask(host: Host, definition: ServiceDefinition, identity: ServiceIdentity): LoggedOffPlan {
  const path = joinPath(identity.stateDir, 'gateway.task-logged-off.xml');
  const user = taskUserOf(host);
  const content = renderTaskOf(host, definition, identity.stateDir, 'password');
  const schtasks = systemToolPath(host.env, 'schtasks.exe');
  return {
    file: { path, mode: 0o600, content, encoding: UTF16 },
    command: [schtasks, '/Create', '/F', '/TN', identity.serviceName, '/XML', path, '/RU', user, '/RP', '*'],
    privileges: 'administrator',
    price: [
      `Windows stores the password of ${user} for the task; after every change of the password the command must be run again.`,
      'The account must be allowed to log on as a batch job, which an administrator can do.',
      'An account that signs in only with a PIN or without a password cannot be used.',
      'The gateway then runs outside of your desktop: programs that it opens have no visible window.',
    ],
  };
}
