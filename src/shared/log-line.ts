import { z } from 'zod';

/** Levels from the least to the most severe. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where lines come from: the system's journal, captured output of the service, the gateway's own log file, whoever supervises it. */
export const LOG_SOURCES = ['journal', 'service', 'gateway', 'supervisor'] as const;
export type LogSourceName = (typeof LOG_SOURCES)[number];

/** The eight colours of ECMA-48; bright ones are shown as their plain ones. */
export const LOG_COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type LogColour = (typeof LOG_COLOURS)[number];

/** How a part of the text was coloured by whoever wrote it; `from` and `to` count UTF-16 units of the text. */
export const logStyleSchema = z.strictObject({
  from: z.number().int().nonnegative(),
  to: z.number().int().positive(),
  colour: z.enum(LOG_COLOURS).nullable(),
  bold: z.boolean(),
});
export type LogStyle = z.infer<typeof logStyleSchema>;

/** One line of a profile's log, whichever source it came from; secrets already redacted, control characters made harmless. */
export const logLineSchema = z.strictObject({
  /** ISO 8601; null when the source gives no time, as for the further lines of a stack. */
  time: z.string().nullable(),
  level: z.enum(LOG_LEVELS).nullable(),
  source: z.enum(LOG_SOURCES),
  /** The gateway's own subsystem name, when it gives one. */
  subsystem: z.string().nullable(),
  text: z.string(),
  /** Bytes of the line that are not shown because it is too long; absent when it is whole. */
  cut: z.number().int().positive().optional(),
  /** Absent when the line has no colours. In order, without overlaps. */
  styles: z.array(logStyleSchema).optional(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** Is a line of this level shown when `least` is asked for? A line that gives no level counts as `info`. */
export function isAtLeast(level: LogLevel | null, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level ?? 'info') >= LOG_LEVELS.indexOf(least);
}
