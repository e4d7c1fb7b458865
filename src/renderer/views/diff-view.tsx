import type { PlannedFile } from '../../shared/plan.ts';
import { useStore } from '../context.ts';
import { baseName } from '../state/facts.ts';
import { type DiffRow, diffLines, foldUnchanged } from '../state/line-diff.ts';

const SIGNS = { same: '', add: '+', remove: '\u2212' } as const;

/** What a planned file changes, as lines with signs: colour is never the only carrier. */
export function DiffView({ file, folded }: { file: PlannedFile; folded: boolean }) {
  const words = useStore().words.value;
  const after = file.change === 'delete' ? '' : file.content;
  const before =
    file.change === 'unchanged' ? file.content : (file.before ?? (file.change === 'delete' ? file.content : ''));
  const lines = diffLines(before, after);
  const rows: readonly DiffRow[] = folded && file.change !== 'unchanged' ? foldUnchanged(lines) : lines;
  const added = lines.filter((line) => line.kind === 'add').length;
  const removed = lines.filter((line) => line.kind === 'remove').length;
  return (
    <>
      <p class="diff-head">
        <span class="mono xs cut" title={file.path}>
          {file.path}
        </span>
        {added > 0 && (
          <span class="num xs tone-ok">
            <span aria-hidden="true">+{added}</span>
            <span class="vh">{words.plan.added(added)}</span>
          </span>
        )}
        {removed > 0 && (
          <span class="num xs tone-bad">
            <span aria-hidden="true">−{removed}</span>
            <span class="vh">{words.plan.removed(removed)}</span>
          </span>
        )}
        <span class="space" />
        {file.encoding !== undefined && <span class="xs t3">{words.plan.encoding(file.encoding)}</span>}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="diff" tabIndex={0} aria-label={baseName(file.path)}>
        {rows.map((row, at) =>
          row.kind === 'gap' ? (
            <div key={at} class="diff-row diff-gap">
              <span />
              <span />
              <span>{words.plan.unchangedLines(row.count)}</span>
            </div>
          ) : (
            <div key={at} class={`diff-row diff-${row.kind}`}>
              <span class="diff-number">{row.number}</span>
              <span class="diff-sign">{SIGNS[row.kind]}</span>
              <span class="diff-text">{row.text}</span>
            </div>
          ),
        )}
      </section>
    </>
  );
}
