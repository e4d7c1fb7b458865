import { type Phrase, say } from '../../../shared/said.ts';
import type { ProfileFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { START_GRACE_MS } from '../start-grace.ts';
import { type DiagnosisRule, isRunning, readsOurConfig, shimCommand } from './rule.ts';

/** What takes effect at the next start only: an updated package, and the configuration where reloading is off (specification S26). */
export const restartNeeded: DiagnosisRule = {
  id: 'restart-needed',
  rank: 65,
  evaluate(facts) {
    if (!isRunning(facts)) return null;
    return olderVersion(facts) ?? olderConfig(facts);
  },
};

function olderVersion(facts: ProfileFacts): Finding | null {
  const running = facts.probe?.ok === true ? facts.probe.detail.serverVersion : null;
  const installed = facts.program.openclawVersion;
  if (running === null || installed === null || running === installed) return null;
  // The version is the gateway's own word; that of another process on the port says nothing about this service.
  if (facts.portOwner.owner === 'process' && !facts.portOwner.own) return null;
  return finding(
    facts,
    `${facts.profile.id} still runs OpenClaw ${running}; ${installed} is installed`,
    facts.program.entry === null ? [] : [say('seen.program', { path: facts.program.entry })],
    'Restart with the new version',
  );
}

/** Only a closer look knows when the file was changed. What the gateway itself writes while it starts is no change. */
function olderConfig(facts: ProfileFacts): Finding | null {
  if (!facts.config.ok || !readsOurConfig(facts)) return null;
  const { path, reloadMode } = facts.config.config;
  if (reloadMode !== 'off' && reloadMode !== 'restart') return null;
  const { process } = facts.inspection;
  const since = 'since' in process && process.since !== null ? Date.parse(process.since) : Number.NaN;
  const changed = facts.closer?.configChangedAt ?? Number.NaN;
  if (!(changed > since + START_GRACE_MS)) return null;
  return finding(
    facts,
    `${facts.profile.id} runs with an older configuration`,
    [
      say('restart-needed.changed', { path, at: new Date(changed).toISOString() }),
      say('restart-needed.since', { at: new Date(since).toISOString() }),
      say('restart-needed.reload', { mode: reloadMode }),
    ],
    'Restart with the new configuration',
  );
}

function finding(facts: ProfileFacts, title: string, evidence: Phrase[], label: string): Finding {
  const command = shimCommand(facts, 'gateway', 'restart');
  return {
    code: 'restart-needed',
    severity: 'notice',
    title,
    evidence,
    fix: { kind: 'operation', action: 'restart', label, command },
  };
}
