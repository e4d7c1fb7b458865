import { useLayoutEffect } from 'preact/hooks';
import { langOf, verdictReason, verdictText } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { onWindowKey } from '../state/keys.ts';
import { AddProfile } from './add-profile.tsx';
import { DiagnoseTab } from './diagnose-tab.tsx';
import { FixSheetView } from './fix-sheet.tsx';
import { LateSheets } from './late-sheets.tsx';
import { LogsTab } from './logs-tab.tsx';
import { Overview } from './overview.tsx';
import { PlanSheetView } from './plan-sheet.tsx';
import { Connecting, WindowProblem } from './problem.tsx';
import { ProfileSettingsTab } from './profile-settings.tsx';
import { ServiceTab } from './service-tab.tsx';
import { PendingBar } from './settings/profiles.tsx';
import { RenameProfile } from './settings/rename.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
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
    case 'settings':
      return <ProfileSettingsTab key={entry.profile} entry={entry} />;
  }
}

/** Said by screen readers when the verdict changes; the age beside the heading ticks and must not be part of it. */
function LiveVerdict() {
  const store = useStore();
  const words = store.words.value;
  const report = store.status.entry.value?.report ?? null;
  const failed = report?.verdict.level === 'failed';
  const reason = report === null ? null : verdictReason(report, words);
  const text = report === null ? '' : words.sentence(verdictText(report, words, store.settings.nameOf(report.profile)));
  const said = (
    <>
      {text} {reason !== null && <span lang={langOf(reason)}>{reason.text}</span>}
    </>
  );
  return (
    <>
      <div class="vh" role="status" aria-live="polite">
        {failed ? '' : said}
      </div>
      <div class="vh" aria-live="assertive">
        {failed ? said : ''}
      </div>
    </>
  );
}

export function App() {
  const store = useStore();
  // With the first paint, not after it: a key that is pressed as soon as the window is seen must count.
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => onWindowKey(event, store);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  const info = store.status.info.value;
  // Platform, language and theme are part of the first paint, too.
  useLayoutEffect(() => {
    if (info !== null) document.documentElement.dataset.platform = info.platform;
  }, [info]);
  const { tag } = store.words.value;
  useLayoutEffect(() => {
    document.documentElement.lang = tag;
  }, [tag]);
  const look = store.settings.view.value?.settings.appearance ?? 'system';
  useLayoutEffect(() => {
    // The stylesheet follows the system unless told otherwise.
    if (look === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = look;
  }, [look]);
  const section = store.settings.tab.value;
  const tab = store.status.tab.value;
  const toast = store.toast.value;
  return (
    <div class="window">
      <Sidebar />
      {section === null ? (
        <main class={`main main-${tab}`}>
          <Tabs />
          <div class={`page page-${tab}`} role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
            <WindowProblem />
            <Page />
          </div>
          {tab === 'settings' && <PendingBar />}
        </main>
      ) : (
        <SettingsPage tab={section} />
      )}
      <LiveVerdict />
      <PlanSheetView />
      <FixSheetView />
      <SupportSheetView />
      <AddProfile />
      <RenameProfile />
      <LateSheets />
      <div class="toasts" role="status">
        {toast !== null && <p class="toast">{toast}</p>}
      </div>
    </div>
  );
}
