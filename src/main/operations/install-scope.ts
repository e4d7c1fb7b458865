/** What is different when the service belongs to the system: another account's files, two scopes, rights that somebody has to give. */
import type { InstallOptions } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import { type ConfigChange, type PlannedConfig, planFirstConfig } from '../openclaw/config-edit.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { SupervisorAdapter } from '../supervisors/supervisor.ts';
import type { CoreContext } from './context.ts';
import type { GatheredProfile } from './gather.ts';

/** The account's configuration is there or not, and this person may not look: the account's own business, not a broken file. */
export function isHidden(facts: GatheredProfile['facts']): boolean {
  return facts.profile.account !== null && !facts.config.ok && facts.config.error.code === 'config-unreadable';
}

/** @throws ExpectedError `needs-elevation`: what the file says now decides what may be changed in it. */
export function refuseBlindChange(profile: ResolvedProfile, options: InstallOptions): void {
  if (options.port === undefined && options.token === undefined) return;
  throw new ExpectedError(
    'needs-elevation',
    say('needs-elevation.config', { path: profile.configPath, account: profile.account?.name ?? 'its account' }),
    { hint: say('hint.with-sudo') },
  );
}

/** What the account's first configuration would be; one that is there is left as it is. */
export function firstConfig(profile: ResolvedProfile, changes: readonly ConfigChange[]): PlannedConfig {
  return planFirstConfig(
    profile.configPath,
    changes.map((change) => ({ ...change, reason: say('edit.when-none', { reason: change.reason }) })),
  );
}

/** @throws ExpectedError `definition-conflict`: a service of a user and one of the system would end each other's gateway. */
export function refuseOtherScope(
  profile: ResolvedProfile,
  facts: GatheredProfile['facts'],
  asked: InstallOptions['supervisor'],
): void {
  if (profile.account !== null && asked !== undefined && asked !== 'systemd-system') {
    throw new ExpectedError('usage', say('usage.system-supervisor', { supervisor: asked }), {
      hint: say('hint.leave-out-either'),
    });
  }
  if (profile.account === null && asked === 'systemd-system') {
    throw new Error('a profile of the person was given for a system service');
  }
  const rival = profile.account === null ? facts.scopes?.system : facts.scopes?.user;
  if (rival === undefined || rival.definition.status !== 'present') return;
  throw new ExpectedError(
    'definition-conflict',
    say(profile.account === null ? 'definition-conflict.other-scope-system' : 'definition-conflict.other-scope-user', {
      profile: profile.id,
      path: rival.definition.path,
    }),
    {
      hint: say('hint.uninstall-that', {
        command: `openclaw-tray${profile.name === null ? '' : ` --profile ${profile.name}`} gateway uninstall${profile.account === null ? ' --system' : ' --user'}`,
      }),
    },
  );
}

/** Rights that nobody can give are no reason not to try: the error then has the exact commands. @throws ExpectedError. */
export async function chooseSupervisor(
  context: CoreContext,
  wanted: SupervisorKind | undefined,
): Promise<SupervisorAdapter> {
  if (wanted !== 'systemd-system') return context.supervisors.choose(wanted);
  const adapter = await context.supervisors.get(wanted);
  const answer = await adapter.detect();
  if (answer.available || answer.code === 'needs-elevation') return adapter;
  throw new ExpectedError(answer.code, answer.reason, { hint: answer.hint });
}
