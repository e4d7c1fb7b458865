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
  /** The settings lines of the file, as they are and as they would be written from the same values; null where that is no text of lines. */
  readonly lines: { readonly now: readonly string[]; readonly expected: readonly string[] } | null;
}

export function driftOf({ installed, profileName, needsPath, lines }: DriftQuestion): readonly DriftItem[] {
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
  return lines === null ? items : [...items, ...editsOf(lines.now, lines.expected)];
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

/** Settings that are compared as values above, or differ from host to host without meaning anything. */
const VALUES = /^(?:Environment|EnvironmentFile|ExecStart|Description|WorkingDirectory)$/;

function editsOf(now: readonly string[], expected: readonly string[]): DriftItem[] {
  const there = settings(now);
  const wanted = settings(expected);
  const items: DriftItem[] = [];
  for (const key of new Set([...there.keys(), ...wanted.keys()])) {
    const has = there.get(key) ?? null;
    const should = wanted.get(key) ?? null;
    if (has !== should) items.push({ kind: 'edited', field: key, now: has, expected: should });
  }
  return items;
}

/** `[Section]` and `Key=value` lines as `Section.Key` -> values in their order. */
function settings(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  let section = '';
  for (const line of lines) {
    const header = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const [, key, value = ''] = /^\s*([A-Za-z]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || VALUES.test(key)) continue;
    const name = `${section}.${key}`;
    const before = found.get(name);
    found.set(name, before === undefined ? value : `${before} ${value}`);
  }
  return found;
}

/** One line for people. Only names, ports and settings are compared, none of which is a secret. */
export function driftInWords({ field, now, expected }: DriftItem): Said {
  if (now === null)
    return expected === null ? say('drift.missing-nothing', { field }) : say('drift.missing', { field, expected });
  return expected === null ? say('drift.surplus', { field, now }) : say('drift.differs', { field, now, expected });
}
