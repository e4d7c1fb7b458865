import type { OperationStep } from '../../../shared/operation.ts';
import { tell } from '../../../shared/text/tell.ts';
import type { CliContext } from '../cli-context.ts';
import { paint } from '../output.ts';

/** A line on stderr for each step that ends; quiet for scripts that throw stderr away. */
export function stepPrinter(cli: CliContext): (steps: readonly OperationStep[]) => void {
  const said = new Set<string>();
  return (steps) => {
    for (const step of steps) {
      if (step.state === 'waiting' || step.state === 'now' || said.has(step.id)) continue;
      said.add(step.id);
      const mark =
        step.state === 'done'
          ? paint(cli.output, 'green', '✓')
          : step.state === 'failed'
            ? paint(cli.output, 'red', '✗')
            : '-';
      const time =
        step.ms === null
          ? ''
          : paint(cli.output, 'dim', `  ${(step.ms / 1000).toFixed(1)} ${cli.output.words.units.s}`);
      cli.output.err(`${mark} ${tell(cli.output.words, step, 'label').text}${time}\n`);
    }
  };
}
