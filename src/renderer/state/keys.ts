import { controlsFor } from './controls.ts';
import { TABS } from './status.ts';
import type { Store } from './store.ts';

/** Keys of the whole window: Ctrl/Cmd+1..5 tabs, Ctrl/Cmd+comma settings, Ctrl/Cmd+Up/Down profiles, Ctrl/Cmd+Shift+R restart. A sheet keeps its own. */
export function onWindowKey(event: KeyboardEvent, store: Store): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector('dialog[open]') !== null) return;
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
