/**
 * The systemd system supervisor: units in /etc/systemd/system that run as an account of their own from boot on. Looking needs no rights;
 * everything else is one plan for `elevation`, which asks the person once.
 */
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
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
      throw new ExpectedError('state-unknown', found.process.reason, { hint: 'Run "systemctl status" to see why.' });
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
  const apply = async (steps: readonly ElevatedStep[], purpose: string, options: ControlOptions, budgetMs = 60_000) => {
    const plan: ElevatedPlan = { version: 1, steps: [...steps] };
    return { plan, report: await elevation.apply(plan, purpose, { signal: options.signal, budgetMs }) };
  };
  const control = async (verb: 'start' | 'stop' | 'restart', identity: ServiceIdentity, options: ControlOptions) => {
    const unit = identity.serviceName;
    const steps = verb === 'stop' ? stopSteps(unit) : startSteps(verb, unit);
    const { report } = await apply(steps, `${verb} ${unit}`, options);
    const command = report.ok ? null : report.command;
    if (command !== null) throw await verbError(bus, { ...command, stdout: '' }, unit, verb);
    await throwFailure(report, `${unit} could not be controlled`);
  };
  const throwFailure = async (report: ElevatedReport, what: string): Promise<void> => {
    if (report.ok) return;
    const left = report.undone ? [] : ['Not everything could be put back as it was.'];
    if (report.command !== null) {
      const error = await commandError(bus, { ...report.command, stdout: '' }, what);
      throw new ExpectedError(error.code, error.message, {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        details: [...(error.details ?? []), ...left],
      });
    }
    const { code, message, hint = 'Look at the message, then try again.', details = [] } = report.error;
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
          return answer.allowed === false ? `The account ${user.name} cannot use ${needed}: ${answer.reason}.` : null;
        }),
      );
      const rival = await userUnitIn([host.accountHome, user.home], unit);
      return {
        files,
        commands: planCommands(installSteps(install, before)),
        privileges: 'administrator',
        warnings: [
          `The gateway will run as the account ${user.name}, with its own configuration and state in ` +
            `${definition.environment.OPENCLAW_STATE_DIR ?? identity.stateDir}.`,
          ...(user.ids === null
            ? [`The account ${user.name} will be made, with the home ${user.home} and no login.`]
            : []),
          ...access.filter((sentence) => sentence !== null),
          ...(rival === null ? [] : [`A service of your own user has the same name: ${rival}. Uninstall it first.`]),
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
        warnings: [
          `The account ${name} and its files are kept. To remove them as well: sudo userdel --remove ${name}`,
          ...(await dropInWarnings({ dropIns: `${path}.d` })),
        ],
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
          throw new ExpectedError('definition-conflict', `${unit} comes from ${found.definition.path} already.`, {
            hint: 'Remove it with what installed it, then try again.',
          });
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
      const { report } = await apply(plan.steps, `install the system service ${unit}`, options);
      await throwFailure(report, `${unit} could not be installed`);
    },

    async uninstall(identity, options = {}) {
      const unit = identity.serviceName;
      const found = await look(identity, options);
      if (found.definition.status === 'present') {
        if (found.definition.masked) throw masked(unit, 'sudo systemctl');
        const { path } = found.definition;
        if (path !== systemUnitPath(unit)) {
          throw new ExpectedError('definition-conflict', `${unit} comes from ${path}, which this app did not write.`, {
            hint: `Turn it off with "sudo systemctl disable --now ${unit}", or remove it with what installed it.`,
          });
        }
        if (!((await readTextIfThere(path)) ?? UNIT_MARKER).includes(UNIT_MARKER)) throw foreignUnit(unit);
      }
      if (isAbsent(found) && (await readBackup(systemUnitPath(unit))) === null) return;
      const { report } = await apply(
        uninstallSteps(unit),
        `remove the system service ${unit}`,
        options,
        STOP_BUDGET_MS + 60_000,
      );
      await throwFailure(report, `${unit} could not be removed`);
    },

    async copyDefinition(identity, options = {}) {
      const { enabled } = await look(identity, options);
      return { files: [await copyOfFile(systemUnitPath(identity.serviceName))], links: [], tasks: [], enabled };
    },
    async putBack({ serviceName }, copy, isOurs) {
      const steps = await putBackSteps(requireUnitName(serviceName), copy, isOurs);
      if (steps.kind === 'theirs') return [leftAlone(systemUnitPath(serviceName))];
      if (steps.steps.length === 0) return [];
      const { report } = await apply(steps.steps, `put the system service ${serviceName} back as it was`, {});
      await throwFailure(report, `${serviceName} could not be put back`);
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
      const { report } = await apply(autostartSteps(on, unit), `${verb} ${unit}`, options);
      await throwFailure(report, `${unit} could not be ${verb}d`);
    },
    autostartCommands: ({ serviceName }, on) =>
      planCommands({ version: 1, steps: [...autostartSteps(on, requireUnitName(serviceName))] }),

    async survival(_identity, enabled) {
      const reason =
        enabled === true
          ? null
          : enabled === false
            ? 'The service is not enabled, so it does not start by itself.'
            : 'It could not be found out whether the service is enabled.';
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
  return new ExpectedError('definition-conflict', `${systemUnitPath(unit)} was not written by OpenClaw or this app.`, {
    hint: `Look at it; to give it up, run "sudo systemctl disable --now ${unit}" and move the file away.`,
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
  throw new ExpectedError('definition-conflict', `A service of a user has the same name: ${path}.`, {
    hint: 'Uninstall it first (openclaw-tray gateway uninstall), as that user and without sudo: both would fight for the port.',
  });
}
