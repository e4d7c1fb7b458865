import { useStore } from '../../context.ts';
import { CommandSwitch } from '../../parts/command-button.tsx';
import { scopeOf } from '../../state/commands/all-commands.ts';
import { notifyCommand } from '../../state/commands/app-settings.ts';
import { muteCommand } from '../../state/commands/own-settings.ts';
import { Setting } from './setting.tsx';

/** One switch for all, and one for each profile. */
export function NotificationSettings() {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  if (view === null) return <p class="t2 appears-late">{words.overview.reading}</p>;
  const { on, muted } = view.settings.notifications;
  const profiles = store.status.snapshot.value?.profiles ?? [];
  return (
    <>
      <section class="settings-group" aria-label={words.settings.tab.notifications}>
        <Setting name={words.settings.notify} id="notify-why" why={words.settings.notifyWhy}>
          <CommandSwitch
            command={notifyCommand(view, words)}
            label={words.settings.notify}
            on={on}
            describedBy="notify-why"
          />
        </Setting>
      </section>
      <section class="sec">
        <h2>{words.settings.perProfile}</h2>
        <div class="settings-group">
          {profiles.map((entry) => {
            const { profile } = entry;
            const name = store.settings.nameOf(profile);
            return (
              <Setting key={profile} name={name} own>
                <CommandSwitch
                  command={muteCommand(entry, scopeOf(store, entry), view)}
                  label={words.settings.notifyOf(name)}
                  on={on && !muted.includes(profile)}
                />
              </Setting>
            );
          })}
        </div>
        {!on && <p class="t3 sm">{words.settings.allOff}</p>}
      </section>
    </>
  );
}
