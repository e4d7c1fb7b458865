import { readTimelineOf } from '../../operations/read-timeline.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { renderHistory } from '../render-history.ts';
import { profileOf } from './profile-of.ts';

/** What the app wrote down about the profile. Nothing recorded is an answer, not a failure. */
export async function historyCommand(
  cli: CliContext,
  selection: Selection,
  options: { readonly since: number; readonly json?: boolean },
): Promise<number> {
  const core = await cli.core();
  const timeline = await readTimelineOf(core, profileOf(core, selection).id, options.since);
  if (options.json === true) printJson(cli.output, { schemaVersion: 1, ...timeline });
  else cli.output.out(renderHistory(timeline, cli.output));
  return EXIT.done;
}
