import { useStore } from '../context.ts';
import { TabList } from '../parts/tab-list.tsx';
import { TABS } from '../state/status.ts';

/** The tabs of the selected profile. */
export function Tabs() {
  const store = useStore();
  const words = store.words.value;
  const { tab } = store.status;
  return (
    <TabList
      label={words.nav.views}
      tabs={TABS}
      current={tab.value}
      words={words.tab}
      idOf={(each) => `tab-${each}`}
      panel="panel"
      onChange={(each) => {
        tab.value = each;
      }}
    />
  );
}
