import type { OperationError } from '../../../shared/outcome.ts';
import { errorOf } from '../../../shared/outcome.ts';
import { type CoreCode, phraseOf, quote, say } from '../../../shared/said.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { englishShimWords, type ShimWords } from '../../../shared/text/shim-words.ts';
import { verdictReason, verdictText } from '../../../shared/text/tell.ts';
import { type WaitResult, type WaitState, waitFor } from '../../operations/wait-for.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printError, printJson } from '../output.ts';
import { verdictLine } from '../render-status.ts';
import { profileOf } from './profile-of.ts';
import { withSignal } from './with-signal.ts';

export interface WaitCommandOptions {
  readonly for: WaitState;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** Exit 0 when it is so, 1 when the time is over and it is not, 4 when it could not be found out by then. */
export async function waitCommand(cli: CliContext, selection: Selection, options: WaitCommandOptions): Promise<number> {
  const ending = new AbortController();
  const core = withSignal(await cli.core(), AbortSignal.any([ending.signal, cli.signal]));
  const profile = profileOf(core, selection);
  // What is waited on (a lock, a timer of the monitor) does not keep the process alive by itself; this does.
  const alive = setInterval(() => undefined, 60_000);
  const result = await waitFor(core, {
    profile,
    state: options.for,
    timeoutMs: Math.round(options.timeout * 1_000),
    signal: cli.signal,
  }).finally(() => clearInterval(alive));
  ending.abort(new Error('the waiting is over'));
  const facts = { profile: profile.id, for: options.for, waitedMs: result.waitedMs, status: result.status };
  if (result.reached) {
    if (options.json === true) printJson(cli.output, { ok: true, ...facts });
    else cli.output.out(`${result.status === null ? options.for : verdictLine(result.status, cli.output)}\n`);
    return EXIT.done;
  }
  const error = instead(profile.id, options, result, options.json === true ? englishShimWords : cli.output.words);
  if (options.json === true) printJson(cli.output, { ok: false, error, ...facts });
  else printError(cli.output, error, false);
  return error.code === 'state-unknown' ? EXIT.unknown : EXIT.failed;
}

const NOT_YET = {
  healthy: 'wait.not-healthy',
  running: 'wait.not-running',
  stopped: 'wait.not-stopped',
  'port-free': 'wait.not-port-free',
  'not-installed': 'wait.not-not-installed',
} as const satisfies Record<WaitState, CoreCode>;

/** What is true instead of what was waited for. */
function instead(
  id: string,
  options: WaitCommandOptions,
  { now, status, problem }: WaitResult,
  words: ShimWords,
): OperationError {
  const hint = say('hint.whole-picture', {
    command: `openclaw-tray${id === 'default' ? '' : ` --profile ${id}`} gateway status`,
  });
  const seconds = options.timeout;
  if (now === null) {
    const reason =
      problem !== null
        ? phraseOf(problem.message, problem.told?.message)
        : status === null || status.verdict.reason === null
          ? say('wait.silent')
          : phraseOf(status.verdict.reason, status.verdict.told?.reason);
    return errorOf('state-unknown', say('wait.unknown', { profile: id, state: options.for, seconds, reason }), hint);
  }
  const owner = status?.portOwner;
  const details = [
    ...(status === null ? [] : [quote(verdictSentence(status, words))]),
    ...(owner?.owner === 'process'
      ? [
          say('port-in-use.held', {
            port: status?.port ?? 0,
            holder: say('holder.pid', { command: owner.command, pid: owner.pid }),
          }),
        ]
      : []),
    ...(owner?.owner === 'unreadable'
      ? [say('port-in-use.held', { port: status?.port ?? 0, holder: say('holder.other-user') })]
      : []),
  ];
  return errorOf('wait-timeout', say(NOT_YET[options.for], { profile: id, seconds }), hint, details);
}

function verdictSentence(status: StatusReport, words: ShimWords): string {
  const reason = verdictReason(status, words);
  const text = verdictText(status, words);
  // Our English begins with the name of the profile, as it is written.
  const verdict = words.tag === 'en' ? `${text}.` : words.sentence(text);
  return reason === null ? verdict : `${verdict}${words.space}${reason.text}`;
}
