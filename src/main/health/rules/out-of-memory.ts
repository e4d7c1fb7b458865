import { quote, say } from '../../../shared/said.ts';
import { type DiagnosisRule, isRunning, lastExitWords, shimCommand, writeAgain } from './rule.ts';

export const outOfMemory: DiagnosisRule = {
  id: 'out-of-memory',
  rank: 39,
  evaluate(facts) {
    const { process, words } = facts.inspection;
    const lastExit = 'lastExit' in process ? process.lastExit : null;
    if (isRunning(facts) || lastExit === null) return null;
    const killed = words.Result === 'oom-kill';
    // Node ends itself with SIGABRT (134 in a shell) when its own heap limit is reached.
    const heap = (facts.closer?.lastLines ?? []).find((line) => HEAP_WORDS.test(line));
    if (!killed && heap === undefined) return null;
    const start = {
      kind: 'operation',
      action: 'start',
      label: 'Start it again',
      command: shimCommand(facts, 'gateway', 'start'),
    } as const;
    return {
      code: 'out-of-memory',
      severity: 'error',
      title: killed
        ? `${facts.profile.id} was killed because the machine ran out of memory`
        : `${facts.profile.id} ended because its heap was full`,
      evidence: [
        lastExitWords(lastExit),
        ...(heap === undefined ? [] : [quote(heap)]),
        ...(process.state === 'crash-looping' ? [say('out-of-memory.repeatedly')] : []),
      ],
      // A heap that was full once will be full again at the same limit; memory of the machine comes and goes.
      fix: killed ? start : writeAgain(facts, 'Write the heap limit anew, and start it…'),
      otherFixes: [
        ...(killed ? [] : [start]),
        {
          kind: 'advice',
          label: say(killed ? 'out-of-memory.advice' : 'out-of-memory.advice-heap'),
        },
      ],
    };
  },
};

/** What V8 prints when its heap is full (node 24). */
const HEAP_WORDS = /JavaScript heap out of memory|Reached heap limit/;
