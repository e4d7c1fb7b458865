/**
 * The way to launchd: which domain is asked, what its answers mean, and why it refused. The exit number is that of the message (launchctl
 * texts are English everywhere); older verbs end with 0 and only print the failure, so both are looked at.
 */

import { type ErrorCode, ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, quote, type Said, say } from '../../../shared/said.ts';
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
  | { readonly kind: 'unclear'; readonly reason: Phrase };

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
  require(result: CommandResult, what: Phrase, code?: ErrorCode): void;
  error(result: CommandResult, what: Phrase, code?: ErrorCode): ExpectedError;
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
const EXPLAINED: Readonly<Record<number, { readonly words: Said; readonly hint: Said }>> = {
  1: { words: say('launchd.not-allowed'), hint: say('hint.as-its-user') },
  5: {
    words: say('launchd.no-reason'),
    hint: say('hint.check-login-items'),
  },
  109: { words: say('launchd.bad-plist'), hint: say('hint.write-force') },
  113: {
    words: say('launchd.unknown-service'),
    hint: say('hint.maybe-off'),
  },
  119: { words: say('launchd.service-disabled'), hint: say('hint.switch-on') },
  122: {
    words: say('launchd.bad-owner'),
    hint: say('hint.own-plist'),
  },
  134: {
    words: say('launchd.other-session'),
    hint: say('hint.session-type'),
  },
  150: { words: say('launchd.sip'), hint: say('hint.other-label') },
  155: {
    words: say('launchd.quarantined'),
    hint: say('hint.quarantine'),
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
    const lines = [
      `${showArgv(result.argv)}: ${outcomeWords(result)}`,
      ...result.stderr
        .trim()
        .split('\n')
        .slice(-5)
        .filter((line) => line !== ''),
    ];
    const details = lines.map(quote);
    if (result.timedOut) {
      const hint = say('hint.again-or-log-in');
      return new ExpectedError('command-timeout', say('launchd.no-answer', { what }), { hint, details });
    }
    if (result.startError !== null) {
      const hint = say('hint.launchctl-path');
      return new ExpectedError('supervisor-unavailable', say('launchd.no-launchctl', { what }), { hint, details });
    }
    if (isNoSession(failure)) {
      const why = noSession();
      return new ExpectedError(why.code, say('what.why', { what, why: why.reason }), { hint: why.hint, details });
    }
    const known = EXPLAINED[failure?.code ?? -1];
    return new ExpectedError(
      code,
      say('what.why-ends', { what, why: known?.words ?? (failure?.text || outcomeWords(result)) }),
      {
        hint: known?.hint ?? say('hint.launchctl-print', { domain }),
        details,
      },
    );
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
        return { kind: 'unclear', reason: say('launchd.unclear') };
      }
      if (isNotLoaded(failure)) return { kind: 'not-loaded' };
      if (isNoSession(failure)) return { kind: 'no-session', why: noSession() };
      return { kind: 'unclear', reason: say('launchd.print-failed', { said: failure.text || outcomeWords(result) }) };
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
      reason: say('launchd.as-root'),
      hint: say('hint.as-gateway-user'),
    };
  }
  const ssh = ['SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'].some((key) => (host.env[key] ?? '') !== '');
  if (ssh) {
    return {
      ...base,
      reason: say('launchd.ssh', { user: host.userName }),
      hint: say('hint.log-in-desktop-ssh'),
    };
  }
  return {
    ...base,
    reason: say('launchd.no-session', { user: host.userName }),
    hint: say('hint.log-in-desktop'),
  };
}

function outcomeWords(result: CommandResult): Phrase {
  if (result.timedOut) return say('ended.late');
  if (result.startError !== null) return say('ended.not-started', { error: result.startError });
  if (result.exitCode !== null) return say('ended.exit-code', { code: result.exitCode });
  return result.signal === null ? say('ended.signal') : say('ended.by-signal', { name: result.signal });
}
