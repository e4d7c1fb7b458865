import { readFileSync } from 'node:fs';
import { elevatedApply, ROOT_ENVIRONMENT } from '../../system/elevation-apply.ts';
import { createSpawnRunner } from '../../system/spawn-runner.ts';
import type { CliContext } from '../cli-context.ts';

/** The process that was given administrator rights: the plan on standard input, the report on standard output. */
export async function elevatedApplyCommand(cli: CliContext): Promise<number> {
  const runner = createSpawnRunner(ROOT_ENVIRONMENT);
  const uid = process.getuid?.() ?? null;
  const { report, exitCode } = await elevatedApply(readFileSync(0, 'utf8'), { runner, uid });
  cli.output.out(`${JSON.stringify(report)}\n`);
  return exitCode;
}
