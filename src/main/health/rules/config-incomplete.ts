import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, isRunning, readsOurConfig, writeAgain } from './rule.ts';

/** No file, or a gateway.mode other than local: the gateway ends with 78 at its next start (openclaw 2026.9.6, exit codes). */
export const configIncomplete: DiagnosisRule = {
  id: 'config-incomplete',
  rank: 11,
  evaluate(facts) {
    if (!facts.config.ok || !isInstalled(facts) || !readsOurConfig(facts)) return null;
    const { config } = facts.config;
    const { definition } = facts.inspection;
    const parsed = definition.status === 'present' ? definition.parsed : null;
    if (parsed === null || parsed.command.includes('--allow-unconfigured')) return null;
    if (config.exists && config.mode === 'local') return null;
    // A word that is neither local nor remote is said by the configuration's own warnings.
    const what = !config.exists
      ? say('config-incomplete.no-file')
      : config.mode === 'remote'
        ? say('config-incomplete.remote')
        : say('config-incomplete.mode-unset');
    return {
      code: 'config-incomplete',
      severity: isRunning(facts) && facts.probe?.ok === true ? 'warning' : 'error',
      title: `The configuration of ${facts.profile.id} does not let a gateway start`,
      evidence: [what, say('seen.configuration', { path: facts.profile.configPath })],
      fix:
        config.mode === 'remote'
          ? {
              kind: 'advice',
              label: say('config-incomplete.advice'),
            }
          : writeAgain(facts, 'Complete the configuration…'),
    };
  },
};
