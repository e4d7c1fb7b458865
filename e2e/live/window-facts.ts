/** What the agent inside the host saw, and what the suite outside judges. */
import { z } from 'zod';
import { statusReportSchema } from '../../src/shared/status-report.ts';

const seen = z.object({
  /** The window's headline. */
  headline: z.string(),
  /** The first row of the tray's menu. */
  tray: z.string(),
  /** What the shim said right after. */
  report: statusReportSchema,
});
const shown = seen.extend({
  /** On the window's line of facts. */
  pid: z.number().nullable(),
  /** "Checked … ago." */
  age: z.string(),
});

export const windowFactsSchema = z.object({
  first: seen,
  /** All text of the install sheet. */
  plan: z.string(),
  installed: shown,
  restarted: shown,
  stopped: seen,
  started: shown,
  /** Milliseconds from SIGKILL until the headline changed, and what it said then. */
  crash: z.object({ text: z.string(), ms: z.number() }),
  recovered: shown,
  /** Milliseconds from the unit being inactive until the headline said so; can be negative by the time one question takes. */
  outsideStop: z.object({ ms: z.number() }),
  outsideStart: z.object({ text: z.string(), ms: z.number() }),
  outsideStarted: shown,
  removed: seen,
  exitCode: z.number().nullable(),
});
export type WindowFacts = z.infer<typeof windowFactsSchema>;

const withReport = z.object({ report: statusReportSchema });

export const careFactsSchema = z.object({
  /** Permission bits of openclaw.json after the cure, octal. */
  protectedMode: z.string(),
  repaired: withReport.extend({ unit: z.string() }),
  moved: withReport.extend({ config: z.string() }),
  taken: z.object({ headline: z.string() }),
  /** The foreign program still listens: nothing of it was ended. */
  freed: withReport.extend({ holderListens: z.boolean() }),
  two: z.object({ tray: z.string(), reports: z.array(statusReportSchema) }),
  well: z.object({ headline: z.string(), findings: z.number() }),
  exitCode: z.number().nullable(),
});
export type CareFacts = z.infer<typeof careFactsSchema>;
