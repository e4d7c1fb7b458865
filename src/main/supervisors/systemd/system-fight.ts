/**
 * Two services of one profile, one of a user and one of the system: each gateway ends the other on its port and both start again
 * (openclaw 2026.9.6 calls it "dueling scopes"). Found by looking at what both supervisors say; the verdict is a pure function.
 */

import { posix } from 'node:path';
import { portOfCommand } from '../../../shared/gateway-command.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceInspection } from '../../../shared/service-state.ts';
import { exists } from '../../system/files.ts';

export interface ScopeFight {
  /**
   * `shared`: same state folder or same port, so they end each other. `apart`: neither, only the same name, which confuses every tool that
   * looks for "the" service. `unclear`: one definition could not be read.
   */
  readonly kind: 'shared' | 'apart' | 'unclear';
  /** Both run, or will run after the next boot or login. null = not known of one of them. */
  readonly bothRun: boolean | null;
  readonly user: ScopeSide;
  readonly system: ScopeSide;
  /** Sentences: what they share. */
  readonly shared: readonly Phrase[];
}

export interface ScopeSide {
  readonly serviceName: string;
  readonly path: string | null;
  readonly runs: boolean | null;
  readonly enabled: boolean | null;
}

/** null when at most one of them is there. "Could not find out whether it is there" is no fight. */
export function scopeFight(user: ServiceInspection, system: ServiceInspection): ScopeFight | null {
  if (!isThere(user) || !isThere(system)) return null;
  const sides = { user: sideOf(user), system: sideOf(system) };
  const bothRun = both(wantsToRun(sides.user), wantsToRun(sides.system));
  const [one, two] = [parsedOf(user), parsedOf(system)];
  if (one === null || two === null) return { kind: 'unclear', bothRun, ...sides, shared: [] };
  const shared: Phrase[] = [];
  const [ports, states] = [[one, two].map(portOf), [one, two].map(stateOf)];
  if (ports[0] != null && ports[0] === ports[1]) shared.push(say('scope.both-port', { port: ports[0] }));
  if (states[0] != null && states[0] === states[1]) shared.push(say('scope.both-state', { path: states[0] }));
  return { kind: shared.length > 0 ? 'shared' : 'apart', bothRun, ...sides, shared };
}

/** The user's unit of this name among the given homes, or null. For a look before a system unit is installed. */
export async function userUnitIn(homes: readonly string[], unit: string): Promise<string | null> {
  for (const home of homes) {
    const path = posix.join(home, '.config', 'systemd', 'user', unit);
    if (await exists(path)) return path;
  }
  return null;
}

type Parsed = NonNullable<Extract<ServiceInspection['definition'], { status: 'present' }>['parsed']>;

function parsedOf(inspection: ServiceInspection): Parsed | null {
  return inspection.definition.status === 'present' ? inspection.definition.parsed : null;
}

function portOf(parsed: Parsed): number | null {
  const text = parsed.environment.OPENCLAW_GATEWAY_PORT ?? '';
  return portOfCommand(parsed.command) ?? (/^\d{1,5}$/.test(text) ? Number(text) : null);
}

function stateOf({ environment }: Parsed): string | null {
  if (environment.OPENCLAW_STATE_DIR !== undefined) return posix.normalize(environment.OPENCLAW_STATE_DIR);
  const home = environment.OPENCLAW_HOME ?? environment.HOME;
  return home === undefined ? null : posix.join(home, '.openclaw');
}

/** A process of a unit whose file is gone counts as well. */
function isThere({ definition, process }: ServiceInspection): boolean {
  return definition.status === 'present' || (definition.status === 'absent' && runs(process) === true);
}

function sideOf({ serviceName, definition, enabled, process }: ServiceInspection): ScopeSide {
  const masked = definition.status === 'present' && definition.masked;
  return {
    serviceName,
    path: definition.status === 'present' ? definition.path : null,
    runs: runs(process),
    enabled: masked ? false : enabled,
  };
}

function runs(process: ServiceInspection['process']): boolean | null {
  if (process.state === 'unknown') return null;
  if (process.state === 'crashed') return process.willRestart;
  return process.state === 'crash-looping' ? !process.gaveUp : process.state !== 'stopped';
}

function wantsToRun(side: ScopeSide): boolean | null {
  if (side.runs === true || side.enabled === true) return true;
  return side.runs === null || side.enabled === null ? null : false;
}

function both(one: boolean | null, two: boolean | null): boolean | null {
  if (one === false || two === false) return false;
  return one === null || two === null ? null : true;
}
