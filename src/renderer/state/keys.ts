import { scopeOf } from './commands/all-commands.ts';
import { perform } from './commands/perform.ts';
import { controlCommand } from './commands/profile-commands.ts';
import { holdsPrimary } from './shortcuts.ts';
import { TABS } from './status.ts';
import type { Store } from './store.ts';

/** The button of the page that cures or begins; it opens a plan, or is as safe as Start. */
function pressPrimary(): boolean {
  const button = document.querySelector<HTMLElement>('#panel .btn-primary:not([aria-disabled])');
  button?.click();
  return button !== null;
}

/** F6 goes round the parts of the window: the list, the tabs, the page. */
function nextPart(back: boolean): void {
  const parts = ['.side [tabindex="0"], .side button', '.head [tabindex="0"]', '#panel'].map((part) =>
    document.querySelector<HTMLElement>(part),
  );
  const areas = ['.side', '.head', '#panel'].map((area) => document.querySelector(area));
  const at = areas.findIndex((area) => area?.contains(document.activeElement) === true);
  const next = at === -1 ? parts.length - 1 : (at + (back ? -1 : 1) + parts.length) % parts.length;
  parts[next]?.focus();
}

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
  if (event.key === 'F6' && !event.altKey) {
    event.preventDefault();
    nextPart(event.shiftKey);
    return;
  }
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
  } else if (key === '.' && !event.repeat) {
    if (pressPrimary()) event.preventDefault();
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
    if (command.off === null) void perform(command.effect, store);
    else store.say(store.words.peek().palette.notNow(command.off));
  }
}
