const MAX_EVIDENCE = 6;

/** A long list of places tells nobody anything: the first few and their number do. */
export function shortened(lines: readonly string[]): string[] {
  if (lines.length <= MAX_EVIDENCE) return [...lines];
  return [...lines.slice(0, MAX_EVIDENCE - 1), `and ${lines.length - MAX_EVIDENCE + 1} more places`];
}
