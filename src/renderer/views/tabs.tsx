import { useStore } from '../context.ts';
import { moveRoving } from '../parts/roving.ts';
import { TABS } from '../state/status.ts';

export function Tabs() {
  const store = useStore();
  const words = store.words.value;
  const current = store.status.tab.value;
  return (
    <div
      class="head"
      role="tablist"
      aria-label={words.nav.views}
      onKeyDown={(event) => {
        const target = moveRoving(event, 'horizontal');
        const tab = target === null ? undefined : TABS[target];
        if (tab !== undefined) store.status.tab.value = tab;
      }}
    >
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          class="tab"
          data-roving
          aria-selected={tab === current}
          aria-controls="panel"
          tabIndex={tab === current ? 0 : -1}
          onClick={() => {
            store.status.tab.value = tab;
          }}
        >
          {words.tab[tab]}
        </button>
      ))}
    </div>
  );
}
