/**
 * Pure: a service definition as the files of a Windows gateway service, the same in meaning (and, for everything but rare characters, in
 * bytes) as `openclaw gateway install` writes (2026.9.6, schtasks-layout): a batch file with environment and command, a launcher that
 * hides its window, and the task definition. Beside them the watch that starts the task again after a failure, in files and a task of its
 * own: any edit of OpenClaw's three would make its updater refuse to touch the service (service-reconciliation, "unknown-edit").
 */

import cmdTemplate from '../../../../templates/windows/gateway.cmd?raw';
import vbsTemplate from '../../../../templates/windows/gateway.vbs?raw';
import watchTemplate from '../../../../templates/windows/gateway-watch.jscript?raw';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { Host } from '../../system/host.ts';
import { joinPath, styleOf } from '../../system/windows-tools.ts';
import type { RenderedFile } from '../supervisor.ts';
import { argumentWord, requireLine, setLine } from './cmd-words.ts';
import { UTF8_PREAMBLE, UTF16 } from './encoding.ts';
import { renderTaskXml } from './task-xml.ts';
import { type TaskPaths, taskPathsIn, taskUserOf } from './windows-paths.ts';

/** Makes the gateway's first process a parent that runs the real gateway in a job and relaunches it when it asks for a restart. */
export const SUPERVISOR_FLAG = '--task-supervisor';
/** Set by the launcher alone, so that the gateway knows that its launcher is there to be watched. */
const LAUNCHER_MARK = 'OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER';
/** Not written: the task's own PATH is the user's, and the mark belongs to the launcher. */
const SKIPPED = new Set(['PATH', LAUNCHER_MARK]);
const FILE_MODE = 0o600;

/** How a task is registered: while the person is logged on, or whether or not. */
export type TaskLogon = 'interactive' | 'logged-off';

/** Batch file, launcher, task definition and the watch, in `stateDir`. @throws ExpectedError `definition-write-failed`. */
export function renderTaskFiles(
  host: Host,
  definition: ServiceDefinition,
  stateDir: string,
  logon: TaskLogon = 'interactive',
): readonly RenderedFile[] {
  const paths = taskPathsIn(requireFolder(stateDir));
  const file = (path: string, content: string, encoding?: string): RenderedFile => ({
    path,
    mode: FILE_MODE,
    content,
    ...(encoding === undefined ? {} : { encoding }),
  });
  return [
    file(paths.script, renderScript(definition)),
    file(paths.launcher, renderLauncher(definition, paths.script), UTF16),
    file(paths.xml, renderTaskOf(host, definition, stateDir, logon), UTF16),
    file(paths.watch.script, renderWatch(definition, paths)),
    file(paths.watch.xml, renderWatchTask(host, definition, paths, logon), UTF16),
  ];
}

/** The task definition alone. @throws ExpectedError `definition-write-failed`. */
export function renderTaskOf(
  host: Host,
  definition: ServiceDefinition,
  stateDir: string,
  logon: TaskLogon = 'interactive',
): string {
  return renderTaskXml({
    description: descriptionOf(definition),
    user: taskUserOf(host),
    command: taskPathsIn(requireFolder(stateDir)).launcher,
    logon: logon === 'logged-off' ? 'password' : 'interactive',
  });
}

/** The watch's own task: Windows' script host without a window. It needs no password even when the gateway's task does. */
function renderWatchTask(host: Host, definition: ServiceDefinition, { watch }: TaskPaths, logon: TaskLogon): string {
  return renderTaskXml({
    description: `${descriptionOf(definition)}: starts it again after a failure`,
    user: taskUserOf(host),
    command: '%SystemRoot%\\System32\\wscript.exe',
    // The engine is named because many machines open .js files with an editor.
    arguments: `//B //Nologo //E:JScript "${watch.script}"`,
    logon: logon === 'logged-off' ? 's4u' : 'interactive',
  });
}

/** Text of `gateway-watch.js`, ASCII alone, so that no code page can spoil it. */
export function renderWatch(definition: ServiceDefinition, { watch }: TaskPaths): string {
  return fill(watchTemplate, {
    description: scriptText(descriptionOf(definition)),
    task: scriptText(definition.serviceName),
    'state-file': scriptText(watch.state),
    'hold-file': scriptText(watch.hold),
  });
}

/** The inside of a string of JScript. */
function scriptText(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The state folder that a definition means: its own, else OpenClaw's place for the profile. */
export function stateDirOf(host: Host, { environment, profile }: ServiceDefinition): string {
  const given = environment.OPENCLAW_STATE_DIR;
  if (given !== undefined && given !== '') return given;
  return joinPath(environment.HOME ?? host.home, profile === 'default' ? '.openclaw' : `.openclaw-${profile}`);
}

/** Text of `gateway.cmd`, lines ending in CR LF. */
export function renderScript(definition: ServiceDefinition): string {
  const { command, environment, workingDirectory } = definition;
  if (definition.environmentFiles.length > 0) {
    throw refuse(say('batch.no-env-files'), say('hint.into-dotenv'));
  }
  const [program = ''] = command;
  if (!styleOf(program).isAbsolute(program)) {
    throw refuse(say('definition.program-relative', { path: program }), say('hint.runtime-in-full'));
  }
  const supervised = environment.OPENCLAW_SERVICE_KIND === 'gateway' && !command.includes(SUPERVISOR_FLAG);
  const words = [...command, ...(supervised ? [SUPERVISOR_FLAG] : [])];
  const text = fill(cmdTemplate, {
    description: remark(descriptionOf(definition)),
    'change-folder': workingDirectory === null ? [] : [`cd /d ${argumentWord(workingDirectory)}`],
    environment: Object.entries(environment)
      .filter(
        ([key, value]) => !SKIPPED.has(key.toUpperCase()) && (value !== '' || key.toUpperCase() === 'NODE_OPTIONS'),
      )
      .map(([key, value]) => setLine(key, value)),
    command: words.map((word, index) => argumentWord(word, index === 0)).join(' '),
  });
  return /^[\x00-\x7f]*$/.test(text) ? text : `${UTF8_PREAMBLE.join('\r\n')}\r\n${text}`;
}

/** Text of `gateway.vbs`, lines ending in CR LF. */
export function renderLauncher(definition: ServiceDefinition, scriptPath: string): string {
  const mark = `shell.Environment("Process")("${LAUNCHER_MARK}") = "wscript"`;
  return fill(vbsTemplate, {
    description: descriptionOf(definition),
    'mark-launcher': definition.environment.OPENCLAW_SERVICE_KIND === 'gateway' ? [mark] : [],
    script: basicString(basicQuoted(scriptPath)),
  });
}

function descriptionOf({ description }: ServiceDefinition): string {
  const text = requireLine(description, say('thing.description')).trim();
  return text === '' ? 'OpenClaw Gateway' : text;
}

/** After `rem`, percent signs are still replaced and a caret at the end joins lines. */
function remark(text: string): string {
  if (/[&|<>^]/.test(text)) throw refuse(say('batch.bad-description', { text }), say('hint.plain-words'));
  return text.replaceAll('%', '%%');
}

function basicQuoted(path: string): string {
  if (path.includes('"')) throw refuse(say('batch.bad-path', { path }), say('hint.no-quotes'));
  return `"${path}"`;
}

/** A string of VBScript, where a quote is written twice. */
function basicString(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The launcher and the scheduler replace `%NAME%` in paths, whatever is done about it. */
function requireFolder(stateDir: string): string {
  const text = requireLine(stateDir, say('thing.state-folder'));
  if (!styleOf(text).isAbsolute(text))
    throw refuse(say('definition.state-relative', { path: text }), say('hint.full-path'));
  if (/%.*%/.test(text) || text.includes('"')) {
    throw refuse(say('batch.percent', { path: text }), say('hint.other-state-folder'));
  }
  return text;
}

/** A value is one text within a line, or whole lines in place of the line that holds the placeholder alone. */
type TemplateValue = string | readonly string[];

/** One pass over the template: what a value holds is never looked at again. @throws Error for a defect of the template. */
function fill(template: string, values: Readonly<Record<string, TemplateValue>>): string {
  const lines = template.trimEnd().split(/\r?\n/);
  const pick = (name: string): TemplateValue => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template has a placeholder without a value: ${name}`);
    return value;
  };
  const filled = lines.flatMap((line) => {
    const alone = /^\{\{([a-z-]+)\}\}$/.exec(line)?.[1];
    if (alone !== undefined) return pick(alone);
    return line.replaceAll(/\{\{([a-z-]+)\}\}/g, (_whole, name: string) => {
      const value = pick(name);
      if (typeof value !== 'string') throw new Error(`The placeholder ${name} must stand alone in its line`);
      return value;
    });
  });
  return `${filled.join('\r\n')}\r\n`;
}

function refuse(message: Phrase, hint: Phrase): ExpectedError {
  return new ExpectedError('definition-write-failed', message, { hint });
}
