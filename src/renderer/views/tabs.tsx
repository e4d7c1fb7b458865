import { useStore } from '../context.ts';
import { TabList } from '../parts/tab-list.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { viewCommand } from '../state/commands/profile-commands.ts';
import { TABS } from '../state/status.ts';

/** The tabs of the selected profile. */
export function Tabs() {
  const store = useStore();
  const words = store.words.value;
  const { tab } = store.status;
  const entry = store.status.entry.value;
  return (
    <TabList
      label={words.nav.views}
      tabs={TABS}
      current={tab.value}
      words={words.tab}
      idOf={(each) => `tab-${each}`}
      panel="panel"
      commandOf={(each) => (entry === null ? null : viewCommand(each, entry, scopeOf(store, entry)))}
      onChange={(each) => {
        tab.value = each;
      }}
    />
  );
}
