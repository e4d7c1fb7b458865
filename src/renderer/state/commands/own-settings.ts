/** What can be set of one profile, as commands. What restarts its gateway goes through a plan. Pure. */
import type { AppInfo } from '../../../shared/ipc/contract.ts';
import type { SettingsView } from '../../../shared/settings.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { SUPERVISOR_KINDS, type SupervisorKind } from '../../../shared/supervisor-kind.ts';
import { en } from '../../../shared/text/en.ts';
import { runtimeOf } from '../pending.ts';
import { shimCommand } from '../shim.ts';
import type { ProfileEntry } from '../status.ts';
import { type Command, makeCommand } from './command.ts';
import { type CommandScope, installCommand } from './profile-commands.ts';

/** The settings as they are, and where. */
export interface SettingsSight {
  /** null while they are not read. */
  readonly view: SettingsView | null;
  readonly platform: AppInfo['platform'];
}

/** The supervisors that a platform has, besides the built-in one. */
const NATIVE: Readonly<Record<AppInfo['platform'], readonly SupervisorKind[]>> = {
  linux: ['systemd-user'],
  darwin: ['launchd'],
  win32: ['task-scheduler'],
  other: [],
};

/** `switch`: off and on; `install`: on, by installing it again; `fixed`: this supervisor cannot. */
export function autoStartOf({ supervisor, enabled }: StatusReport): 'switch' | 'install' | 'fixed' {
  if (supervisor === 'embedded') return 'fixed';
  if (supervisor !== 'task-scheduler') return 'switch';
  return enabled === true ? 'fixed' : 'install';
}

/** Whether there is a service, as far as is known. */
const isThere = ({ report }: ProfileEntry) => report !== null && report.installed !== false;

/** Turns auto-start to what it is not. */
export function autoStartCommand(entry: ProfileEntry, scope: CommandScope): Command {
  const { profile, report } = entry;
  const { words, name, busy } = scope;
  const on = report?.enabled !== true;
  const how = report === null ? 'switch' : autoStartOf(report);
  const planned = how === 'install';
  const off =
    report === null
      ? words.overview.reading
      : report.installed === false
        ? words.why.notInstalled
        : report.enabled === null
          ? words.settings.autoStartUnknown
          : how === 'fixed'
            ? words.settings.autoStartFixed
            : busy
              ? words.nav.busy
              : null;
  const kind = on ? 'enable' : 'disable';
  const title = words.command[kind](name);
  const options = { force: true };
  return makeCommand({
    id: `${kind} ${profile}`,
    profile,
    title: planned ? `${title}…` : title,
    search: `${en.command[kind](profile)} ${profile} ${kind} auto-start login`,
    icon: on ? 'play' : 'stop',
    argv: shimCommand(profile, planned ? 'install' : kind, planned ? options : {}),
    off,
    effect: planned ? { do: 'plan', action: 'install', profile, options } : { do: 'auto-start', profile, on },
  });
}

/** It starts at login and could start at boot. */
export function isBootOffered({ report }: ProfileEntry): boolean {
  return report?.enabled === true && report.supervisor === 'systemd-user' && report.survives.logout === false;
}

/** Also at boot, and after logout. */
export function bootCommand(entry: ProfileEntry, scope: CommandScope): Command {
  const { profile } = entry;
  const options = { force: true, linger: true };
  return makeCommand({
    id: `boot ${profile}`,
    profile,
    label: scope.words.settings.bootToo,
    title: scope.words.command.boot(scope.name),
    search: `${en.command.boot(profile)} ${profile} boot linger`,
    icon: 'play',
    argv: shimCommand(profile, 'install', options),
    off: scope.busy ? scope.words.nav.busy : null,
    effect: { do: 'plan', action: 'install', profile, options },
  });
}

/** Leads to the field of the port. Its command has the port as it is: the number is what one changes. */
export function portCommand(entry: ProfileEntry, { words, name }: CommandScope): Command {
  const { profile, report } = entry;
  const options = { ...(report === null ? {} : { port: report.port }), ...(isThere(entry) ? { force: true } : {}) };
  return makeCommand({
    id: `port ${profile}`,
    profile,
    label: words.settings.port,
    title: words.command.port(name),
    search: `${en.command.port(profile)} ${profile} port`,
    icon: 'gear',
    argv: report === null ? null : shimCommand(profile, 'install', options),
    off: report === null ? words.overview.reading : null,
    effect: { do: 'port', profile },
  });
}

export const RUNTIMES = ['node', 'bun'] as const;
export type Runtime = (typeof RUNTIMES)[number];
export const RUNTIME_NAMES: Readonly<Record<Runtime, string>> = { node: 'Node', bun: 'Bun' };

/** The runtime that the next installation takes. */
export function chosenRuntime({ profile, report }: ProfileEntry, view: SettingsView | null): Runtime {
  const wish = view?.settings.profiles[profile]?.runtime ?? null;
  const actual = report !== null && report.installed !== false ? runtimeOf(report.program.runtime) : null;
  return wish ?? actual ?? 'node';
}

export function runtimeCommand(runtime: Runtime, entry: ProfileEntry, scope: CommandScope): Command {
  const { profile } = entry;
  const { words, name, locked = null } = scope;
  return makeCommand({
    id: `runtime-${runtime} ${profile}`,
    profile,
    title: words.command.choose(words.settings.runtimeOf(name), RUNTIME_NAMES[runtime]),
    search: `${en.settings.runtimeOf(profile)} ${runtime} ${profile}`,
    icon: 'gear',
    argv: shimCommand(profile, 'install', { runtime, ...(isThere(entry) ? { force: true } : {}) }),
    off: locked,
    effect: { do: 'wish', profile, change: { runtime } },
  });
}

/** The supervisors to choose from before there is a service; null lets the app choose. */
export function supervisorChoices({ profile }: ProfileEntry, sight: SettingsSight): readonly (SupervisorKind | null)[] {
  const wish = sight.view?.settings.profiles[profile]?.supervisor ?? null;
  const kinds = SUPERVISOR_KINDS.filter(
    (kind) => NATIVE[sight.platform].includes(kind) || kind === 'embedded' || kind === wish,
  );
  return [null, ...kinds];
}

export function supervisorCommand(kind: SupervisorKind | null, entry: ProfileEntry, scope: CommandScope): Command {
  const { profile } = entry;
  const { words, name, locked = null } = scope;
  const label = kind === null ? words.settings.chosen : words.supervisor[kind].name;
  return makeCommand({
    id: `supervisor-${kind ?? 'auto'} ${profile}`,
    profile,
    label,
    title: words.command.choose(words.settings.supervisorOf(name), label),
    search: `${en.settings.supervisorOf(profile)} ${kind ?? 'automatic'} ${profile}`,
    icon: 'gear',
    argv: shimCommand(profile, 'install', kind === null ? {} : { supervisor: kind }),
    off: locked,
    effect: { do: 'wish', profile, change: { supervisor: kind } },
  });
}

/** Installs it for the whole computer, where the system can. */
export function systemCommand(entry: ProfileEntry, scope: CommandScope): Command {
  const { profile } = entry;
  return {
    ...installCommand(entry, { supervisor: 'systemd-system' }, scope),
    id: `install-system ${profile}`,
    title: scope.words.command.installSystem(scope.name),
    search: `${en.command.installSystem(profile)} ${profile} install system`,
  };
}

/** Turns the notifications about one profile to what they are not. */
export function muteCommand({ profile }: ProfileEntry, scope: CommandScope, view: SettingsView | null): Command {
  const { words, name, locked = null } = scope;
  const { on, muted } = view?.settings.notifications ?? { on: true, muted: [] };
  const isMuted = muted.includes(profile);
  const kind = isMuted || !on ? 'unmute' : 'mute';
  return makeCommand({
    id: `${kind} ${profile}`,
    profile,
    title: words.command[kind](name),
    search: `${en.command[kind](profile)} ${profile} notifications`,
    icon: 'gear',
    off: on ? locked : words.settings.allOff,
    effect: {
      do: 'change',
      patch: {
        notifications: { muted: isMuted ? muted.filter((each) => each !== profile) : [...muted, profile] },
      },
    },
  });
}

/** All of the above that can be done now; what is so already is left out. */
export function ownSettings(entry: ProfileEntry, scope: CommandScope, sight: SettingsSight): readonly Command[] {
  const { report } = entry;
  const there = isThere(entry);
  const wished = sight.view?.settings.profiles[entry.profile]?.supervisor ?? null;
  const supervisors = report === null || there ? [] : supervisorChoices(entry, sight).filter((kind) => kind !== wished);
  return [
    ...(there ? [autoStartCommand(entry, scope)] : []),
    ...(isBootOffered(entry) ? [bootCommand(entry, scope)] : []),
    ...(report !== null && !there && report.supervisor === 'systemd-user' ? [systemCommand(entry, scope)] : []),
    portCommand(entry, scope),
    ...RUNTIMES.filter((each) => each !== chosenRuntime(entry, sight.view)).map((each) =>
      runtimeCommand(each, entry, scope),
    ),
    ...supervisors.map((kind) => supervisorCommand(kind, entry, scope)),
    muteCommand(entry, scope, sight.view),
  ];
}
