import { controlsFor } from './controls.ts';
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

/** Keys of the whole window: F6 its parts, Ctrl/Cmd+. the cure of the page (its plan first), Ctrl/Cmd+1..5 tabs, Ctrl/Cmd+comma settings, Ctrl/Cmd+Up/Down profiles, Ctrl/Cmd+Shift+R restart. A sheet keeps its own. */
export function onWindowKey(event: KeyboardEvent, store: Store): void {
  if (event.altKey || document.querySelector('dialog[open]') !== null) return;
  if (event.key === 'F6') {
    event.preventDefault();
    nextPart(event.shiftKey);
    return;
  }
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === '.' && !event.repeat) {
    if (pressPrimary()) event.preventDefault();
    return;
  }
  const page = store.settings.tab;
  if (event.key === ',') {
    event.preventDefault();
    page.value = page.peek() === null ? 'profiles' : null;
    return;
  }
  const tab = event.shiftKey ? undefined : TABS[Number(event.key) - 1];
  const entry = store.status.entry.peek();
  if (tab !== undefined) {
    event.preventDefault();
    page.value = null;
    store.status.tab.value = tab;
  } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    const profiles = store.status.snapshot.peek()?.profiles ?? [];
    const at = profiles.findIndex((each) => each.profile === entry?.profile);
    const next = profiles[at + (event.key === 'ArrowUp' ? -1 : 1)];
    event.preventDefault();
    if (next !== undefined) store.show(next.profile);
  } else if (event.shiftKey && event.key.toLowerCase() === 'r') {
    event.preventDefault();
    if (entry === null || entry.busy !== null || !controlsFor(entry.report).row.includes('restart')) return;
    const view = store.operations.views.peek().get(entry.profile);
    if (view === undefined || view.end !== null) void store.operations.run('restart', entry.profile);
  }
}
