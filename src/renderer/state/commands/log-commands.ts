/** What can be done with the log of a profile, in the view that shows it. Pure. */
import type { LogLevel, LogSourceName } from '../../../shared/log-line.ts';
import { en } from '../../../shared/text/en.ts';
import type { UiIcon } from '../../parts/icon-name.ts';
import { shimArgv } from '../shim.ts';
import type { ProfileEntry } from '../status.ts';
import { type Command, type LogAct, makeCommand } from './command.ts';
import { type CommandScope, smallCommand } from './profile-commands.ts';

/** The buttons of the levels, least first. */
export type LevelChoice = readonly [name: 'all' | 'info' | 'warn' | 'error', least: LogLevel | null];
export const EVERY_LEVEL: LevelChoice = ['all', null];
export const LOG_LEVELS: readonly LevelChoice[] = [EVERY_LEVEL, ['info', 'info'], ['warn', 'warn'], ['error', 'error']];

/** The view as it is; null = another page is shown. */
export interface LogSight {
  readonly following: boolean;
  readonly level: LogLevel | null;
  readonly source: LogSourceName | null;
  readonly query: string;
  /** Why its folder cannot be opened, or null. */
  readonly noFolder: string | null;
  /** It could not be read. */
  readonly failed: boolean;
}

/** So many lines the view reads when it opens. */
export const FIRST_LINES = 1_000;
const ICONS: Readonly<Record<LogAct, UiIcon>> = {
  follow: 'down',
  pause: 'stop',
  copy: 'copy',
  crash: 'crash',
  again: 'restart',
};

/** `openclaw-tray [--profile NAME] logs WORDS` with what the view filters and searches. */
function logArgv(profile: string, sight: LogSight | null, least: LogLevel | null, ...words: readonly string[]) {
  return shimArgv(
    profile,
    'logs',
    ...words,
    ...(least === null ? [] : ['--level', least]),
    ...(sight === null || sight.source === null ? [] : ['--source', sight.source]),
    ...(sight === null || sight.query === '' ? [] : ['--grep', sight.query]),
  );
}

/** One act of the view; `again` reads a log anew that could not be read. */
export function logCommand(act: LogAct, entry: ProfileEntry, scope: CommandScope, sight: LogSight | null): Command {
  const { profile } = entry;
  const { words, name } = scope;
  const label: Readonly<Record<LogAct, string>> = {
    follow: words.logs.follow,
    pause: words.logs.follow,
    copy: words.act.copyLog,
    crash: words.logs.lastCrash,
    again: words.act.tryAgain,
  };
  const level = sight?.level ?? null;
  const argv: Readonly<Record<LogAct, readonly string[] | null>> = {
    follow: logArgv(profile, sight, level, '--follow'),
    pause: logArgv(profile, sight, level),
    copy: logArgv(profile, sight, level, '--lines', String(FIRST_LINES)),
    // No option of the shim knows where a crash is.
    crash: null,
    again: logArgv(profile, sight, level),
  };
  return makeCommand({
    id: `log-${act} ${profile}`,
    profile,
    label: label[act],
    title: words.command.log[act](name),
    search: `${en.command.log[act](profile)} ${profile} logs ${act}`,
    icon: ICONS[act],
    argv: argv[act],
    effect: { do: 'log', profile, act },
    shortcut: sight === null ? null : act === 'crash' ? 'crash' : act === 'follow' || act === 'pause' ? 'toggle' : null,
  });
}

/** Only lines of a level and above. */
export function levelCommand(
  level: LevelChoice,
  entry: ProfileEntry,
  { words, name }: CommandScope,
  sight: LogSight | null,
): Command {
  const [which, least] = level;
  const { profile } = entry;
  return makeCommand({
    id: `log-level-${which} ${profile}`,
    profile,
    label: words.logs.least[which],
    title: words.command.choose(words.command.log.of(name), words.logs.least[which]),
    search: `${en.command.log.of(profile)} ${en.logs.least[which]} ${profile} logs level ${which}`,
    icon: 'term',
    argv: logArgv(profile, sight, least, '--follow'),
    effect: { do: 'level', profile, least },
  });
}

/** The folder of a log. */
export function revealCommand(entry: ProfileEntry, scope: CommandScope, sight: LogSight | null): Command {
  return { ...smallCommand('reveal', entry, scope), off: sight?.noFolder ?? null };
}

/** Everything of the page of a log that can be done now; what is so already is left out. */
export function logCommands(entry: ProfileEntry, scope: CommandScope, sight: LogSight | null): readonly Command[] {
  return [
    ...(sight?.failed === true ? [logCommand('again', entry, scope, sight)] : []),
    logCommand(sight?.following === true ? 'pause' : 'follow', entry, scope, sight),
    logCommand('copy', entry, scope, sight),
    logCommand('crash', entry, scope, sight),
    revealCommand(entry, scope, sight),
    ...LOG_LEVELS.filter(([, least]) => sight === null || least !== sight.level).map((level) =>
      levelCommand(level, entry, scope, sight),
    ),
  ];
}
