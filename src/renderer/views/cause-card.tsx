import { type ComponentChildren, Fragment } from 'preact';
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { findingTitle, fixLabel, langOf, type Sentence } from '../../shared/text/tell.ts';
import { tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { CommandButton, CommandLink } from '../parts/command-button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { cureCommand, waysOut } from '../state/commands/finding-commands.ts';
import { viewCommand } from '../state/commands/profile-commands.ts';
import { shellText } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';
import { RulePageView } from './rule-page.tsx';

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

/** The button of one way out: an operation begins (with its plan where it has one), a command is copied; advice is text. */
export function FixButton(props: {
  entry: ProfileEntry;
  /** The report that the finding is of. */
  report: StatusReport;
  finding: Diagnosis;
  /** Which of its ways out, counted from 0. */
  choice: number;
  primary: boolean;
}) {
  const { entry, report, finding, choice, primary } = props;
  const store = useStore();
  const command = cureCommand(finding, choice, report, scopeOf(store, entry));
  if (command === null) {
    const fix = waysOut(finding)[choice];
    return fix === undefined ? null : <Advice fix={fix} report={report} />;
  }
  return (
    <CommandButton kind={primary ? 'primary' : 'plain'} command={command} plainIcon={command.effect.do !== 'copy'} />
  );
}

function Advice({ fix, report }: { fix: Fix; report: StatusReport }) {
  const label = useFindingWords(report).label(fix);
  return (
    <p class="t2" lang={langOf(label)}>
      {label.text}
    </p>
  );
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
        <RulePageView rule={cause.code} />
      </div>
      {(cause.fix !== null || cause.evidence.length > 0) && (
        <footer>
          {cause.fix !== null && entry.report !== null && (
            <FixButton entry={entry} report={entry.report} finding={cause} choice={0} primary={primary} />
          )}
          {command !== null && <CopyLine text={command} label={words.act.copyCommand} />}
          <span class="space" />
          <CommandLink command={viewCommand('logs', entry, scopeOf(store, entry))}>{words.act.showLogs}</CommandLink>
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
        <RulePageView rule={diagnosis.code} />
      </div>
      {fix !== null && fix.kind !== 'advice' && entry.report !== null && (
        <FixButton entry={entry} report={entry.report} finding={diagnosis} choice={0} primary={false} />
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
