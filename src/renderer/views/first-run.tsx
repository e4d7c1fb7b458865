import { useEffect, useState } from 'preact/hooks';
import type { PortOwner, StatusReport } from '../../shared/status-report.ts';
import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { type Glyph, StatusGlyph } from '../parts/icon.tsx';
import { findingsOf } from '../state/causes.ts';
import { scopeOf } from '../state/commands/all-commands.ts';
import { portCommand } from '../state/commands/own-settings.ts';
import { controlCommand, installCommand } from '../state/commands/profile-commands.ts';
import { baseName } from '../state/facts.ts';
import { shellText } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';
import { AlsoNoticed, CauseCard } from './cause-card.tsx';
import { Verdict } from './verdict.tsx';

interface Found {
  readonly name: string;
  readonly glyph: Glyph;
  readonly value: string;
  readonly mono: boolean;
  readonly note: string;
  readonly noteMono?: boolean;
}

function portFound(report: StatusReport, words: Words): Found {
  const base = { name: words.first.port, value: String(report.port), mono: true };
  const owner: PortOwner = report.portOwner;
  switch (owner.owner) {
    case 'nobody':
      return { ...base, glyph: 'healthy', note: words.first.portFree };
    case 'process':
      return owner.own
        ? { ...base, glyph: 'external', note: words.first.portOwn }
        : {
            ...base,
            glyph: 'degraded',
            note: words.first.portTaken(`${baseName(owner.command)}, ${words.fact.pid(owner.pid)}`),
          };
    case 'unreadable':
      return { ...base, glyph: 'degraded', note: words.first.portTakenUnreadable };
    case 'unknown':
      return { ...base, glyph: 'unknown', note: words.first.portUnknown };
  }
}

function logoutFound(report: StatusReport, words: Words): Found {
  const base = { name: words.first.afterLogout, mono: false };
  const { logout, reason } = report.survives;
  if (logout === null) return { ...base, glyph: 'unknown', value: words.first.lingerUnknown, note: reason ?? '' };
  // The supervisor's reason is about a reboot then, and there is no service yet that it could be true of.
  const why = report.supervisor === 'systemd-user' ? words.first.lingerOnWhy : (reason ?? '');
  if (logout) return { ...base, glyph: 'healthy', value: words.first.lingerOn, note: why };
  return report.supervisor === 'systemd-user'
    ? { ...base, glyph: 'degraded', value: words.first.lingerOff, note: words.first.lingerOffWhy }
    : { ...base, glyph: 'degraded', value: words.service.no, note: reason ?? '' };
}

/** True when it was looked for and is not there; false also while nobody knows. */
const isMissing = ({ diagnoses, program }: StatusReport): boolean =>
  program.entry === null && diagnoses.some(({ code }) => code === 'openclaw-missing');

/** What was found on this computer, one row each. A fact that the report does not hold makes no row. */
export function foundRows(report: StatusReport, words: Words): readonly Found[] {
  const { entry, openclawVersion, runtime } = report.program;
  const supervisor = words.supervisor[report.supervisor];
  const { source, problem, mode } = report.auth;
  const auth =
    problem ?? (source !== null ? words.first.authWhere(source) : mode === 'none' ? '' : words.first.authNone);
  return [
    ...(isMissing(report)
      ? [{ name: words.first.openclaw, glyph: 'failed' as const, value: words.first.notFound, mono: false, note: '' }]
      : []),
    ...(entry === null && openclawVersion === null
      ? []
      : [
          {
            name: words.first.openclaw,
            glyph: 'healthy' as const,
            value: openclawVersion ?? words.first.versionUnknown,
            mono: openclawVersion !== null,
            note: entry ?? '',
            noteMono: true,
          },
        ]),
    ...(runtime === null
      ? []
      : [
          {
            name: words.first.runtime,
            glyph: 'healthy' as const,
            value: baseName(runtime),
            mono: true,
            note: runtime,
            noteMono: true,
          },
        ]),
    { name: words.first.supervisor, glyph: 'healthy', value: supervisor.name, mono: false, note: supervisor.note },
    {
      name: words.first.configuration,
      glyph: problem === null ? 'healthy' : 'degraded',
      value: report.configPath.cli,
      mono: true,
      note: auth,
    },
    portFound(report, words),
    logoutFound(report, words),
  ];
}

function portProblem(text: string, words: Words): string | null {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65535 ? null : words.first.portInvalid;
}

function Choice(props: { label: string; why: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="option">
      <span>{props.label}</span>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        checked={props.on}
        aria-checked={props.on}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="t3 sm">{props.why}</span>
    </label>
  );
}

/** The page of a profile that has no service: what was found, one switch, one primary button. */
export function FirstRun({ entry, report }: { entry: ProfileEntry; report: StatusReport }) {
  const store = useStore();
  const words = store.words.value;
  const offersSystem = report.supervisor === 'systemd-user';
  const [system, setSystem] = useState(false);
  const offersLinger = offersSystem && !system && report.survives.logout === false;
  const [linger, setLinger] = useState(true);
  const [port, setPort] = useState<string | null>(null);
  const wrong = port === null ? null : portProblem(port, words);
  const { cause, others } = findingsOf(report);
  // Before there is a service only an error stands in the way; a warning is read after the facts.
  const blocker = cause !== null && cause.severity === 'error' ? cause : null;
  const blocked = blocker !== null;
  const missing = isMissing(report);
  const options = {
    ...(port === null || wrong !== null ? {} : { port: Number(port) }),
    ...(offersLinger && linger ? { linger: true } : {}),
    ...(offersSystem && system ? { supervisor: 'systemd-system' as const } : {}),
  };
  const scope = scopeOf(store, entry);
  const install = installCommand(entry, options, scope);
  const portWanted = store.settings.portWanted.value;
  useEffect(() => {
    if (portWanted !== entry.profile) return;
    store.settings.portWanted.value = null;
    setPort((typed) => typed ?? String(report.port));
  }, [portWanted]);
  return (
    <>
      {missing ? (
        <Verdict entry={entry} title={words.first.missing} reason={words.first.missingReason} />
      ) : blocked ? (
        <Verdict entry={entry} />
      ) : (
        <Verdict entry={entry} title={words.first.ready} reason={words.first.readyReason} />
      )}
      {missing && blocker !== null && <CauseCard entry={entry} cause={blocker} primary />}
      <dl class="found" aria-label={words.first.found}>
        {foundRows(report, words).map((row) => (
          <div key={row.name}>
            <StatusGlyph glyph={row.glyph} />
            <dt class="k">{row.name}</dt>
            <dd class={row.mono ? 'mono' : ''} title={row.value}>
              {row.value}
            </dd>
            <dd class={`note-text sm t3${row.noteMono ? ' mono' : ''}`} title={row.note}>
              {row.note}
            </dd>
          </div>
        ))}
      </dl>
      {!missing && blocker !== null && <CauseCard entry={entry} cause={blocker} primary />}
      {offersLinger && !missing && (
        <Choice label={words.first.keepRunning} why={words.first.keepRunningWhy} on={linger} onChange={setLinger} />
      )}
      {offersSystem && !missing && (
        <Choice label={words.first.wholeSystem} why={words.first.wholeSystemWhy} on={system} onChange={setSystem} />
      )}
      {port !== null && (
        <label class="option option-field">
          <span>{words.first.portField}</span>
          <input
            class={`field num${wrong === null ? '' : ' field-wrong'}`}
            inputMode="numeric"
            value={port}
            aria-invalid={wrong !== null}
            aria-describedby="port-problem"
            onInput={(event) => setPort(event.currentTarget.value.trim())}
          />
          <span id="port-problem" class="sm tone-bad">
            {wrong}
          </span>
        </label>
      )}
      {missing ? (
        <div class="acts first-acts">
          <CommandButton large command={controlCommand('check', entry, scope)} />
        </div>
      ) : (
        <div class="acts first-acts">
          <CommandButton kind={blocked ? 'plain' : 'primary'} large command={install} off={wrong} plainIcon />
          {port === null && (
            <CommandButton large command={portCommand(entry, scope)} label={words.act.otherPort} plainIcon />
          )}
          <span class="t3 sm only-wide">{words.first.planFirst}</span>
        </div>
      )}
      <AlsoNoticed entry={entry} findings={cause === null || blocked ? others : [cause, ...others]} />
      {!missing && (
        <div class="foot">
          <CopyLine text={shellText(install.argv ?? [])} label={words.act.copyCommand} />
        </div>
      )}
    </>
  );
}
