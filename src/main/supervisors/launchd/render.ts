/**
 * Pure: a service definition as the three files of a launchd agent, laid out as `openclaw gateway install` does (2026.9.6). The plist
 * is built as an object, never as text, so that no value can become markup; the environment is not in it, because everybody may read it.
 */

import { posix } from 'node:path';
import { build, type PlistValue, parse } from 'plist';
import agentTemplate from '../../../../templates/launchd/agent.plist?raw';
import wrapperTemplate from '../../../../templates/launchd/env-wrapper.sh?raw';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { RenderedFile } from '../supervisor.ts';
import { ENV_FILE_HEADER, renderEnvFile, requireOneLine } from './env-file.ts';
import type { AgentPaths } from './paths.ts';

export const PLIST_MODE = 0o644;
export const ENV_FILE_MODE = 0o600;
export const WRAPPER_MODE = 0o700;

const INDENT = '  ';

/** Plist, environment file and wrapper. @throws ExpectedError `definition-write-failed` for a value that launchd cannot be given. */
export function renderAgent(definition: ServiceDefinition, paths: AgentPaths): readonly RenderedFile[] {
  return [
    { path: paths.plist, mode: PLIST_MODE, content: renderPlist(definition, paths) },
    { path: paths.envFile, mode: ENV_FILE_MODE, content: renderEnvFile(definition.environment) },
    { path: paths.wrapper, mode: WRAPPER_MODE, content: renderWrapper() },
  ];
}

/** The state folder that a definition is for: its own variable, else the folder it works in. @throws ExpectedError when it has neither. */
export function stateDirOf(definition: ServiceDefinition): string {
  const found = definition.environment.OPENCLAW_STATE_DIR ?? definition.workingDirectory;
  if (found !== null) return found;
  throw refuse(say('definition.no-state-folder'), say('hint.working-directory'));
}

/** The agent as the object that the template describes, in the template's order. */
export function agentObject(values: Readonly<Record<string, string | readonly string[] | null>>): {
  [key: string]: PlistValue;
} {
  const template = parse(agentTemplate);
  if (!isDictionary(template)) throw new Error('The agent template is not a dictionary.');
  const used = new Set<string>();
  const filled: { [key: string]: PlistValue } = {};
  for (const [key, value] of Object.entries(template)) {
    const name = typeof value === 'string' ? /^\{\{(.*)\}\}$/.exec(value)?.[1] : undefined;
    if (name === undefined) {
      filled[key] = value;
      continue;
    }
    const replacement = values[name];
    if (replacement === undefined) throw new Error(`The agent template has a placeholder without a value: ${name}`);
    used.add(name);
    if (replacement !== null) filled[key] = typeof replacement === 'string' ? replacement : [...replacement];
  }
  for (const name of Object.keys(values)) {
    if (!used.has(name)) throw new Error(`The agent template has no placeholder for ${name}`);
  }
  return filled;
}

/** An object as the text of an XML property list. */
export function buildPlist(object: { [key: string]: PlistValue }): string {
  return `${build(object, { indent: INDENT }).trimEnd()}\n`;
}

function renderPlist(definition: ServiceDefinition, paths: AgentPaths): string {
  if (definition.environmentFiles.length > 0) {
    throw refuse(say('launchd.no-env-files'), say('hint.into-environment'));
  }
  const command = definition.command.map((part) => requireOneLine(part, say('thing.argument')));
  if (!posix.isAbsolute(command[0] ?? '')) {
    throw refuse(say('definition.program-relative', { path: command[0] ?? '' }), say('hint.name-in-full'));
  }
  const description = requireOneLine(definition.description, say('thing.description')).trim();
  return buildPlist(
    agentObject({
      label: requireLabel(definition.serviceName),
      description: description === '' ? 'OpenClaw Gateway' : description,
      'program-arguments': ['/bin/sh', path(paths.wrapper, 'wrapper'), path(paths.envFile, 'file'), ...command],
      'working-directory':
        definition.workingDirectory === null ? null : path(definition.workingDirectory, 'working directory'),
      'log-file': path(paths.log, 'log file'),
    }),
  );
}

/** Text of the wrapper: the same for every service. */
export function renderWrapper(): string {
  return wrapperTemplate.replaceAll('\r\n', '\n').replaceAll('{{header}}', ENV_FILE_HEADER);
}

/**
 * Labels become file names and parts of launchctl's targets, so only what OpenClaw allows for its own override is taken.
 * @throws ExpectedError `invalid-option`.
 */
export function requireLabel(label: string): string {
  if (label.length <= 200 && /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(label)) return label;
  throw new ExpectedError('invalid-option', say('launchd.bad-label', { label }), {
    hint: say('hint.label-characters'),
  });
}

/** launchd does not expand `~` and takes a relative path from `/`. */
function path(value: string, what: string): string {
  const text = requireOneLine(value, `The path of the ${what}`);
  if (posix.isAbsolute(text)) return text;
  throw refuse(say('definition.path-relative', { what, path: text }), say('hint.full-path'));
}

export function isDictionary(value: unknown): value is { [key: string]: PlistValue } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function refuse(message: Phrase, hint: Phrase): ExpectedError {
  return new ExpectedError('definition-write-failed', message, { hint });
}
