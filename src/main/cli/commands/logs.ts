import { recentLogs } from '../../logs/recent.ts';
import { look } from '../../operations/control.ts';
import { logSubjectOf } from '../../operations/gather.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { paint } from '../output.ts';
import { profileOf } from './profile-of.ts';

export async function logsCommand(
  cli: CliContext,
  selection: Selection,
  options: { readonly lines: number; readonly json?: boolean },
): Promise<number> {
  const core = await cli.core();
  const gathered = await look(core, profileOf(core, selection), { probe: false, signal: cli.signal });
  const logs = await recentLogs(core, logSubjectOf(gathered), options.lines);
  for (const line of logs.lines) {
    if (options.json === true) cli.output.out(`${JSON.stringify(line)}\n`);
    else
      cli.output.out(
        `${paint(cli.output, 'dim', line.time ?? '-')} ${line.level === 'error' ? paint(cli.output, 'red', line.text) : line.text}\n`,
      );
  }
  for (const problem of logs.problems) cli.output.err(`${problem}\n`);
  if (logs.lines.length === 0) cli.output.err(`Nothing is logged. Looked at: ${logs.sources.join('; ')}\n`);
  return logs.lines.length === 0 && logs.problems.length > 0 ? EXIT.failed : EXIT.done;
}
