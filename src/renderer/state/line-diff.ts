/**
 * A line diff for the plan sheet: longest common subsequence over lines. Definitions are short, so the plain table is enough.
 */

export interface DiffLine {
  readonly kind: 'same' | 'add' | 'remove';
  /** Line number in the text it stands in: the old one for `remove`, the new one otherwise; from 1. */
  readonly number: number;
  readonly text: string;
}

/** Above this many table cells, the middle is shown as removed and added as a whole instead of compared. */
const CELL_LIMIT = 4_000_000;

/** Lines of a text; the newline at the very end opens no further line. */
export function splitLines(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function lengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const down = table[(i + 1) * width + j] ?? 0;
      const right = table[i * width + j + 1] ?? 0;
      const both = table[(i + 1) * width + j + 1] ?? 0;
      table[i * width + j] = before[i] === after[j] ? both + 1 : Math.max(down, right);
    }
  }
  return table;
}

/** What turns `before` into `after`, in order; removed lines stand before the added ones that replace them. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const old = splitLines(before);
  const fresh = splitLines(after);
  const same = (i: number, j: number) => old[i] === fresh[j];
  const compare = old.length * fresh.length <= CELL_LIMIT;
  const width = fresh.length + 1;
  const table = compare ? lengths(old, fresh) : new Uint32Array(0);
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const bothLeft = i < old.length && j < fresh.length;
    if (bothLeft && same(i, j)) {
      out.push({ kind: 'same', number: j + 1, text: fresh[j] ?? '' });
      i += 1;
      j += 1;
    } else if (i < old.length && (!bothLeft || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))) {
      out.push({ kind: 'remove', number: i + 1, text: old[i] ?? '' });
      i += 1;
    } else {
      out.push({ kind: 'add', number: j + 1, text: fresh[j] ?? '' });
      j += 1;
    }
  }
  return out;
}

export type DiffRow = DiffLine | { readonly kind: 'gap'; readonly count: number };

/** Folds long runs of unchanged lines, keeping `context` lines around each change. */
export function foldUnchanged(lines: readonly DiffLine[], context = 3): readonly DiffRow[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some((line) => line.kind !== 'same'),
  );
  const rows: DiffRow[] = [];
  let hidden = 0;
  const flush = () => {
    if (hidden > 0) rows.push({ kind: 'gap', count: hidden });
    hidden = 0;
  };
  lines.forEach((line, at) => {
    if (near[at]) {
      flush();
      rows.push(line);
    } else hidden += 1;
  });
  flush();
  return rows;
}
