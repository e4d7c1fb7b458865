import { tell, tellPhrase } from '../../../shared/text/tell.ts';
import { type WatchEvent, watchStatus } from '../../operations/watch/status-watch.ts';
import type { ResolvedProfile } from '../../profiles/profile.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { paint } from '../output.ts';
import { verdictLine } from '../render-status.ts';
import { profileOf } from './profile-of.ts';
import { withSignal } from './with-signal.ts';

export interface WatchCommandOptions {
  /** Seconds. */
  readonly heartbeat?: number;
  readonly alerts?: boolean;
  readonly json?: boolean;
}

/** Every profile, or the one that the command line names. */
export async function watchCommand(
  cli: CliContext,
  selection: Selection,
  options: WatchCommandOptions,
): Promise<number> {
  const named = selection.profile !== undefined || selection.dev === true;
  return streamStatus(cli, named ? [profileOf(await cli.core(), selection)] : 'all', options);
}

/** Prints each change until Ctrl+C, or until nobody reads any more; both are a good end. */
export async function streamStatus(
  cli: CliContext,
  profiles: readonly ResolvedProfile[] | 'all',
  options: WatchCommandOptions,
): Promise<number> {
  const end = Promise.withResolvers<void>();
  const ending = new AbortController();
  const core = withSignal(await cli.core(), ending.signal);
  let defect: unknown;
  const stop = (cause: unknown) => {
    defect ??= cause ?? undefined;
    end.resolve();
  };
  for (const signal of [cli.signal, cli.output.closed]) {
    signal.addEventListener('abort', () => stop(null), { once: true });
  }
  const alerts =
    options.alerts === true
      ? (await import('../../operations/alerts/alerts.ts')).createAlerts(core, {
          onNote: (note) => cli.output.err(`${tellPhrase(cli.output.words, note).text}\n`),
          onDefect: stop,
        })
      : null;
  const watch = await watchStatus(core, {
    profiles,
    heartbeatMs: options.heartbeat === undefined || options.heartbeat === 0 ? null : options.heartbeat * 1_000,
    onEvent: (event) => cli.output.out(options.json === true ? `${JSON.stringify(event)}\n` : eventLine(event, cli)),
    ...(alerts === null ? {} : { onSnapshot: (snapshot) => alerts.take(snapshot) }),
    onDefect: (cause) => {
      if (!ending.signal.aborted) stop(cause);
    },
  });
  // The monitor's timer does not keep the process alive by itself; this does, until the end.
  const alive = setInterval(() => undefined, 60_000);
  if (cli.signal.aborted || cli.output.closed.aborted) stop(null);
  await end.promise;
  clearInterval(alive);
  ending.abort(new Error('the watch ends'));
  await watch.close();
  await alerts?.dispose();
  if (defect !== undefined) throw defect;
  return EXIT.done;
}

function eventLine(event: WatchEvent, cli: CliContext): string {
  const time = paint(cli.output, 'dim', new Date(event.at).toLocaleTimeString('en-GB'));
  return `${time}  ${eventWords(event, cli)}\n`;
}

function eventWords({ type, profile, changed, status, problem }: WatchEvent, cli: CliContext): string {
  const { words } = cli.output;
  const { watch } = words.shim;
  if (type === 'gone') return watch.gone(profile);
  if (problem !== null) return watch.problem(profile, tell(words, problem, 'message').text);
  if (status === null) return watch.looking(profile);
  const line = verdictLine(status, cli.output);
  if (type === 'first') return `${line}  ${paint(cli.output, 'dim', status.gatewayUrl)}`;
  if (type === 'heartbeat') return `${line}  ${paint(cli.output, 'dim', watch.nothingChanged)}`;
  return `${line}  ${paint(cli.output, 'dim', watch.changed(changed.join(', ')))}`;
}
