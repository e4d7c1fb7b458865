const MAX_EVIDENCE = 6;

/** A long list of places tells nobody anything: the first few and their number do. */
export function shortened(lines: readonly Phrase[]): Phrase[] {
  if (lines.length <= MAX_EVIDENCE) return [...lines];
  return [...lines.slice(0, MAX_EVIDENCE - 1), say('seen.more-places', { count: lines.length - MAX_EVIDENCE + 1 })];
}

import { type Phrase, say } from '../../../shared/said.ts';
