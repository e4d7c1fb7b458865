/** Removing an agent that the deep scan found, on request: unloaded, moved aside, and seen to be forgotten. */

import { posix } from 'node:path';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { exists } from '../../system/files.ts';
import type { ExtraDeps, ExtraSteps } from '../extra.ts';
import { backupPathOf, dayOf, moveAside } from '../extra-backup.ts';
import type { ControlOptions } from '../supervisor.ts';
import { STOP_BUDGET_MS } from './adapter.ts';
import { bootout, type ControlDeps, waitUntilGone } from './control.ts';
import { createLaunchctl } from './launchctl.ts';
import { agentPaths } from './paths.ts';
import { requireLabel } from './render.ts';

/** What is going to be done. launchd loads what ends in `.plist` only, so a file of another name is out of its sight. */
export async function agentRemoval(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  { name, path, scope }: ExtraService,
): Promise<ExtraSteps> {
  const gui = `gui/${deps.host.uid ?? 0}`;
  if (scope === 'user') {
    const backup = await backupPathOf(deps, posix.basename(path));
    return {
      backup,
      commands: [
        ['launchctl', 'bootout', `${gui}/${name}`],
        ['mkdir', '-p', '-m', '0700', posix.dirname(backup)],
        ['mv', '-n', path, backup],
      ],
      restore: [
        ['mv', '-n', backup, path],
        ['launchctl', 'bootstrap', gui, path],
      ],
      warnings: [],
    };
  }
  const backup = `${path}.removed-${dayOf(deps.clock)}`;
  const daemon = posix.basename(posix.dirname(path)) === 'LaunchDaemons';
  const launchctl = daemon ? ['sudo', 'launchctl'] : ['launchctl'];
  const domain = daemon ? 'system' : gui;
  return {
    backup,
    commands: [
      [...launchctl, 'bootout', `${domain}/${name}`],
      ['sudo', 'mv', '-n', path, backup],
    ],
    restore: [
      ['sudo', 'mv', '-n', backup, path],
      [...launchctl, 'bootstrap', domain, path],
    ],
    warnings: daemon ? [] : [say('warning.every-user')],
  };
}

/** @throws ExpectedError. When the file cannot be moved, a job that was loaded is loaded again. */
export async function removeExtraAgent(
  { host, runner, clock }: Pick<ExtraDeps, 'host' | 'runner' | 'clock'>,
  { name, path }: ExtraService,
  backup: string,
  options: ControlOptions,
): Promise<void> {
  requireLabel(name);
  const launchctl = createLaunchctl({ host, runner, clock });
  const identity = { profile: 'default', serviceName: name, stateDir: '/' };
  const control: ControlDeps = {
    launchctl,
    clock,
    pathsOf: () => agentPaths(host.accountHome, name, '/', 'default'),
    stopBudgetMs: STOP_BUDGET_MS,
  };
  const loaded = await launchctl.print(name, options);
  if (loaded.kind === 'unclear') {
    throw new ExpectedError('state-unknown', loaded.reason, { hint: say('hint.unchanged-try-again') });
  }
  // Without a session of the user none of its agents can be loaded, so the file is all there is.
  if (loaded.kind === 'loaded') {
    await bootout(control, identity, options);
    await waitUntilGone(control, identity, options);
  }
  try {
    await moveAside(host, path, backup);
  } catch (cause) {
    if (loaded.kind === 'loaded') await launchctl.run(['bootstrap', launchctl.domain, path]);
    throw cause;
  }
  const after = await launchctl.print(name, options);
  if ((after.kind === 'not-loaded' || after.kind === 'no-session') && !(await exists(path))) return;
  throw new ExpectedError('not-verified', say('not-verified.launchd-removed', { service: name }), {
    hint: say('hint.plist-kept', { target: launchctl.target(name), path: backup }),
  });
}
