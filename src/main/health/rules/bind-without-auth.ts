import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, readsOurConfig } from './rule.ts';

/** A bind beyond loopback without authentication: the gateway refuses to start (openclaw 2026.9.6, exit codes). */
export const bindWithoutAuth: DiagnosisRule = {
  id: 'bind-without-auth',
  rank: 13,
  evaluate(facts) {
    if (!facts.config.ok || !isInstalled(facts) || !readsOurConfig(facts)) return null;
    const { bind, customBindHost, authMode, token, password } = facts.config.config;
    const beyond = bind === 'lan' || bind === 'tailnet' || (bind === 'custom' && !isLoopback(customBindHost));
    if (!beyond || authMode === 'trusted-proxy') return null;
    const { definition } = facts.inspection;
    const environment = (definition.status === 'present' ? definition.parsed?.environment : undefined) ?? {};
    const hasSecret =
      token.kind !== 'absent' ||
      password.kind !== 'absent' ||
      environment.OPENCLAW_GATEWAY_TOKEN !== undefined ||
      environment.OPENCLAW_GATEWAY_PASSWORD !== undefined;
    if (authMode !== 'none' && hasSecret) return null;
    return {
      code: 'bind-without-auth',
      severity: 'error',
      title: `${facts.profile.id} would listen to other machines without asking for a secret`,
      evidence: [
        say(authMode === 'none' ? 'bind-without-auth.mode' : 'bind-without-auth.secret', { bind }),
        say('bind-without-auth.refuses'),
        say('seen.configuration', { path: facts.profile.configPath }),
      ],
      fix: {
        kind: 'advice',
        label: say('bind-without-auth.advice'),
      },
    };
  },
};

function isLoopback(host: string | null): boolean {
  return host === null || host === 'localhost' || host === '::1' || host.startsWith('127.');
}
