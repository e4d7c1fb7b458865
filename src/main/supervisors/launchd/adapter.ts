/** The launchd supervisor: agents of this user, run by launchd while the user is logged in at the desktop. */

import { posix } from 'node:path';
import { say } from '../../../shared/said.ts';
import type { Clock } from '../../system/clock.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import type { Host } from '../../system/host.ts';
import type { ProcessReader } from '../../system/processes.ts';
import type { Availability, ControlOptions, ServiceIdentity, SupervisorAdapter, Survival } from '../supervisor.ts';
import { bootout, restartAgent, setAgentAutostart, startAgent } from './control.ts';
import { inspectAgents, readAgent } from './inspect.ts';
import { copyAgent, installAgent, putAgentBack, uninstallAgent } from './install.ts';
import { createLaunchctl, type Launchctl } from './launchctl.ts';
import { agentSettings } from './parse-plist.ts';
import { type AgentPaths, agentPaths, LAUNCHD_PLACES, type LaunchdPlaces } from './paths.ts';
import { planAgentInstall, planAgentUninstall } from './plan.ts';
import { renderAgent, requireLabel, stateDirOf } from './render.ts';

/** ExitTimeOut of the agent: the gateway has 20 s to end before launchd kills it. Milliseconds. */
export const STOP_BUDGET_MS = 20_000;
/** Any label will do to see whether launchd has a domain for this user. */
const PROBE_LABEL = 'ai.openclaw.gateway';

export interface LaunchdDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  /** Other places than the machine's own, for tests. */
  readonly places?: LaunchdPlaces;
  /** Says since when a gateway runs, which launchd does not; each look costs what the reader costs. */
  readonly readProcess?: ProcessReader;
  /** Whose the files must be: the user's of `host`; another only in tests that run as somebody else. */
  readonly fileOwner?: number;
}

export function createLaunchdAdapter({
  host,
  runner,
  clock,
  places = LAUNCHD_PLACES,
  readProcess,
  fileOwner = host.uid ?? -1,
}: LaunchdDeps): SupervisorAdapter {
  const launchctl = createLaunchctl({ host, runner, clock });
  const pathsOf = ({ profile, serviceName, stateDir }: ServiceIdentity): AgentPaths =>
    agentPaths(host.accountHome, requireLabel(serviceName), stateDir, profile);
  const control = { launchctl, clock, pathsOf, stopBudgetMs: STOP_BUDGET_MS };
  const install = { ...control, fileOwner, places };

  return {
    kind: 'launchd',
    stopBudgetMs: STOP_BUDGET_MS,
    detect: (options) => detect(host, launchctl, options),
    render(definition) {
      const { profile, serviceName } = definition;
      return renderAgent(definition, pathsOf({ profile, serviceName, stateDir: stateDirOf(definition) }));
    },
    async compareSettings(_installed, identity) {
      const file = await readAgent(pathsOf(identity).plist);
      return file.status === 'present' ? agentSettings(file.agent) : null;
    },
    async planInstall(definition, identity) {
      return planAgentInstall(launchctl, definition, identity, pathsOf(identity));
    },
    async planUninstall(identity) {
      return planAgentUninstall(launchctl, identity, pathsOf(identity));
    },
    startCommands: (identity) => [
      ['launchctl', 'bootstrap', launchctl.domain, pathsOf(identity).plist],
      ['launchctl', 'kickstart', `${launchctl.domain}/${identity.serviceName}`],
    ],
    inspect: (identities, options) => inspectAgents({ launchctl, pathsOf, readProcess }, identities, options),
    install: (definition, identity, options = {}) => installAgent(install, definition, identity, options),
    uninstall: (identity, options = {}) => uninstallAgent(install, identity, options),
    copyDefinition: (identity, options = {}) => copyAgent(install, identity, options),
    putBack: (identity, copy, isOurs) => putAgentBack(install, identity, copy, isOurs),
    start: (identity, options = {}) => startAgent(control, identity, options),
    async stop(identity, options = {}) {
      requireLabel(identity.serviceName);
      await bootout(control, identity, options);
    },
    restart: (identity, options = {}) => restartAgent(control, identity, options),
    setAutostart: (identity, on, options = {}) => setAgentAutostart(control, identity, on, options),
    autostartCommands: ({ serviceName }, on) => [
      ['launchctl', on ? 'enable' : 'disable', launchctl.target(requireLabel(serviceName))],
    ],
    async survival(_identity, enabled) {
      return survivalOf(enabled);
    },
    watchPaths(identity) {
      const { plist, envFile, wrapper } = pathsOf(identity);
      // launchd keeps no file that changes when a job starts or ends: only the definition and the switch can be watched.
      return [plist, envFile, wrapper, posix.join(places.overrideFolder, `disabled.${host.uid ?? 0}.plist`)];
    },
    logSources: (identity) => [{ kind: 'file', path: pathsOf(identity).log }],
  };
}

async function detect(host: Host, launchctl: Launchctl, options?: ControlOptions): Promise<Availability> {
  if (host.platform !== 'darwin') {
    return {
      available: false,
      code: 'not-supported',
      reason: say('launchd.mac-only'),
      hint: say('hint.supervisor-of-platform'),
    };
  }
  if (host.uid === 0) return launchctl.noSession();
  const answer = await launchctl.print(PROBE_LABEL, options);
  switch (answer.kind) {
    case 'loaded':
    case 'not-loaded':
      return { available: true, version: null };
    case 'no-session':
      return answer.why;
    case 'unclear':
      return {
        available: false,
        code: 'supervisor-unavailable',
        reason: say('launchd.silent', { reason: answer.reason }),
        hint: say('hint.run-print', { domain: launchctl.domain, label: PROBE_LABEL }),
      };
    default:
      return answer satisfies never;
  }
}

/** Agents of `gui/<uid>` end with the login session and start with the next (launchd(8)), so nothing runs before somebody logs in. */
function survivalOf(enabled: boolean | null): Survival {
  const code = enabled === null ? 'survives.agent-unknown' : enabled ? 'survives.agent-again' : 'survives.agent-off';
  return { logout: false, reboot: false, reason: say(code) };
}
