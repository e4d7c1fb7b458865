/** Names and places of the Task Scheduler's world. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import type { Host } from '../../system/host.ts';
import { envValue, joinPath } from '../../system/windows-tools.ts';

/** The account as a task names it: `DOMAIN\name`, or the bare name in a workgroup (openclaw 2026.9.6, schtasks-layout). */
export function taskUserOf(host: Host): string {
  const { env } = host;
  const name = envValue(env, 'USERNAME') ?? host.userName;
  const domain = envValue(env, 'USERDOMAIN');
  if (name.includes('\\') || domain === null || domain.toLowerCase() === 'workgroup') return name;
  return `${domain}\\${name}`;
}

export interface TaskPaths {
  readonly stateDir: string;
  /** The batch file that sets the environment and starts the gateway. */
  readonly script: string;
  /** The launcher without a window; the task's action. */
  readonly launcher: string;
  /** What the task was registered from. */
  readonly xml: string;
  /** The watch that starts the task again after a failure: its script, what its task was registered from, what it writes and reads. */
  readonly watch: {
    readonly script: string;
    readonly xml: string;
    /** What it knows, as JSON. */
    readonly state: string;
    /** While this file is there it starts nothing. */
    readonly hold: string;
  };
}

export function taskPathsIn(stateDir: string): TaskPaths {
  return {
    stateDir,
    script: joinPath(stateDir, 'gateway.cmd'),
    launcher: joinPath(stateDir, 'gateway.vbs'),
    xml: joinPath(stateDir, 'gateway.task.xml'),
    watch: {
      script: joinPath(stateDir, 'gateway-watch.js'),
      xml: joinPath(stateDir, 'gateway-watch.task.xml'),
      state: joinPath(stateDir, 'gateway-watch.json'),
      hold: joinPath(stateDir, 'gateway-watch.hold'),
    },
  };
}

/**
 * Name of the task that watches the task `serviceName`. OpenClaw's deep scan takes every task with its name in it for a foreign service,
 * except those named `OpenClaw Gateway (…)` (2026.9.6, inspect), so that is the form. No profile's name holds a comma or a space.
 */
export function watchTaskName(serviceName: string): string {
  const named = /^(.*) \((.+)\)$/.exec(serviceName);
  const [, base = serviceName, profile = 'default'] = named ?? [];
  return `${base} (${profile}, restarts)`;
}

/** Entries that OpenClaw leaves in the Startup folder when it may not make a task; they would start a second gateway. */
export function startupEntryPaths(host: Host, taskName: string): readonly string[] {
  const appData = envValue(host.env, 'APPDATA') ?? joinPath(host.accountHome, 'AppData', 'Roaming');
  const folder = joinPath(appData, 'Microsoft', 'Windows', 'Start Menu', 'Programs', 'Startup');
  const file = taskName.replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_');
  return [joinPath(folder, `${file}.vbs`), joinPath(folder, `${file}.cmd`)];
}

/**
 * A name that one task in the scheduler's root folder can have, unchanged: a backslash or slash would make it a task of another folder.
 * @throws ExpectedError `invalid-option`.
 */
export function requireTaskName(name: string): string {
  if (/^[^\x00-\x1f\\/:*?"<>|]{1,200}$/.test(name) && name.trim() === name && !/^\.+$/.test(name)) return name;
  throw new ExpectedError('invalid-option', say('invalid-option.task-name', { name: `"${name}"` }), {
    hint: say('hint.task-name', { characters: '\\ / : * ? " < > |' }),
  });
}
