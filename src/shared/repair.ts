/** A diagnosis looked into closely, what a cure is going to do, and what was seen after it. The same for `doctor` and the window. */
import { z } from 'zod';
import { diagnosisSchema, fixSchema } from './diagnosis.ts';
import { planSchema } from './plan.ts';
import { toldFieldsSchema } from './said-schema.ts';
import { statusReportSchema } from './status-report.ts';

export const diagnosisReportSchema = z.strictObject({
  /** Its `diagnoses` are those of the closer look. */
  report: statusReportSchema,
  /** What could not be looked at, in sentences. */
  notFoundOut: z.array(z.string()),
  /** How `notFoundOut` is told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type DiagnosisReport = z.infer<typeof diagnosisReportSchema>;

export const repairPlanSchema = z.strictObject({
  /** Id of the rule whose finding is going to be cured. */
  rule: z.string(),
  profile: z.string(),
  /** Port of the profile's gateway, for what is said about it. */
  port: z.number().int().optional(),
  diagnosis: diagnosisSchema,
  fix: fixSchema,
  /** What will be done, in order, in sentences. */
  steps: z.array(z.string()),
  /** Commands that are run, or do the same by hand. */
  commands: z.array(z.array(z.string())),
  /** Files and configuration, where the service is written again; null otherwise. */
  plan: planSchema.nullable(),
  privileges: z.enum(['user', 'administrator']),
  /** How `steps` are told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type RepairPlan = z.infer<typeof repairPlanSchema>;

export const repairResultSchema = z.strictObject({
  ok: z.literal(true),
  rule: z.string(),
  profile: z.string(),
  message: z.string(),
  warnings: z.array(z.string()),
  /** How `message` and `warnings` are told in other languages. */
  told: toldFieldsSchema.optional(),
  /** Seen after the cure; the rule does not fire in it. */
  report: statusReportSchema,
});
export type RepairResult = z.infer<typeof repairResultSchema>;
