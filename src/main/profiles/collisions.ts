/**
 * Whether the gateways of one host go together: each needs its own port (with the ports derived from it), configuration, state folder,
 * workspace and service name (specification S35). Pure; what was not known of a gateway is not compared, and listed by who gathered it.
 */

import { type DerivedPorts, derivedPortsOf, MINIMUM_PORT_DISTANCE } from '../../shared/profile.ts';
import { type Phrase, say } from '../../shared/said.ts';
import type { Place } from './places.ts';

/** One gateway as far as it is known; null = not known. */
export interface Instance {
  /** Profile id. */
  readonly profile: string;
  readonly port: number | null;
  readonly config: Place | null;
  readonly state: Place | null;
  readonly workspace: Place | null;
  /** In the language of this platform's supervisor. */
  readonly serviceName: string;
  /** Sentences: what could not be found out about it. */
  readonly unknown: readonly Phrase[];
}

export type CollisionKind = 'port' | 'derived-ports' | 'config' | 'state' | 'workspace' | 'service-name';

export interface Collision {
  readonly kind: CollisionKind;
  /** In the order of the instances. */
  readonly profiles: readonly [string, string];
  /** `same`: they meet. `case`: they differ in letter case only, which this disk tells apart and macOS and Windows do not. */
  readonly how: 'same' | 'case';
  /** `error`: they end or break each other. `warning`: they disturb each other. `notice`: nothing happens here. */
  readonly severity: 'error' | 'warning' | 'notice';
  /** Sentence that names both profiles and what they share. */
  readonly message: Phrase;
}

export interface CollisionOptions {
  /** Do the disks and the supervisor of this host tell `Work` from `work`? */
  readonly caseSensitive: boolean;
}

/** Every pair once, in the order of the instances; the worst of a pair's collisions first. */
export function findCollisions(instances: readonly Instance[], options: CollisionOptions): readonly Collision[] {
  return instances.flatMap((one, index) =>
    instances.slice(index + 1).flatMap((two) => {
      const found = [
        ...portCollisions(one, two),
        ...placeCollisions(one, two, options),
        ...nameCollisions(one, two, options),
      ];
      return found.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
    }),
  );
}

/** Those in which a profile takes part. */
export function collisionsOf(profile: string, collisions: readonly Collision[]): readonly Collision[] {
  return collisions.filter((collision) => collision.profiles.includes(profile));
}

const WEIGHT = { error: 0, warning: 1, notice: 2 } as const;

function portCollisions(one: Instance, two: Instance): readonly Collision[] {
  if (one.port === null || two.port === null) return [];
  const who = { one: one.profile, two: two.profile, port: one.port };
  if (one.port === two.port) {
    return [collision('port', one, two, 'error', say('collision.both-port', who))];
  }
  const met = meetingPort(one.port, two.port);
  if (met === null) return [];
  const distance = Math.abs(one.port - two.port);
  const ports = { ...who, otherPort: two.port };
  const message =
    distance < MINIMUM_PORT_DISTANCE
      ? say('collision.near', { ...ports, distance, needed: MINIMUM_PORT_DISTANCE })
      : say('collision.browser', { ...ports, met });
  return [collision('derived-ports', one, two, 'warning', message)];
}

/** A port that both would use, or the higher base when they are nearer than OpenClaw advises; null when they are clear of each other. */
function meetingPort(a: number, b: number): number | null {
  if (Math.abs(a - b) < MINIMUM_PORT_DISTANCE) return Math.max(a, b);
  const [one, two] = [derivedPortsOf(a), derivedPortsOf(b)];
  for (const port of [a, one.browserControl, one.extensionRelay]) if (uses(two, b, port)) return port;
  for (const port of [b, two.browserControl, two.extensionRelay]) if (uses(one, a, port)) return port;
  // Bases near the end of the range fall back to one and the same place.
  const from = Math.max(one.cdp.from, two.cdp.from);
  return from <= Math.min(one.cdp.to, two.cdp.to) ? from : null;
}

function uses(derived: DerivedPorts, base: number, port: number): boolean {
  const { browserControl, extensionRelay, cdp } = derived;
  return [base, browserControl, extensionRelay].includes(port) || (port >= cdp.from && port <= cdp.to);
}

/** Does another gateway's port, or one derived from it, meet those of `port`? For a proposal. */
export function portsMeet(port: number, other: number): boolean {
  return port === other || meetingPort(port, other) !== null;
}

const PLACES = [
  { kind: 'config', field: 'config', severity: 'error' },
  { kind: 'state', field: 'state', severity: 'error' },
  { kind: 'workspace', field: 'workspace', severity: 'warning' },
] as const;

function placeCollisions(one: Instance, two: Instance, options: CollisionOptions): readonly Collision[] {
  return PLACES.flatMap(({ kind, field, severity }) => {
    const [a, b] = [one[field], two[field]];
    if (a === null || b === null) return [];
    const how = sameness(a, b, options);
    if (how === null) return [];
    if (how === 'case') return [caseOnly(kind, one, two, a.path, b.path)];
    const path = a.path === b.path ? a.path : say('collision.one-place', { path: a.path, other: b.path, real: a.real });
    return [collision(kind, one, two, severity, say(`collision.${kind}`, { who: both(one, two), path }))];
  });
}

function sameness(a: Place, b: Place, options: CollisionOptions): Collision['how'] | null {
  if (a.real === b.real || (a.id !== null && a.id === b.id)) return 'same';
  if (fold(a.real) !== fold(b.real)) return null;
  // Two files of their own are two, whatever the platform is said to do.
  return options.caseSensitive || (a.id !== null && b.id !== null) ? 'case' : 'same';
}

function nameCollisions(one: Instance, two: Instance, options: CollisionOptions): readonly Collision[] {
  const [a, b] = [one.serviceName, two.serviceName];
  if (fold(a) !== fold(b)) return [];
  if (a !== b && options.caseSensitive) return [caseOnly('service', one, two, a, b)];
  return [
    collision(
      'service-name',
      one,
      two,
      'error',
      say('collision.names', {
        who: both(one, two),
        name: a === b ? a : say('collision.two-names', { name: a, other: b }),
      }),
    ),
  ];
}

function caseOnly(
  what: 'config' | 'state' | 'workspace' | 'service',
  one: Instance,
  two: Instance,
  path: string,
  other: string,
): Collision {
  const kind = what === 'service' ? 'service-name' : what;
  const message = say(`collision.case-${what}`, { one: one.profile, path, two: two.profile, other });
  return { ...collision(kind, one, two, 'notice', message), how: 'case' };
}

function collision(
  kind: CollisionKind,
  one: Instance,
  two: Instance,
  severity: Collision['severity'],
  message: Phrase,
): Collision {
  return { kind, profiles: [one.profile, two.profile], how: 'same', severity, message };
}

function both(one: Instance, two: Instance): Phrase {
  return say('collision.two', { one: one.profile, two: two.profile });
}

/** Unicode forms too: macOS stores names in another one than they were typed in. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
