import type { DiagnosisRule } from './rule.ts';
import { shimCommand } from './rule.ts';

/** Somebody else listens on this profile's port. */
const portTaken: DiagnosisRule = {
  id: 'port-taken',
  rank: 30,
  evaluate(facts) {
    const { portOwner, port, probe } = facts;
    if (portOwner.owner === 'nobody' || portOwner.owner === 'unknown') return null;
    if (portOwner.owner === 'process' && portOwner.own) return null;
    if (portOwner.owner === 'unreadable' && portOwner.sameAccount === true) return null;
    // A gateway of this profile that answers us, but without its service, is a finding of its own below.
    if (probe?.ok === true) return null;
    const who =
      portOwner.owner === 'process'
        ? `${portOwner.command} (pid ${portOwner.pid}${portOwner.user === null ? '' : `, user ${portOwner.user}`})`
        : `a process of another user${portOwner.uid === null ? '' : ` (uid ${portOwner.uid})`}`;
    return {
      code: 'port-taken',
      severity: facts.inspection.definition.status === 'absent' ? 'notice' : 'error',
      title: `Port ${port} is taken by ${who}`,
      evidence: [`Port ${port} is listened on by ${who}, not by the service of ${facts.profile.id}.`],
      fix: {
        kind: 'advice',
        label: `End that program, or give ${facts.profile.id} another port: openclaw-tray gateway install --force --port N.`,
      },
    };
  },
};

/** A gateway answers on the port although the service is stopped or not installed. */
const unmanaged: DiagnosisRule = {
  id: 'unmanaged-gateway',
  rank: 35,
  evaluate(facts) {
    const { portOwner, probe, inspection } = facts;
    const serviceRuns = inspection.process.state === 'running' || inspection.process.state === 'starting';
    if (probe?.ok !== true || serviceRuns || inspection.process.state === 'unknown') return null;
    return {
      code: 'unmanaged-gateway',
      severity: 'warning',
      title: `A gateway runs on port ${facts.port} without the service of ${facts.profile.id}`,
      evidence: portOwner.owner === 'process' ? [`pid ${portOwner.pid}: ${portOwner.command}`] : [],
      fix: {
        kind: 'advice',
        label: 'End it where it was started (for example Ctrl+C in its terminal), then start the service.',
      },
    };
  },
};

const silent: DiagnosisRule = {
  id: 'no-answer',
  rank: 45,
  evaluate(facts) {
    const { probe } = facts;
    if (probe === null || probe.ok || facts.inspection.process.state !== 'running') return null;
    const { code, phase, message } = probe.detail;
    if (
      ![
        'timeout',
        'not-a-gateway',
        'frame-too-large',
        'bad-frame',
        'protocol-mismatch',
        'closed',
        'tls-failed',
      ].includes(code)
    )
      return null;
    return {
      code:
        code === 'protocol-mismatch' ? 'protocol-mismatch' : code === 'not-a-gateway' ? 'not-a-gateway' : 'no-answer',
      severity: 'error',
      title: `${facts.profile.id} runs but does not answer`,
      evidence: [`Probe of ${facts.url}: ${code} in phase ${phase}.`, ...(message === null ? [] : [message])],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};

export const portRules: readonly DiagnosisRule[] = [portTaken, unmanaged, silent];
