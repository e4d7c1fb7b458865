import { readOneStatus } from '../../operations/status.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { renderStatus, verdictLine } from '../render-status.ts';
import { profileOf } from './profile-of.ts';

/** Exit 0 when nothing is wrong, 1 when something is, 4 when it could not be found out. */
export async function doctorCommand(
  cli: CliContext,
  selection: Selection,
  options: { readonly deep?: boolean; readonly json?: boolean },
): Promise<number> {
  const core = await cli.core();
  const report = await readOneStatus(core, profileOf(core, selection), {
    deep: options.deep ?? false,
    locate: true,
    signal: cli.signal,
  });
  const findings = report.diagnoses;
  if (options.json === true) {
    printJson(cli.output, {
      schemaVersion: report.schemaVersion,
      profile: report.profile,
      verdict: report.verdict,
      diagnoses: findings,
      extraServices: report.extraServices,
    });
  } else if (findings.length === 0) {
    cli.output.out(`${verdictLine(report, cli.output)}\n\nNothing is wrong.\n`);
  } else {
    cli.output.out(renderStatus(report, cli.output));
  }
  if (report.verdict.level === 'unknown') return EXIT.unknown;
  return findings.some((finding) => finding.severity !== 'notice') ? EXIT.failed : EXIT.done;
}
