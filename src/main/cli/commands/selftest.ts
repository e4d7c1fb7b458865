import { runSelftest } from '../../operations/selftest.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { renderSelftest } from '../render-selftest.ts';

/** Exit 0 when a service could be kept running here, 1 when something that is needed is missing. */
export async function selftestCommand(cli: CliContext, options: { readonly json?: boolean }): Promise<number> {
  const report = await runSelftest(await cli.core(), cli.signal);
  if (options.json === true) printJson(cli.output, report);
  else cli.output.out(renderSelftest(report, cli.output));
  return report.ok ? EXIT.done : EXIT.failed;
}
