/** The way to the system's service manager. Reading needs no rights; what changes something goes through `elevation`. */
import type { CommandRunner } from '../../system/command-runner.ts';
import type { Elevation } from '../../system/elevation.ts';
import type { Host } from '../../system/host.ts';
import {
  isThere,
  isWsl,
  notBooted,
  type SystemdPlaces,
  tail,
  type Unavailable,
  type UserBus,
  unavailable,
} from './user-bus.ts';

export interface SystemBusDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly places: SystemdPlaces;
  readonly elevation: Elevation;
}

export function createSystemBus({ host, runner, places, elevation }: SystemBusDeps): UserBus {
  const run: UserBus['run'] = (argv, options = {}) =>
    runner.run(argv, {
      env: { TZ: 'UTC' },
      signal: options.signal,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
  const refusal: UserBus['refusal'] = async (result) => {
    if (result.exitCode === 0 || result.timedOut) return null;
    if (result.startError !== null) {
      return unavailable(
        'supervisor-unavailable',
        `The program ${result.argv[0] ?? 'systemctl'} could not be started.`,
        'Install systemd, or use the embedded supervisor.',
      );
    }
    if (/has not been booted with systemd/.test(result.stderr)) return notBooted(await isWsl(host, places));
    // Words of systemd 252 without and with polkit.
    if (/Interactive authentication required|Access denied|Permission denied/i.test(result.stderr))
      return noRights(host);
    const cause = /Failed to (?:connect to bus|query system state)[^\n]*/.exec(result.stderr)?.[0].trim();
    if (cause === undefined) return null;
    return unavailable(
      'supervisor-unavailable',
      `The system's service manager cannot be reached: ${cause}.`,
      'Run "systemctl status" to see what it says.',
    );
  };

  return {
    kind: 'systemd-system',
    systemctl: ['systemctl'],
    run,
    refusal,
    async detect(options = {}) {
      if (host.platform !== 'linux') {
        return unavailable('not-supported', 'systemd exists only on Linux.', 'Use the supervisor of this platform.');
      }
      if (!(await isThere(places.bootedMark))) return notBooted(await isWsl(host, places));
      const result = await run(['systemctl', 'show', '--property=Version', '--value', '--no-pager'], options);
      if (result.exitCode !== 0) {
        return (
          (await refusal(result)) ??
          unavailable(
            'supervisor-unavailable',
            `The system's service manager did not answer: ${tail(result) || 'no message'}.`,
            'Run "systemctl status" to see what it says.',
          )
        );
      }
      const way = elevation.way();
      return way.kind === 'none'
        ? noRights(host, way.reason)
        : { available: true, version: result.stdout.trim() || null };
    },
  };
}

function noRights(host: Host, reason?: string): Unavailable {
  return unavailable(
    'needs-elevation',
    `A system service can be changed by an administrator only, and this is the user ${host.userName}.${reason === undefined ? '' : ` ${reason}`}`,
    'Run the same command with sudo.',
  );
}
