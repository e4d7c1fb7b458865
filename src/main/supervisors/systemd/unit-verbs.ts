/** The two small verbs that cure a user unit without writing it: taking a mask away, and reading changed files again. */
import type { CommandRunner } from '../../system/command-runner.ts';
import type { Host } from '../../system/host.ts';
import type { ControlOptions } from '../supervisor.ts';
import { requireUnitName } from './unit-words.ts';
import { commandError, createUserBus, SYSTEMD_PLACES, type SystemdPlaces } from './user-bus.ts';

interface VerbDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly places?: SystemdPlaces;
}

/** @throws ExpectedError `command-failed`, `command-timeout` or what the bus says. */
export async function unmaskUnit(deps: VerbDeps, unit: string, options: ControlOptions = {}): Promise<void> {
  await runVerb(deps, ['unmask', requireUnitName(unit)], `${unit} could not be unmasked`, options);
  // A mask hides the unit behind it until the files are read again.
  await reloadUnits(deps, options);
}

/** @throws ExpectedError like `unmaskUnit`. */
export async function reloadUnits(deps: VerbDeps, options: ControlOptions = {}): Promise<void> {
  await runVerb(deps, ['daemon-reload'], 'systemd could not read its files again', options);
}

async function runVerb(
  { host, runner, places = SYSTEMD_PLACES }: VerbDeps,
  words: readonly string[],
  what: string,
  options: ControlOptions,
): Promise<void> {
  const bus = createUserBus({ host, runner, places });
  const result = await bus.run([...bus.systemctl, ...words], options);
  options.signal?.throwIfAborted();
  if (result.exitCode !== 0) throw await commandError(bus, result, what);
}
