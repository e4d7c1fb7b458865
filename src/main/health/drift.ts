/**
 * What an installed definition says, compared field by field with what belongs there. Meaning, not text: order, comments and quoting are
 * no difference. Pure.
 */
import { portOfCommand } from '../../shared/gateway-command.ts';
import { type Phrase, type Said, say } from '../../shared/said.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';

export interface DriftItem {
  /**
   * `broken` = the service cannot work with it; `wrong-profile` = it would run as somebody else; `missing` = OpenClaw relies on it;
   * `edited` = somebody's own setting, which an installation would take back.
   */
  readonly kind: 'broken' | 'wrong-profile' | 'missing' | 'edited';
  readonly field: string;
  /** null = it is not there. */
  readonly now: string | null;
  /** null = nothing belongs there. */
  readonly expected: Phrase | null;
}

export interface DriftQuestion {
  readonly installed: ServiceDefinition;
  /** null for the default profile. */
  readonly profileName: string | null;
  /** A supervisor that hands its service no search path of the person's. */
  readonly needsPath: boolean;
  /** What the definition sets beside those values, as it is and as it would be written; null where that was not compared. */
  readonly settings: {
    readonly now: Readonly<Record<string, string>>;
    readonly expected: Readonly<Record<string, string>>;
  } | null;
}

export function driftOf({ installed, profileName, needsPath, settings }: DriftQuestion): readonly DriftItem[] {
  const { command, environment, serviceName } = installed;
  const items: DriftItem[] = [];
  if (!command.includes('gateway')) {
    items.push({ kind: 'broken', field: 'command', now: command.join(' '), expected: say('drift.gateway-verb') });
  }
  const flag = portOfCommand(command);
  const variable = environment.OPENCLAW_GATEWAY_PORT;
  if (flag !== null && variable !== undefined && variable !== String(flag)) {
    items.push({ kind: 'broken', field: 'OPENCLAW_GATEWAY_PORT', now: variable, expected: String(flag) });
  }
  const profile = environment.OPENCLAW_PROFILE;
  if ((profile ?? 'default') !== (profileName ?? 'default')) {
    items.push({ kind: 'wrong-profile', field: 'OPENCLAW_PROFILE', now: profile ?? null, expected: profileName });
  }
  for (const key of NAME_KEYS) {
    const name = environment[key];
    if (name !== undefined && isNameFor(key, serviceName) && bare(name) !== bare(serviceName)) {
      items.push({ kind: 'wrong-profile', field: key, now: name, expected: serviceName });
    }
  }
  if (environment.OPENCLAW_SERVICE_MARKER === undefined) {
    items.push({ kind: 'missing', field: 'OPENCLAW_SERVICE_MARKER', now: null, expected: 'openclaw' });
  }
  if (needsPath && environment.PATH === undefined) {
    items.push({ kind: 'missing', field: 'PATH', now: null, expected: say('drift.path-folders') });
  }
  return settings === null ? items : [...items, ...editsOf(settings.now, settings.expected)];
}

const NAME_KEYS = ['OPENCLAW_SYSTEMD_UNIT', 'OPENCLAW_LAUNCHD_LABEL', 'OPENCLAW_WINDOWS_TASK_NAME'] as const;

/** Each definition carries the names of all platforms; only the one of its own form can be compared with its name. */
function isNameFor(key: (typeof NAME_KEYS)[number], serviceName: string): boolean {
  if (serviceName.endsWith('.service')) return key === 'OPENCLAW_SYSTEMD_UNIT';
  return key === (serviceName.startsWith('ai.openclaw.') ? 'OPENCLAW_LAUNCHD_LABEL' : 'OPENCLAW_WINDOWS_TASK_NAME');
}

function bare(name: string): string {
  return name.replace(/\.service$/, '');
}

type Settings = Readonly<Record<string, string>>;

function editsOf(now: Settings, expected: Settings): DriftItem[] {
  const items: DriftItem[] = [];
  for (const field of new Set([...Object.keys(now), ...Object.keys(expected)])) {
    const has = now[field] ?? null;
    const should = expected[field] ?? null;
    if (has !== should) items.push({ kind: 'edited', field, now: has, expected: should });
  }
  return items;
}

/** One line for people. Only names, ports and settings are compared, none of which is a secret. */
export function driftInWords({ field, now, expected }: DriftItem): Said {
  if (now === null)
    return expected === null ? say('drift.missing-nothing', { field }) : say('drift.missing', { field, expected });
  return expected === null ? say('drift.surplus', { field, now }) : say('drift.differs', { field, now, expected });
}
