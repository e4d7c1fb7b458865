/**
 * The last lines of a profile's logs, from every source it has, merged by time. Bounded in bytes read and lines kept.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../shared/log-line.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { LocatedService } from '../supervisors/choose.ts';
import type { LogSource } from '../supervisors/supervisor.ts';
import type { CommandRunner } from '../system/command-runner.ts';
import { errnoOf } from '../system/files.ts';
import type { Host } from '../system/host.ts';
import { parseGatewayLogLine, parseJournalLine, parsePlainLine } from './parse.ts';
import { harmless, redact } from './redact.ts';

export interface RecentLogs {
  readonly lines: LogLine[];
  /** Where was looked: paths and commands. */
  readonly sources: string[];
  readonly problems: string[];
}

/** Whose logs: enough to find them, and the secrets that must not appear in them. */
export interface LogSubject {
  readonly profile: ResolvedProfile;
  readonly located: LocatedService;
  /** `logging.file` of the configuration, when set. */
  readonly logFile: string | null;
  readonly secrets: readonly string[];
}

const MAX_TAIL_BYTES = 512 * 1024;
const MAX_TEXT = 4_000;
const JOURNAL_TIMEOUT_MS = 5_000;

export async function recentLogs(
  context: { readonly host: Host; readonly runner: CommandRunner },
  subject: LogSubject,
  lines: number,
): Promise<RecentLogs> {
  const { adapter, identity } = subject.located;
  const sources: LogSource[] = [...adapter.logSources(identity)];
  const gatewayFile = gatewayLogFile(context.host, subject);
  const problems: string[] = [];
  const found: LogLine[] = [];
  await Promise.all([
    ...sources.map(async (source) => {
      if (source.kind === 'journal') found.push(...(await journalLines(context.runner, source.argv, lines, problems)));
      else found.push(...(await fileLines(source.path, parsePlainLine, problems)));
    }),
    // Its own log repeats what the journal has; it is read when there is no other source of it, as on Windows, where the output is dropped.
    ...(sources.length === 0 || adapter.kind === 'task-scheduler'
      ? [fileLines(gatewayFile, parseGatewayLogLine, problems).then((own) => found.push(...own))]
      : []),
  ]);
  const sorted = found.sort((a, b) => (a.time ?? '').localeCompare(b.time ?? '')).slice(-lines);
  return {
    lines: sorted.map((line) => ({ ...line, text: redact(harmless(line.text), subject.secrets).slice(0, MAX_TEXT) })),
    sources: [...sources.map((source) => (source.kind === 'file' ? source.path : source.argv.join(' '))), gatewayFile],
    problems,
  };
}

/**
 * The gateway's structured log of today: /tmp/openclaw/openclaw[-<encoded profile>]-YYYY-MM-DD.log, local date, on Windows in the folder
 * `openclaw` of the account's temporary folder (openclaw 2026.9.6, logger; fs-safe, secure-temp-dir: no suffix where there is no uid).
 */
export function gatewayLogFile(host: Host, subject: LogSubject, now: Date = new Date()): string {
  const { profile, logFile } = subject;
  if (logFile !== null) return logFile;
  const day = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
  const folder = host.platform === 'win32' ? join(host.tempDir, 'openclaw') : '/tmp/openclaw';
  return join(folder, `openclaw${profile.name === null ? '' : `-${encodeProfile(profile.name)}`}-${day}.log`);
}

/** a-z and 0-9 as they are, `-` doubled, `_` as `-0`, capitals as `-1` and the small letter (openclaw 2026.9.6, logger). */
function encodeProfile(name: string): string {
  return name.replace(/[^a-z0-9]/g, (char) => {
    if (char === '-') return '--';
    if (char === '_') return '-0';
    return /[A-Z]/.test(char) ? `-1${char.toLowerCase()}` : `-2${char.codePointAt(0)?.toString(16)}-`;
  });
}

async function journalLines(
  runner: CommandRunner,
  argv: readonly [string, ...string[]],
  lines: number,
  problems: string[],
): Promise<LogLine[]> {
  const result = await runner.run([...argv, '-n', String(lines)], { timeoutMs: JOURNAL_TIMEOUT_MS });
  if (result.exitCode !== 0) {
    problems.push(
      `The journal could not be read: ${result.startError ?? (result.stderr.trim().split('\n')[0] || `exit ${result.exitCode}`)}`,
    );
    return [];
  }
  return result.stdout.split('\n').flatMap((line) => parseJournalLine(line) ?? []);
}

async function fileLines(
  path: string,
  parse: (line: string) => LogLine | null,
  problems: string[],
): Promise<LogLine[]> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const start = Math.max(0, size - MAX_TAIL_BYTES);
      const buffer = Buffer.alloc(Math.min(size, MAX_TAIL_BYTES));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
      const text = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
      if (start > 0) text.shift(); // It begins in the middle of a line.
      return text.flatMap((line) => (line === '' ? [] : (parse(line) ?? [])));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (code !== 'ENOENT') problems.push(`${path} could not be read (${code}).`);
    return [];
  }
}
