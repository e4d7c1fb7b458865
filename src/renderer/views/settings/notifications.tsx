import { useStore } from '../../context.ts';
import { Switch } from '../../parts/switch.tsx';
import { isReadOnly } from './general.tsx';
import { Setting } from './setting.tsx';

/** One switch for all, and one for each profile. */
export function NotificationSettings() {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  if (view === null) return <p class="t2 appears-late">{words.overview.reading}</p>;
  const { on, muted } = view.settings.notifications;
  const locked = isReadOnly(view) ? words.settings.problem[view.problem?.kind ?? 'unreadable'] : null;
  const profiles = store.status.snapshot.value?.profiles ?? [];
  return (
    <>
      <section class="settings-group" aria-label={words.settings.tab.notifications}>
        <Setting name={words.settings.notify} id="notify-why" why={words.settings.notifyWhy}>
          <Switch
            label={words.settings.notify}
            on={on}
            off={locked}
            describedBy="notify-why"
            onChange={(value) => void store.settings.change({ notifications: { on: value } })}
          />
        </Setting>
      </section>
      <section class="sec">
        <h2>{words.settings.perProfile}</h2>
        <div class="settings-group">
          {profiles.map(({ profile }) => {
            const name = store.settings.nameOf(profile);
            const rest = muted.filter((each) => each !== profile);
            return (
              <Setting key={profile} name={name} own>
                <Switch
                  label={words.settings.notifyOf(name)}
                  on={on && !muted.includes(profile)}
                  off={on ? locked : words.settings.allOff}
                  onChange={(value) =>
                    void store.settings.change({ notifications: { muted: value ? rest : [...rest, profile] } })
                  }
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
