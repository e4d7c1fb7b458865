/** One raw line of each source -> LogLine, or null when it holds nothing to show. Pure; never throws. */
import { z } from 'zod';
import type { LogLine, LogSourceName } from '../../shared/log-line.ts';

const journalSchema = z.object({
  __REALTIME_TIMESTAMP: z.string().regex(/^\d+$/),
  /** An array of byte values when the message is not UTF-8 (systemd.journal-fields). */
  MESSAGE: z.union([z.string(), z.array(z.number())]).nullish(),
  PRIORITY: z.string().optional(),
  _COMM: z.string().optional(),
  SYSLOG_IDENTIFIER: z.string().optional(),
});

/** The place of a journal line, for `--after-cursor`; null when the line has none. */
export function journalCursorOf(line: string): string | null {
  return /"__CURSOR"\s*:\s*"([^"\\]+)"/.exec(line)?.[1] ?? null;
}

/** A line of `journalctl -o json`. */
export function parseJournalLine(line: string): LogLine | null {
  const parsed = journalSchema.safeParse(parseJson(line));
  if (!parsed.success) return null;
  const { MESSAGE: message, PRIORITY: priority } = parsed.data;
  if (message === null || message === undefined) return null;
  const text = typeof message === 'string' ? message : Buffer.from(message).toString('utf8');
  const time = new Date(Number(parsed.data.__REALTIME_TIMESTAMP) / 1000).toISOString();
  const bySystemd = parsed.data.SYSLOG_IDENTIFIER === 'systemd';
  return {
    time,
    level: levelOfText(text) ?? levelOfPriority(priority),
    source: bySystemd ? 'supervisor' : 'journal',
    subsystem: bySystemd ? 'systemd' : (/^\S* ?\[([\w/-]+)\]/.exec(text)?.[1] ?? null),
    // The gateway writes its own time before its lines; the journal's is already told.
    text: text.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)\s+(?=\S)/, ''),
  };
}

const gatewayLineSchema = z.object({
  message: z.string().optional(),
  time: z.string().optional(),
  _meta: z
    .object({ logLevelName: z.string().optional(), date: z.string().optional(), name: z.string().optional() })
    .optional(),
});
const loggerNameSchema = z.object({ subsystem: z.string().optional(), module: z.string().optional() });

/** A line of the gateway's structured log; lines that are not JSON are shown as they are (openclaw 2026.9.6, section "Line format"). */
export function parseGatewayLogLine(line: string): LogLine | null {
  if (line.trim() === '') return null;
  const parsed = gatewayLineSchema.safeParse(parseJson(line));
  if (!parsed.success || parsed.data.message === undefined) return plain(line, 'gateway');
  const { _meta: meta, time, message } = parsed.data;
  return {
    time: isoOrNull(meta?.date ?? time),
    level: levelOfName(meta?.logLevelName),
    source: 'gateway',
    subsystem: subsystemOf(meta?.name),
    text: message,
  };
}

/** A logger's name is JSON text of its own, for example {"subsystem":"gateway"}. */
function subsystemOf(name: string | undefined): string | null {
  if (name === undefined) return null;
  const parsed = loggerNameSchema.safeParse(parseJson(name));
  return parsed.success ? (parsed.data.subsystem ?? parsed.data.module ?? null) : null;
}

/** A line of captured output, or of a supervisor's notes; a leading ISO time, in brackets or not, is taken as its time. */
export function parsePlainLine(line: string, source: LogSourceName = 'service'): LogLine | null {
  return line.trim() === '' ? null : plain(line, source);
}

const LEADING_TIME = /^\[?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))\]?\s+(?=\S)/;

function plain(line: string, source: LogSourceName): LogLine {
  const match = LEADING_TIME.exec(line);
  const text = match === null ? line : line.slice(match[0].length);
  return {
    time: isoOrNull(match?.[1]),
    level: levelOfText(text),
    source,
    subsystem: /^\[([\w/-]+)\]/.exec(text)?.[1] ?? null,
    text,
  };
}

const USUAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function isoOrNull(text: string | undefined): string | null {
  if (text === undefined) return null;
  // The usual form is kept as it is: making a date and writing it again is a large part of reading a line.
  if (USUAL_TIME.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an ordinary answer here: the schema refuses undefined.
    return undefined;
  }
}

function levelOfName(name: string | undefined): LogLine['level'] {
  switch (name?.toLowerCase()) {
    case 'silly':
    case 'trace':
      return 'trace';
    case 'debug':
      return 'debug';
    case 'info':
      return 'info';
    case 'warn':
    case 'warning':
      return 'warn';
    case 'error':
      return 'error';
    case 'fatal':
      return 'fatal';
    default:
      return null;
  }
}

function levelOfText(text: string): LogLine['level'] {
  // "ended without an error" and "0 errors" are good news.
  if (/\b(?:without (?:an )?|no |0 )errors?\b/i.test(text)) return null;
  return /\b(?:error|fatal|uncaught|EADDRINUSE|failed)\b/i.test(text)
    ? 'error'
    : /\bwarn(?:ing)?\b/i.test(text)
      ? 'warn'
      : null;
}

/** Priorities of syslog(3). */
function levelOfPriority(priority: string | undefined): LogLine['level'] {
  const value = priority === undefined ? Number.NaN : Number(priority);
  if (Number.isNaN(value)) return null;
  if (value <= 2) return 'fatal';
  if (value === 3) return 'error';
  if (value === 4) return 'warn';
  return value === 7 ? 'debug' : 'info';
}
