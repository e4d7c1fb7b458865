/**
 * The way to launchd: which domain is asked, what its answers mean, and why it refused. The exit number is that of the message (launchctl
 * texts are English everywhere); older verbs end with 0 and only print the failure, so both are looked at.
 */

import { type ErrorCode, ExpectedError } from '../../../shared/outcome.ts';
import type { Clock } from '../../system/clock.ts';
import { type CommandResult, type CommandRunner, showArgv } from '../../system/command-runner.ts';
import type { Host } from '../../system/host.ts';
import type { Availability, ControlOptions } from '../supervisor.ts';
import { type Override, type PrintedJob, parsePrint, parsePrintDisabled } from './parse-print.ts';

export type Unavailable = Extract<Availability, { available: false }>;

export interface LaunchctlDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly clock: Clock;
}

export interface VerbOptions extends ControlOptions {
  readonly timeoutMs?: number;
}

/** What `print` of one service came to. */
export type PrintAnswer =
  | { readonly kind: 'loaded'; readonly job: PrintedJob }
  | { readonly kind: 'not-loaded' }
  /** There is no domain of this user: nobody is logged in at the desktop. */
  | { readonly kind: 'no-session'; readonly why: Unavailable }
  | { readonly kind: 'unclear'; readonly reason: string };

export interface Failure {
  /** launchd's number, or null when launchctl did not run to its end. */
  readonly code: number | null;
  readonly text: string;
}

export interface Launchctl {
  /** `gui/<uid>`: the login session at the desktop. */
  readonly domain: string;
  target(label: string): string;
  /** Rejects only when aborted. */
  run(args: readonly string[], options?: VerbOptions): Promise<CommandResult>;
  print(label: string, options?: ControlOptions): Promise<PrintAnswer>;
  /** What was decided about labels; null when it could not be found out. */
  overrides(options?: ControlOptions): Promise<ReadonlyMap<string, Override> | null>;
  /** What `plutil -lint` finds wrong with a file; null when it is fine, or when plutil could not say. */
  lint(path: string, options?: ControlOptions): Promise<string | null>;
  /** Why nobody can drive services here: root, ssh without a login at the desktop, no login at all. */
  noSession(): Unavailable;
  /** @throws ExpectedError when `result` is a failure. */
  require(result: CommandResult, what: string, code?: ErrorCode): void;
  error(result: CommandResult, what: string, code?: ErrorCode): ExpectedError;
}

/** launchd's own numbers besides errno, as `launchctl error` names them. */
export const LAUNCHD = {
  operationNotPermitted: 1,
  noSuchProcess: 3,
  inputOutput: 5,
  exists: 17,
  inProgress: 36,
  alreadyInProgress: 37,
  noSuchDomain: 112,
  noSuchService: 113,
  disabled: 119,
  badOwnership: 122,
  domainUnsupported: 125,
} as const;

/** What the numbers mean for a gateway, and what to do. */
const EXPLAINED: Readonly<Record<number, { readonly words: string; readonly hint: string }>> = {
  1: { words: 'macOS does not allow it', hint: 'Run it as the user the service belongs to, without sudo.' },
  5: {
    words: 'launchd gave no reason (5: Input/output error)',
    hint: 'Check the service in System Settings > General > Login Items, log out and in, and try again.',
  },
  109: { words: 'the property list is not valid', hint: 'Write it again with "install --force".' },
  113: {
    words: 'launchd does not know the service',
    hint: 'It may be switched off in System Settings > General > Login Items. Switch it on there and try again.',
  },
  119: { words: 'the service is disabled', hint: 'Switch it on in System Settings > General > Login Items.' },
  122: {
    words: 'the property list has an owner or permissions that launchd does not accept',
    hint: 'It must belong to you and nobody else may write to it: chmod 0644 and chown it.',
  },
  134: {
    words: 'the service is limited to another kind of session',
    hint: 'Remove LimitLoadToSessionType from the property list, or write it again with "install --force".',
  },
  150: { words: 'System Integrity Protection does not allow it', hint: 'Use another label.' },
  155: {
    words: 'the program is quarantined',
    hint: 'Open it once in the Finder, or remove the mark with "xattr -d com.apple.quarantine".',
  },
};

export function createLaunchctl({ host, runner }: LaunchctlDeps): Launchctl {
  const domain = `gui/${host.uid ?? 0}`;
  const target = (label: string) => `${domain}/${label}`;
  const noSession = () => explainSession(host);

  const run: Launchctl['run'] = async (args, options = {}) => {
    options.signal?.throwIfAborted();
    const result = await runner.run(['launchctl', ...args], {
      signal: options.signal,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
    options.signal?.throwIfAborted();
    return result;
  };
  const error: Launchctl['error'] = (result, what, code = 'command-failed') => {
    const failure = failureOf(result);
    const details = [
      `${showArgv(result.argv)}: ${outcomeWords(result)}`,
      ...result.stderr
        .trim()
        .split('\n')
        .slice(-5)
        .filter((line) => line !== ''),
    ];
    if (result.timedOut) {
      const hint = 'Try again; if it happens again, log out and in.';
      return new ExpectedError('command-timeout', `${what}: launchd did not answer in time.`, { hint, details });
    }
    if (result.startError !== null) {
      const hint = 'launchctl belongs to macOS and lives in /bin; check your PATH.';
      return new ExpectedError('supervisor-unavailable', `${what}: launchctl could not be started.`, { hint, details });
    }
    if (isNoSession(failure)) {
      const why = noSession();
      return new ExpectedError(why.code, `${what}: ${why.reason}`, { hint: why.hint, details });
    }
    const known = EXPLAINED[failure?.code ?? -1];
    return new ExpectedError(code, `${what}: ${known?.words ?? (failure?.text || outcomeWords(result))}.`, {
      hint: known?.hint ?? `Look at "launchctl print ${domain}" for what launchd says.`,
      details,
    });
  };

  return {
    domain,
    target,
    run,
    noSession,
    error,
    require(result, what, code) {
      if (failureOf(result) !== null) throw error(result, what, code);
    },
    async print(label, options) {
      const result = await run(['print', target(label)], options);
      const failure = failureOf(result);
      if (failure === null) {
        const job = parsePrint(result.stdout);
        // Half of it could lack the arguments, the process, or the end of a word.
        if (Object.keys(job.words).length > 0 && /\n\}\s*$/.test(result.stdout)) return { kind: 'loaded', job };
        return { kind: 'unclear', reason: 'launchctl print answered with something that is not understood here.' };
      }
      if (isNotLoaded(failure)) return { kind: 'not-loaded' };
      if (isNoSession(failure)) return { kind: 'no-session', why: noSession() };
      return { kind: 'unclear', reason: `launchctl print failed: ${failure.text || outcomeWords(result)}.` };
    },
    async lint(path, options) {
      const result = await runner.run(['plutil', '-lint', path], { signal: options?.signal });
      options?.signal?.throwIfAborted();
      return result.exitCode === 1 ? (result.stdout.trim().split('\n')[0] ?? '') : null;
    },
    async overrides(options) {
      const result = await run(['print-disabled', domain], options);
      return failureOf(result) === null ? parsePrintDisabled(result.stdout) : null;
    },
  };
}

/** null = it worked. A failure that was only printed, with exit code 0, is one too. */
export function failureOf(result: CommandResult): Failure | null {
  const text = result.stderr.trim();
  const said =
    /^(?:Bootstrap|Boot-out|Load|Unload) failed: (\d+): (.*)$/m.exec(text) ??
    /^Could not \w+ service[^:]*: (\d+): (.*)$/m.exec(text);
  const line = text.split('\n').find((each) => !/^(Bad request\.|Try re-running|Warning:)/.test(each)) ?? '';
  if (said !== null) return { code: Number(said[1]), text: said[0].replace(/\.$/, '') };
  if (result.exitCode === 0) {
    if (!/^Could not find (?:service|domain)/m.test(text)) return null;
    return {
      code: /domain for user gui: \d+$/m.test(text) && /^Could not find domain/m.test(text) ? 112 : 113,
      text: line,
    };
  }
  return { code: result.exitCode, text: line.replace(/\.$/, '') };
}

export function isNotLoaded(failure: Failure | null): boolean {
  if (failure === null) return false;
  if (failure.code === LAUNCHD.noSuchProcess || failure.code === LAUNCHD.noSuchService) return true;
  return /could not find (specified )?service|no such process/i.test(failure.text);
}

/** 125 is also what ssh gets on a Mac where nobody is logged in, and what sudo gets for `gui/0`. */
export function isNoSession(failure: Failure | null): boolean {
  if (failure === null) return false;
  if (failure.code === LAUNCHD.noSuchDomain || failure.code === LAUNCHD.domainUnsupported) return true;
  return /could not find domain|domain does not support/i.test(failure.text);
}

function explainSession(host: Host): Unavailable {
  const base = { available: false, code: 'user-bus-missing' } as const;
  if (host.uid === 0) {
    return {
      ...base,
      reason: 'Services of a user cannot be driven as root: root has no login session at the desktop.',
      hint: 'Run this as the user the gateway belongs to, without sudo.',
    };
  }
  const ssh = ['SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'].some((key) => (host.env[key] ?? '') !== '');
  if (ssh) {
    return {
      ...base,
      reason: `This is an ssh session, and ${host.userName} is not logged in at the desktop of this Mac.`,
      hint: 'Log in at the desktop (screen sharing will do) and leave that session open; ssh can then drive the service.',
    };
  }
  return {
    ...base,
    reason: `${host.userName} has no login session at the desktop of this Mac.`,
    hint: 'Log in at the desktop, then try again. A LaunchAgent runs only while its user is logged in there.',
  };
}

function outcomeWords(result: CommandResult): string {
  if (result.timedOut) return 'no answer in time';
  if (result.startError !== null) return `not started (${result.startError})`;
  return result.exitCode === null ? `ended by ${result.signal ?? 'a signal'}` : `exit code ${result.exitCode}`;
}
