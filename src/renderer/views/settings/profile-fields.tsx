/** What can be set of one profile, one control each: in a row of the settings, and on the profile's own page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AppInfo } from '../../../shared/ipc/contract.ts';
import { type ProfileSettings, profileSettingsOf } from '../../../shared/settings.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { SUPERVISOR_KINDS, type SupervisorKind } from '../../../shared/supervisor-kind.ts';
import { useStore } from '../../context.ts';
import { Pick } from '../../parts/choice.tsx';
import { Switch } from '../../parts/switch.tsx';
import { runtimeOf } from '../../state/pending.ts';
import { lastPortOf, type PortRow } from '../../state/port-plan.ts';
import type { ProfileEntry } from '../../state/status.ts';
import { isReadOnly } from './general.tsx';

const SETTLE_MS = 300;

/** The supervisors that a platform has, besides the built-in one. */
const NATIVE: Readonly<Record<AppInfo['platform'], readonly SupervisorKind[]>> = {
  linux: ['systemd-user'],
  darwin: ['launchd'],
  win32: ['task-scheduler'],
  other: [],
};

/** The port as typed, judged when typing has stopped, with a free one beside a clash. */
export function PortField({ row, name }: { row: PortRow; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const [judged, setJudged] = useState(true);
  const drawn = useRef(row.text);
  useEffect(() => {
    // Nobody types in a row that comes into sight.
    if (drawn.current === row.text) return;
    drawn.current = row.text;
    setJudged(false);
    const timer = setTimeout(() => setJudged(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [row.text]);
  const wrong = row.changed && row.wanted === null;
  const bad = judged && (wrong || row.clash !== null);
  const { clash, proposal } = row;
  const put = (text: string) => {
    const next = new Map(store.settings.ports.peek());
    if (text === String(row.now ?? '')) next.delete(row.profile);
    else next.set(row.profile, text);
    store.settings.ports.value = next;
  };
  const id = `port-problem-${row.profile}`;
  return (
    <>
      <input
        class={`field num port-field${bad ? ' field-wrong' : ''}`}
        inputMode="numeric"
        autocomplete="off"
        aria-label={words.settings.portOf(name)}
        aria-invalid={bad}
        aria-describedby={id}
        value={row.text}
        onInput={(event) => put(event.currentTarget.value.trim())}
      />
      <p id={id} class="sm port-problem" aria-live="polite">
        {bad && wrong && <span class="tone-bad">{words.first.portInvalid}</span>}
        {bad && clash !== null && (
          <span class="tone-bad">
            {words.settings.tooClose(store.settings.nameOf(clash.profile), clash.port, lastPortOf(clash.port))}
          </span>
        )}
        {bad && proposal !== null && (
          <button type="button" class="link num" onClick={() => put(String(proposal))}>
            {words.settings.use(proposal)}
          </button>
        )}
      </p>
    </>
  );
}

/** `switch`: off and on; `install`: on, by installing it again; `fixed`: this supervisor cannot. */
function autoStartOf({ supervisor, enabled }: StatusReport): 'switch' | 'install' | 'fixed' {
  if (supervisor === 'embedded') return 'fixed';
  if (supervisor !== 'task-scheduler') return 'switch';
  return enabled === true ? 'fixed' : 'install';
}

/** Whether the service starts by itself, as the system says it. */
export function AutoStart({ entry, report, name }: { entry: ProfileEntry; report: StatusReport; name: string }) {
  const store = useStore();
  const words = store.words.value;
  if (report.installed === false) return <span class="t3 sm">{words.settings.noService}</span>;
  const { enabled } = report;
  const [waiting, setWaiting] = useState(false);
  const bootOffered = enabled === true && report.supervisor === 'systemd-user' && report.survives.logout === false;
  const how = autoStartOf(report);
  const off =
    enabled === null ? words.settings.autoStartUnknown : how === 'fixed' ? words.settings.autoStartFixed : null;
  const id = `auto-start-${entry.profile}`;
  async function change(on: boolean): Promise<void> {
    setWaiting(true);
    const reply = await store.client.call('autostart.set', { profile: entry.profile, on });
    setWaiting(false);
    if (!reply.ok) store.say(reply.error.message);
    else for (const warning of reply.value.warnings) store.say(warning);
  }
  return (
    <>
      <Switch
        label={words.settings.autoStartOf(name)}
        on={enabled === true}
        off={off}
        waiting={waiting}
        describedBy={id}
        onChange={(on) =>
          void (how === 'switch' ? change(on) : store.plan.open('install', entry.profile, { force: true }))
        }
      />
      <span id={id} class="vh">
        {off ?? (how === 'switch' ? words.settings.autoStartWhy : words.settings.autoStartOnWhy)}
      </span>
      {bootOffered && (
        <button
          type="button"
          class="link boot-link"
          onClick={() => void store.plan.open('install', entry.profile, { force: true, linger: true })}
        >
          {words.settings.bootToo}
        </button>
      )}
    </>
  );
}

interface Wish {
  /** null while the settings are not read. */
  readonly wish: ProfileSettings | null;
  /** Why nothing can be changed; null when it can. */
  readonly locked: string | null;
  set(change: { runtime?: 'node' | 'bun' | null; supervisor?: SupervisorKind | null }): void;
}

/** What the person asked for this profile, and how it is changed. */
export function useWish(profile: string): Wish {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  return {
    wish: view === null ? null : profileSettingsOf(view.settings, profile),
    locked:
      view === null
        ? words.overview.reading
        : isReadOnly(view)
          ? words.settings.problem[view.problem?.kind ?? 'newer']
          : null,
    set: (change) => void store.settings.change({ profiles: { [profile]: change } }),
  };
}

/** The runtime that the next installation takes. */
export function RuntimePick({ entry, name }: { entry: ProfileEntry; name: string }) {
  const words = useStore().words.value;
  const { wish, locked, set } = useWish(entry.profile);
  const { report } = entry;
  const actual = report !== null && report.installed !== false ? runtimeOf(report.program.runtime) : null;
  return (
    <Pick
      label={words.settings.runtimeOf(name)}
      value={wish?.runtime ?? actual ?? 'node'}
      off={locked}
      options={[
        { value: 'node' as const, label: 'Node' },
        { value: 'bun' as const, label: 'Bun' },
      ]}
      onChange={(runtime) => set({ runtime })}
    />
  );
}

/** The supervisor: as it is while there is a service, to be chosen before. */
export function SupervisorPick({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const { wish, locked, set } = useWish(entry.profile);
  const { report } = entry;
  const platform = store.status.info.value?.platform ?? 'linux';
  if (report !== null && report.installed !== false) {
    return (
      <span class="t2 cut" title={words.settings.supervisorFixed}>
        {words.supervisor[report.supervisor].name}
      </span>
    );
  }
  const kinds = SUPERVISOR_KINDS.filter(
    (kind) => NATIVE[platform].includes(kind) || kind === 'embedded' || kind === wish?.supervisor,
  );
  return (
    <Pick
      label={words.settings.supervisorOf(name)}
      value={wish?.supervisor ?? 'auto'}
      off={locked}
      options={[
        { value: 'auto' as const, label: words.settings.chosen },
        ...kinds.map((value) => ({ value, label: words.supervisor[value].name })),
      ]}
      onChange={(value) => set({ supervisor: value === 'auto' ? null : value })}
    />
  );
}
