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
      evidence: [runtime.path],
      fix: {
        kind: 'advice',
        label: `Install Node ${runtime.wanted} for the whole system, then: ${shimCommand(facts, 'gateway', 'install', '--force').join(' ')}`,
      },
    };
  },
};
