import { quote, say } from '../../../shared/said.ts';
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
      evidence: [quote(definition.path)],
      fix:
        supervisor === 'systemd-user'
          ? repair(facts, 'definition-masked', 'unmask', 'Unmask it…')
          : {
              kind: 'command',
              label: say('definition-masked.unmask'),
              command: ['sudo', 'systemctl', 'unmask', serviceName],
            },
    };
  },
};
