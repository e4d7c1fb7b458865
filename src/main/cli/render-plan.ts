/** A plan for a person at a terminal. Pure. */
import type { Plan, PlannedFile } from '../../shared/plan.ts';
import { padColumns } from '../../shared/text/columns.ts';
import type { ShimWords } from '../../shared/text/shim-words.ts';
import { tell, tellAll } from '../../shared/text/tell.ts';
import { showArgv } from '../system/command-runner.ts';
import { noteLine, paint, type Style } from './output.ts';

export function renderPlan(plan: Plan, style: Style): string {
  const { words } = style;
  const { plan: labels } = words.shim;
  const lines = [paint(style, 'bold', labels.head[plan.action](plan.profile, plan.supervisor))];
  for (const file of plan.files)
    lines.push('', row(labels.change[file.change], labels.file(file.path, file.mode)), ...fileLines(file, style));
  for (const edit of plan.configEdits) {
    lines.push(
      '',
      row(labels.set, labels.setting(edit.key, edit.value, edit.path)),
      paint(style, 'dim', `    ${tell(words, edit, 'reason').text}`),
    );
  }
  if (plan.commands.length > 0)
    lines.push('', `  ${labels.commands}`, ...plan.commands.map((argv) => `    ${showArgv(argv)}`));
  lines.push('', rightsLine(plan.privileges, words));
  for (const { text } of tellAll(words, plan, 'warnings')) lines.push('', `  ${noteLine(style, text).trimEnd()}`);
  return `${lines.join('\n')}\n`;
}

export function rightsLine(privileges: Plan['privileges'], { shim: { plan } }: ShimWords): string {
  return row(plan.rights, privileges === 'user' ? plan.user : plan.administrator);
}

const LABEL_WIDTH = 10;

/** A label in its column, and what it is about. */
export function row(label: string, text: string): string {
  return `  ${padColumns(label, LABEL_WIDTH)}${text}`;
}

/** New text with +, old with -, common lines plain; a plain line-by-line comparison is enough for files of forty lines. */
function fileLines(file: PlannedFile, style: Style): string[] {
  if (file.change === 'unchanged' || file.change === 'delete') return [];
  const before = file.before?.split('\n') ?? [];
  const after = file.content.split('\n');
  const gone = before.filter((line) => line !== '' && !after.includes(line));
  return [
    ...gone.map((line) => paint(style, 'red', `    - ${line}`)),
    ...after
      .filter((line, index) => line !== '' || index < after.length - 1)
      .map((line) =>
        file.before !== null && before.includes(line)
          ? paint(style, 'dim', `      ${line}`)
          : paint(style, 'green', `    + ${line}`),
      ),
  ];
}
