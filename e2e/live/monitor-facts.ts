/** What the agent of the monitor's live suite prints. */
import { z } from 'zod';

const seenSchema = z.strictObject({
  level: z.string(),
  code: z.string(),
  reason: z.string().nullable(),
  pid: z.number().nullable(),
  diagnoses: z.array(z.string()),
});
export type Seen = z.infer<typeof seenSchema>;

/** `ms`: from the deed to when it was shown; `changed`: of the other two profiles, those that did not stay exactly as they were. */
const deedSchema = z.strictObject({
  ms: z.number(),
  after: seenSchema,
  changed: z.record(z.string(), z.strictObject({ before: seenSchema, now: seenSchema })),
});

export const monitorFactsSchema = z.strictObject({
  killed: deedSchema,
  stopped: deedSchema,
  startedAgain: deedSchema,
  token: deedSchema,
  held: deedSchema,
  letGo: deedSchema,
  clockSet: deedSchema,
  history: z.strictObject({ states: z.array(z.string()), marks: z.array(z.string()) }).nullable(),
  notices: z.array(z.string()),
  defects: z.array(z.string()),
  problems: z.array(z.string()),
});
export type MonitorFacts = z.infer<typeof monitorFactsSchema>;
