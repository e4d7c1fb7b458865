import { z } from 'zod';
import { toldFieldsSchema } from './said-schema.ts';

/** Worst first wins in the tray: failed > degraded > unknown > starting > healthy > paused > stopped; external counts as healthy. */
export const verdictLevelSchema = z.enum([
  'healthy',
  'starting',
  'stopping',
  'degraded',
  'failed',
  'stopped',
  'not-installed',
  'unknown',
  'external',
  'paused',
]);
export type VerdictLevel = z.infer<typeof verdictLevelSchema>;

/** The one sentence that is derived from definition, process and RPC. `code` picks the translation, `text` is the English sentence. */
export const verdictSchema = z.strictObject({
  level: verdictLevelSchema,
  code: z.string(),
  text: z.string(),
  /** Second line: why, in one sentence; null when there is nothing to add. */
  reason: z.string().nullable(),
  /** How `reason` is told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
