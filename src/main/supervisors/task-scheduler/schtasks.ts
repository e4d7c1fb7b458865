/** Runs schtasks.exe and taskkill.exe, and says what their failure means by its number. Their texts are localised and never decided on. */

import { type ErrorCode, ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, quote, type Said, say } from '../../../shared/said.ts';
import { type CommandResult, showArgv } from '../../system/command-runner.ts';
import { systemToolPath } from '../../system/windows-tools.ts';
import type { QueryDeps } from './ask-powershell.ts';
import { HRESULT, isXmlRefusal, resultWords, toInt32 } from './result-codes.ts';

const TIMEOUT_MS = 30_000;

export type SchtasksFailure =
  | 'not-found'
  | 'access-denied'
  | 'disabled'
  | 'already-running'
  | 'not-running'
  | 'xml-refused'
  | 'service-stopped'
  | 'timeout'
  | 'not-started'
  | 'other';

export type SchtasksResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: SchtasksFailure; readonly result: CommandResult };

export type Schtasks = (
  args: readonly string[],
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<SchtasksResult>;

/** Runs one verb. `/HRESULT` makes the exit code the number of the error, the same in every language. */
export function createSchtasks({ host, runner }: QueryDeps): Schtasks {
  return async (args, options = {}) => {
    const result = await runner.run([systemToolPath(host.env, 'schtasks.exe'), ...args, '/HRESULT'], {
      timeoutMs: TIMEOUT_MS,
      signal: options.signal,
    });
    options.signal?.throwIfAborted();
    return result.exitCode === 0 ? { ok: true } : { ok: false, failure: failureOf(result), result };
  };
}

/** argv as it is shown in a plan. */
export function schtasksArgv(args: readonly string[]): readonly string[] {
  return ['schtasks.exe', ...args];
}

export const createArgs = (name: string, xmlPath: string) => ['/Create', '/F', '/TN', name, '/XML', xmlPath];
export const runArgs = (name: string) => ['/Run', '/TN', name];
export const endArgs = (name: string) => ['/End', '/TN', name];
export const deleteArgs = (name: string) => ['/Delete', '/F', '/TN', name];

/** Pure. Exit code 1 says nothing but "failed": some versions give it in spite of /HRESULT. */
export function failureOf(result: CommandResult): SchtasksFailure {
  if (result.timedOut) return 'timeout';
  if (result.startError !== null || result.exitCode === null) return 'not-started';
  const code = toInt32(result.exitCode);
  if (code === HRESULT.notFound || code === HRESULT.pathNotFound) return 'not-found';
  if (code === HRESULT.accessDenied) return 'access-denied';
  if (code === HRESULT.disabled) return 'disabled';
  if (code === HRESULT.alreadyRunning) return 'already-running';
  if (code === HRESULT.notRunning) return 'not-running';
  if (code === HRESULT.serviceStopped) return 'service-stopped';
  // The place in the XML, `(17,8):LogonType:`, is not localised.
  if (isXmlRefusal(code) || /^\(\d+,\d+\):\w*:/m.test(result.stderr)) return 'xml-refused';
  return 'other';
}

/** A failure as an error with its next step. `what` for example `The task "OpenClaw Gateway" could not be created`. */
export function schtasksError(
  what: Phrase,
  name: string,
  failed: Extract<SchtasksResult, { ok: false }>,
  fallback: ErrorCode = 'command-failed',
): ExpectedError {
  const details = evidence(failed.result).map(quote);
  switch (failed.failure) {
    case 'not-found':
      return new ExpectedError('not-installed', say('not-installed.task', { name }), {
        hint: say('hint.install-first'),
        details,
      });
    case 'access-denied':
      return new ExpectedError('needs-elevation', say('windows.denied', { what }), {
        hint: accessHint(name),
        details,
      });
    case 'disabled':
      return new ExpectedError('start-failed', say('windows.disabled', { what }), {
        hint: say('hint.task-enable', { name }),
        details,
      });
    case 'xml-refused':
      return new ExpectedError('definition-write-failed', say('windows.refuses', { what }), {
        hint: say('hint.report-details'),
        details,
      });
    case 'service-stopped':
      return new ExpectedError('supervisor-unavailable', say('windows.no-scheduler', { what }), {
        hint: say('hint.start-schedule'),
        details,
      });
    case 'timeout':
      return new ExpectedError(
        'command-timeout',
        say('windows.schtasks-silent', { what, seconds: TIMEOUT_MS / 1000 }),
        {
          hint: say('hint.nothing-known'),
          details,
        },
      );
    default:
      return new ExpectedError(fallback, say('what.ends', { what }), {
        hint: say('hint.windows-details', { hint: accessHint(name) }),
        details,
      });
  }
}

/** There is no silent way around it: each of these is a choice that the person makes. */
function accessHint(name: string): Said {
  return say('hint.windows-denied', { name });
}

/** A forced or polite end of a process and all that it started; true when taskkill says that it did it. */
export async function taskkill(
  { host, runner }: QueryDeps,
  pid: number,
  force: boolean,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  const tool = systemToolPath(host.env, 'taskkill.exe');
  const result = await runner.run([tool, ...(force ? ['/F'] : []), '/T', '/PID', String(pid)], {
    timeoutMs: TIMEOUT_MS,
    signal: options.signal,
  });
  options.signal?.throwIfAborted();
  return result.exitCode === 0;
}

/** The argv and how it ended. Text in the code page of the console arrives damaged and is left out. */
function evidence(result: CommandResult): readonly string[] {
  const code = result.exitCode === null ? null : toInt32(result.exitCode);
  const number =
    code === null ? (result.startError ?? 'it did not end') : code === 1 ? 'exit code 1' : resultWords(code);
  const said = (result.stderr.trim() || result.stdout.trim()).replaceAll('\r', '');
  const shown = `${showArgv(result.argv)}: ${number}`;
  return said === '' || said.includes('\ufffd') ? [shown] : [shown, ...said.split('\n').slice(0, 4)];
}
