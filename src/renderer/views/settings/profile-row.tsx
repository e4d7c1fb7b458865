import { useEffect, useRef, useState } from 'preact/hooks';
import type { AppInfo } from '../../../shared/ipc/contract.ts';
import { profileSettingsOf } from '../../../shared/settings.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { SUPERVISOR_KINDS, type SupervisorKind } from '../../../shared/supervisor-kind.ts';
import { tell } from '../../../shared/text/tell-core.ts';
import { useStore } from '../../context.ts';
import { Button } from '../../parts/button.tsx';
import { Pick } from '../../parts/choice.tsx';
import { glyphOf, StatusGlyph } from '../../parts/icon.tsx';
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

function PortField({ row, name }: { row: PortRow; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const [judged, setJudged] = useState(true);
  useEffect(() => {
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

function AutoStart({ entry, report, name }: { entry: ProfileEntry; report: StatusReport; name: string }) {
  const store = useStore();
  const words = store.words.value;
  if (report.installed === false) return <span class="t3 sm">{words.settings.noService}</span>;
  const { enabled } = report;
  const bootOffered = enabled === true && report.supervisor === 'systemd-user' && report.survives.logout === false;
  const off = enabled === null ? words.settings.autoStartUnknown : enabled ? words.settings.autoStartOff : null;
  const id = `auto-start-${entry.profile}`;
  return (
    <>
      <Switch
        label={words.settings.autoStartOf(name)}
        on={enabled === true}
        off={off}
        describedBy={id}
        onChange={() => void store.plan.open('install', entry.profile, { force: true })}
      />
      <span id={id} class="vh">
        {off ?? words.settings.autoStartOnWhy}
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

/** "More" of a row; Esc or a click elsewhere closes it. */
function RowMenu({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('.more-list button') ?? [])];
  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  const { profile, report } = entry;
  const installed = report?.installed !== false;
  async function forget(): Promise<void> {
    const reply = await store.client.call('profiles.forget', { profile });
    if (!reply.ok) store.say(tell(words, reply.error, 'message').text);
    else await store.status.refresh();
  }
  const locked = store.settings.view.value === null || isReadOnly(store.settings.view.value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the buttons inside
    <div
      class="more"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          setOpen(false);
          button.current?.focus();
        }
        if (!open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
        event.preventDefault();
        const all = items();
        const at = all.findIndex((item) => item.contains(document.activeElement));
        all[Math.min(all.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button
        kind="icon"
        icon="more"
        label={words.settings.moreOf(name)}
        expanded={open}
        buttonRef={button}
        onPress={() => setOpen(!open)}
      />
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a click on an entry, by mouse or key, closes the list
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <div class="more-list" onClick={() => setOpen(false)}>
          <Button
            kind="item"
            label={words.settings.rename}
            off={locked ? words.settings.problem.unreadable : null}
            onPress={() => {
              store.settings.renaming.value = profile;
            }}
          />
          {installed && (
            <>
              <Button
                kind="item"
                label={words.act.reinstall}
                onPress={() => void store.plan.open('install', profile, { force: true })}
              />
              <Button
                kind="item"
                label={words.settings.uninstallKeep}
                onPress={() => void store.plan.open('uninstall', profile)}
              />
            </>
          )}
          {!installed && (
            <>
              <Button kind="item" label={words.act.install} onPress={() => void store.plan.open('install', profile)} />
              {profile !== 'default' && <Button kind="item" label={words.act.forget} onPress={() => void forget()} />}
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** One profile: who it is, and what of it can be set. */
export function ProfileRow({ entry, row }: { entry: ProfileEntry; row: PortRow }) {
  const store = useStore();
  const words = store.words.value;
  const { profile, report } = entry;
  const view = store.settings.view.value;
  const name = store.settings.nameOf(profile);
  const wish = view === null ? null : profileSettingsOf(view.settings, profile);
  const locked =
    view === null
      ? words.overview.reading
      : isReadOnly(view)
        ? words.settings.problem[view.problem?.kind ?? 'newer']
        : null;
  const installed = report !== null && report.installed !== false;
  const actual = installed ? runtimeOf(report.program.runtime) : null;
  const platform = store.status.info.value?.platform ?? 'linux';
  const kinds = SUPERVISOR_KINDS.filter(
    (kind) => NATIVE[platform].includes(kind) || kind === 'embedded' || kind === wish?.supervisor,
  );
  const set = (change: { runtime?: 'node' | 'bun' | null; supervisor?: SupervisorKind | null }) =>
    void store.settings.change({ profiles: { [profile]: change } });
  return (
    <li class={`profile-set${row.clash === null ? '' : ' profile-set-wrong'}`}>
      <span class="who">
        <StatusGlyph glyph={report === null ? 'stopped' : glyphOf(report.verdict.level)} />
        <span class="cut" title={name}>
          {name}
        </span>
        {name !== profile && <span class="mono t3 cut">{profile}</span>}
      </span>
      <PortField row={row} name={name} />
      <span class="runtime-cell">
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
      </span>
      <span class="supervisor-cell">
        {installed ? (
          <span class="t2 cut" title={words.settings.supervisorFixed}>
            {words.supervisor[report.supervisor].name}
          </span>
        ) : (
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
        )}
      </span>
      <span class="auto-cell">{report !== null && <AutoStart entry={entry} report={report} name={name} />}</span>
      <RowMenu entry={entry} name={name} />
    </li>
  );
}
