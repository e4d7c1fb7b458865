/** What can be set of one profile, one control each: in a row of the settings, and on the profile's own page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { StatusReport } from '../../../shared/status-report.ts';
import type { SupervisorKind } from '../../../shared/supervisor-kind.ts';
import { useStore } from '../../context.ts';
import { Pick } from '../../parts/choice.tsx';
import { CommandLink, CommandSwitch } from '../../parts/command-button.tsx';
import { scopeOf, settingsSight } from '../../state/commands/all-commands.ts';
import {
  autoStartCommand,
  autoStartOf,
  bootCommand,
  chosenRuntime,
  isBootOffered,
  RUNTIME_NAMES,
  RUNTIMES,
  type Runtime,
  runtimeCommand,
  supervisorChoices,
  supervisorCommand,
} from '../../state/commands/own-settings.ts';
import { perform } from '../../state/commands/perform.ts';
import { lastPortOf, type PortRow } from '../../state/port-plan.ts';
import type { ProfileEntry } from '../../state/status.ts';

const SETTLE_MS = 300;

/** The port as typed, judged when typing has stopped, with a free one beside a clash. */
export function PortField({ row, name }: { row: PortRow; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const [judged, setJudged] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  const portWanted = store.settings.portWanted.value;
  useEffect(() => {
    if (portWanted !== row.profile) return;
    store.settings.portWanted.value = null;
    field.current?.focus();
    field.current?.select();
  }, [portWanted]);
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
        ref={field}
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

/** Whether the service starts by itself, as the system says it. */
export function AutoStart({ entry, report, name }: { entry: ProfileEntry; report: StatusReport; name: string }) {
  const store = useStore();
  const words = store.words.value;
  if (report.installed === false) return <span class="t3 sm">{words.settings.noService}</span>;
  const scope = scopeOf(store, entry);
  const command = autoStartCommand(entry, scope);
  const how = autoStartOf(report);
  const id = `auto-start-${entry.profile}`;
  return (
    <>
      <CommandSwitch
        command={command}
        label={words.settings.autoStartOf(name)}
        on={report.enabled === true}
        describedBy={id}
      />
      <span id={id} class="vh">
        {command.off ?? (how === 'switch' ? words.settings.autoStartWhy : words.settings.autoStartOnWhy)}
      </span>
      {isBootOffered(entry) && <CommandLink command={bootCommand(entry, scope)} extraClass="boot-link" />}
    </>
  );
}

/** The runtime that the next installation takes. */
export function RuntimePick({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const scope = scopeOf(store, entry);
  const command = (runtime: Runtime) => runtimeCommand(runtime, entry, scope);
  return (
    <Pick
      label={words.settings.runtimeOf(name)}
      value={chosenRuntime(entry, store.settings.view.value)}
      off={scope.locked ?? null}
      options={RUNTIMES.map((value) => ({ value, label: RUNTIME_NAMES[value], command: command(value).id }))}
      onChange={(runtime) => void perform(command(runtime).effect, store)}
    />
  );
}

/** The supervisor: as it is while there is a service, to be chosen before. */
export function SupervisorPick({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const { report } = entry;
  if (report !== null && report.installed !== false) {
    return (
      <span class="t2 cut" title={words.settings.supervisorFixed}>
        {words.supervisor[report.supervisor].name}
      </span>
    );
  }
  const scope = scopeOf(store, entry);
  const sight = settingsSight(store);
  const command = (kind: SupervisorKind | null) => supervisorCommand(kind, entry, scope);
  return (
    <Pick
      label={words.settings.supervisorOf(name)}
      value={sight.view?.settings.profiles[entry.profile]?.supervisor ?? 'auto'}
      off={scope.locked ?? null}
      options={supervisorChoices(entry, sight).map((kind) => {
        const { id, label } = command(kind);
        return { value: kind ?? ('auto' as const), label, command: id };
      })}
      onChange={(value) => void perform(command(value === 'auto' ? null : value).effect, store)}
    />
  );
}
