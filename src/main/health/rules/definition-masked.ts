import { type DiagnosisRule, repair } from './rule.ts';

export const definitionMasked: DiagnosisRule = {
  id: 'definition-masked',
  rank: 20,
  evaluate(facts) {
    const { definition, serviceName, supervisor } = facts.inspection;
    if (definition.status !== 'present' || !definition.masked) return null;
    return {
      code: 'definition-masked',
      severity: 'error',
      title: `${serviceName} is masked: systemd refuses to start it`,
      evidence: [definition.path],
      fix:
        supervisor === 'systemd-user'
          ? repair(facts, 'definition-masked', 'unmask', 'Unmask it…')
          : { kind: 'command', label: 'Unmask it', command: ['sudo', 'systemctl', 'unmask', serviceName] },
    };
  },
};
