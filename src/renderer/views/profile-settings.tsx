import { useStore } from '../context.ts';
import { CommandButton, CommandSwitch } from '../parts/command-button.tsx';
import { scopeOf, settingsSight } from '../state/commands/all-commands.ts';
import { muteCommand, ownSettings } from '../state/commands/own-settings.ts';
import { controlCommand, isForgettable, leavingCommands, smallCommand } from '../state/commands/profile-commands.ts';
import { portRows } from '../state/port-plan.ts';
import type { ProfileEntry } from '../state/status.ts';
import { SameOnCommandLine } from './command-list.tsx';
import { AutoStart, PortField, RuntimePick, SupervisorPick } from './settings/profile-fields.tsx';
import { Setting } from './settings/setting.tsx';

/** What the person wants to hear about this profile. */
function Notices({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  if (view === null) return null;
  const { on, muted } = view.settings.notifications;
  return (
    <Setting name={words.settings.tab.notifications} id="notices-why" why={words.settings.notifyWhy}>
      <CommandSwitch
        command={muteCommand(entry, scopeOf(store, entry), view)}
        label={words.settings.notifyOf(name)}
        on={on && !muted.includes(entry.profile)}
        describedBy="notices-why"
      />
    </Setting>
  );
}

/** The end of a profile's service, or of its place in the list: each asks first, or says why it cannot be. */
function Leaving({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const scope = scopeOf(store, entry);
  if (entry.report?.installed === false) {
    return (
      <>
        <Setting name={words.settings.service} why={words.settings.noServiceWhy}>
          <CommandButton command={controlCommand('install', entry, scope)} plainIcon />
        </Setting>
        {isForgettable(entry) && (
          <Setting name={words.settings.list} why={words.settings.forgetWhy}>
            <CommandButton command={smallCommand('forget', entry, scope)} plainIcon />
          </Setting>
        )}
      </>
    );
  }
  return (
    <Setting name={words.settings.service} why={words.settings.serviceWhy}>
      <CommandButton command={controlCommand('reinstall', entry, scope)} plainIcon />
      <CommandButton command={controlCommand('uninstall', entry, scope)} plainIcon />
    </Setting>
  );
}

/** The settings of one profile; what restarts its gateway goes through a plan, in the bar below the page. */
export function ProfileSettingsTab({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const { profile, report } = entry;
  const name = store.settings.nameOf(profile);
  const scope = scopeOf(store, entry);
  const entries = store.status.snapshot.value?.profiles ?? [];
  const row = portRows(entries, store.settings.ports.value)[entries.indexOf(entry)];
  return (
    <>
      <section class="settings-group profile-page" aria-label={words.settings.ofProfile(name)}>
        <h1 class="vh">{words.settings.ofProfile(name)}</h1>
        <Setting name={words.settings.renameField} why={words.settings.renameLead}>
          <span class="t2 cut" translate={false}>
            {name}
          </span>
          <CommandButton command={smallCommand('rename', entry, scope)} plainIcon />
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
        <Notices entry={entry} name={name} />
        <Leaving entry={entry} />
      </section>
      <SameOnCommandLine
        commands={[...ownSettings(entry, scope, settingsSight(store)), ...leavingCommands(entry, scope)]}
      />
    </>
  );
}
