/** The systemd user supervisor: units of this user, run by the user's own service manager. */
import { posix } from 'node:path';
import type { Clock } from '../../system/clock.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import { readTextIfThere } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import type { ControlOptions, ServiceIdentity, SupervisorAdapter } from '../supervisor.ts';
import { inspectUnits } from './inspect.ts';
import { masked } from './ownership.ts';
import { planUnitInstall, planUnitUninstall, UNIT_MODE, unitFolderOf } from './plan.ts';
import { renderUserUnit } from './render.ts';
import { enableLingerFor, survivalOf } from './survival.ts';
import { requireUnitName } from './unit-words.ts';
import { commandError, createUserBus, SYSTEMD_PLACES, type SystemdPlaces } from './user-bus.ts';
import { notInstalled, verbError } from './verb-error.ts';

/** TimeoutStopSec of the unit: the gateway lets running work end for up to 325 s (openclaw 2026.9.6). Milliseconds. */
export const STOP_BUDGET_MS = 330_000;

export interface SystemdUserDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  /** Other places than the machine's own, for tests. */
  readonly places?: SystemdPlaces;
}

export function createSystemdUserAdapter({
  host,
  runner,
  places = SYSTEMD_PLACES,
}: SystemdUserDeps): SupervisorAdapter {
  const bus = createUserBus({ host, runner, places });
  const unitFolder = unitFolderOf(host);
  const deps = { host, bus, places, unitFolder, stopBudgetMs: STOP_BUDGET_MS };

  /** start and restart: a unit that ran into the start limit must be forgiven first; one that is not loaded has nothing to forgive. */
  const launch = async (verb: 'start' | 'restart', { serviceName }: ServiceIdentity, options: ControlOptions) => {
    requireUnitName(serviceName);
    await bus.run(['systemctl', '--user', 'reset-failed', serviceName], options);
    options.signal?.throwIfAborted();
    // Without --no-block a restart would wait up to 330 s for the old process; the caller watches the state instead.
    const result = await bus.run(['systemctl', '--user', verb, '--no-block', serviceName], options);
    options.signal?.throwIfAborted();
    if (result.exitCode !== 0) throw await verbError(bus, result, serviceName, verb);
  };

  return {
    kind: 'systemd-user',
    stopBudgetMs: STOP_BUDGET_MS,
    detect: (options) => bus.detect(options),
    render: (definition) => [
      {
        path: posix.join(unitFolder, requireUnitName(definition.serviceName)),
        mode: UNIT_MODE,
        content: renderUserUnit(definition),
      },
    ],
    async compareSettings(installed, { serviceName }) {
      const text = await readTextIfThere(posix.join(unitFolder, requireUnitName(serviceName)));
      if (text === null) return null;
      const { unitSettings } = await import('./parse-unit.ts');
      return { now: unitSettings(text), expected: unitSettings(renderUserUnit(installed)) };
    },
    async planInstall(definition, identity) {
      requireUnitName(identity.serviceName);
      return planUnitInstall(host, definition, identity);
    },
    async planUninstall(identity) {
      requireUnitName(identity.serviceName);
      return planUnitUninstall(host, identity);
    },
    startCommands: ({ serviceName }, running) => [
      ['systemctl', '--user', 'reset-failed', serviceName],
      ['systemctl', '--user', running ? 'restart' : 'start', '--no-block', serviceName],
    ],
    inspect: (identities, options) => inspectUnits({ host, bus, unitFolder }, identities, options),
    async install(definition, identity, options = {}) {
      requireUnitName(identity.serviceName);
      const { installUnit } = await import('./install.ts');
      await installUnit(deps, definition, identity, options);
    },
    async uninstall(identity, options = {}) {
      requireUnitName(identity.serviceName);
      const { uninstallUnit } = await import('./install.ts');
      await uninstallUnit(deps, identity, options);
    },
    async copyDefinition(identity, options = {}) {
      requireUnitName(identity.serviceName);
      const { copyUnit } = await import('./put-back.ts');
      return copyUnit(deps, identity, options);
    },
    async putBack(identity, copy, isOurs) {
      requireUnitName(identity.serviceName);
      const { putUnitBack } = await import('./put-back.ts');
      return putUnitBack(deps, identity, copy, isOurs);
    },
    start: (identity, options = {}) => launch('start', identity, options),
    restart: (identity, options = {}) => launch('restart', identity, options),
    async stop({ serviceName }, options = {}) {
      requireUnitName(serviceName);
      const result = await bus.run(['systemctl', '--user', 'stop', '--no-block', serviceName], options);
      options.signal?.throwIfAborted();
      if (result.exitCode !== 0) throw await verbError(bus, result, serviceName, 'stop');
    },
    async setAutostart({ profile, stateDir, serviceName }, on, options = {}) {
      const unit = requireUnitName(serviceName);
      const identity = { profile, stateDir, serviceName: unit };
      const [found] = await inspectUnits({ host, bus, unitFolder }, [identity], options);
      if (found?.definition.status === 'absent') throw notInstalled(unit);
      if (found?.definition.status === 'present' && found.definition.masked) throw masked(unit, 'systemctl --user');
      // Without --now: what runs goes on, what is stopped stays so.
      const result = await bus.run(['systemctl', '--user', on ? 'enable' : 'disable', unit], options);
      options.signal?.throwIfAborted();
      if (result.exitCode !== 0)
        throw await commandError(bus, result, `${unit} could not be ${on ? 'en' : 'dis'}abled`);
    },
    autostartCommands: ({ serviceName }, on) => [['systemctl', '--user', on ? 'enable' : 'disable', serviceName]],
    survival: (_identity, enabled, options) => survivalOf({ host, bus, places }, enabled, options),
    enableLinger: (options) => enableLingerFor({ host, bus, places }, options),
    watchPaths: ({ serviceName }) => [
      posix.join(unitFolder, serviceName),
      posix.join(unitFolder, `${serviceName}.d`),
      posix.join(unitFolder, 'default.target.wants', serviceName),
      // The manager's own link: made when the unit starts, gone when it stops or crashes, with another target each time (252).
      posix.join(places.runtimeRoot, String(host.uid ?? 0), 'systemd', 'units', `invocation:${serviceName}`),
    ],
    logSources: ({ serviceName }) => [
      { kind: 'journal', argv: ['journalctl', '--user', '-u', serviceName, '-o', 'json', '--no-pager'] },
    ],
  };
}
