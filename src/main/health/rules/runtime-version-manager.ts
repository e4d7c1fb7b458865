import { quote, say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, shimCommand } from './rule.ts';

export const runtimeVersionManager: DiagnosisRule = {
  id: 'runtime-version-manager',
  rank: 66,
  evaluate(facts) {
    const runtime = facts.closer?.runtime ?? null;
    if (runtime === null || runtime.manager === null || !isInstalled(facts) || facts.program.missing.length > 0)
      return null;
    return {
      code: 'runtime-version-manager',
      severity: 'notice',
      title: `The service runs on a Node of ${runtime.manager}: it breaks when that version is removed`,
      evidence: [quote(runtime.path)],
      fix: {
        kind: 'advice',
        label: say('runtime-version-manager.advice', {
          range: runtime.wanted,
          command: shimCommand(facts, 'gateway', 'install', '--force').join(' '),
        }),
      },
    };
  },
};
