import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, isRunning, repair } from './rule.ts';

/** A gateway answers on the port although the service is stopped or not installed. */
export const unmanagedGateway: DiagnosisRule = {
  id: 'unmanaged-gateway',
  rank: 35,
  evaluate(facts) {
    const { portOwner, probe, inspection } = facts;
    if (probe?.ok !== true || isRunning(facts) || inspection.process.state === 'unknown') return null;
    const ours = facts.closer?.holder?.class === 'this-profile' || facts.closer?.holder?.class === 'gateway';
    return {
      code: 'unmanaged-gateway',
      severity: 'warning',
      title: `A gateway runs on port ${facts.port} without the service of ${facts.profile.id}`,
      evidence:
        portOwner.owner === 'process' ? [say('seen.pid', { pid: portOwner.pid, command: portOwner.command })] : [],
      fix:
        ours && isInstalled(facts)
          ? repair(facts, 'unmanaged-gateway', 'free-port', 'End it and start the service…')
          : {
              kind: 'advice',
              label: say('port-held.end-then-start'),
            },
    };
  },
};
