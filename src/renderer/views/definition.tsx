import { useEffect, useState } from 'preact/hooks';
import type { PlannedFile } from '../../shared/plan.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { useStore } from '../context.ts';
import { Choice } from '../parts/choice.tsx';
import { CommandButton } from '../parts/command-button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { controlCommand, smallCommand } from '../state/commands/profile-commands.ts';
import type { ProfileEntry } from '../state/status.ts';
import { DiffView } from './diff-view.tsx';

const SIDES = ['is', 'difference', 'would'] as const;
type Side = (typeof SIDES)[number];

/** The same file drawn as one side of its change. */
function sideOf(file: PlannedFile, side: Side): PlannedFile {
  if (side === 'difference') return file;
  const content = side === 'would' || file.change === 'unchanged' ? file.content : (file.before ?? '');
  return { ...file, change: 'unchanged', content };
}

/** The definition as it is, as it would be written now, and the difference; nothing is written by looking. */
export function Definition({ entry, report }: { entry: ProfileEntry; report: StatusReport }) {
  const store = useStore();
  const words = store.words.value;
  const { profile } = report;
  const scope = scopeOf(store, entry);
  const [side, setSide] = useState<Side>('difference');
  useEffect(() => {
    void store.comparison.compare(profile);
  }, [profile, report.pid]);
  const seen = store.comparison.seen.value;
  const mine = seen?.profile === profile ? seen : null;
  const files = mine?.plan?.files ?? [];
  const changed = files.filter(({ change }) => change !== 'unchanged').length;
  return (
    <section class="sec definition">
      <SectionHead title={words.service.definition}>
        {mine?.plan != null && changed > 0 && <span class="chip chip-warn">{words.service.wouldChange(changed)}</span>}
      </SectionHead>
      {mine?.error != null ? (
        <ErrorNote title={words.service.notCompared} error={mine.error}>
          <CommandButton command={smallCommand('compare', entry, scope)} plainIcon />
        </ErrorNote>
      ) : mine?.plan == null ? (
        <p class="empty appears-late">{words.service.comparing}</p>
      ) : (
        <>
          {changed === 0 && (
            <p class="truth">
              <StatusGlyph glyph="healthy" />
              {words.service.noDifference}
            </p>
          )}
          {changed > 0 && (
            <div class="definition-acts">
              <Choice
                label={words.service.definition}
                value={side}
                options={SIDES.map((value) => ({ value, label: words.service.sides[value] }))}
                onChange={setSide}
              />
              <span class="space" />
              <CommandButton command={controlCommand('reinstall', entry, scope)} plainIcon />
            </div>
          )}
          {files.map((file) => (
            <div key={file.path} class="definition-file">
              <DiffView file={sideOf(file, side)} folded={side === 'difference'} />
            </div>
          ))}
        </>
      )}
    </section>
  );
}
