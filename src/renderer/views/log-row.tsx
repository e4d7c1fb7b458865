import type { LogLine } from '../../shared/log-line.ts';
import { formatClock } from '../../shared/text/format.ts';
import { useStore } from '../context.ts';
import { StatusGlyph } from '../parts/icon.tsx';
import { type LogRow, nameOf } from '../state/log-buffer.ts';
import { type Segment, segmentsOf } from '../state/log-segments.ts';
import { levelClass } from './last-lines.tsx';

/** More of a line is never seen in one row. */
const ROW_LIMIT = 600;

function classOf({ found, style }: Segment): string | undefined {
  const names = [
    found ? 'log-found' : '',
    style?.colour == null ? '' : `log-${style.colour}`,
    style?.bold === true ? 'log-bold' : '',
  ].filter((name) => name !== '');
  return names.length === 0 ? undefined : names.join(' ');
}

/** A text with what was searched for, its colours, and secrets as pills. */
export function LogText({
  line,
  query,
  limit,
}: {
  line: Pick<LogLine, 'text' | 'styles'>;
  query: string;
  limit: number;
}) {
  const words = useStore().words.value;
  return (
    <>
      {segmentsOf(line, query, limit).map((segment, at) => {
        if (segment.hidden && !segment.found)
          return (
            <span key={at} class="pill">
              {words.logs.hidden}
            </span>
          );
        return segment.found ? (
          <mark key={at} class={classOf(segment)}>
            {segment.text}
          </mark>
        ) : (
          <span key={at} class={classOf(segment)}>
            {segment.text}
          </span>
        );
      })}
    </>
  );
}

export interface LogRowProps {
  readonly row: LogRow;
  readonly query: string;
  /** The match that was gone to last. */
  readonly current: boolean;
  readonly selected: boolean;
  readonly onSelect: (id: number) => void;
}

/** One line in one row of fixed height. */
export function LogRowView({ row, query, current, selected, onSelect }: LogRowProps) {
  const words = useStore().words.value;
  const { line } = row;
  const tone = levelClass(line.level);
  const classes = ['log-line', tone, current ? 'log-current' : '', selected ? 'log-selected' : ''];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: rows are chosen with the arrow keys in the list, too
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      class={classes.filter((name) => name !== '').join(' ')}
      onClick={() => {
        // The end of a drag over text is no choice of a row.
        if (window.getSelection()?.isCollapsed !== false) onSelect(row.id);
      }}
    >
      <span class="log-time">{line.time === null ? '' : formatClock(line.time, true)}</span>
      {tone === 'log-bad' && line.time !== null ? (
        <StatusGlyph glyph="failed" size={12} />
      ) : tone === 'log-warn' && line.time !== null ? (
        <StatusGlyph glyph="degraded" size={12} />
      ) : (
        <span />
      )}
      <span class="log-from" title={words.logs.sourceNames[line.source]}>
        {line.time === null ? '' : <LogText line={{ text: nameOf(line) }} query={query} limit={ROW_LIMIT} />}
      </span>
      <span class="log-text">
        {tone !== '' && line.level !== null && <span class="vh">{words.logs.level[line.level]}: </span>}
        <LogText line={line} query={query} limit={ROW_LIMIT} />
      </span>
    </div>
  );
}

/** One line of the log as text, for the clipboard. */
export function lineAsText(line: LogLine): string {
  const cut = line.cut === undefined ? null : `(${line.cut} more bytes)`;
  return [line.time, line.level, line.time === null ? null : nameOf(line), line.text, cut]
    .filter((part) => part !== null)
    .join(' ');
}
