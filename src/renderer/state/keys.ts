import { scopeOf } from './commands/all-commands.ts';
import { perform } from './commands/perform.ts';
import { controlCommand } from './commands/profile-commands.ts';
import { holdsPrimary } from './shortcuts.ts';
import { TABS } from './status.ts';
import type { Store } from './store.ts';

/** Somebody types there: only keys that no text needs may be taken. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select') !== null
  );
}

/** Keys of the whole window; they are listed in `shortcuts.ts`. A sheet keeps its own. */
export function onWindowKey(event: KeyboardEvent, store: Store): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
  const typing = isTyping(event.target);
  const { palette } = store;
  if (!holdsPrimary(event, store.status.info.peek()?.platform ?? 'linux')) {
    if (event.key !== '?' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    palette.keys.value = true;
    return;
  }
  const page = store.settings.tab;
  const key = event.key.toLowerCase();
  const tab = event.shiftKey ? undefined : TABS[Number(event.key) - 1];
  if (key === 'k' && !event.shiftKey) {
    event.preventDefault();
    palette.open.value = true;
  } else if (key === '/' || key === '?') {
    event.preventDefault();
    palette.keys.value = true;
  } else if (key === ',') {
    event.preventDefault();
    page.value = page.peek() === null ? 'profiles' : null;
  } else if (tab !== undefined) {
    event.preventDefault();
    page.value = null;
    store.status.tab.value = tab;
  } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !typing) {
    event.preventDefault();
    const profiles = store.status.snapshot.peek()?.profiles ?? [];
    const at = profiles.findIndex((each) => each.profile === store.status.entry.peek()?.profile);
    const next = profiles[at + (event.key === 'ArrowUp' ? -1 : 1)];
    if (next !== undefined) store.show(next.profile);
  } else if (event.shiftKey && key === 'r') {
    event.preventDefault();
    const entry = store.status.entry.peek();
    if (entry === null) return;
    const command = controlCommand('restart', entry, scopeOf(store, entry));
    if (command.off === null) perform(command.effect, store);
    else store.say(store.words.peek().palette.notNow(command.off));
  }
}
