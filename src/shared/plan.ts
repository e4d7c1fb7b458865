/**
 * What an operation is going to do, before anything is touched. Printed by `--dry-run`, drawn as the plan sheet in the window.
 */
import { z } from 'zod';
import { toldFieldsSchema } from './said-schema.ts';
import { SUPERVISOR_KINDS } from './supervisor-kind.ts';

export const plannedFileSchema = z.strictObject({
  path: z.string(),
  /** Octal as text, for example "0600". */
  mode: z.string(),
  /** Whole content as text. Definitions hold no secrets, so it can be shown. */
  content: z.string(),
  change: z.enum(['create', 'update', 'unchanged', 'delete']),
  /** What is there now, when it is going to change. */
  before: z.string().nullable(),
  /** Given when the bytes on disk are not UTF-8. */
  encoding: z.string().optional(),
});
export type PlannedFile = z.infer<typeof plannedFileSchema>;

export const configEditSchema = z.strictObject({
  path: z.string(),
  key: z.string(),
  /** The new value, or "(hidden)" for a secret. */
  value: z.string(),
  reason: z.string(),
  /** How `reason` is told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type ConfigEdit = z.infer<typeof configEditSchema>;

export const planSchema = z.strictObject({
  action: z.enum(['install', 'uninstall']),
  profile: z.string(),
  supervisor: z.enum(SUPERVISOR_KINDS),
  serviceName: z.string(),
  files: z.array(plannedFileSchema),
  configEdits: z.array(configEditSchema),
  commands: z.array(z.array(z.string())),
  privileges: z.enum(['user', 'administrator']),
  warnings: z.array(z.string()),
  /** How `warnings` are told in other languages. */
  told: toldFieldsSchema.optional(),
  port: z.number().int(),
});
export type Plan = z.infer<typeof planSchema>;

/** What turning the start by itself on or off would do; it writes no file of ours. */
export const autostartPlanSchema = planSchema
  .omit({ configEdits: true, port: true })
  .extend({ action: z.enum(['enable', 'disable']) });
export type AutostartPlan = z.infer<typeof autostartPlanSchema>;
