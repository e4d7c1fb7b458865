/** What an operation on one profile is asked for, and what it carries along while it runs. */
import type { Phrase } from '../../shared/said.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import type { StepListener, StepRecorder } from './steps.ts';

export interface ControlRequest {
  readonly profile: ResolvedProfile;
  readonly onStep?: StepListener | undefined;
  /** Ends the waiting, not the supervisor's work. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for another operation on this profile. */
  readonly lockWaitMs?: number | undefined;
  /** How long a start may take until the gateway answers. */
  readonly readyTimeoutMs?: number | undefined;
}

export interface ControlRun {
  readonly context: CoreContext;
  readonly request: ControlRequest;
  readonly steps: StepRecorder;
  readonly warnings: Phrase[];
}

/** What an operation came to, in the words for a person. */
export interface Done {
  readonly result: string;
  readonly changed: boolean;
  readonly message: Phrase;
}
