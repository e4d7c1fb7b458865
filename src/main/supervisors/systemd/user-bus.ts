/**
 * The way to the user's service manager: with which environment its tools are called, whether it answers, and what its refusals mean.
 * Texts of the refusals were measured on systemd 252; newer wordings are as reported.
 */

import { readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { type ErrorCode, ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, quote, say } from '../../../shared/said.ts';
import { type CommandResult, type CommandRunner, showArgv } from '../../system/command-runner.ts';
import { errnoOf } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import type { Availability, ControlOptions } from '../supervisor.ts';

/** Places on the machine, as a parameter so that tests can have their own. */
export interface SystemdPlaces {
  /** Present when systemd booted the machine (sd_booted(3)). */
  readonly bootedMark: string;
  /** Holds one runtime folder for each user id. */
  readonly runtimeRoot: string;
  /** Holds one file for each lingering user. */
  readonly lingerFolder: string;
  readonly kernelRelease: string;
  /** Folders of system units, for when the system manager cannot be asked. */
  readonly systemUnitFolders: readonly string[];
}

export const SYSTEMD_PLACES: SystemdPlaces = {
  bootedMark: '/run/systemd/system',
  runtimeRoot: '/run/user',
  lingerFolder: '/var/lib/systemd/linger',
  kernelRelease: '/proc/sys/kernel/osrelease',
  systemUnitFolders: ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'],
};

export type Unavailable = Extract<Availability, { available: false }>;

/** The way to one service manager: the user's own, or the system's (`system-bus.ts`). */
export interface UserBus {
  readonly kind: 'systemd-user' | 'systemd-system';
  /** Program and arguments that lead to this manager, before the verb. */
  readonly systemctl: readonly [string, ...string[]];
  /** Runs a program with the environment that leads to the user's manager. */
  run(argv: readonly [string, ...string[]], options?: BusRunOptions): Promise<CommandResult>;
  detect(options?: ControlOptions): Promise<Availability>;
  /** What a refusal says about the bus itself; null when the bus is not what failed. */
  refusal(result: CommandResult): Promise<Unavailable | null>;
}

export interface BusRunOptions extends ControlOptions {
  readonly timeoutMs?: number;
}

export function createUserBus(deps: { host: Host; runner: CommandRunner; places: SystemdPlaces }): UserBus {
  const { host, runner, places } = deps;
  const run: UserBus['run'] = async (argv, options = {}) =>
    runner.run(argv, {
      env: { TZ: 'UTC', XDG_RUNTIME_DIR: await runtimeFolder(host, places) },
      signal: options.signal,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
  const refusal: UserBus['refusal'] = (result) => explainRefusal(result, host, places);

  return {
    kind: 'systemd-user',
    systemctl: ['systemctl', '--user'],
    run,
    refusal,
    async detect(options = {}) {
      if (host.platform !== 'linux') {
        return unavailable('not-supported', say('systemd.linux-only'), say('hint.supervisor-of-platform'));
      }
      if (!(await isThere(places.bootedMark))) return notBooted(await isWsl(host, places));
      const result = await run(['systemctl', '--user', 'show', '--property=Version', '--value', '--no-pager'], options);
      if (result.exitCode === 0) return { available: true, version: result.stdout.trim() || null };
      return (
        (await refusal(result)) ??
        unavailable(
          'supervisor-unavailable',
          say('user-bus.no-answer', { said: tail(result) || 'no message' }),
          say('hint.user-status'),
        )
      );
    },
  };
}

/**
 * XDG_RUNTIME_DIR for the tools. A cron job, `su` or an ssh command may lack it although the user's manager runs; then the folder that
 * logind made for this user serves, when it is really ours. undefined = there is none.
 */
export async function runtimeFolder(host: Host, places: SystemdPlaces): Promise<string | undefined> {
  const given = host.env.XDG_RUNTIME_DIR;
  if (host.uid === null) return given;
  if (given !== undefined && given !== '' && (await isOwnFolder(given, host.uid))) return given;
  const usual = posix.join(places.runtimeRoot, String(host.uid));
  return (await isOwnFolder(usual, host.uid)) ? usual : given;
}

/** An error for a verb that failed: the bus's own refusal first, then the general one. */
export async function commandError(
  bus: UserBus,
  result: CommandResult,
  what: Phrase,
  code: ErrorCode = 'command-failed',
): Promise<ExpectedError> {
  const status = [...bus.systemctl, 'status'].join(' ');
  const lines = [`${showArgv(result.argv)}: ${outcomeWords(result)}`, ...result.stderr.trim().split('\n').slice(-5)];
  const details = lines.map(quote);
  const refused = await bus.refusal(result);
  if (refused !== null) {
    return new ExpectedError(refused.code, say('what.why', { what, why: refused.reason }), {
      hint: refused.hint,
      details,
    });
  }
  if (result.timedOut) {
    return new ExpectedError('command-timeout', say('systemd.no-answer', { what }), {
      hint: say('systemd.try-again', { command: status }),
      details,
    });
  }
  return new ExpectedError(code, say('what.why', { what, why: tail(result) || outcomeWords(result) }), {
    hint: say('hint.look-status-log', { command: status }),
    details,
  });
}

async function explainRefusal(result: CommandResult, host: Host, places: SystemdPlaces): Promise<Unavailable | null> {
  if (result.exitCode === 0 || result.timedOut) return null;
  const program = result.argv[0] ?? 'systemctl';
  if (result.startError !== null) {
    return unavailable('supervisor-unavailable', say('program.not-started', { program }), say('hint.install-systemd'));
  }
  if (/has not been booted with systemd/.test(result.stderr)) return notBooted(await isWsl(host, places));
  const cause = /Failed to (?:connect to (?:user scope )?bus|set bus address|query system state)[^\n]*/.exec(
    result.stderr,
  );
  if (cause === null) return null;
  const said = cause[0].trim();
  if (await isWsl(host, places)) {
    return unavailable('user-bus-missing', say('user-bus.unreachable', { said }), say('user-bus.wsl'));
  }
  if (host.uid === 0) {
    return unavailable('user-bus-missing', say('user-bus.root', { said }), say('user-bus.root-hint'));
  }
  if ((await runtimeFolder(host, places)) === undefined || /No such file|No medium|not defined/.test(said)) {
    return unavailable(
      'user-bus-missing',
      say('user-bus.not-running', { said }),
      say('user-bus.log-in', { user: host.userName }),
    );
  }
  return unavailable(
    'user-bus-missing',
    say('user-bus.refused', { said }),
    say('user-bus.unset', { path: posix.join(places.runtimeRoot, String(host.uid)) }),
  );
}

export function notBooted(wsl: boolean): Unavailable {
  return unavailable(
    'supervisor-unavailable',
    say('user-bus.not-booted'),
    say(wsl ? 'user-bus.wsl' : 'user-bus.use-embedded'),
  );
}

export function unavailable(code: Unavailable['code'], reason: Phrase, hint: Phrase): Unavailable {
  return { available: false, code, reason, hint };
}

export async function isWsl(host: Host, places: SystemdPlaces): Promise<boolean> {
  if (host.env.WSL_DISTRO_NAME !== undefined) return true;
  try {
    return /microsoft/i.test(await readFile(places.kernelRelease, 'utf8'));
  } catch (cause) {
    // Not Linux, or /proc is hidden: then nothing says that it is WSL, and only a hint depends on it.
    if (errnoOf(cause) === null) throw cause;
    return false;
  }
}

async function isOwnFolder(path: string, uid: number): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isDirectory() && found.uid === uid;
  } catch (cause) {
    // Missing or closed to us: not a folder of ours either way.
    if (errnoOf(cause) === null) throw cause;
    return false;
  }
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return false;
    throw cause;
  }
}

/** Last line the program wrote to stderr. */
export function tail(result: CommandResult): string {
  return result.stderr.trim().split('\n').at(-1)?.replace(/\.$/, '') ?? '';
}

function outcomeWords(result: CommandResult): Phrase {
  if (result.timedOut) return say('ended.late');
  if (result.startError !== null) return say('ended.not-started', { error: result.startError });
  if (result.exitCode !== null) return say('ended.exit-code', { code: result.exitCode });
  return result.signal === null ? say('ended.signal') : say('ended.by-signal', { name: result.signal });
}
