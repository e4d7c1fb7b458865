/**
 * What can be done with one profile, from its report alone: the controls, the views, and the small things of its menus. Pure.
 */
import type { InstallOptions } from '../../../shared/operation.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { en } from '../../../shared/text/en.ts';
import type { Words } from '../../../shared/text/words.ts';
import type { UiIcon } from '../../parts/icon-name.ts';
import { type Control, controlsFor } from '../controls.ts';
import { shimArgv, shimCommand } from '../shim.ts';
import type { ShortcutId } from '../shortcuts.ts';
import { type ProfileEntry, TABS, type Tab } from '../status.ts';
import { type Command, type Effect, makeCommand } from './command.ts';

/** What commands depend on besides the profile itself. */
export interface CommandScope {
  readonly words: Words;
  /** What the person calls it. */
  readonly name: string;
  /** An operation of ours runs on it. */
  readonly busy: boolean;
  /** A look was asked for and has not come back. */
  readonly checking: boolean;
  /** It is the one whose page is shown: keys of the page are its own. */
  readonly current: boolean;
  /** A closer look at it is under way. */
  readonly looking?: boolean;
  /** Why no setting can be changed; null when all can. */
  readonly locked?: string | null;
}

const ICONS: Readonly<Record<Control, UiIcon>> = {
  start: 'play',
  restart: 'restart',
  stop: 'stop',
  'stop-loop': 'stop',
  dashboard: 'out',
  check: 'restart',
  install: 'plus',
  reinstall: 'file',
  uninstall: 'x',
};

/** Why a control that the page does not offer cannot be used. */
function whyNot(control: Control, report: StatusReport, words: Words): string {
  const { why } = words;
  if (report.verdict.level === 'external') return why.external;
  if (report.verdict.level === 'paused') return why.paused;
  const absent = report.installed === false;
  switch (control) {
    case 'dashboard':
      return why.noDashboard;
    case 'install':
      return why.installed;
    case 'reinstall':
    case 'uninstall':
      return why.notInstalled;
    case 'check':
      return words.overview.reading;
    case 'start':
    case 'restart':
    case 'stop':
    case 'stop-loop':
      break;
  }
  if (absent) return why.notInstalled;
  switch (report.state) {
    case 'running':
      return why.running;
    case 'starting':
    case 'stopping':
      return why.changing;
    case 'crashed':
    case 'crash-looping':
      return why.crashing;
    case 'stopped':
    case 'installed':
      return why.notRunning;
    default:
      return why.unknown;
  }
}

function effectOf(control: Control, profile: string): Effect {
  switch (control) {
    case 'start':
    case 'restart':
    case 'stop':
      return { do: 'run', action: control, profile };
    case 'stop-loop':
      return { do: 'run', action: 'stop', profile };
    case 'dashboard':
    case 'check':
      return { do: control, profile };
    case 'install':
      return { do: 'plan', action: 'install', profile, options: {} };
    case 'reinstall':
      return { do: 'plan', action: 'install', profile, options: { force: true } };
    case 'uninstall':
      return { do: 'plan', action: 'uninstall', profile, options: {} };
  }
}

/** The shim's words for a control; the dashboard is opened by OpenClaw's own command, not by the shim. */
function argvOf(control: Control, profile: string): readonly string[] | null {
  switch (control) {
    case 'dashboard':
      return null;
    case 'check':
      return shimCommand(profile, 'status');
    case 'reinstall':
      return shimCommand(profile, 'install', { force: true });
    case 'stop-loop':
      return shimCommand(profile, 'stop');
    default:
      return shimCommand(profile, control);
  }
}

function labelOf(control: Control, words: Words): string {
  return words.act[control === 'stop-loop' ? 'stopLoop' : control];
}

/** One control, whether or not it is offered now. */
export function controlCommand(control: Control, entry: ProfileEntry, scope: CommandScope): Command {
  const { words, name, busy, checking, current } = scope;
  const { profile, report } = entry;
  const { row, more } = controlsFor(report);
  const offered = row.includes(control) || more.includes(control);
  const refusal = offered ? null : report === null ? words.overview.reading : whyNot(control, report, words);
  const off =
    control === 'check' && checking
      ? words.overview.reading
      : busy && control !== 'dashboard'
        ? words.nav.busy
        : refusal;
  const shortcut: ShortcutId | null = control === 'restart' && current ? 'restart' : null;
  return {
    id: `${control} ${profile}`,
    profile,
    label: labelOf(control, words),
    title: words.command[control](name),
    foreign: false,
    search: `${en.command[control](profile)} ${profile} ${control}`,
    icon: ICONS[control],
    argv: argvOf(control, profile),
    off,
    effect: effectOf(control, profile),
    shortcut,
    urgent: false,
  };
}

/** `install` with options that a page adds to it. */
export function installCommand(entry: ProfileEntry, options: InstallOptions, scope: CommandScope): Command {
  const { profile } = entry;
  return {
    ...controlCommand('install', entry, scope),
    argv: shimCommand(profile, 'install', options),
    effect: { do: 'plan', action: 'install', profile, options },
  };
}

const VIEW_ICONS: Readonly<Record<Tab, UiIcon>> = {
  overview: 'check',
  logs: 'term',
  service: 'file',
  diagnose: 'search',
  settings: 'gear',
};
const VIEW_ARGV: Readonly<Record<Tab, readonly string[]>> = {
  overview: ['gateway', 'status'],
  logs: ['logs', '--follow'],
  service: ['gateway', 'install', '--dry-run'],
  diagnose: ['doctor', '--deep'],
  settings: ['profiles'],
};

/** Words of the command line that is nearest to a view; `service` prints the definition that would be written. */
export function viewCommand(tab: Tab, entry: ProfileEntry, { words, name, current }: CommandScope): Command {
  const { profile } = entry;
  return {
    id: `${tab} ${profile}`,
    profile,
    label: words.tab[tab],
    title: words.command[tab](name),
    foreign: false,
    search: `${en.command[tab](profile)} ${profile} ${tab}`,
    icon: VIEW_ICONS[tab],
    argv: shimArgv(profile, ...viewArgv(tab, entry)),
    off: null,
    effect: { do: 'view', profile, tab },
    shortcut: current ? 'tab' : null,
    urgent: false,
  };
}

/** The shim's words for a service that is there: without `--force` it would not be written again. */
function viewArgv(tab: Tab, { report }: ProfileEntry): readonly string[] {
  const again = tab === 'service' && report !== null && report.installed !== false;
  return again ? ['gateway', 'install', '--force', '--dry-run'] : VIEW_ARGV[tab];
}

type Small =
  | 'support'
  | 'issue'
  | 'rename'
  | 'forget'
  | 'address'
  | 'look'
  | 'compare'
  | 'reveal'
  | 'commands'
  | 'stop-waiting'
  | 'dismiss';

const SMALL_ICONS: Readonly<Partial<Record<Small, UiIcon>>> = {
  support: 'file',
  issue: 'copy',
  rename: 'gear',
  forget: 'x',
  address: 'copy',
  look: 'restart',
  compare: 'file',
  reveal: 'folder',
  commands: 'term',
};
/** Nothing of the shim renames, forgets or opens a folder: those are the window's own. */
const SMALL_ARGV: Readonly<Partial<Record<Small, readonly string[]>>> = {
  support: ['support-bundle'],
  issue: ['support-bundle', '--markdown'],
  look: ['doctor', '--deep'],
  compare: ['gateway', 'install', '--force', '--dry-run'],
};

/** Why a small command cannot be used now. */
function smallOff(kind: Small, { report }: ProfileEntry, scope: CommandScope): string | null {
  if (kind === 'address' && report === null) return scope.words.overview.reading;
  if (kind === 'look' && scope.looking === true) return scope.words.diagnose.looking;
  return kind === 'rename' ? (scope.locked ?? null) : null;
}

/** An entry of a menu, or a button of a page. */
export function smallCommand(kind: Small, entry: ProfileEntry, scope: CommandScope): Command {
  const { profile, report } = entry;
  const { words, name } = scope;
  const label: Readonly<Record<Small, string>> = {
    support: words.diagnose.bundle,
    issue: words.diagnose.copyIssue,
    rename: words.settings.rename,
    forget: words.act.forget,
    address: words.act.copyAddress,
    look: words.diagnose.checkAgain,
    compare: words.act.tryAgain,
    reveal: words.logs.openFolder,
    commands: words.palette.showAll,
    'stop-waiting': words.act.stopWaiting,
    dismiss: words.act.dismiss,
  };
  const argv = SMALL_ARGV[kind];
  return makeCommand({
    id: `${kind} ${profile}`,
    profile,
    label: label[kind],
    title: words.command[kind](name),
    search: `${en.command[kind](profile)} ${profile} ${kind}`,
    icon: SMALL_ICONS[kind] ?? null,
    argv: argv === undefined ? null : shimArgv(profile, ...argv),
    off: smallOff(kind, entry, scope),
    effect: kind === 'address' ? { do: 'copy', text: report?.gatewayUrl ?? '' } : { do: kind, profile },
  });
}

/** Remove from the list: only what has no service, and never the default profile. */
export function isForgettable({ profile, report }: ProfileEntry): boolean {
  return report?.installed === false && profile !== 'default';
}

/** Controls that are listed even when they cannot be used, so that a person learns why. */
const ALWAYS: readonly Control[] = ['start', 'stop', 'restart', 'uninstall'];
const ORDER: readonly Control[] = [
  'start',
  'stop-loop',
  'restart',
  'stop',
  'dashboard',
  'check',
  'install',
  'reinstall',
  'uninstall',
];

/** Everything that a profile offers, and the verbs that it does not offer now with their reason. */
export function profileCommands(entry: ProfileEntry, scope: CommandScope): readonly Command[] {
  const { row, more } = controlsFor(entry.report);
  const offered: ReadonlySet<Control> = new Set([...row, ...more]);
  const controls = ORDER.filter(
    (control) =>
      offered.has(control) || (ALWAYS.includes(control) && !(control === 'stop' && offered.has('stop-loop'))),
  );
  return [
    ...controls.map((control) => controlCommand(control, entry, scope)),
    ...TABS.map((tab) => viewCommand(tab, entry, scope)),
    smallCommand('look', entry, scope),
    smallCommand('address', entry, scope),
    smallCommand('support', entry, scope),
    smallCommand('issue', entry, scope),
    smallCommand('rename', entry, scope),
    smallCommand('commands', entry, scope),
    ...(entry.report !== null && entry.report.installed !== false ? [smallCommand('compare', entry, scope)] : []),
    ...(isForgettable(entry) ? [smallCommand('forget', entry, scope)] : []),
  ];
}

/** What installs the service, writes it again or takes it away. */
export function leavingCommands(entry: ProfileEntry, scope: CommandScope): readonly Command[] {
  const { row, more } = controlsFor(entry.report);
  return [...row, ...more]
    .filter((each) => each === 'install' || each === 'reinstall' || each === 'uninstall')
    .map((control) => controlCommand(control, entry, scope));
}

/** What concerns the service itself: its definition as it would be written, and what changes it. */
export function serviceCommands(entry: ProfileEntry, scope: CommandScope): readonly Command[] {
  return [viewCommand('service', entry, scope), ...leavingCommands(entry, scope)];
}

/** The buttons beside the verdict and in its "More". */
export function pageCommands(entry: ProfileEntry, scope: CommandScope): readonly Command[] {
  const { row, more } = controlsFor(entry.report);
  return [...row, ...more].map((control) => controlCommand(control, entry, scope));
}
