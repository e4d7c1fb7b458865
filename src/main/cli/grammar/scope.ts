/** Whose service a verb means: the person's own, or the system's of the same profile (systemd on Linux). */
import { Option } from 'commander';
import type { SupervisorKind } from '../../../shared/supervisor-kind.ts';
import type { Selection } from '../cli-context.ts';

export interface ScopeOptions {
  readonly system?: boolean;
  readonly user?: boolean;
  readonly serviceUser?: string;
  readonly supervisor?: SupervisorKind;
}

export function systemOption(): Option {
  return new Option(
    '--system',
    'the system service of this profile (Linux), which runs as its own account from boot on',
  ).conflicts('user');
}

export function userOption(): Option {
  return new Option('--user', 'your own service of this profile, also when the system has one');
}

/** The selection with the scope that the options name; the supervisor names it, too. */
export function scoped(selection: Selection, options: ScopeOptions): Selection {
  const { system, user, serviceUser, supervisor } = options;
  const ofSystem = system === true || supervisor === 'systemd-system' || serviceUser !== undefined;
  const scope = ofSystem ? 'system' : user === true || supervisor !== undefined ? 'user' : undefined;
  return { ...selection, scope, serviceUser };
}
