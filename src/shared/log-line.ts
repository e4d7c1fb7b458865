import { z } from 'zod';

/** One line of a profile's log, whichever source it came from; secrets already redacted, control characters made harmless. */
export const logLineSchema = z.strictObject({
  /** ISO 8601; null when the source gives no time. */
  time: z.string().nullable(),
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).nullable(),
  /** Where it came from: `journal`, `service`, `gateway` (its own log file), `supervisor`. */
  source: z.enum(['journal', 'service', 'gateway', 'supervisor']),
  /** The gateway's own subsystem name, when it gives one. */
  subsystem: z.string().nullable(),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;
