import { useStore } from '../../context.ts';
import { Button } from '../../parts/button.tsx';
import { CopyLine } from '../../parts/copy.tsx';
import { LongList } from '../../parts/long-list.tsx';
import { type PendingChange, pendingChanges } from '../../state/pending.ts';
import { portRows } from '../../state/port-plan.ts';
import { shellText, shimCommand } from '../../state/shim.ts';
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
        <Button icon="plus" label={words.nav.addProfile} onPress={() => (store.adding.value = true)} />
      </div>
      <PortMapView rows={rows} />
    </>
  );
}

/** What was changed and is not applied yet. One plan at a time, because each restarts a gateway. */
export function PendingBar() {
  const store = useStore();
  const words = store.words.value;
  const changes = pendingChanges(
    store.status.snapshot.value?.profiles ?? [],
    store.settings.ports.value,
    store.settings.view.value?.settings ?? null,
  );
  if (changes.length === 0) return null;
  const ready = changes.find((change) => change.problem === null);
  const review = (change: PendingChange) => void store.plan.open('install', change.profile, change.options);
  function discard(): void {
    store.settings.ports.value = new Map();
    const profiles = Object.fromEntries(
      changes.filter(({ options }) => options.runtime !== undefined).map(({ profile }) => [profile, { runtime: null }]),
    );
    if (Object.keys(profiles).length > 0) void store.settings.change({ profiles });
  }
  const label =
    changes.length === 1 || ready === undefined
      ? words.settings.review
      : words.settings.reviewOf(store.settings.nameOf(ready.profile));
  return (
    <div class="pending" role="status">
      <span class="t2">{words.settings.changes(changes.length)}</span>
      {ready === undefined ? (
        <span class="space" />
      ) : (
        <CopyLine
          text={shellText(shimCommand(ready.profile, 'install', ready.options))}
          label={words.act.copyCommand}
        />
      )}
      <Button label={words.settings.discard} onPress={discard} />
      <Button
        kind="primary"
        label={label}
        off={ready === undefined ? words.settings.notReady : null}
        onPress={() => {
          if (ready !== undefined) review(ready);
        }}
      />
    </div>
  );
}
