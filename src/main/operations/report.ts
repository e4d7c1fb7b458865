/** Facts -> the report that scripts, window and tray read. Pure. */

import { type Phrase, say, textOf, told } from '../../shared/said.ts';
import { withProblem } from '../../shared/said-facts.ts';
import { SCHEMA_VERSION } from '../../shared/schema-version.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { diagnose } from '../health/evaluate.ts';
import type { ProfileFacts } from '../health/facts.ts';
import { isOtherAccounts } from '../health/rules/rule.ts';
import { installedOf, runtimeOf, serviceStateOf } from '../health/state.ts';
import { verdictOf } from '../health/verdict.ts';

export function reportOf(facts: ProfileFacts): StatusReport {
  const { inspection, probe } = facts;
  const { process, definition } = inspection;
  const counted = process.state === 'unknown' ? { restarts: null, lastExit: null } : process;
  return {
    schemaVersion: SCHEMA_VERSION,
    profile: facts.profile.id,
    supervisor: inspection.supervisor,
    serviceName: inspection.serviceName,
    account: facts.profile.account?.name ?? null,
    installed: installedOf(inspection),
    enabled: inspection.enabled,
    state: serviceStateOf(inspection),
    runtime: runtimeOf(inspection),
    pid: 'pid' in process ? process.pid : null,
    since: 'since' in process ? process.since : null,
    restarts: counted.restarts,
    lastExit: counted.lastExit,
    probe: probe === null ? 'skipped' : probe.ok ? 'ok' : 'failed',
    probeDetail: probe?.detail ?? null,
    gatewayUrl: facts.url,
    port: facts.port,
    portSource: facts.portSource,
    portOwner: facts.portOwner,
    configPath: { cli: facts.profile.configPath, service: facts.service?.configPath ?? null },
    statePath: { cli: facts.profile.stateDir, service: facts.service?.stateDir ?? null },
    definitionPath: definition.status === 'present' ? definition.path : null,
    logPaths: [...facts.logPaths],
    auth: {
      mode: facts.config.ok ? facts.config.config.authMode : null,
      source: facts.credentials.source,
      ...withProblem(isOtherAccounts(facts) ? hiddenSecret(facts) : facts.credentials.problem),
    },
    program: {
      runtime: facts.program.runtime,
      entry: facts.program.entry,
      openclawVersion: facts.program.openclawVersion,
    },
    survives: survivesOf(facts),
    health: probe?.health ?? null,
    extraServices: facts.extraServices === null ? null : [...facts.extraServices],
    diagnoses: diagnose(facts),
    verdict: verdictOf(facts),
    checkedAt: new Date(facts.checkedAt).toISOString(),
  };
}

function survivesOf({ survival: { logout, reboot, reason } }: ProfileFacts): StatusReport['survives'] {
  return { logout, reboot, reason: reason === null ? null : textOf(reason), ...told({ reason }) };
}

function hiddenSecret({ profile }: ProfileFacts): Phrase {
  const account = profile.account?.name;
  return account === undefined ? say('secret.hidden') : say('secret.hidden-of', { account });
}
