/** What a program said before it ended, out of its log. Pure. */
import type { LogLine } from '../../shared/log-line.ts';

const LINES_SHOWN = 12;
const LONGEST = 300;
/**
 * A frame of JavaScript ("    at run (file.js:1:2)") or of Node itself ("12: 0xaf3dd2 node::Abort() [/usr/bin/node]", node 24). They follow
 * the error, and a dozen of them would push it out.
 */
const STACK_FRAME = /^\s+at \S|^\s*\d+: 0x[0-9a-f]+ /;

/**
 * The last lines of the program itself, the oldest first: at most twelve, each cut to 300 characters. The supervisor's own lines are
 * left out, because they only repeat how it ended, and so are stack frames.
 */
export function lastWords(lines: readonly Pick<LogLine, 'source' | 'text'>[]): string[] {
  // One entry can be many lines, and the same one stands in the journal and in the gateway's own log.
  const said = lines
    .filter(({ source }) => source !== 'supervisor')
    .flatMap(({ text }) => text.split(/\r?\n/))
    .filter((text) => text.trim() !== '' && !STACK_FRAME.test(text));
  // Each where it came last: of a crash that repeats, the error of the newest one must not stand with the oldest.
  return [...new Set(said.toReversed())]
    .toReversed()
    .slice(-LINES_SHOWN)
    .map((text) => text.slice(0, LONGEST));
}
