import type { LogLine } from '../../shared/log-line.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { LogText, lineAsText } from './log-row.tsx';

/** The whole of one line, which its row has no room for. */
export function LogDetail({ line, query, onClose }: { line: LogLine; query: string; onClose: () => void }) {
  const store = useStore();
  const words = store.words.value;
  const facts = [
    line.time,
    line.level === null ? null : words.logs.level[line.level],
    words.logs.sourceNames[line.source],
    line.subsystem,
  ];
  return (
    <section class="log-detail" aria-label={words.logs.detail}>
      <header>
        <span class="num">{facts.filter((fact) => fact !== null).join(', ')}</span>
        <span class="space" />
        <Button kind="ghost" icon="copy" label={words.act.copy} onPress={() => void store.copy(lineAsText(line))} />
        <Button kind="icon" icon="x" extraClass="btn-small" label={words.act.close} onPress={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="log-whole" tabIndex={0}>
        <LogText line={line} query={query} limit={Number.POSITIVE_INFINITY} />
        {line.cut !== undefined && <span class="log-cut"> … {words.logs.cut(line.cut)}</span>}
      </pre>
    </section>
  );
}
