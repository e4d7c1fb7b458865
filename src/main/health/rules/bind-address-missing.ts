import { type Phrase, type Said, say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, isRunning, readsOurConfig } from './rule.ts';

/**
 * gateway.bind asks for an address that this computer does not have now: a network that was left, a VPN that is off. With "custom"
 * OpenClaw ends with 1 ("refusing fallback"); with "tailnet" it takes 127.0.0.1, and nobody else reaches it (2026.9.6, runtime config).
 */
export const bindAddressMissing: DiagnosisRule = {
  id: 'bind-address-missing',
  rank: 27,
  evaluate(facts) {
    const own = facts.closer?.ownAddresses ?? null;
    if (own === null || !facts.config.ok || !isInstalled(facts) || !readsOurConfig(facts)) return null;
    const { definition } = facts.inspection;
    const command = (definition.status === 'present' ? definition.parsed?.command : null) ?? [];
    // The command line of the service has the last word about it.
    if (command.some((word) => word === '--bind' || word.startsWith('--bind='))) return null;
    const { bind, customBindHost } = facts.config.config;
    const wanted = bind === 'custom' ? (customBindHost ?? '').trim() : null;
    const evidence = bind === 'tailnet' ? tailnetMissing(own) : wanted === null ? null : customMissing(wanted, own);
    if (evidence === null) return null;
    const works = bind === 'tailnet' || (isRunning(facts) && facts.probe?.ok === true);
    return {
      code: 'bind-address-missing',
      severity: works ? 'warning' : 'error',
      title:
        bind === 'tailnet'
          ? `${facts.profile.id} cannot be reached over the tailnet`
          : `${facts.profile.id} is to listen on an address that this computer does not have`,
      evidence: [...evidence, say('seen.configuration', { path: facts.profile.configPath })],
      fix: { kind: 'advice', label: adviceFor(bind, own) },
    };
  },
};

function customMissing(host: string, own: readonly string[]): Phrase[] | null {
  // What is no IPv4 address is said by `config-incomplete`; 0.0.0.0 is all addresses, 127.x is always there.
  if (!IPV4_LIKE.test(host) || host === '0.0.0.0' || host.startsWith('127.') || own.includes(host)) return null;
  return [say('bind-address.custom', { host }), say('bind-address.refuses'), ownInWords(own)];
}

function tailnetMissing(own: readonly string[]): Phrase[] | null {
  if (own.some(isTailnet)) return null;
  return [say('bind-address.tailnet'), say('bind-address.loopback'), ownInWords(own)];
}

function ownInWords(own: readonly string[]): Phrase {
  return own.length === 0 ? say('bind-address.none') : say('bind-address.own', { addresses: own.join(', ') });
}

function adviceFor(bind: string | null, own: readonly string[]): Said {
  if (bind === 'tailnet') return say('bind-address.advice-tailnet');
  const [first] = own;
  return first === undefined
    ? say('bind-address.advice-loopback')
    : say('bind-address.advice-custom', { address: first });
}

const IPV4_LIKE = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** 100.64.0.0/10, where Tailscale gives addresses (RFC 6598; OpenClaw 2026.9.6 looks there, too). */
function isTailnet(address: string): boolean {
  const [first = 0, second = 0] = address.split('.').map(Number);
  return first === 100 && second >= 64 && second < 128;
}
