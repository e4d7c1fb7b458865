/**
 * What a launch asks for by `--do=WORD`: the actions of the desktop entry (electron-builder.yml, `desktopActions`), which are there for
 * desktops without a tray. A second launch hands its words to the app that runs.
 */
import { z } from 'zod';
import { type MenuAction, runAll } from './menu-model.ts';
import type { ProfileEntry } from './words.ts';

export const launchWordSchema = z.enum(['open', 'start-all', 'stop-all', 'diagnose', 'settings', 'quit']);
export type LaunchWord = z.infer<typeof launchWordSchema>;

const FLAG = '--do=';

/** null when nothing, or nothing that we know, is asked for. The last one counts. */
export function launchWord(argv: readonly string[]): LaunchWord | null {
  const given = argv.findLast((each) => each.startsWith(FLAG))?.slice(FLAG.length);
  const parsed = launchWordSchema.safeParse(given);
  return parsed.success ? parsed.data : null;
}

/** The menu's action of this word for these profiles. The window where there is nothing that it could be done to. */
export function launchAction(word: LaunchWord, entries: readonly ProfileEntry[]): MenuAction {
  const profile = entries[0]?.profile ?? '';
  switch (word) {
    case 'open':
      return { do: 'open-window' };
    case 'start-all':
    case 'stop-all': {
      const action = runAll(word === 'start-all' ? 'start' : 'stop', entries);
      return action.profiles.length === 0 ? { do: 'open-window' } : action;
    }
    case 'diagnose':
    case 'settings':
      return { do: 'show', profile, tab: word };
    case 'quit':
      return { do: 'quit' };
    default:
      return word satisfies never;
  }
}
