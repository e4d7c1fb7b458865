import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { Switch } from '../parts/switch.tsx';
import { portRows } from '../state/port-plan.ts';
import type { ProfileEntry } from '../state/status.ts';
import { AutoStart, PortField, RuntimePick, SupervisorPick, useWish } from './settings/profile-fields.tsx';
import { Setting } from './settings/setting.tsx';

/** What the person wants to hear about this profile. */
function Notices({ profile, name, locked }: { profile: string; name: string; locked: string | null }) {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  if (view === null) return null;
  const { on, muted } = view.settings.notifications;
  const rest = muted.filter((each) => each !== profile);
  return (
    <Setting name={words.settings.tab.notifications} id="notices-why" why={words.settings.notifyWhy}>
      <Switch
        label={words.settings.notifyOf(name)}
        on={on && !muted.includes(profile)}
        off={on ? locked : words.settings.allOff}
        describedBy="notices-why"
        onChange={(value) =>
          void store.settings.change({ notifications: { muted: value ? rest : [...rest, profile] } })
        }
      />
    </Setting>
  );
}

/** The end of a profile's service, or of its place in the list: each asks first, or says why it cannot be. */
function Leaving({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const { profile, report } = entry;
  async function forget(): Promise<void> {
    const reply = await store.client.call('profiles.forget', { profile });
    if (!reply.ok) store.say(reply.error.message);
    else await store.status.refresh();
  }
  if (report?.installed === false) {
    return (
      <>
        <Setting name={words.settings.service} why={words.settings.noServiceWhy}>
          <Button label={words.act.install} onPress={() => void store.plan.open('install', profile)} />
        </Setting>
        {profile !== 'default' && (
          <Setting name={words.settings.list} why={words.settings.forgetWhy}>
            <Button label={words.act.forget} onPress={() => void forget()} />
          </Setting>
        )}
      </>
    );
  }
  return (
    <Setting name={words.settings.service} why={words.settings.serviceWhy}>
      <Button label={words.act.reinstall} onPress={() => void store.plan.open('install', profile, { force: true })} />
      <Button label={words.act.uninstall} onPress={() => void store.plan.open('uninstall', profile)} />
    </Setting>
  );
}

/** The settings of one profile; what restarts its gateway goes through a plan, in the bar below the page. */
export function ProfileSettingsTab({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const { profile, report } = entry;
  const name = store.settings.nameOf(profile);
  const { locked } = useWish(profile);
  const entries = store.status.snapshot.value?.profiles ?? [];
  const row = portRows(entries, store.settings.ports.value)[entries.indexOf(entry)];
  return (
    <section class="settings-group profile-page" aria-label={words.settings.ofProfile(name)}>
      <h1 class="vh">{words.settings.ofProfile(name)}</h1>
      <Setting name={words.settings.renameField} why={words.settings.renameLead}>
        <span class="t2 cut" translate={false}>
          {name}
        </span>
        <Button
          label={words.settings.rename}
          off={locked}
          onPress={() => {
            store.settings.renaming.value = profile;
          }}
        />
      </Setting>
      {row !== undefined && (
        <Setting name={words.settings.port} why={words.settings.portWhy}>
          <PortField row={row} name={name} />
        </Setting>
      )}
      <Setting name={words.settings.runtime} why={words.settings.runtimeWhy}>
        <RuntimePick entry={entry} name={name} />
      </Setting>
      <Setting
        name={words.settings.supervisor}
        why={report !== null && report.installed !== false ? words.settings.supervisorFixed : null}
      >
        <SupervisorPick entry={entry} name={name} />
      </Setting>
      {report !== null && (
        <Setting name={words.settings.autoStart}>
          <AutoStart entry={entry} report={report} name={name} />
        </Setting>
      )}
      <Notices profile={profile} name={name} locked={locked} />
      <Leaving entry={entry} />
    </section>
  );
}
