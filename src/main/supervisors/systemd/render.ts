/** Pure: a service definition as the text of a systemd unit, the same bytes that `openclaw gateway install` writes (2026.9.6). */

import { posix } from 'node:path';
import systemTemplate from '../../../../templates/systemd/system.service?raw';
import userTemplate from '../../../../templates/systemd/user.service?raw';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { escapeArgument, escapeSpecifiers, escapeWord, requireOneLine } from './unit-words.ts';

/**
 * Text of a user unit. `environmentFiles` are optional at start (`-`), as OpenClaw writes them.
 * @throws ExpectedError `definition-write-failed` for a value that a unit file cannot hold.
 */
export function renderUserUnit(definition: ServiceDefinition): string {
  return fillTemplate(userTemplate, unitValues(definition));
}

/** Text of a system unit that runs as `user` of `group`. @throws ExpectedError `definition-write-failed`. */
export function renderSystemUnit(definition: ServiceDefinition, account: { user: string; group: string }): string {
  for (const name of [account.user, account.group]) {
    if (/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/.test(name)) continue;
    throw refuse(say('definition.bad-user', { name }), say('hint.account-that-exists'));
  }
  return fillTemplate(systemTemplate, { ...unitValues(definition), ...account });
}

/**
 * Puts values into `{{name}}` placeholders, in one pass: what a value holds is never looked at again. A line that holds only a
 * placeholder with an empty value goes away.
 * @throws Error for a placeholder without a value or a value without a placeholder: both are defects of the template.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const filled = template
    .replaceAll('\r\n', '\n')
    .split('\n')
    .flatMap((line) => {
      const text = line.replaceAll(/\{\{(.*?)\}\}/g, (_whole, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`The unit template has a placeholder without a value: ${name}`);
        used.add(name);
        return value;
      });
      return text === '' && line !== '' ? [] : [text];
    })
    .join('\n');
  for (const name of Object.keys(values)) {
    if (!used.has(name)) throw new Error(`The unit template has no placeholder for ${name}`);
  }
  return filled;
}

function unitValues(definition: ServiceDefinition): Readonly<Record<string, string>> {
  const description = requireOneLine(definition.description, say('thing.description')).trim();
  return {
    description: escapeSpecifiers(description === '' ? 'OpenClaw Gateway' : description),
    'exec-start': execStart(definition.command),
    'service-lines': [
      ...(definition.workingDirectory === null ? [] : [`WorkingDirectory=${workingDirectory(definition)}`]),
      ...definition.environmentFiles.map((path) => `EnvironmentFile=-${environmentFile(path)}`),
      ...Object.entries(definition.environment).map(([key, value]) => `Environment=${environment(key, value)}`),
    ].join('\n'),
  };
}

function execStart(command: readonly string[]): string {
  const [program = '', ...rest] = command;
  if (!posix.isAbsolute(program)) {
    throw refuse(say('definition.program-relative', { path: program }), say('hint.runtime-in-full'));
  }
  if (/["'\\]/.test(program)) {
    // "Executable name contains special characters": systemd would refuse the whole unit (seen with systemd-analyze verify, 252).
    throw refuse(say('systemd.bad-program', { path: program }), say('hint.runtime-elsewhere'));
  }
  // systemd does not replace variables in the program's own path, so a `$` there must not be doubled (measured on 252).
  return [
    escapeWord(program, say('thing.program-path')),
    ...rest.map((part) => escapeArgument(part, say('thing.argument'))),
  ].join(' ');
}

function environment(key: string, value: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    throw refuse(say('definition.bad-variable', { name: key }), say('hint.remove-variable'));
  }
  return escapeWord(`${key}=${value}`, say('thing.environment-variable', { name: key }));
}

/** WorkingDirectory takes no quotes: the rest of the line is the path. */
function workingDirectory({ workingDirectory: path }: ServiceDefinition): string {
  const text = requireOneLine(path ?? '', say('thing.directory'));
  if (!posix.isAbsolute(text))
    throw refuse(say('definition.directory-relative', { path: text }), say('hint.full-path'));
  if (/[ \t]\/*$/.test(text)) {
    throw refuse(say('systemd.directory-space', { path: text }), say('hint.without-space'));
  }
  // A backslash at the end of a line would join it with the next one.
  return escapeSpecifiers(text.replace(/\\$/, '\\/.'));
}

/** EnvironmentFile is a glob pattern: what the shell would expand is escaped. */
function environmentFile(path: string): string {
  const text = requireOneLine(path, say('thing.env-file'));
  if (!posix.isAbsolute(text) || /[ \t]$/.test(text)) {
    throw refuse(say('systemd.bad-env-file', { path: text }), say('hint.full-path-no-space'));
  }
  return escapeSpecifiers(text.replaceAll(/[?*()[\]\\]/g, '\\$&'));
}

function refuse(message: Phrase, hint: Phrase): ExpectedError {
  return new ExpectedError('definition-write-failed', message, { hint });
}
