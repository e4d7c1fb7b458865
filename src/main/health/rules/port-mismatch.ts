import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, readsOurConfig, shimCommand } from './rule.ts';

export const portMismatch: DiagnosisRule = {
  id: 'port-mismatch',
  rank: 64,
  evaluate(facts) {
    if (!facts.config.ok || facts.portSource !== 'service' || !readsOurConfig(facts)) return null;
    const configured = facts.config.config.port;
    if (configured === null || configured === facts.port) return null;
    return {
      code: 'port-mismatch',
      severity: 'warning',
      title: `The service uses port ${facts.port}, the configuration says ${configured}`,
      evidence: [say('seen.configuration', { path: facts.profile.configPath }), say('port-mismatch.evidence')],
      fix: {
        kind: 'operation',
        action: 'install',
        label: `Use port ${configured} in both…`,
        command: shimCommand(facts, 'gateway', 'install', '--force', '--port', String(configured)),
      },
      otherFixes: [
        {
          kind: 'operation',
          action: 'install',
          label: `Keep port ${facts.port} in both…`,
          command: shimCommand(facts, 'gateway', 'install', '--force', '--port', String(facts.port)),
        },
      ],
    };
  },
};
