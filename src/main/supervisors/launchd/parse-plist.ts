/**
 * Pure: a launchd property list (XML or binary) and its environment file -> the common model. Understands what OpenClaw writes today
 * (wrapper and environment file) and what it wrote before (values inside the plist); never throws for what a file holds.
 */

import { posix } from 'node:path';
import { type PlistValue, parse } from 'plist';
import { z } from 'zod';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { DefinitionSettings } from '../supervisor.ts';
import { type ParsedEnvFile, parseEnvFile, withHiddenSecrets, withoutSecrets } from './env-file.ts';
import { WRAPPER_SUFFIX } from './paths.ts';
import { agentObject, buildPlist, isDictionary } from './render.ts';

/** The keys that say what runs (launchd.plist(5)); values of other types make launchd refuse the file. */
const agentSchema = z.object({
  Label: z.string(),
  Comment: z.string().optional(),
  Program: z.string().optional(),
  ProgramArguments: z.array(z.string()).optional(),
  WorkingDirectory: z.string().optional(),
  EnvironmentVariables: z.record(z.string(), z.unknown()).optional(),
  StandardOutPath: z.string().optional(),
  RunAtLoad: z.boolean().optional(),
  Disabled: z.boolean().optional(),
});

export type ReadPlist =
  | { readonly ok: true; readonly agent: ParsedAgent }
  /** `reason` completes "it cannot be understood: …". */
  | { readonly ok: false; readonly reason: Phrase };

export interface ParsedAgent {
  readonly label: string;
  readonly description: string;
  /** What launchd starts, wrapper and all. */
  readonly programArguments: readonly string[];
  /** What runs in the end. */
  readonly command: readonly string[];
  /** Environment file of the wrapper form; null in the older form. */
  readonly envFile: string | null;
  readonly wrapper: string | null;
  readonly workingDirectory: string | null;
  /** Values inside the plist (the older form). */
  readonly inlineEnvironment: Readonly<Record<string, string>>;
  readonly runAtLoad: boolean;
  /** The default that the plist gives; launchd's own list of overrides wins over it. */
  readonly disabled: boolean;
  readonly logFile: string | null;
  /** Everything, for looking at the keys that the model does not have. */
  readonly raw: Readonly<Record<string, PlistValue>>;
}

/** Reads the bytes of a plist file. */
export function parseAgentPlist(bytes: Uint8Array): ReadPlist {
  const read = readDictionary(bytes);
  if (!read.ok) return read;
  const found = agentSchema.safeParse(read.raw);
  if (!found.success) {
    const issue = found.error.issues[0];
    return { ok: false, reason: say('problem.plist-key', { key: issue?.path.join('.') ?? '' }) };
  }
  const { data } = found;
  const programArguments = data.ProgramArguments ?? (data.Program === undefined ? [] : [data.Program]);
  const unwrapped = unwrap(programArguments);
  if (unwrapped.command.length === 0) return { ok: false, reason: say('problem.no-program') };
  return {
    ok: true,
    agent: {
      label: data.Label,
      description: data.Comment ?? '',
      programArguments,
      ...unwrapped,
      workingDirectory: data.WorkingDirectory ?? null,
      // launchd silently ignores values that are not text (launchd.plist(5)).
      inlineEnvironment: Object.fromEntries(
        Object.entries(data.EnvironmentVariables ?? {}).filter(
          (pair): pair is [string, string] => typeof pair[1] === 'string',
        ),
      ),
      runAtLoad: data.RunAtLoad ?? false,
      disabled: data.Disabled ?? false,
      logFile: data.StandardOutPath ?? null,
      raw: read.raw,
    },
  };
}

export interface ParsedDefinition {
  readonly definition: ServiceDefinition;
  /** What keeps it from starting, or null. */
  readonly problem: Phrase | null;
}

/** @param envText content of the environment file; null when it is missing or there is none. Values in the file win, as in the wrapper. */
export function definitionOf(agent: ParsedAgent, envText: string | null): ParsedDefinition {
  const file = envText === null ? null : parseEnvFile(envText);
  // OpenClaw copies secrets into the environment file; a definition never carries them on.
  const environment = withHiddenSecrets({ ...agent.inlineEnvironment, ...file?.environment });
  return {
    definition: {
      profile: environment.OPENCLAW_PROFILE ?? 'default',
      serviceName: agent.label,
      description: agent.description,
      command: [...agent.command],
      workingDirectory: agent.workingDirectory,
      environment,
      environmentFiles: [],
    },
    problem: agent.envFile === null ? null : envProblem(agent.envFile, file),
  };
}

function envProblem(path: string, file: ParsedEnvFile | null): Phrase | null {
  if (file === null) return say('problem.env-missing', { path });
  if (!file.headed) return say('problem.env-headless', { path });
  return null;
}

/** Releases of OpenClaw that are still accepted as its own (openclaw 2026.9.6, service audit). */
const ALSO_OURS: Readonly<Record<string, readonly PlistValue[]>> = { ThrottleInterval: [60, 1] };
const READ_KEYS = new Set([
  'Label',
  'Comment',
  'ProgramArguments',
  'WorkingDirectory',
  'EnvironmentVariables',
  'StandardOutPath',
  'StandardErrorPath',
]);

/** Without them launchd neither starts the gateway at login nor starts it again (launchd.plist(5)). Older releases left out others. */
const NEEDED = new Set(['RunAtLoad', 'KeepAlive']);

/** Keys that somebody changed or added by hand, as sentences: they are lost when the plist is written again. */
export function oddKeysOf(agent: ParsedAgent): readonly Phrase[] {
  const { now, expected } = agentSettings(agent);
  return Object.entries(now).flatMap(([key, value]) => {
    const should = expected[key];
    if (should === undefined) return [say('odd.not-of-plist', { name: key })];
    return should === value ? [] : [say('odd.instead', { name: key, now: value, expected: should })];
  });
}

/** What a plist sets beside the values of the model, and what belongs there. */
export function agentSettings(agent: ParsedAgent): DefinitionSettings {
  const usual = agentObject({
    label: '',
    description: '',
    'program-arguments': [],
    'working-directory': '',
    'log-file': '',
  });
  const settingsOf = (raw: Readonly<Record<string, PlistValue>>) =>
    Object.fromEntries(
      Object.entries(raw)
        .filter(([key]) => !READ_KEYS.has(key))
        .map(([key, value]) => [key, shown(value)]),
    );
  const now = settingsOf(agent.raw);
  const belong = Object.entries(usual).filter(([key]) => key in agent.raw || NEEDED.has(key));
  const accepted = Object.entries(agent.raw).filter(([key, value]) => ALSO_OURS[key]?.includes(value));
  return { now, expected: settingsOf(Object.fromEntries([...belong, ...accepted])) };
}

/** A plist without its secrets, for people to see and for the backup. What cannot be read is not shown at all. */
export function plistWithoutSecrets(bytes: Uint8Array): string {
  const read = readDictionary(bytes);
  if (!read.ok) return '(not shown: it is not a property list that can be read)\n';
  const { EnvironmentVariables: inline, ...rest } = read.raw;
  const stripped: { [key: string]: PlistValue } = {
    ...rest,
    ...(isDictionary(inline) ? { EnvironmentVariables: withoutSecrets(textValues(inline)) } : {}),
    ...(Array.isArray(rest.ProgramArguments) ? { ProgramArguments: hideOptions(rest.ProgramArguments) } : {}),
  };
  return buildPlist(stripped);
}

function readDictionary(
  bytes: Uint8Array,
):
  | { readonly ok: true; readonly raw: { [key: string]: PlistValue } }
  | { readonly ok: false; readonly reason: Phrase } {
  const text = new TextDecoder().decode(bytes);
  const binary = text.startsWith('bplist');
  // A declared entity could make a small file unfold into a huge text; no property list needs one.
  if (!binary && /<!ENTITY/i.test(text)) return { ok: false, reason: say('problem.entities') };
  // The parser behind prints to stderr what it stumbles over, so what is plainly none does not get there.
  if (!binary && !/^\s*[{(]/.test(text) && !/<plist[\s>][\s\S]*<\/plist>\s*$/.test(text)) {
    return { ok: false, reason: say('problem.no-plist') };
  }
  try {
    const raw = parse(binary ? bytes : text);
    if (isDictionary(raw)) return { ok: true, raw };
    return { ok: false, reason: say('problem.no-dictionary') };
  } catch (cause) {
    // The parser throws errors of several kinds for whatever is not a property list; a defect would not be an Error of the parsers.
    if (!(cause instanceof Error)) throw cause;
    return { ok: false, reason: say('problem.no-plist') };
  }
}

/** Skips `/bin/sh <label>-env-wrapper.sh <label>.env`, and the older form without the shell. */
function unwrap(words: readonly string[]): Pick<ParsedAgent, 'command' | 'envFile' | 'wrapper'> {
  const at = words[0] === '/bin/sh' ? 1 : 0;
  const wrapper = words[at];
  const envFile = words[at + 1];
  if (
    wrapper === undefined ||
    !posix.basename(wrapper).endsWith(WRAPPER_SUFFIX) ||
    envFile?.endsWith('.env') !== true
  ) {
    return { command: words, envFile: null, wrapper: null };
  }
  return { command: words.slice(at + 2), envFile, wrapper };
}

const SECRET_OPTION = /^--(?:token|password|gateway-token|gateway-password)(=|$)/;

function hideOptions(words: readonly PlistValue[]): PlistValue[] {
  return words.map((word, index) => {
    const before = words[index - 1];
    if (typeof before === 'string' && SECRET_OPTION.test(before) && !before.includes('=')) return '(hidden)';
    return typeof word === 'string' && SECRET_OPTION.test(word) ? word.replace(/=.*$/s, '=(hidden)') : word;
  });
}

function textValues(dictionary: { [key: string]: PlistValue }): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dictionary).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** What a structure holds is not shown: somebody may have put a secret there. */
function shown(value: PlistValue): string {
  if (Array.isArray(value)) return '[…]';
  return typeof value === 'object' ? '{…}' : JSON.stringify(value);
}
