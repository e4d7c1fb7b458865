import { useEffect } from 'preact/hooks';
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { langOf, verdictText } from '../../shared/text/tell.ts';
import { tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { shellText } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';
import { FixButton, severityGlyph, useFindingWords } from './cause-card.tsx';

/** The first error or warning, else nothing is broken. */
function headlineOf(findings: readonly Diagnosis[]): Diagnosis | null {
  return findings.find(({ severity }) => severity !== 'notice') ?? null;
}

function Finding(props: { entry: ProfileEntry; report: StatusReport; finding: Diagnosis; headline: boolean }) {
  const { entry, report, finding, headline } = props;
  const words = useStore().words.value;
  const told = useFindingWords(report);
  const { fix, otherFixes = [], evidence, severity, code } = finding;
  const title = told.title(finding);
  const command = fix !== null && fix.kind !== 'advice' ? shellText(fix.command) : null;
  const shown = headline || evidence.length <= 1;
  const ways = fix === null ? [] : [fix, ...otherFixes];
  const isAdvice = ({ kind }: Fix) => kind === 'advice';
  const button = (way: Fix) => (
    <FixButton
      key={way.label}
      fix={way}
      entry={entry}
      primary={headline && way === fix}
      label={told.label(way)}
      rule={code}
      choice={ways.indexOf(way)}
    />
  );
  return (
    <article class={headline ? 'cause' : 'cause cause-small'} aria-labelledby={`finding-${code}`}>
      <div class="cause-body">
        <h2 id={`finding-${code}`}>
          <StatusGlyph glyph={severityGlyph(severity)} />
          <span class="vh">{words.overview.severity[severity]}: </span>
          <span lang={langOf(title)}>{title.text}</span>
        </h2>
        {shown ? (
          <Evidence lines={evidence} />
        ) : (
          <details>
            <summary>{words.diagnose.evidence}</summary>
            <Evidence lines={evidence} />
          </details>
        )}
      </div>
      {ways.length > 0 && (
        <footer>
          {ways.filter((way) => !isAdvice(way)).map(button)}
          {command !== null && <CopyLine text={command} label={words.act.copyCommand} />}
          {ways.filter(isAdvice).map(button)}
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
  const look = store.diagnose.look.value;
  const mine = look?.profile === profile ? look : null;
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
          <Button
            label={words.diagnose.checkAgain}
            icon="restart"
            off={running ? words.diagnose.looking : null}
            onPress={() => void store.diagnose.check(profile)}
          />
          <Button label={words.diagnose.bundle} icon="file" onPress={() => void store.diagnose.openSupport(profile)} />
        </div>
      </header>
      {found === null && running && <p class="t2 appears-late">{words.diagnose.looking}</p>}
      {mine?.error != null && <ErrorNote title={words.diagnose.failed} error={mine.error} />}
      {found !== null && headline !== null && (
        <Finding entry={entry} report={found.report} finding={headline} headline />
      )}
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
    </div>
  );
}
