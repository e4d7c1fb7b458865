import { say } from '../../../shared/said.ts';
import type { ProfileFacts, UnfinishedChange } from '../facts.ts';
import { type DiagnosisRule, isRunning, repair } from './rule.ts';

/** An operation of ours was killed half-way: its record is still there, and nobody works on it. */
export const changeUnfinished: DiagnosisRule = {
  id: 'change-unfinished',
  rank: 14,
  evaluate(facts) {
    const { unfinished } = facts;
    if (unfinished == null || cameToItsEnd(unfinished, facts)) return null;
    const what = WORDS[unfinished.action];
    return {
      code: 'change-unfinished',
      severity: isRunning(facts) ? 'warning' : 'error',
      title: `${what} ${facts.profile.id} was interrupted`,
      evidence: [
        say('change-unfinished.began', { at: unfinished.startedAt }),
        say(unfinished.action === 'install' ? 'change-unfinished.kept' : 'change-unfinished.finish'),
      ],
      fix: repair(facts, 'change-unfinished', 'finish-change', 'Finish or undo it…'),
    };
  },
};

const WORDS = {
  install: 'Writing the service of',
  uninstall: 'Removing the service of',
  restart: 'Restarting',
} as const;

/** Killed after its last step: all is there, and only the record is left. The next operation removes that. */
function cameToItsEnd({ action, written, oldPid }: UnfinishedChange, facts: ProfileFacts): boolean {
  const { process, definition, supervisor } = facts.inspection;
  // The built-in supervisor starts nothing by itself.
  const enabled = facts.inspection.enabled !== false || supervisor === 'embedded';
  const pid = 'pid' in process ? process.pid : null;
  switch (action) {
    case 'restart':
      return isRunning(facts);
    case 'uninstall':
      return written && definition.status === 'absent' && pid === null;
    case 'install':
      return written && enabled && isRunning(facts) && pid !== oldPid && facts.probe?.ok !== false;
    default:
      return action satisfies never;
  }
}
