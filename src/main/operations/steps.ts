/**
 * The steps of a running operation, as a person follows them. The whole list is handed out at each change.
 */
import type { OperationStep } from '../../shared/operation.ts';
import { type Phrase, textOf, told } from '../../shared/said.ts';
import type { Clock } from '../system/clock.ts';

export type StepListener = (steps: readonly OperationStep[]) => void;

export interface StepRecorder {
  /** Announces the steps to come, in order, as waiting. */
  plan(steps: readonly PlannedStep[]): void;
  begin(id: string): void;
  /** Ends a step; `label` replaces the announced one with what was seen. */
  done(id: string, label?: Phrase): void;
  skip(id: string, label?: Phrase): void;
  /** Marks the step that runs now, if any, as failed. */
  fail(label?: Phrase): void;
}

export interface PlannedStep {
  readonly id: string;
  readonly label: Phrase;
}

function labelled(label: Phrase): Pick<OperationStep, 'label' | 'told'> {
  return { label: textOf(label), ...told({ label }) };
}

export function createStepRecorder(clock: Clock, listener: StepListener | undefined): StepRecorder {
  const steps: OperationStep[] = [];
  const began = new Map<string, number>();
  const say = () => listener?.(steps.map((step) => ({ ...step })));
  const change = (id: string, state: OperationStep['state'], label?: Phrase) => {
    const step = steps.find((each) => each.id === id);
    if (step === undefined) throw new Error(`unknown step ${id}`);
    step.state = state;
    if (label !== undefined) Object.assign(step, { told: undefined }, labelled(label));
    const start = began.get(id);
    if (state === 'now') began.set(id, clock.monotonic());
    else if (start !== undefined) step.ms = Math.max(0, clock.monotonic() - start);
    say();
  };
  return {
    plan(planned) {
      for (const { id, label } of planned) steps.push({ id, ...labelled(label), state: 'waiting', ms: null });
      say();
    },
    begin: (id) => change(id, 'now'),
    done: (id, label) => change(id, 'done', label),
    skip: (id, label) => change(id, 'skipped', label),
    fail(label) {
      const current = steps.find((step) => step.state === 'now');
      if (current !== undefined) change(current.id, 'failed', label);
    },
  };
}
