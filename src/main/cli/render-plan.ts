/** A plan for a person at a terminal. Pure. */
import type { Plan, PlannedFile } from '../../shared/plan.ts';
import { showArgv } from '../system/command-runner.ts';
import { type Output, paint } from './output.ts';

export function renderPlan(plan: Plan, style: Pick<Output, 'colour'>): string {
  const lines = [paint(style, 'bold', `${plan.action} ${plan.profile} with ${plan.supervisor} (nothing was touched)`)];
  for (const file of plan.files)
    lines.push('', `  ${file.change.padEnd(9)} ${file.path}  mode ${file.mode}`, ...fileLines(file, style));
  for (const edit of plan.configEdits) {
    lines.push(
      '',
      `  set       ${edit.key} = ${edit.value}  in ${edit.path}`,
      paint(style, 'dim', `    ${edit.reason}`),
    );
  }
  if (plan.commands.length > 0) lines.push('', '  commands', ...plan.commands.map((argv) => `    ${showArgv(argv)}`));
  lines.push('', `  rights    ${plan.privileges === 'user' ? 'your user only' : 'administrator'}`);
  for (const warning of plan.warnings) lines.push('', `  ${paint(style, 'yellow', 'Note')}: ${warning}`);
  return `${lines.join('\n')}\n`;
}

/** New text with +, old with -, common lines plain; a plain line-by-line comparison is enough for files of forty lines. */
function fileLines(file: PlannedFile, style: Pick<Output, 'colour'>): string[] {
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
