import { type Said, say } from '../../../shared/said.ts';
import type { GatewayConfig } from '../../openclaw/types.ts';
import { type DiagnosisRule, isInstalled, isRunning, readsOurConfig, writeAgain } from './rule.ts';

/**
 * No file, or a gateway.mode other than local: the gateway ends with 78 at its next start (openclaw 2026.9.6, exit codes). A
 * gateway.customBindHost that is no IPv4 address: it ends with 1, and `openclaw config validate` does not see it (2026.9.6, runtime config).
 */
export const configIncomplete: DiagnosisRule = {
  id: 'config-incomplete',
  rank: 11,
  evaluate(facts) {
    if (!facts.config.ok || !isInstalled(facts) || !readsOurConfig(facts)) return null;
    const { config } = facts.config;
    const { definition } = facts.inspection;
    const parsed = definition.status === 'present' ? definition.parsed : null;
    if (parsed === null) return null;
    const missing = modeMissing(config, parsed.command) ?? bindHostMissing(config, parsed.command);
    if (missing === null) return null;
    return {
      code: 'config-incomplete',
      severity: isRunning(facts) && facts.probe?.ok === true ? 'warning' : 'error',
      title: `The configuration of ${facts.profile.id} does not let a gateway start`,
      evidence: [missing.what, say('seen.configuration', { path: facts.profile.configPath })],
      fix:
        missing.advice === null
          ? writeAgain(facts, 'Complete the configuration…')
          : { kind: 'advice', label: missing.advice },
    };
  },
};

interface Missing {
  readonly what: Said;
  /** null = writing the service again completes it. */
  readonly advice: Said | null;
}

function modeMissing(config: GatewayConfig, command: readonly string[]): Missing | null {
  if (command.includes('--allow-unconfigured') || (config.exists && config.mode === 'local')) return null;
  if (!config.exists) return { what: say('config-incomplete.no-file'), advice: null };
  // A word that is neither local nor remote is said by the configuration's own warnings.
  return config.mode === 'remote'
    ? { what: say('config-incomplete.remote'), advice: say('config-incomplete.advice') }
    : { what: say('config-incomplete.mode-unset'), advice: null };
}

function bindHostMissing({ bind, customBindHost }: GatewayConfig, command: readonly string[]): Missing | null {
  // The command line of the service has the last word about it.
  if (bind !== 'custom' || command.some((word) => word === '--bind' || word.startsWith('--bind='))) return null;
  const host = (customBindHost ?? '').trim();
  if (IPV4.test(host)) return null;
  return {
    what: host === '' ? say('config-incomplete.bind-host-unset') : say('config-incomplete.bind-host', { host }),
    advice: say('config-incomplete.bind-advice'),
  };
}

/** Four decimal numbers without leading zeros, as OpenClaw asks for (2026.9.6, net: canonical dotted decimal). */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
