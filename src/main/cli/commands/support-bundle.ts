import { resolve } from 'node:path';
import type { SupportPreview } from '../../../shared/support.ts';
import type { ShimWords } from '../../../shared/text/shim-words.ts';
import { collectSupport } from '../../operations/support/collect.ts';
import { writeSupport } from '../../operations/support/write.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { confirm } from './confirm.ts';
import { profileOf } from './profile-of.ts';

export interface SupportBundleOptions {
  readonly output?: string;
  readonly lines: number;
  readonly dryRun?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

/** The list of files is shown before anything is written; at a terminal it is asked for. */
export async function supportBundleCommand(
  cli: CliContext,
  selection: Selection,
  options: SupportBundleOptions,
): Promise<number> {
  const core = await cli.core();
  const json = options.json === true;
  const { bundle } = cli.output.words.shim;
  const preview = await collectSupport(core, profileOf(core, selection), { lines: options.lines, signal: cli.signal });
  if (options.markdown === true) {
    if (json) printJson(cli.output, { markdown: preview.markdown });
    else cli.output.out(preview.markdown);
    return EXIT.done;
  }
  const files = preview.files.map(({ name, bytes, hidden }) => ({ name, bytes, hidden }));
  if (options.dryRun === true) {
    if (json) printJson(cli.output, { bundle: { name: preview.name, files } });
    else cli.output.out(listOf(preview, cli.output.words));
    return EXIT.done;
  }
  const path = resolve(options.output ?? preview.name);
  if (!json) {
    cli.output.err(listOf(preview, cli.output.words));
    // Asked only where somebody can answer: a script that runs this verb has already decided.
    if ((await confirm(bundle.write(path), cli.signal, cli.output.words)) === false) {
      cli.output.err(`${bundle.nothingWritten}\n`);
      return EXIT.failed;
    }
  }
  const bytes = await writeSupport(preview, path, core.clock.now());
  if (json) printJson(cli.output, { ok: true, path, bytes, files });
  else cli.output.out(`${bundle.written(path, String(bytes))}\n`);
  return EXIT.done;
}

function listOf({ files }: SupportPreview, { shim: { bundle, status } }: ShimWords): string {
  const hidden = files.reduce((sum, file) => sum + file.hidden, 0);
  return [
    ...files.map(
      (file) =>
        `  ${file.name.padEnd(44)} ${bundle.bytes(String(file.bytes).padStart(8))}${file.hidden === 0 ? '' : `${status.comma}${bundle.hidden(file.hidden)}`}`,
    ),
    `  ${bundle.total(files.length, hidden)}`,
    '',
  ].join('\n');
}
