import { useEffect } from 'preact/hooks';
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { langOf, verdictText } from '../../shared/text/tell.ts';
import { tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { cureCommand, waysOut } from '../state/commands/finding-commands.ts';
import { smallCommand } from '../state/commands/profile-commands.ts';
import { shellText } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';
import { FixButton, severityGlyph, useFindingWords } from './cause-card.tsx';
import { SameOnCommandLine } from './command-list.tsx';
import { ExtraServices } from './extra-services.tsx';
import { FactLineView } from './fact-line.tsx';
import { KeepsRunning } from './keeps-running.tsx';
import { RulePageView } from './rule-page.tsx';

/** The first error or warning, else nothing is broken. */
function headlineOf(findings: readonly Diagnosis[]): Diagnosis | null {
  return findings.find(({ severity }) => severity !== 'notice') ?? null;
}

function Finding(props: { entry: ProfileEntry; report: StatusReport; finding: Diagnosis; headline: boolean }) {
  const { entry, report, finding, headline } = props;
  const store = useStore();
  const words = store.words.value;
  const told = useFindingWords(report);
  const { severity, code } = finding;
  const evidence = tellAll(words, finding, 'evidence');
  const title = told.title(finding);
  const shown = headline || evidence.length <= 1;
  // Its evidence is the list of them; here each has its own way out.
  const listed = code === 'extra-services' && (report.extraServices?.length ?? 0) > 0;
  const ways = waysOut(finding);
  const isAdvice = ({ kind }: Fix) => kind === 'advice';
  const button = (way: Fix) => (
    <FixButton
      key={way.label}
      entry={entry}
      report={report}
      finding={finding}
      choice={ways.indexOf(way)}
      primary={headline && way === ways[0]}
    />
  );
  const commands = ways.flatMap((_way, choice) => cureCommand(finding, choice, report, scopeOf(store, entry)) ?? []);
  const [only] = commands;
  return (
    <article class={headline ? 'cause' : 'cause cause-small'} aria-labelledby={`finding-${code}`}>
      <div class="cause-body">
        <h2 id={`finding-${code}`}>
          <StatusGlyph glyph={severityGlyph(severity)} />
          <span class="vh">{words.overview.severity[severity]}: </span>
          <span lang={langOf(title)}>{title.text}</span>
        </h2>
        {listed ? (
          <ExtraServices entry={entry} extras={report.extraServices ?? []} />
        ) : shown ? (
          <Evidence lines={evidence} />
        ) : (
          <details>
            <summary>{words.diagnose.evidence}</summary>
            <Evidence lines={evidence} />
          </details>
        )}
        <RulePageView rule={code} />
      </div>
      {ways.length > 0 && (
        <footer>
          {ways.filter((way) => !isAdvice(way)).map(button)}
          {commands.length === 1 && only?.argv != null && (
            <CopyLine text={shellText(only.argv)} label={words.act.copyCommand} />
          )}
          {ways.filter(isAdvice).map(button)}
          {commands.length > 1 && <SameOnCommandLine commands={commands} />}
        </footer>
      )}
    </article>
  );
}

/** The page of a closer look: the one cause that matters with its cure, then what else was noticed. */
export function DiagnoseTab({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const { profile } = entry;
  const name = store.settings.nameOf(profile);
  const seen = store.diagnose.look.value;
  const mine = seen?.profile === profile ? seen : null;
  const scope = scopeOf(store, entry);
  const look = smallCommand('look', entry, scope);
  useEffect(() => {
    void store.diagnose.check(profile);
  }, [profile]);
  const found = mine?.found ?? null;
  const findings = found?.report.diagnoses ?? [];
  const headline = headlineOf(findings);
  const others = findings.filter((each) => each !== headline);
  const running = mine === null || mine.running;
  return (
    <div class={running && found !== null ? 'diagnose below-stale' : 'diagnose'} aria-busy={running}>
      <header class="diagnose-head">
        <h1>
          {found === null
            ? words.diagnose.title
            : headline !== null
              ? verdictText(found.report, words, name)
              : others.length > 0
                ? words.diagnose.notBroken(name)
                : words.diagnose.well(name)}
        </h1>
        {found !== null && headline === null && <p class="t2">{words.diagnose.lookedAt}</p>}
        <div class="diagnose-acts">
          <CommandButton command={look} off={running ? words.diagnose.looking : null} />
          <CommandButton command={smallCommand('support', entry, scope)} />
        </div>
      </header>
      {found === null && running && <p class="t2 appears-late">{words.diagnose.looking}</p>}
      {mine?.error != null && <ErrorNote title={words.diagnose.failed} error={mine.error} />}
      {found !== null && headline !== null && (
        <Finding entry={entry} report={found.report} finding={headline} headline />
      )}
      {found !== null && headline === null && <FactLineView report={found.report} />}
      {found !== null && findings.length === 0 && <KeepsRunning report={found.report} />}
      {found !== null && others.length > 0 && (
        <section class="sec">
          <h2>{words.overview.alsoNoticed}</h2>
          {others.map((finding) => (
            <Finding key={finding.code} entry={entry} report={found.report} finding={finding} headline={false} />
          ))}
        </section>
      )}
      {found !== null && found.notFoundOut.length > 0 && (
        <section class="sec">
          <h2>{words.diagnose.notFoundOut}</h2>
          <ul class="plain-list">
            {tellAll(words, found, 'notFoundOut').map((line) => (
              <Tell key={line.text} as="li" sentence={line} />
            ))}
          </ul>
        </section>
      )}
      <SameOnCommandLine
        commands={[look, smallCommand('support', entry, scope), smallCommand('issue', entry, scope)]}
      />
    </div>
  );
}
