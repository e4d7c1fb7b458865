/** The environment of the gateway: the definition's values on a clean base, nothing else of what the supervisor was started with. */
import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { errnoOf } from '../../system/files.ts';
import type { Environment } from '../../system/host.ts';

/** What a program needs of the account and the machine; everything else that a shell or a desktop session exports stays out. */
const BASE = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'PATH', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR'];
const BASE_WINDOWS = [
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'Path', 'TEMP', 'TMP', 'USERPROFILE', 'USERNAME'],
  ...[
    'USERDOMAIN',
    'HOMEDRIVE',
    'HOMEPATH',
    'APPDATA',
    'LOCALAPPDATA',
    'ProgramData',
    'ProgramFiles',
    'NUMBER_OF_PROCESSORS',
  ],
];

/**
 * Words by which OpenClaw recognises a native supervisor (supervisor-markers, 2026.9.6). Definitions carry the service names for its
 * other uses; here they would claim a systemd or launchd that is not there.
 */
const NATIVE_MARKERS = [
  'OPENCLAW_SYSTEMD_UNIT',
  'OPENCLAW_LAUNCHD_LABEL',
  'OPENCLAW_WINDOWS_TASK_NAME',
  'OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER',
  'LAUNCH_JOB_LABEL',
  'XPC_SERVICE_NAME',
  'INVOCATION_ID',
  'SYSTEMD_EXEC_PID',
  'JOURNAL_STREAM',
];

/**
 * Files of `environmentFiles` are read now and win over the definition, as with systemd; a missing one is skipped.
 * OPENCLAW_SUPERVISOR_MODE=external is OpenClaw's word for "another process manager owns my lifecycle": it then ends cleanly when it
 * wants to be restarted. OPENCLAW_EXEC_SHELL_SNAPSHOT=0 is what it asks of programs that embed it.
 * @throws the file system's error when an environment file is there but cannot be read.
 */
export function gatewayEnvironment(definition: ServiceDefinition, inherited: Environment): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && (BASE.includes(name) || BASE_WINDOWS.includes(name) || name.startsWith('LC_'))) {
      result[name] = value;
    }
  }
  result.OPENCLAW_SUPERVISOR_MODE = 'external';
  Object.assign(result, definition.environment);
  for (const path of definition.environmentFiles) Object.assign(result, readEnvironmentFile(path.replace(/^-/, '')));
  for (const name of NATIVE_MARKERS) delete result[name];
  result.OPENCLAW_EXEC_SHELL_SNAPSHOT = '0';
  return result;
}

function readEnvironmentFile(path: string): Record<string, string> {
  try {
    return parseEnvironmentFile(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return {};
    throw cause;
  }
}

/**
 * Lines of `KEY=value` or `export KEY=value`; `#` and `;` begin comments; values may be in single quotes (literal, `'\''` for a quote) or
 * double quotes (backslash escapes the next character). Lines of another form are skipped, as systemd does.
 */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (match === null) continue;
    const [, name = '', raw = ''] = match;
    result[name] = unquote(raw.trim());
  }
  return result;
}

function unquote(raw: string): string {
  if (raw.length >= 2 && raw.startsWith("'") && raw.endsWith("'")) return raw.slice(1, -1).replaceAll(`'\\''`, "'");
  if (raw.length >= 2 && raw.startsWith('"') && raw.endsWith('"')) return raw.slice(1, -1).replace(/\\(.)/g, '$1');
  return raw;
}
