/** The Windows Task Scheduler: one task of this user for each profile, started at log-on without a window. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import type { Clock } from '../../system/clock.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import type { Host } from '../../system/host.ts';
import { systemTerminal, type Terminal } from '../../system/terminal.ts';
import { joinPath } from '../../system/windows-tools.ts';
import type {
  Availability,
  ControlOptions,
  InstallVariant,
  ServiceIdentity,
  SupervisorAdapter,
  Survival,
} from '../supervisor.ts';
import { restartTask, runTask, stopTask } from './control.ts';
import { inspectTasks, lookAt } from './inspect.ts';
import { installTask, uninstallTask } from './install.ts';
import { planTaskInstall, planTaskUninstall } from './plan.ts';
import { copyTask, putTaskBack } from './put-back.ts';
import { queryTasks } from './query.ts';
import { renderTaskFiles, renderTaskOf, stateDirOf, type TaskLogon } from './render.ts';
import { createSchtasks, runArgs, schtasksArgv } from './schtasks.ts';
import { survivalOf } from './survival.ts';
import { parseTaskXml, taskSettings } from './task-xml.ts';
import { requireTaskName, taskPathsIn, watchTaskName } from './windows-paths.ts';

/** Polite request, then force, and what Windows and three PowerShell starts may take. Milliseconds. */
export const STOP_BUDGET_MS = 20_000;

export interface TaskSchedulerDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  /** Where schtasks may ask the person for a password. */
  readonly terminal?: Terminal;
}

export function createTaskSchedulerAdapter({
  host,
  runner,
  clock,
  terminal = systemTerminal,
}: TaskSchedulerDeps): SupervisorAdapter {
  const deps = { host, runner, clock, terminal, schtasks: createSchtasks({ host, runner }) };
  const named = (identity: ServiceIdentity): ServiceIdentity => {
    requireTaskName(identity.serviceName);
    return identity;
  };

  return {
    kind: 'task-scheduler',
    stopBudgetMs: STOP_BUDGET_MS,
    detect: (options) => detect(host, runner, options),
    render(definition) {
      requireTaskName(definition.serviceName);
      return renderTaskFiles(host, definition, stateDirOf(host, definition));
    },
    async compareSettings(installed, identity, options = {}) {
      const [look] = await lookAt(deps, [named(identity)], options);
      const found = look?.installed.model ?? null;
      if (found === null) return null;
      // Registered with a password is a way that we install, and no edit.
      const logon = found.logonType === 'Password' ? 'logged-off' : 'interactive';
      const wanted = parseTaskXml(renderTaskOf(host, installed, identity.stateDir, logon));
      if (!wanted.ok) throw new Error(`Our own task definition cannot be read: ${wanted.problem}`);
      return taskSettings(wanted.model, found);
    },
    planInstall: async (definition, identity, variant = {}) =>
      planTaskInstall(deps, definition, named(identity), logonOf(variant)),
    planUninstall: async (identity) => planTaskUninstall(deps, named(identity)),
    startCommands: (identity) =>
      [named(identity).serviceName, watchTaskName(identity.serviceName)].map((name) => schtasksArgv(runArgs(name))),
    inspect: (identities, options) => inspectTasks(deps, identities, options),
    install: async (definition, identity, options = {}) =>
      installTask(deps, definition, named(identity), logonOf(options), options),
    uninstall: async (identity, options = {}) => uninstallTask(deps, named(identity), options),
    copyDefinition: async (identity, options = {}) => copyTask(deps, named(identity), options),
    putBack: async (_identity, copy, isOurs) => putTaskBack(deps, copy, isOurs),
    start: async (identity, options = {}) => runTask(deps, named(identity), options),
    stop: async (identity, options = {}) => stopTask(deps, named(identity), options),
    restart: async (identity, options = {}) => restartTask(deps, named(identity), options),
    async setAutostart(identity, on) {
      throw new ExpectedError('not-supported', say('task.autostart-fixed', { name: named(identity).serviceName }), {
        // `schtasks /Change /DISABLE` turns the whole task off, so that it could not be started by hand either.
        hint: on ? say('hint.task-install-force') : say('hint.task-untick'),
      });
    },
    autostartCommands: () => null,
    survival: (identity, enabled, options): Promise<Survival> => survivalOf(deps, identity, enabled, options),
    watchPaths({ stateDir }) {
      const { script, launcher, xml, watch } = taskPathsIn(stateDir);
      return [script, launcher, xml, watch.xml, watch.state, watch.hold];
    },
    // The launcher and OpenClaw's supervisor discard the output of the gateway; this trail of starts and stops is kept beside its log.
    logSources: ({ stateDir }) => [{ kind: 'file', path: joinPath(stateDir, 'logs', 'gateway-restart.log') }],
  };
}

function logonOf({ loggedOff }: InstallVariant): TaskLogon {
  return loggedOff === true ? 'logged-off' : 'interactive';
}

async function detect(host: Host, runner: CommandRunner, options: ControlOptions = {}): Promise<Availability> {
  if (host.platform !== 'win32') {
    return {
      available: false,
      code: 'not-supported',
      reason: say('task.windows-only'),
      hint: say('hint.supervisor-of-system'),
    };
  }
  const result = await queryTasks({ host, runner }, [], options);
  if (result.ok) return { available: true, version: result.version };
  return {
    available: false,
    code: 'supervisor-unavailable',
    reason: result.reason,
    hint: say('hint.schedule-runs'),
  };
}
