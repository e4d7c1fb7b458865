import type { OperationStep } from '../../shared/operation.ts';
import { formatStepTime } from '../../shared/text/format.ts';
import { tell } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Icon, StatusGlyph } from './icon.tsx';
import { Tell } from './tell.tsx';

function StepGlyph({ state }: { state: OperationStep['state'] }) {
  switch (state) {
    case 'waiting':
      return <StatusGlyph glyph="stopped" />;
    case 'now':
      return <StatusGlyph glyph="starting" turning />;
    case 'failed':
      return <StatusGlyph glyph="failed" />;
    case 'skipped':
      return <StatusGlyph glyph="not-installed" />;
    case 'done':
      return <Icon name="check" />;
  }
}

/** The steps of an operation: glyph, sentence, time it took. The state is also said in words for those who do not see the glyph. */
export function Steps({ steps }: { steps: readonly OperationStep[] }) {
  const words = useStore().words.value;
  return (
    <ol class="steps" aria-label={words.plan.steps}>
      {steps.map((step) => (
        <li key={step.id} class={`step step-${step.state}`}>
          <StepGlyph state={step.state} />
          <Tell as="span" class="step-label" sentence={tell(words, step, 'label')} />
          <span class="vh">, {words.operation.step[step.state]}</span>
          {step.ms !== null && <span class="step-time num">{formatStepTime(step.ms, words.units)}</span>}
        </li>
      ))}
    </ol>
  );
}
