import { phraseOf, toldOf } from '../../../shared/said.ts';
import { useStore } from '../../context.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorNote } from '../../parts/error-note.tsx';
import { TabList } from '../../parts/tab-list.tsx';
import { windowCommand } from '../../state/commands/window-commands.ts';
import { SETTINGS_TABS, type SettingsTab } from '../../state/settings.ts';
import { PaletteButton } from '../palette-button.tsx';
import { GeneralSettings } from './general.tsx';
import { NotificationSettings } from './notifications.tsx';
import { PendingBar, ProfileSettingsList } from './profiles.tsx';

function SettingsTabs({ current }: { current: SettingsTab }) {
  const store = useStore();
  const words = store.words.value;
  return (
    <TabList
      label={words.settings.sections}
      tabs={SETTINGS_TABS}
      current={current}
      words={words.settings.tab}
      idOf={(each) => `settings-tab-${each}`}
      panel="panel"
      commandOf={(each) => windowCommand(each, words)}
      onChange={(each) => {
        store.settings.tab.value = each;
      }}
    />
  );
}

/** What keeps the file from being used as it is, and where one that could not be used went. */
function FileProblem() {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  const problem = view?.problem ?? null;
  if (problem !== null) {
    const why = {
      corrupt: words.settings.corruptWhy,
      newer: words.settings.newerWhy,
      unreadable: words.settings.unreadableWhy,
    };
    return (
      <ErrorNote
        title={words.settings.problem[problem.kind]}
        error={{
          code: 'config-invalid',
          message: why[problem.kind],
          details: [problem.message],
          told: { message: 'quote', details: [toldOf(phraseOf(problem.message, problem.told?.message))] },
        }}
      />
    );
  }
  return view === null || view.keptAside === null ? null : (
    <p class="t2 sm settings-aside">{words.settings.keptAside(view.keptAside)}</p>
  );
}

function ChangeProblem() {
  const store = useStore();
  const error = store.settings.error.value;
  if (error === null) return null;
  return <ErrorNote title={store.words.value.settings.notSaved} error={error} />;
}

/** The app's settings, in the place of a profile's page. */
export function SettingsPage({ tab }: { tab: SettingsTab }) {
  const store = useStore();
  const words = store.words.value;
  return (
    <main class={`main settings settings-${tab}`}>
      <SettingsTabs current={tab} />
      <div class="page" role="tabpanel" id="panel" aria-labelledby={`settings-tab-${tab}`} tabIndex={-1}>
        <h1 class="vh">{words.settings.title}</h1>
        <ChangeProblem />
        <FileProblem />
        {tab === 'profiles' && <ProfileSettingsList />}
        {tab === 'general' && <GeneralSettings />}
        {tab === 'notifications' && <NotificationSettings />}
      </div>
      {tab === 'profiles' && <PendingBar />}
    </main>
  );
}

/** At the foot of the sidebar. */
export function SettingsButton() {
  const store = useStore();
  const words = store.words.value;
  const open = store.settings.tab.value !== null;
  return (
    <div class="side-foot">
      <PaletteButton />
      <Button
        kind="item"
        icon="gear"
        label={words.settings.title}
        current={open}
        command="window profiles"
        onPress={() => {
          store.settings.tab.value = store.settings.tab.peek() ?? 'profiles';
        }}
      />
    </div>
  );
}
