/** One raw line of each source -> LogLine, or null when it holds nothing to show. Pure; never throws. */
import { z } from 'zod';
import type { LogLine } from '../../shared/log-line.ts';

const journalSchema = z.object({
  __REALTIME_TIMESTAMP: z.string().regex(/^\d+$/),
  /** An array of byte values when the message is not UTF-8 (systemd.journal-fields). */
  MESSAGE: z.union([z.string(), z.array(z.number())]).nullish(),
  PRIORITY: z.string().optional(),
  _COMM: z.string().optional(),
  SYSLOG_IDENTIFIER: z.string().optional(),
});

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

/** A line of the gateway's structured log; lines that are not JSON are shown as they are (openclaw 2026.9.6, section "Line format"). */
export function parseGatewayLogLine(line: string): LogLine | null {
  const parsed = gatewayLineSchema.safeParse(parseJson(line));
  if (!parsed.success || parsed.data.message === undefined) return { ...plain(line), source: 'gateway' };
  const { _meta: meta, time, message } = parsed.data;
  const name = z
    .object({ subsystem: z.string().optional(), module: z.string().optional() })
    .safeParse(parseJson(meta?.name ?? ''));
  return {
    time: isoOrNull(meta?.date ?? time),
    level: levelOfName(meta?.logLevelName),
    source: 'gateway',
    subsystem: name.success ? (name.data.subsystem ?? name.data.module ?? null) : null,
    text: message,
  };
}

/** A line of captured standard output; a leading ISO time is taken as its time. */
export function parsePlainLine(line: string): LogLine | null {
  return line.trim() === '' ? null : plain(line);
}

function plain(line: string): LogLine {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))\s+(.*)$/.exec(line);
  return {
    time: isoOrNull(match?.[1]),
    level: levelOfText(line),
    source: 'service',
    subsystem: /\[([\w/-]+)\]/.exec(line)?.[1] ?? null,
    text: match?.[2] ?? line,
  };
}

function isoOrNull(text: string | undefined): string | null {
  if (text === undefined) return null;
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
