import { useState } from 'preact/hooks';
import { useStore } from '../context.ts';
import { shownRows, type TableRow } from '../state/table.ts';
import { StatusGlyph, TONES } from './icon.tsx';

export interface DataTableProps {
  /** What the rows are, for the caption and the filter: "Channels". */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** The values are too old to be told as now. */
  readonly stale: boolean;
}

/** More rows than this are filtered and scroll within their own box, which then wants the whole width. */
export const FEW = 8;

/** Rows with a state each, the bad ones first; the first cell names the row, the second says its state. */
export function DataTable({ title, columns, rows, stale }: DataTableProps) {
  const words = useStore().words.value.tables;
  const [filter, setFilter] = useState('');
  const many = rows.length > FEW;
  const shown = shownRows(rows, many ? filter : '');
  return (
    <div class={stale ? 'data data-stale' : 'data'}>
      {many && (
        <div class="data-head">
          <input
            class="field"
            type="search"
            value={filter}
            placeholder={words.filter(title)}
            aria-label={words.filter(title)}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
          <span class="t3 num" role="status">
            {filter.trim() === '' ? words.all(rows.length) : words.matching(shown.length, rows.length)}
          </span>
        </div>
      )}
      <section class={many ? 'data-box data-box-own' : 'data-box'} aria-label={title} tabIndex={many ? 0 : undefined}>
        <table>
          <caption class="vh">{title}</caption>
          <colgroup>
            {columns.map((column, at) => (
              <col key={column} class={['col-first', 'col-state'][at] ?? 'col-last'} />
            ))}
          </colgroup>
          <thead class={many ? '' : 'vh'}>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, glyph, cells, names = [] }) => (
              <tr key={id} class={glyph === 'healthy' ? 'row-well' : undefined}>
                {cells.map((cell, at) =>
                  at === 0 ? (
                    <th key={at} scope="row" title={cell} translate={false}>
                      <span class="data-name">
                        <StatusGlyph glyph={glyph} />
                        <span>{cell}</span>
                        <span class="vh data-also">, {glyph === 'healthy' ? cells[1] : cells[2]}</span>
                      </span>
                    </th>
                  ) : (
                    <td
                      key={at}
                      class={at === 1 && TONES[glyph] === 'warn' ? 'tone-warn' : 't3'}
                      title={cell}
                      translate={names.includes(at) ? false : undefined}
                    >
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p class="empty">{words.noMatch}</p>}
      </section>
    </div>
  );
}
