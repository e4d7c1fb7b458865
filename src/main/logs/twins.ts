/**
 * The gateway writes each line twice: to its output (and so into the journal or a file of the supervisor) and into its own log file. Of such
 * twins the first that comes is kept.
 */
import type { LogLine } from '../../shared/log-line.ts';
import type { LogEntry } from './entry.ts';

/** The two writings of one line lie this near to each other, milliseconds. */
const NEAR_MS = 1_500;
const MAX_REMEMBERED = 4_096;
/** So much of a line is compared. */
const MAX_COMPARED = 300;

export interface TwinFilter {
  /** False when the line is the twin of one that was let through before. */
  isNew(entry: LogEntry): boolean;
}

interface Alone {
  /** Written by the gateway itself, or taken from its output. */
  readonly own: boolean;
  readonly key: number;
}

export function createTwinFilter(): TwinFilter {
  /** Lines that have no twin yet, by what they say. Iterates in the order in which they came. */
  const alone = new Map<number, Alone[]>();
  let count = 0;
  return {
    isNew({ line, key }) {
      // What a supervisor says is written once.
      if (line.source === 'supervisor') return true;
      const words = digestOf(line);
      const own = line.source === 'gateway';
      const others = alone.get(words);
      if (others === undefined) {
        alone.set(words, [{ own, key }]);
      } else {
        const twin = others.findIndex((other) => other.own !== own && Math.abs(other.key - key) <= NEAR_MS);
        if (twin !== -1) {
          others.splice(twin, 1);
          count -= 1;
          if (others.length === 0) alone.delete(words);
          return false;
        }
        others.push({ own, key });
      }
      count += 1;
      while (count > MAX_REMEMBERED) {
        const oldest = alone.keys().next();
        if (oldest.done === true) break;
        count -= alone.get(oldest.value)?.length ?? 0;
        alone.delete(oldest.value);
      }
      return true;
    },
  };
}

const BRACKET = '['.charCodeAt(0);
const BRACKETED = /^\[[\w/-]+\] */;

/**
 * A number for what both writings have in common: the console puts the subsystem in brackets in front, and leaves out its repetition. 52 bits
 * by two runs of FNV-1a; the words themselves would keep a whole block of the file in memory.
 */
function digestOf({ text, subsystem }: LogLine): number {
  let at = text.charCodeAt(0) === BRACKET ? (BRACKETED.exec(text)?.[0].length ?? 0) : 0;
  if (subsystem !== null && text.startsWith(subsystem, at)) {
    const behind = at + subsystem.length;
    if (text.startsWith(': ', behind)) at = behind + 2;
    else if (text.startsWith(' ', behind)) at = behind + 1;
  }
  let low = 0x811c9dc5;
  let high = 0x1000193;
  const end = Math.min(text.length, at + MAX_COMPARED);
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
