import type { ExpectedError } from '../../shared/outcome.ts';
import { both, type Phrase } from '../../shared/said.ts';

/** An error in one breath: what happened, and what to do next. */
export function whole({ said: { message, hint } }: ExpectedError): Phrase {
  return hint === undefined ? message : both(message, hint);
}
