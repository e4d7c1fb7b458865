/** The journal of one service: pages by `journalctl`, and `journalctl --follow` as a child for as long as it is looked at. */
import { type Phrase, say } from '../../shared/said.ts';
import type { CommandRunner } from '../system/command-runner.ts';
import { type FollowedCommand, followCommand } from '../system/follow-command.ts';
import { createDecoder } from './decode.ts';
import type { LogEntry, LogFeed } from './entry.ts';
import { journalCursorOf } from './parse.ts';
import { createSplitter } from './splitter.ts';

export interface JournalFeedOptions {
  /** `journalctl` with what selects the service, `-o json` included. */
  readonly argv: readonly [string, ...string[]];
  readonly runner: CommandRunner;
  /** Of the child that follows. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secrets: readonly string[];
  readonly now: () => number;
  /** From a child's end to the next one; doubles up to the limit, milliseconds. */
  readonly restartMs?: number;
}

const TIMEOUT_MS = 10_000;
/** Of each entry only what is shown: whole entries are ten times as large. The cursor is always there. */
const FIELDS = '--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER';
/** More would not fit into the bound on a command's output. */
const MAX_PAGE = 5_000;
/** What it says, always in English, when it leaves out the entries of the system (journalctl, systemd 252: journal-util.c). */
const HIDDEN = /not seeing messages from other users|insufficient permissions/;
const RESTART_MS = 1_000;
const MAX_RESTART_MS = 30_000;
/** A child that lived so long was well. */
const WELL_MS = 10_000;

export function openJournalFeed(options: JournalFeedOptions): LogFeed {
  const { argv, runner, secrets } = options;
  let problem: Phrase | null = null;
  let oldest: string | null = null;
  let newest: string | null = null;
  let done = false;
  let child: FollowedCommand | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const openedAt = options.now();
  const decoder = () =>
    createDecoder({ form: 'journal', source: 'journal', secrets, fallbackKey: () => options.now() });

  const older: LogFeed['older'] = async (count) => {
    if (done) return { entries: [], done };
    const wanted = Math.min(count, MAX_PAGE);
    const place = oldest === null ? [] : ['--reverse', `--after-cursor=${oldest}`];
    const result = await runner.run([...argv, FIELDS, ...place, '-n', String(wanted)], { timeoutMs: TIMEOUT_MS });
    if (result.exitCode !== 0) {
      const reason = result.startError ?? (result.stderr.trim().split('\n')[0] || `exit ${result.exitCode}`);
      problem = say('log.journal-unread', {
        reason: result.timedOut ? say('ended.no-answer', { ms: TIMEOUT_MS }) : reason,
      });
      done = true;
      return { entries: [], done };
    }
    const lines = result.stdout.split('\n').filter((line) => line.startsWith('{'));
    if (lines.length === 0 && !argv.includes('--user') && HIDDEN.test(result.stderr)) {
      problem = say('log.journal-hidden');
    }
    if (oldest !== null) lines.reverse();
    newest ??= journalCursorOf(lines.at(-1) ?? '');
    oldest = journalCursorOf(lines[0] ?? '') ?? oldest;
    done = lines.length < wanted;
    const { decode } = decoder();
    return { entries: lines.flatMap((line) => decode(line, 0) ?? []), done };
  };

  const follow: LogFeed['follow'] = ({ onEntries, room }) => {
    let restartMs = options.restartMs ?? RESTART_MS;
    const begin = (): void => {
      const startedAt = options.now();
      const splitter = createSplitter();
      const { decode } = decoder();
      // Without --no-tail a following journalctl shows ten lines at most of what came since the cursor.
      const place = newest === null ? `--since=@${Math.floor(openedAt / 1000)}` : `--after-cursor=${newest}`;
      child = followCommand([...argv, FIELDS, '--follow', '--no-tail', place], {
        environment: options.environment,
        room,
        onData(chunk) {
          const entries: LogEntry[] = [];
          splitter.push(chunk, (text, cut) => {
            newest = journalCursorOf(text) ?? newest;
            const entry = decode(text, cut);
            if (entry !== null) entries.push(entry);
          });
          if (entries.length === 0) return;
          problem = null;
          onEntries(entries);
        },
        onEnd(reason) {
          child = null;
          if (closed) return;
          problem = say('log.journal-unfollowed', { reason: reason.split('\n')[0] ?? '' });
          if (options.now() - startedAt > WELL_MS) restartMs = options.restartMs ?? RESTART_MS;
          timer = setTimeout(begin, restartMs);
          timer.unref();
          restartMs = Math.min(MAX_RESTART_MS, restartMs * 2);
        },
      });
    };
    begin();
  };

  return {
    label: argv.join(' '),
    path: null,
    older,
    follow,
    problem: () => problem,
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await child?.stop();
    },
  };
}
