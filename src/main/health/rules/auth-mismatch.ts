import { type Phrase, say } from '../../../shared/said.ts';
import type { ProfileFacts } from '../facts.ts';
import { holderOf } from './port-holder.ts';
import { type DiagnosisRule, probeWords, shimCommand } from './rule.ts';

export const authMismatch: DiagnosisRule = {
  id: 'auth-mismatch',
  rank: 50,
  evaluate(facts) {
    // Another program on the port refuses a secret that was never its own; who it is, the rules about the port say.
    if (facts.probe?.detail.code !== 'auth-mismatch' || holderOf(facts) !== null) return null;
    return {
      code: 'auth-mismatch',
      severity: 'error',
      title: `${facts.profile.id} refuses the token`,
      evidence: [
        ...probeWords(facts.probe.detail),
        say('auth-mismatch.source', { source: facts.credentials.source ?? say('auth-mismatch.nowhere') }),
        say('seen.configuration', { path: facts.profile.configPath }),
        ...changedSinceStart(facts),
      ],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart with the token of the configuration',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};

function changedSinceStart({ inspection, closer }: ProfileFacts): Phrase[] {
  const since = 'since' in inspection.process ? inspection.process.since : null;
  const changed = closer?.configChangedAt ?? null;
  if (since === null || changed === null || changed <= Date.parse(since)) return [];
  return [say('auth-mismatch.changed', { at: new Date(changed).toISOString() })];
}
