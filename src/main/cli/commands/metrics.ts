import { dirname, resolve } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { prometheusText } from '../../operations/metrics/prometheus-text.ts';
import { statusMetrics } from '../../operations/metrics/status-metrics.ts';
import { readStatus } from '../../operations/status.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { noteLine } from '../output.ts';
import { profileOf } from './profile-of.ts';

export interface MetricsOptions {
  readonly textfile?: string;
  readonly probe: boolean;
  /** Milliseconds, for each probe. */
  readonly timeout: number;
}

/** Read by node_exporter, which is another user. */
const TEXTFILE_MODE = 0o644;

/** Exit 0 whenever the metrics could be written; what they say is in them. @throws ExpectedError `file-write-failed`, `disk-full`. */
export async function metricsCommand(cli: CliContext, selection: Selection, options: MetricsOptions): Promise<number> {
  const core = await cli.core();
  const named = selection.profile !== undefined || selection.dev === true;
  const profiles = named
    ? [profileOf(core, selection)]
    : await (await import('../../operations/profiles.ts')).listProfiles(core);
  const reports = await readStatus(core, profiles, {
    probe: options.probe,
    timeoutMs: options.timeout,
    signal: cli.signal,
  });
  const text = prometheusText(statusMetrics(reports, cli.version));
  if (options.textfile === undefined) {
    cli.output.out(text);
    return EXIT.done;
  }
  const { exists, writeFileAtomic } = await import('../../system/files.ts');
  const path = resolve(options.textfile);
  // Made by us, a folder that was misspelt would hide that nobody reads the metrics.
  if (!(await exists(dirname(path)))) {
    throw new ExpectedError('file-write-failed', say('file-write-failed.no-folder', { path, folder: dirname(path) }), {
      hint: say('hint.textfile'),
    });
  }
  await writeFileAtomic(path, text, { mode: TEXTFILE_MODE });
  if (!path.endsWith('.prom')) cli.output.err(noteLine(cli.output, cli.output.words.shim.notProm(path)));
  return EXIT.done;
}
