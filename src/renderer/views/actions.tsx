import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { MoreMenu } from '../parts/more-menu.tsx';
import { findingsOf, startIsPrimary } from '../state/causes.ts';
import { scopeOf } from '../state/commands/all-commands.ts';
import { controlCommand, isForgettable, smallCommand } from '../state/commands/profile-commands.ts';
import { type Control, controlsFor } from '../state/controls.ts';
import type { ProfileEntry } from '../state/status.ts';

/** On a page only the moving ones have a drawing. */
const WITH_ICON: ReadonlySet<Control> = new Set(['start', 'restart', 'stop', 'stop-loop', 'dashboard', 'check']);

/** One control of a profile as a button. */
function ControlButton(props: { control: Control; entry: ProfileEntry; item?: boolean; narrow?: string }) {
  const { control, entry, item = false, narrow = '' } = props;
  const store = useStore();
  const command = controlCommand(control, entry, scopeOf(store, entry));
  const primary = control === 'start' && entry.report !== null && startIsPrimary(entry.report);
  return (
    <CommandButton
      command={command}
      kind={item ? 'item' : primary ? 'primary' : 'plain'}
      extraClass={narrow}
      plainIcon={!WITH_ICON.has(control)}
    />
  );
}

/** "More" of a profile's page. */
function More({ entry, hiddenWhenNarrow }: { entry: ProfileEntry; hiddenWhenNarrow: readonly Control[] }) {
  const store = useStore();
  const words = store.words.value;
  return (
    <MoreMenu label={words.act.more}>
      {() => {
        const scope = scopeOf(store, entry);
        return (
          <>
            {hiddenWhenNarrow.map((control) => (
              <ControlButton key={control} control={control} entry={entry} item narrow="only-narrow" />
            ))}
            {controlsFor(entry.report).more.map((control) => (
              <ControlButton key={control} control={control} entry={entry} item />
            ))}
            <CommandButton kind="item" command={smallCommand('address', entry, scope)} />
            <CommandButton kind="item" command={smallCommand('commands', entry, scope)} plainIcon />
            {isForgettable(entry) && <CommandButton kind="item" command={smallCommand('forget', entry, scope)} />}
          </>
        );
      }}
    </MoreMenu>
  );
}

/** Controls beside the verdict. In the narrow layout only the first stays, the others are in "More". */
export function Actions({ entry }: { entry: ProfileEntry }) {
  const controls = controlsFor(entry.report);
  const fix = entry.report === null ? null : (findingsOf(entry.report).cause?.fix ?? null);
  // The card below has this very button: once on a page is enough.
  const offered = fix?.kind === 'operation' && fix.action === 'stop';
  const row = controls.row.filter((control) => !(offered && control === 'stop-loop'));
  return (
    <div class="acts verdict-acts">
      {row.map((control, at) => (
        <ControlButton key={control} control={control} entry={entry} narrow={at === 0 ? '' : 'only-wide'} />
      ))}
      <More entry={entry} hiddenWhenNarrow={row.slice(1)} />
    </div>
  );
}
