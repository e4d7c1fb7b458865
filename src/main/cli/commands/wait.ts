import type { OperationError } from '../../../shared/outcome.ts';
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
  const result = await waitFor(core, {
    profile,
    state: options.for,
    timeoutMs: Math.round(options.timeout * 1_000),
    signal: cli.signal,
  });
  ending.abort(new Error('the waiting is over'));
  const facts = { profile: profile.id, for: options.for, waitedMs: result.waitedMs, status: result.status };
  if (result.reached) {
    if (options.json === true) printJson(cli.output, { ok: true, ...facts });
    else cli.output.out(`${result.status === null ? options.for : verdictLine(result.status, cli.output)}\n`);
    return EXIT.done;
  }
  const error = instead(profile.id, options, result);
  if (options.json === true) printJson(cli.output, { ok: false, error, ...facts });
  else printError(cli.output, error, false);
  return error.code === 'state-unknown' ? EXIT.unknown : EXIT.failed;
}

const NOT_YET: Readonly<Record<WaitState, string>> = {
  healthy: 'is not healthy',
  running: 'does not run',
  stopped: 'is not stopped',
  'port-free': 'has no free port',
  'not-installed': 'is still installed',
};

/** What is true instead of what was waited for. */
function instead(id: string, options: WaitCommandOptions, { now, status, problem }: WaitResult): OperationError {
  const hint = `See the whole picture: openclaw-tray${id === 'default' ? '' : ` --profile ${id}`} gateway status`;
  if (now === null) {
    const reason = problem?.message ?? status?.verdict.reason ?? 'the supervisor did not say.';
    return {
      code: 'state-unknown',
      message: `Whether ${id} is ${options.for} could not be found out within ${options.timeout} s: ${reason}`,
      hint,
    };
  }
  const verdict = status?.verdict;
  const owner = status?.portOwner;
  const details = [
    ...(verdict === undefined ? [] : [`${verdict.text}.${verdict.reason === null ? '' : ` ${verdict.reason}`}`]),
    ...(owner?.owner === 'process' ? [`Port ${status?.port} is held by ${owner.command} (pid ${owner.pid}).`] : []),
    ...(owner?.owner === 'unreadable' ? [`Port ${status?.port} is held by a process of another user.`] : []),
  ];
  return { code: 'wait-timeout', message: `After ${options.timeout} s ${id} ${NOT_YET[options.for]}.`, hint, details };
}
