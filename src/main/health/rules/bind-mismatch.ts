import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

/** It does not listen on 127.0.0.1, where clients of the same machine ask it; OpenClaw 2026.9.6 always does. */
export const bindMismatch: DiagnosisRule = {
  id: 'bind-mismatch',
  rank: 46,
  evaluate(facts) {
    const { probe, portOwner, inspection } = facts;
    if (probe === null || probe.ok || inspection.process.state !== 'running') return null;
    // Its own process listens on the port, and yet the address that we asked refuses: it is bound to another one.
    if (probe.detail.code !== 'refused' || portOwner.owner !== 'process' || !portOwner.own) return null;
    const bind = facts.config.ok ? facts.config.config.bind : null;
    return {
      code: 'bind-mismatch',
      severity: 'error',
      title: `${facts.profile.id} listens on another address than ${facts.url}`,
      evidence: [
        say('bind-mismatch.refuses', { pid: portOwner.pid, port: facts.port, url: facts.url }),
        say('bind-mismatch.setting', { bind: bind ?? say('bind-mismatch.unset') }),
      ],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart with the address of the configuration',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};
