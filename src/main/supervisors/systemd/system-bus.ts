/** The way to the system's service manager. Reading needs no rights; what changes something goes through `elevation`. */
import { both, type Phrase, say } from '../../../shared/said.ts';
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
        say('program.not-started', { program: result.argv[0] ?? 'systemctl' }),
        say('hint.install-systemd'),
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
      say('system-bus.unreachable', { said: cause }),
      say('hint.system-status'),
    );
  };

  return {
    kind: 'systemd-system',
    systemctl: ['systemctl'],
    run,
    refusal,
    async detect(options = {}) {
      if (host.platform !== 'linux') {
        return unavailable('not-supported', say('systemd.linux-only'), say('hint.supervisor-of-platform'));
      }
      if (!(await isThere(places.bootedMark))) return notBooted(await isWsl(host, places));
      const result = await run(['systemctl', 'show', '--property=Version', '--value', '--no-pager'], options);
      if (result.exitCode !== 0) {
        return (
          (await refusal(result)) ??
          unavailable(
            'supervisor-unavailable',
            say('system-bus.no-answer', { said: tail(result) || 'no message' }),
            say('hint.system-status'),
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

function noRights(host: Host, reason?: Phrase): Unavailable {
  const only = say('system-bus.no-rights', { user: host.userName });
  return unavailable('needs-elevation', reason === undefined ? only : both(only, reason), say('hint.with-sudo'));
}
