import { useStore } from '../../context.ts';
import { CommandButton } from '../../parts/command-button.tsx';
import { glyphOf, StatusGlyph } from '../../parts/icon.tsx';
import { MoreMenu } from '../../parts/more-menu.tsx';
import { scopeOf } from '../../state/commands/all-commands.ts';
import { controlCommand, isForgettable, smallCommand } from '../../state/commands/profile-commands.ts';
import type { Control } from '../../state/controls.ts';
import type { PortRow } from '../../state/port-plan.ts';
import type { ProfileEntry } from '../../state/status.ts';
import { AutoStart, PortField, RuntimePick, SupervisorPick } from './profile-fields.tsx';

const INSTALLED: readonly Control[] = ['reinstall', 'uninstall'];
const NOT_INSTALLED: readonly Control[] = ['install'];

/** "More" of a row. */
function RowMenu({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  return (
    <MoreMenu label={words.settings.moreOf(name)}>
      {() => {
        const { report } = entry;
        const scope = scopeOf(store, entry);
        return (
          <>
            <CommandButton kind="item" command={smallCommand('rename', entry, scope)} plainIcon />
            {(report?.installed !== false ? INSTALLED : NOT_INSTALLED).map((control) => (
              <CommandButton
                key={control}
                kind="item"
                command={controlCommand(control, entry, scope)}
                {...(control === 'uninstall' ? { label: words.settings.uninstallKeep } : {})}
              />
            ))}
            {isForgettable(entry) && <CommandButton kind="item" command={smallCommand('forget', entry, scope)} />}
            <CommandButton kind="item" command={smallCommand('commands', entry, scope)} plainIcon />
          </>
        );
      }}
    </MoreMenu>
  );
}

/** One profile: who it is, and what of it can be set. */
export function ProfileRow({ entry, row }: { entry: ProfileEntry; row: PortRow }) {
  const store = useStore();
  const { profile, report } = entry;
  const name = store.settings.nameOf(profile);
  return (
    <>
      <span class="who">
        <StatusGlyph glyph={report === null ? 'stopped' : glyphOf(report.verdict.level)} />
        <span class="cut" title={name}>
          {name}
        </span>
        {name !== profile && <span class="mono t3 cut">{profile}</span>}
      </span>
      <PortField row={row} name={name} />
      <span class="runtime-cell">
        <RuntimePick entry={entry} name={name} />
      </span>
      <span class="supervisor-cell">
        <SupervisorPick entry={entry} name={name} />
      </span>
      <span class="auto-cell">{report !== null && <AutoStart entry={entry} report={report} name={name} />}</span>
      <RowMenu entry={entry} name={name} />
    </>
  );
}
