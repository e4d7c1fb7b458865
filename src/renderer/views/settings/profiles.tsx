import { useStore } from '../../context.ts';
import { CommandButton } from '../../parts/command-button.tsx';
import { CopyLine } from '../../parts/copy.tsx';
import { LongList } from '../../parts/long-list.tsx';
import { pendingOf } from '../../state/commands/all-commands.ts';
import { discardCommand, reviewCommand } from '../../state/commands/app-settings.ts';
import { windowCommand } from '../../state/commands/window-commands.ts';
import { portRows } from '../../state/port-plan.ts';
import { shellText } from '../../state/shim.ts';
import type { ProfileEntry } from '../../state/status.ts';
import { PortMapView } from './port-map.tsx';
import { ProfileRow } from './profile-row.tsx';

const profileOf = ({ profile }: ProfileEntry) => profile;
/** Height of a row with nothing wrong, as `.profile-set` has it with its line. */
const ROW = 45;

/** Every profile in one row: port, runtime, supervisor, auto-start; below them the ports on one line. */
export function ProfileSettingsList() {
  const store = useStore();
  const words = store.words.value;
  const entries = store.status.snapshot.value?.profiles ?? [];
  const rows = portRows(entries, store.settings.ports.value);
  const clashing = new Set(rows.filter(({ clash }) => clash !== null).map(({ profile }) => profile));
  return (
    <>
      <div class="profile-table">
        <div class="profile-head" aria-hidden="true">
          <span>{words.settings.profile}</span>
          <span>{words.settings.port}</span>
          <span>{words.settings.runtime}</span>
          <span>{words.settings.supervisor}</span>
          <span>{words.settings.autoStart}</span>
        </div>
        <LongList
          label={words.nav.profiles}
          items={entries}
          keyOf={profileOf}
          rowClass="profile-set"
          kindOf={(entry) => (clashing.has(entry.profile) ? 'with a problem' : '')}
          guess={ROW}
          scroller=".page"
          render={(entry, at) => {
            const row = rows[at];
            return row === undefined ? null : <ProfileRow entry={entry} row={row} />;
          }}
        />
      </div>
      <div class="acts settings-add">
        <CommandButton command={windowCommand('add', words)} label={words.nav.addProfile} />
      </div>
      <PortMapView rows={rows} />
    </>
  );
}

/** What was changed and is not applied yet. One plan at a time, because each restarts a gateway. */
export function PendingBar() {
  const store = useStore();
  const words = store.words.value;
  const changes = pendingOf(store);
  if (changes.length === 0) return null;
  const ready = changes.find((change) => change.problem === null) ?? null;
  const review = reviewCommand(ready, store.settings.nameOf(ready?.profile ?? ''), words);
  return (
    <div class="pending" role="status">
      <span class="t2">{words.settings.changes(changes.length)}</span>
      {review.argv === null ? (
        <span class="space" />
      ) : (
        <CopyLine text={shellText(review.argv)} label={words.act.copyCommand} />
      )}
      <CommandButton command={discardCommand(words)} plainIcon />
      <CommandButton
        kind="primary"
        command={review}
        label={changes.length === 1 ? review.label : review.title}
        plainIcon
      />
    </div>
  );
}
