import { createAppCore } from '../../operations/app-core.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { paint } from '../output.ts';
import { verdictLine } from '../render-status.ts';

/** The same monitor as the app's, drawn in a terminal; ends with Ctrl+C. */
export async function watchCommand(cli: CliContext, options: { readonly json?: boolean }): Promise<number> {
  let defect: unknown;
  const stop = Promise.withResolvers<void>();
  const core = await createAppCore(await cli.core(), (cause) => {
    defect = cause;
    stop.resolve();
  });
  const said = new Map<string, string>();
  let seq = 0;
  core.setAttention(true);
  const draw = () => {
    for (const { profile, report, problem } of core.snapshot().profiles) {
      if (options.json === true) {
        if (report === null) continue;
        const { checkedAt: _checkedAt, health: _health, probeDetail: _probeDetail, ...stable } = report;
        const mark = JSON.stringify(stable);
        if (said.get(profile) === mark) continue;
        said.set(profile, mark);
        seq += 1;
        cli.output.out(`${JSON.stringify({ seq, ...report })}\n`);
        continue;
      }
      const line =
        report === null
          ? (problem?.message ?? `Looking at ${profile}`)
          : `${verdictLine(report, cli.output)}  ${paint(cli.output, 'dim', report.gatewayUrl)}`;
      if (said.get(profile) === line) continue;
      said.set(profile, line);
      cli.output.out(`${paint(cli.output, 'dim', new Date().toLocaleTimeString('en-GB'))}  ${line}\n`);
    }
  };
  core.onChange(draw);
  draw();
  // The monitor's timer does not keep the process alive by itself; this does, until Ctrl+C.
  const alive = setInterval(() => undefined, 60_000);
  for (const signal of [cli.signal, cli.output.closed]) {
    signal.addEventListener('abort', () => stop.resolve(), { once: true });
  }
  await stop.promise;
  clearInterval(alive);
  await core.dispose();
  if (defect !== undefined) throw defect;
  return EXIT.done;
}
