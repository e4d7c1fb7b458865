import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, writeAgain } from './rule.ts';

/** Defaults of Task Scheduler that a task made by hand keeps: no battery, three days at most. */
export const taskLimits: DiagnosisRule = {
  id: 'task-limits',
  rank: 82,
  evaluate(facts) {
    const limits = facts.inspection.words['Stops because of'];
    if (facts.inspection.supervisor !== 'task-scheduler' || limits === undefined || !isInstalled(facts)) return null;
    return {
      code: 'task-limits',
      severity: 'warning',
      title: `Windows stops ${facts.profile.id} by itself`,
      evidence: [say('task-limits.evidence', { limits })],
      fix: writeAgain(facts, 'Write the task without limits…'),
    };
  },
};
