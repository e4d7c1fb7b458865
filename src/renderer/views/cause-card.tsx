import { type ComponentChildren, Fragment } from 'preact';
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import { portOfCommand } from '../../shared/gateway-command.ts';
import type { InstallOptions } from '../../shared/operation.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { findingTitle, fixLabel, langOf, type Sentence } from '../../shared/text/tell.ts';
import { tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { shellText } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';

type OperationFix = Extract<Fix, { kind: 'operation' }>;

/** Options of `install` behind a fix that is drawn as a plan. */
function planOptions(fix: OperationFix): InstallOptions {
  const force = fix.command.includes('--force') ? { force: true } : {};
  if (fix.action === 'enable-linger') return { linger: true };
  const port = portOfCommand(fix.command);
  return port === null ? force : { ...force, port };
}

/** The words of a finding and of its ways out, for the name that the person gave the profile; English while nothing is known of it. */
export function useFindingWords(report: StatusReport | null): {
  title(finding: Diagnosis): Sentence;
  label(fix: Fix): Sentence;
} {
  const store = useStore();
  const words = store.words.value;
  if (report === null) {
    return {
      title: ({ title }) => ({ text: title, foreign: words.tag !== 'en' }),
      label: ({ label }) => ({ text: label, foreign: words.tag !== 'en' }),
    };
  }
  const name = store.settings.nameOf(report.profile);
  return {
    title: (finding) => findingTitle(finding, report, words, name),
    label: (fix) => fixLabel(fix, report, words, name),
  };
}

/** Cures that are no installation: their own sheet says what is done, and they are checked afterwards. */
const CARED_FOR: ReadonlySet<string> = new Set(['free-port', 'unmask', 'reload', 'protect-config', 'remove-secret']);

/** The button of one cure: an operation begins (with its plan where it has one), a command is copied, advice is text. */
export function FixButton(props: {
  fix: Fix;
  entry: ProfileEntry;
  primary: boolean;
  /** Its words in the person's language. */
  label: Sentence;
  /** Id of the finding that it cures. */
  rule: string;
  choice?: number;
}) {
  const { fix, entry, primary, rule, label, choice = 0 } = props;
  const store = useStore();
  const words = store.words.value;
  const kind = primary ? 'primary' : 'plain';
  const running = store.operations.views.value.get(entry.profile);
  const off = entry.busy !== null || (running !== undefined && running.end === null) ? words.nav.busy : null;
  if (fix.kind === 'advice')
    return (
      <p class="t2" lang={langOf(label)}>
        {label.text}
      </p>
    );
  if (fix.kind === 'command') {
    return (
      <Button
        kind={kind}
        icon="copy"
        label={label.text}
        lang={langOf(label)}
        onPress={() => void store.copy(shellText(fix.command))}
      />
    );
  }
  const press = () => {
    if (fix.action === 'start' || fix.action === 'stop' || fix.action === 'restart') {
      void store.operations.run(fix.action, entry.profile);
    } else if (CARED_FOR.has(fix.action)) {
      void store.diagnose.openFix(entry.profile, rule, choice, fix);
    } else {
      void store.plan.open(fix.action === 'uninstall' ? 'uninstall' : 'install', entry.profile, planOptions(fix));
    }
  };
  return <Button kind={kind} label={label.text} lang={langOf(label)} off={off} onPress={press} />;
}

/** What is wrong: cause, evidence, one button. `primary`: that button is the one of the page. */
export function CauseCard(props: {
  entry: ProfileEntry;
  cause: Diagnosis;
  primary: boolean;
  children?: ComponentChildren;
}) {
  const { entry, cause, primary, children } = props;
  const store = useStore();
  const words = store.words.value;
  const told = useFindingWords(entry.report);
  const title = told.title(cause);
  const command = cause.fix !== null && cause.fix.kind !== 'advice' ? shellText(cause.fix.command) : null;
  return (
    <section class="cause" aria-label={words.overview.cause}>
      <div class="cause-body">
        <h2 lang={langOf(title)}>{title.text}</h2>
        <Evidence lines={tellAll(words, cause, 'evidence')} />
        {children}
      </div>
      {(cause.fix !== null || cause.evidence.length > 0) && (
        <footer>
          {cause.fix !== null && (
            <FixButton
              fix={cause.fix}
              entry={entry}
              primary={primary}
              label={told.label(cause.fix)}
              rule={cause.code}
            />
          )}
          {command !== null && <CopyLine text={command} label={words.act.copyCommand} />}
          <span class="space" />
          <button type="button" class="link" onClick={() => store.status.select(entry.profile, 'logs')}>
            {words.act.showLogs}
          </button>
        </footer>
      )}
    </section>
  );
}

export function severityGlyph(severity: Diagnosis['severity']) {
  return severity === 'error' ? 'failed' : severity === 'warning' ? 'degraded' : 'stopped';
}

function Noticed({ entry, diagnosis }: { entry: ProfileEntry; diagnosis: Diagnosis }) {
  const words = useStore().words.value;
  const told = useFindingWords(entry.report);
  const title = told.title(diagnosis);
  const { fix } = diagnosis;
  const label = fix === null ? null : told.label(fix);
  return (
    <li>
      <StatusGlyph glyph={severityGlyph(diagnosis.severity)} />
      <div>
        <span class="vh">{words.overview.severity[diagnosis.severity]}: </span>
        <span lang={langOf(title)}>{title.text}</span>
        {diagnosis.evidence.length > 0 && (
          <p class="t3 sm">
            {tellAll(words, diagnosis, 'evidence').map((line, at) => (
              <Fragment key={line.text}>
                {at > 0 && ' · '}
                <Tell as="span" sentence={line} />
              </Fragment>
            ))}
          </p>
        )}
        {label !== null && fix?.kind === 'advice' && (
          <p class="t2 sm" lang={langOf(label)}>
            {label.text}
          </p>
        )}
      </div>
      {fix !== null && label !== null && fix.kind !== 'advice' && (
        <FixButton fix={fix} entry={entry} primary={false} label={label} rule={diagnosis.code} />
      )}
    </li>
  );
}

/** The other findings, one row each. */
export function AlsoNoticed({ entry, findings }: { entry: ProfileEntry; findings: readonly Diagnosis[] }) {
  const words = useStore().words.value;
  if (findings.length === 0) return null;
  return (
    <section class="sec">
      <h2>{words.overview.alsoNoticed}</h2>
      <ul class="noticed">
        {findings.map((diagnosis) => (
          <Noticed key={diagnosis.code} entry={entry} diagnosis={diagnosis} />
        ))}
      </ul>
    </section>
  );
}
