import { useEffect } from 'preact/hooks';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { shellText } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';
import { FixButton, severityGlyph } from './cause-card.tsx';

/** The first error or warning, else nothing is broken. */
function headlineOf(findings: readonly Diagnosis[]): Diagnosis | null {
  return findings.find(({ severity }) => severity !== 'notice') ?? null;
}

function Finding({ entry, finding, headline }: { entry: ProfileEntry; finding: Diagnosis; headline: boolean }) {
  const words = useStore().words.value;
  const { fix, otherFixes = [], evidence, title, severity, code } = finding;
  const command = fix !== null && fix.kind !== 'advice' ? shellText(fix.command) : null;
  const shown = headline || evidence.length <= 1;
  return (
    <article class={headline ? 'cause' : 'cause cause-small'} aria-label={title}>
      <div class="cause-body">
        <h2>
          <StatusGlyph glyph={severityGlyph(severity)} />
          <span class="vh">{words.overview.severity[severity]}: </span>
          {title}
        </h2>
        {evidence.length > 0 && (
          <details open={shown}>
            <summary>{words.diagnose.evidence}</summary>
            <Evidence lines={evidence} />
          </details>
        )}
      </div>
      {fix !== null && (
        <footer>
          <FixButton fix={fix} entry={entry} primary={headline} rule={code} />
          {otherFixes.map((other, index) => (
            <FixButton key={other.label} fix={other} entry={entry} primary={false} rule={code} choice={index + 1} />
          ))}
          {command !== null && <CopyLine text={command} label={words.act.copyCommand} />}
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
              ? found.report.verdict.text
              : others.length > 0
                ? words.diagnose.notBroken(profile)
                : words.diagnose.well(profile)}
        </h1>
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
      {found !== null && headline === null && <p class="t2">{words.diagnose.lookedAt}</p>}
      {headline !== null && <Finding entry={entry} finding={headline} headline />}
      {others.length > 0 && (
        <section class="sec">
          <h2>{words.overview.alsoNoticed}</h2>
          {others.map((finding) => (
            <Finding key={finding.code} entry={entry} finding={finding} headline={false} />
          ))}
        </section>
      )}
      {found !== null && found.notFoundOut.length > 0 && (
        <section class="sec">
          <h2>{words.diagnose.notFoundOut}</h2>
          <ul class="plain-list">
            {found.notFoundOut.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
