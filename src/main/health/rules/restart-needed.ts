import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, isRunning, shimCommand } from './rule.ts';

/** A package that was updated takes effect at the next start only (specification S26). */
export const restartNeeded: DiagnosisRule = {
  id: 'restart-needed',
  rank: 65,
  evaluate(facts) {
    const running = facts.probe?.ok === true ? facts.probe.detail.serverVersion : null;
    const installed = facts.program.openclawVersion;
    if (running === null || installed === null || running === installed || !isRunning(facts)) return null;
    // The version is the gateway's own word; that of another process on the port says nothing about this service.
    if (facts.portOwner.owner === 'process' && !facts.portOwner.own) return null;
    return {
      code: 'restart-needed',
      severity: 'notice',
      title: `${facts.profile.id} still runs OpenClaw ${running}; ${installed} is installed`,
      evidence: [...(facts.program.entry === null ? [] : [say('seen.program', { path: facts.program.entry })])],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart with the new version',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};
