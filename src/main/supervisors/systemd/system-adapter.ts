/**
 * The systemd system supervisor: units in /etc/systemd/system that run as an account of their own from boot on. Looking needs no rights;
 * everything else is one plan for `elevation`, which asks the person once.
 */

import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { reasonSaid } from '../../../shared/said-facts.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { ServiceInspection } from '../../../shared/service-state.ts';
import type { Clock } from '../../system/clock.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import { homeOfNewAccount, type ServiceUser } from '../../system/dedicated-account.ts';
import type { Elevation } from '../../system/elevation.ts';
import { readAccount } from '../../system/elevation-account.ts';
import { CommandFailed } from '../../system/elevation-failure.ts';
import {
  BACKUP_SUFFIX,
  type ElevatedPlan,
  type ElevatedReport,
  type ElevatedStep,
  planCommands,
  SYSTEM_UNIT_MODE,
} from '../../system/elevation-plan.ts';
import { UNIT_MARKER } from '../../system/elevation-units.ts';
import { copyOfFile } from '../../system/file-copy.ts';
import { readTextIfThere } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import { SYSTEM_UNIT_FOLDER } from '../../system/unit-folder.ts';
import { leftAlone } from '../definition-copy.ts';
import type { ControlOptions, ServiceIdentity, SupervisorAdapter } from '../supervisor.ts';
import { STOP_BUDGET_MS } from './adapter.ts';
import { inspectUnits } from './inspect.ts';
import { masked } from './ownership.ts';
import { unitSettings } from './parse-unit.ts';
import { dropInWarnings, lostEdits, OWN_DROP_IN } from './plan.ts';
import { renderSystemUnit } from './render.ts';
import { type AccountNow, accessOf, accountNow, requireAccess } from './system-account.ts';
import { createSystemBus } from './system-bus.ts';
import { userUnitIn } from './system-fight.ts';
import {
  autostartSteps,
  installFiles,
  installSteps,
  neededAccess,
  putBackSteps,
  removedFiles,
  requireOwnEnvironment,
  startSteps,
  stopSteps,
  systemSpecifiers,
  systemUnitPath,
  uninstallSteps,
} from './system-plan.ts';
import { requireUnitName } from './unit-words.ts';
import { commandError, SYSTEMD_PLACES, type SystemdPlaces } from './user-bus.ts';
import { notInstalled, verbError } from './verb-error.ts';

export interface SystemdSystemDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  readonly elevation: Elevation;
  /** For definitions that name no account. */
  readonly serviceUser: ServiceUser;
  /** Other places than the machine's own, for tests. */
  readonly places?: SystemdPlaces;
}

const MARKS_FOLDER = '/run/systemd/units';

export function createSystemdSystemAdapter(deps: SystemdSystemDeps): SupervisorAdapter {
  const { host, runner, elevation, serviceUser, places = SYSTEMD_PLACES } = deps;
  const bus = createSystemBus({ host, runner, places, elevation });
  const inspectDeps = { host, bus, unitFolder: SYSTEM_UNIT_FOLDER, specifiers: systemSpecifiers };
  const userOf = ({ account, environment }: ServiceDefinition): ServiceUser =>
    account === undefined
      ? serviceUser
      : { name: account.user, group: account.group, home: environment.HOME ?? homeOfNewAccount(account.user) };
  const contentOf = (definition: ServiceDefinition) => {
    const { name, group } = userOf(definition);
    return renderSystemUnit(definition, { user: name, group });
  };
  /** Elsewhere than on Linux a plan can still be shown; there the account does not exist. */
  const accountOf = (user: ServiceUser): Promise<AccountNow> =>
    host.platform === 'linux'
      ? accountNow(user, runner)
      : Promise.resolve({ name: user.name, home: user.home, ids: null });

  const look = async (identity: ServiceIdentity, options: ControlOptions): Promise<ServiceInspection> => {
    requireUnitName(identity.serviceName);
    const [found] = await inspectUnits(inspectDeps, [identity], options);
    if (found === undefined) throw new Error('inspect answered with nothing');
    if (found.process.state === 'unknown') {
      throw new ExpectedError('state-unknown', reasonSaid(found.process), { hint: say('hint.system-status-why') });
    }
    return found;
  };
  /** What there is to control. @throws ExpectedError `not-installed`, `definition-masked`. */
  const installed = async (identity: ServiceIdentity, options: ControlOptions): Promise<ServiceInspection> => {
    const found = await look(identity, options);
    if (found.definition.status === 'present' && found.definition.masked)
      throw masked(identity.serviceName, 'sudo systemctl');
    if (isAbsent(found)) throw notInstalled(identity.serviceName);
    return found;
  };
  const apply = async (steps: readonly ElevatedStep[], purpose: Phrase, options: ControlOptions, budgetMs = 60_000) => {
    const plan: ElevatedPlan = { version: 1, steps: [...steps] };
    return { plan, report: await elevation.apply(plan, purpose, { signal: options.signal, budgetMs }) };
  };
  const control = async (verb: 'start' | 'stop' | 'restart', identity: ServiceIdentity, options: ControlOptions) => {
    const unit = identity.serviceName;
    const steps = verb === 'stop' ? stopSteps(unit) : startSteps(verb, unit);
    const { report } = await apply(steps, say(`purpose.${verb}`, { service: unit }), options);
    const command = report.ok ? null : report.command;
    if (command !== null) throw await verbError(bus, { ...command, stdout: '' }, unit, verb);
    await throwFailure(report, say('failed.control', { service: unit }));
  };
  const throwFailure = async (report: ElevatedReport, what: Phrase): Promise<void> => {
    if (report.ok) return;
    const left = report.undone ? [] : [say('detail.not-all-back')];
    if (report.command !== null) {
      const error = await commandError(bus, { ...report.command, stdout: '' }, what);
      const { message, hint, details = [] } = error.said;
      throw new ExpectedError(error.code, message, { hint, details: [...details, ...left] });
    }
    const { code, said } = ExpectedError.from(report.error);
    const { message, hint = say('hint.look-message'), details = [] } = said;
    throw new ExpectedError(code, message, { hint, details: [...details, ...left] });
  };

  return {
    kind: 'systemd-system',
    installsAtOnce: true,
    stopBudgetMs: STOP_BUDGET_MS,
    detect: (options) => bus.detect(options),
    render: (definition) => [
      {
        path: systemUnitPath(requireUnitName(definition.serviceName)),
        mode: SYSTEM_UNIT_MODE,
        content: contentOf(definition),
      },
    ],

    async compareSettings(installed, { serviceName }) {
      const text = await readTextIfThere(systemUnitPath(requireUnitName(serviceName)));
      return text === null ? null : { now: unitSettings(text), expected: unitSettings(contentOf(installed)) };
    },

    async planInstall(definition, identity) {
      const unit = requireUnitName(identity.serviceName);
      const path = systemUnitPath(unit);
      const content = contentOf(definition);
      const before = await readTextIfThere(path);
      const serviceUserNow = userOf(definition);
      const user = await accountOf(serviceUserNow);
      const files = installFiles(unit, content, before, await readBackup(path));
      const install = { definition, identity, user: serviceUserNow, account: user, stateFiles: [], thenStart: false };
      const access = await Promise.all(
        neededAccess(definition).map(async ({ path: needed, need }) => {
          const answer = await accessOf(user, needed, need);
          return answer.allowed === false
            ? say('warning.account-cannot', { account: user.name, path: needed, reason: answer.reason })
            : null;
        }),
      );
      const rival = await userUnitIn([host.accountHome, user.home], unit);
      return {
        files,
        commands: planCommands(installSteps(install, before)),
        privileges: 'administrator',
        warnings: [
          say('warning.runs-as', {
            account: user.name,
            path: definition.environment.OPENCLAW_STATE_DIR ?? identity.stateDir,
          }),
          ...(user.ids === null ? [say('warning.account-made', { account: user.name, path: user.home })] : []),
          ...access.filter((sentence) => sentence !== null),
          ...(rival === null ? [] : [say('warning.own-same-name', { path: rival })]),
          ...lostEdits(path, before, content, {
            serviceName: unit,
            scope: 'system',
            specifiers: systemSpecifiers(unit),
          }),
          ...(await dropInWarnings({ dropIns: `${path}.d` })),
        ],
      };
    },

    async planUninstall({ serviceName }) {
      const path = systemUnitPath(requireUnitName(serviceName));
      const name = /^User=(\S+)$/m.exec((await readTextIfThere(path)) ?? '')?.[1] ?? serviceUser.name;
      const files = await removedFiles([path, `${path}${BACKUP_SUFFIX}`, posix.join(`${path}.d`, OWN_DROP_IN)]);
      return {
        files,
        commands: planCommands({ version: 1, steps: [...uninstallSteps(serviceName)] }),
        privileges: 'administrator',
        warnings: [say('warning.account-kept', { account: name }), ...(await dropInWarnings({ dropIns: `${path}.d` }))],
      };
    },

    startCommands: ({ serviceName }, running) => [
      ['systemctl', 'reset-failed', serviceName],
      ['systemctl', running ? 'restart' : 'start', '--no-block', serviceName],
    ],
    inspect: (identities, options) => inspectUnits(inspectDeps, identities, options),

    async install(definition, identity, options = {}) {
      const unit = identity.serviceName;
      const content = contentOf(definition); // Refuses what a unit cannot hold before anything else.
      const found = await look(identity, options);
      if (found.definition.status === 'present') {
        if (found.definition.masked) throw masked(unit, 'sudo systemctl');
        const path = systemUnitPath(unit);
        if (found.definition.path !== path) {
          throw new ExpectedError(
            'definition-conflict',
            say('unit.elsewhere', { service: unit, path: found.definition.path }),
            {
              hint: say('hint.remove-with-installer'),
            },
          );
        }
      }
      const own = userOf(definition);
      const user = await accountOf(own);
      requireOwnEnvironment(definition, user);
      for (const { path, need } of neededAccess(definition)) await requireAccess(user, path, need);
      await refuseUserUnit(host, runner, unit, user.home);
      const before = await readTextIfThere(systemUnitPath(unit));
      if (before !== null && !before.includes(UNIT_MARKER)) throw foreignUnit(unit);
      const { stateFiles = [], thenStart = false } = options;
      const plan = installSteps({ definition, identity, user: own, account: user, stateFiles, thenStart }, before);
      if (before === content && found.enabled === true && stateFiles.length === 0 && !thenStart && !reloads(found))
        return;
      const { report } = await apply(plan.steps, say('purpose.install', { service: unit }), options);
      await throwFailure(report, say('failed.install', { service: unit }));
    },

    async uninstall(identity, options = {}) {
      const unit = identity.serviceName;
      const found = await look(identity, options);
      if (found.definition.status === 'present') {
        if (found.definition.masked) throw masked(unit, 'sudo systemctl');
        const { path } = found.definition;
        if (path !== systemUnitPath(unit)) {
          throw new ExpectedError('definition-conflict', say('unit.not-written-here', { service: unit, path }), {
            hint: say('hint.turn-off', { command: `sudo systemctl disable --now ${unit}` }),
          });
        }
        if (!((await readTextIfThere(path)) ?? UNIT_MARKER).includes(UNIT_MARKER)) throw foreignUnit(unit);
      }
      if (isAbsent(found) && (await readBackup(systemUnitPath(unit))) === null) return;
      const { report } = await apply(
        uninstallSteps(unit),
        say('purpose.remove', { service: unit }),
        options,
        STOP_BUDGET_MS + 60_000,
      );
      await throwFailure(report, say('failed.remove', { service: unit }));
    },

    async copyDefinition(identity, options = {}) {
      const { enabled } = await look(identity, options);
      return { files: [await copyOfFile(systemUnitPath(identity.serviceName))], links: [], tasks: [], enabled };
    },
    async putBack({ serviceName }, copy, isOurs) {
      const steps = await putBackSteps(requireUnitName(serviceName), copy, isOurs);
      if (steps.kind === 'theirs') return [leftAlone(systemUnitPath(serviceName))];
      if (steps.steps.length === 0) return [];
      const { report } = await apply(steps.steps, say('purpose.put-back', { service: serviceName }), {});
      await throwFailure(report, say('failed.put-back', { service: serviceName }));
      return [];
    },
    async putStateBack(account, file) {
      const step: ElevatedStep = { kind: 'write-state-file', account, ...file, replace: true };
      const { report } = await apply([step], `put ${file.path} back as it was`, {});
      await throwFailure(report, `${file.path} could not be put back`);
    },

    async start(identity, options = {}) {
      // A password for nothing: it runs already.
      if ((await installed(identity, options)).process.state !== 'running') await control('start', identity, options);
    },
    async restart(identity, options = {}) {
      await installed(identity, options);
      await control('restart', identity, options);
    },
    async stop(identity, options = {}) {
      if ((await installed(identity, options)).process.state !== 'stopped') await control('stop', identity, options);
    },

    async setAutostart(identity, on, options = {}) {
      // A password for nothing: it is so already.
      if ((await installed(identity, options)).enabled === on) return;
      const unit = identity.serviceName;
      const verb = on ? 'enable' : 'disable';
      const { report } = await apply(autostartSteps(on, unit), say(`purpose.${verb}`, { service: unit }), options);
      await throwFailure(report, say(`failed.${verb}`, { service: unit }));
    },
    autostartCommands: ({ serviceName }, on) =>
      planCommands({ version: 1, steps: [...autostartSteps(on, requireUnitName(serviceName))] }),

    async survival(_identity, enabled) {
      const reason =
        enabled === true ? null : say(enabled === false ? 'survives.not-enabled' : 'survives.enabled-unknown');
      return { logout: true, reboot: enabled, reason };
    },
    watchPaths: ({ serviceName }) => [
      systemUnitPath(serviceName),
      `${systemUnitPath(serviceName)}.d`,
      posix.join(SYSTEM_UNIT_FOLDER, 'multi-user.target.wants', serviceName),
      // The manager's own link: made when the unit starts, gone when it stops or crashes (252).
      posix.join(MARKS_FOLDER, `invocation:${serviceName}`),
    ],
    logSources: ({ serviceName }) => [
      { kind: 'journal', argv: ['journalctl', '-u', serviceName, '-o', 'json', '--no-pager'] },
    ],
  };
}

function isAbsent({ definition, process }: ServiceInspection): boolean {
  return definition.status === 'absent' && process.state === 'stopped';
}

function reloads({ definition }: ServiceInspection): boolean {
  return definition.status === 'present' && definition.needsReload;
}

/** The backup beside a unit: readable for root only, so for everybody else it is "not seen". */
async function readBackup(path: string): Promise<string | null> {
  try {
    return await readTextIfThere(`${path}${BACKUP_SUFFIX}`);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EACCES')) throw cause;
    return null;
  }
}

function foreignUnit(unit: string): ExpectedError {
  return new ExpectedError('definition-conflict', say('unit.not-ours', { path: systemUnitPath(unit) }), {
    hint: say('hint.give-up-unit', { service: unit }),
  });
}

/** A user's unit of the same name would run a second gateway of the profile. With sudo, the user is the one who called it. */
async function refuseUserUnit(host: Host, runner: CommandRunner, unit: string, accountHome: string): Promise<void> {
  const caller = host.uid === 0 ? host.env.SUDO_USER : undefined;
  const homes = [host.accountHome, accountHome];
  if (caller !== undefined && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(caller)) {
    try {
      const entry = await readAccount(caller, runner);
      if (entry !== null) homes.push(entry.home);
    } catch (cause) {
      // Without an answer the other homes are all there is to look at; the diagnosis of both services still tells later.
      if (!(cause instanceof CommandFailed || cause instanceof ExpectedError)) throw cause;
    }
  }
  const path = await userUnitIn(homes, unit);
  if (path === null) return;
  throw new ExpectedError('definition-conflict', say('definition-conflict.user-unit', { path }), {
    hint: say('hint.uninstall-user-unit'),
  });
}
