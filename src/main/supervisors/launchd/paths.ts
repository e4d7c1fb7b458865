/** Where the parts of a launchd service lie (openclaw 2026.9.6, launchd-service-files). Pure; always POSIX paths. */
import { posix } from 'node:path';

export interface AgentPaths {
  readonly plist: string;
  /** The plist before the last change, without its secrets. */
  readonly backup: string;
  /** `<stateDir>/service-env`, 0700. */
  readonly envFolder: string;
  /** Environment of the gateway, 0600. */
  readonly envFile: string;
  /** Reads the environment file and becomes the gateway, 0700. */
  readonly wrapper: string;
  /** Both outputs of the gateway go to this one file, which is OpenClaw's and never removed by us. */
  readonly log: string;
}

/** Places on the machine, as a parameter so that tests can have their own. */
export interface LaunchdPlaces {
  /** Agents and daemons for everybody: a job there would run a second gateway. */
  readonly systemFolders: readonly string[];
  /** Holds launchd's own list of labels that were switched off, one file for each user id. */
  readonly overrideFolder: string;
}

export const LAUNCHD_PLACES: LaunchdPlaces = {
  systemFolders: ['/Library/LaunchDaemons', '/Library/LaunchAgents'],
  overrideFolder: '/var/db/com.apple.xpc.launchd',
};

/** Suffix of the generated wrapper's name, by which OpenClaw and we recognise it. */
export const WRAPPER_SUFFIX = '-env-wrapper.sh';

/** @param home the account's own home, because launchd looks only there. @param profile `default` or the profile's name. */
export function agentPaths(home: string, label: string, stateDir: string, profile: string): AgentPaths {
  const plist = posix.join(home, 'Library', 'LaunchAgents', `${label}.plist`);
  const envFolder = posix.join(stateDir, 'service-env');
  return {
    plist,
    backup: `${plist}.bak`,
    envFolder,
    envFile: posix.join(envFolder, `${label}.env`),
    wrapper: posix.join(envFolder, `${label}${WRAPPER_SUFFIX}`),
    log: logPath(home, profile),
  };
}

function logPath(home: string, profile: string): string {
  const name = profile === 'default' ? 'gateway.log' : `gateway-${profile}.log`;
  return posix.join(home, 'Library', 'Logs', 'openclaw', name);
}
