import { columnsOf, padColumns } from '../../../shared/text/columns.ts';
import { listProfiles } from '../../operations/profiles.ts';
import { readStatus } from '../../operations/status.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { verdictLine } from '../render-status.ts';

const PROBE_TIMEOUT_MS = 3_000;

export async function profilesCommand(cli: CliContext, options: { readonly json?: boolean }): Promise<number> {
  const core = await cli.core();
  const reports = await readStatus(core, await listProfiles(core), {
    timeoutMs: PROBE_TIMEOUT_MS,
    health: false,
    signal: cli.signal,
  });
  if (options.json === true) {
    printJson(cli.output, {
      schemaVersion: 1,
      profiles: reports.map(({ profile, port, serviceName, supervisor, state, verdict, configPath, statePath }) => ({
        profile,
        port,
        serviceName,
        supervisor,
        state,
        verdict,
        configPath: configPath.cli,
        statePath: statePath.cli,
      })),
    });
    return EXIT.done;
  }
  const width = Math.max(...reports.map((report) => columnsOf(report.profile)));
  for (const report of reports) {
    cli.output.out(
      `${padColumns(report.profile, width)}  ${String(report.port).padStart(5)}  ${verdictLine(report, cli.output)}\n`,
    );
  }
  return EXIT.done;
}
