/** What can be done with the window itself. Pure. */
import { en } from '../../../shared/text/en.ts';
import type { Words } from '../../../shared/text/words.ts';
import type { UiIcon } from '../../parts/icon-name.ts';
import type { ShortcutId } from '../shortcuts.ts';
import type { Command, Effect } from './command.ts';

type Name = 'profiles' | 'general' | 'notifications' | 'add' | 'keys' | 'checkAll';

interface Part {
  readonly name: Name;
  readonly icon: UiIcon;
  readonly effect: Effect;
  readonly argv?: readonly string[];
  readonly shortcut?: ShortcutId;
}

const PARTS: readonly Part[] = [
  {
    name: 'checkAll',
    icon: 'restart',
    effect: { do: 'check-all' },
    argv: ['openclaw-tray', 'gateway', 'status', '--all'],
  },
  { name: 'add', icon: 'plus', effect: { do: 'add' } },
  {
    name: 'profiles',
    icon: 'gear',
    effect: { do: 'settings', section: 'profiles' },
    argv: ['openclaw-tray', 'profiles'],
    shortcut: 'settings',
  },
  { name: 'general', icon: 'gear', effect: { do: 'settings', section: 'general' } },
  { name: 'notifications', icon: 'gear', effect: { do: 'settings', section: 'notifications' } },
  { name: 'keys', icon: 'search', effect: { do: 'keys' }, shortcut: 'keys' },
];

/** One of them. */
export function windowCommand(name: Name, words: Words): Command {
  const found = windowCommands(words).find(({ id }) => id === `window ${name}`);
  if (found === undefined) throw new Error(`The window has no command ${name}.`);
  return found;
}

/** All of them. */
export function windowCommands(words: Words): readonly Command[] {
  return PARTS.map(({ name, icon, effect, argv = null, shortcut = null }) => ({
    id: `window ${name}`,
    profile: null,
    label: words.command[name],
    title: words.command[name],
    foreign: false,
    search: `${en.command[name]} ${name}`,
    icon,
    argv,
    off: null,
    effect,
    shortcut,
    urgent: false,
  }));
}
