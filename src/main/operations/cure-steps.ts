/** The steps of a cure as one list: what is done first, the steps of the operation that it is, and the look whether it helped. */
import type { OperationStep } from '../../shared/operation.ts';
import { say } from '../../shared/said.ts';
import type { Clock } from '../system/clock.ts';
import { createStepRecorder, type StepListener, type StepRecorder } from './steps.ts';

export interface CureSteps {
  /** What is done before, or instead of, an operation. */
  readonly first: StepRecorder;
  /** Takes the steps of the operation. */
  readonly operation: StepListener;
  /** The look whether it is cured. */
  lookAgain(): { done(): void };
  /** Marks the step that runs now, if any, as failed. */
  fail(): void;
}

const LOOK = 'look-again';

/** `listener` hears the whole list at each change, from the first step on: the last one alone would say little. */
export function createCureSteps(clock: Clock, listener: StepListener | undefined): CureSteps {
  const parts: [first: readonly OperationStep[], operation: readonly OperationStep[], look: readonly OperationStep[]] =
    [[], [], []];
  const put = (at: 0 | 1 | 2) => (steps: readonly OperationStep[]) => {
    parts[at] = steps;
    const begun = at !== 2 || parts[0].length + parts[1].length > 0 || steps.some(({ state }) => state !== 'waiting');
    if (begun) listener?.(parts.flat());
  };
  const first = createStepRecorder(clock, put(0));
  const look = createStepRecorder(clock, put(2));
  look.plan([{ id: LOOK, label: say('step.look-again') }]);
  return {
    first,
    operation: put(1),
    lookAgain() {
      look.begin(LOOK);
      return { done: () => look.done(LOOK, say('step.cured')) };
    },
    fail() {
      first.fail();
      look.fail();
    },
  };
}
