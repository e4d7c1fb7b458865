import { useEffect } from 'preact/hooks';
import { useStore } from '../context.ts';
import { onWindowKey } from '../state/keys.ts';
import { AddProfile } from './add-profile.tsx';
import { DiagnoseTab } from './diagnose-tab.tsx';
import { FixSheetView } from './fix-sheet.tsx';
import { LogsTab } from './logs-tab.tsx';
import { Overview } from './overview.tsx';
import { PlanSheetView } from './plan-sheet.tsx';
import { Connecting, WindowProblem } from './problem.tsx';
import { ServiceTab } from './service-tab.tsx';
import { Sidebar } from './sidebar.tsx';
import { SupportSheetView } from './support-sheet.tsx';
import { Tabs } from './tabs.tsx';

function Page() {
  const store = useStore();
  const entry = store.status.entry.value;
  if (entry === null) return <Connecting />;
  switch (store.status.tab.value) {
    case 'overview':
      return <Overview key={entry.profile} entry={entry} />;
    case 'logs':
      return <LogsTab key={entry.profile} entry={entry} />;
    case 'service':
      return <ServiceTab key={entry.profile} entry={entry} />;
    case 'diagnose':
      return <DiagnoseTab key={entry.profile} entry={entry} />;
  }
}

/** Said by screen readers when the verdict changes; the age beside the heading ticks and must not be part of it. */
function LiveVerdict() {
  const verdict = useStore().status.entry.value?.report?.verdict;
  const failed = verdict?.level === 'failed';
  const text = verdict === undefined ? '' : `${verdict.text}. ${verdict.reason ?? ''}`;
  return (
    <>
      <div class="vh" role="status" aria-live="polite">
        {failed ? '' : text}
      </div>
      <div class="vh" aria-live="assertive">
        {failed ? text : ''}
      </div>
    </>
  );
}

export function App() {
  const store = useStore();
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onWindowKey(event, store);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  const info = store.status.info.value;
  useEffect(() => {
    if (info === null) return;
    document.documentElement.lang = info.language;
    document.documentElement.dataset.platform = info.platform;
  }, [info]);
  const tab = store.status.tab.value;
  const toast = store.toast.value;
  return (
    <div class="window">
      <Sidebar />
      <main class="main">
        <Tabs />
        <div class={`page page-${tab}`} role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`}>
          <WindowProblem />
          <Page />
        </div>
      </main>
      <LiveVerdict />
      <PlanSheetView />
      <FixSheetView />
      <SupportSheetView />
      <AddProfile />
      <div class="toasts" role="status">
        {toast !== null && <p class="toast">{toast}</p>}
      </div>
    </div>
  );
}
