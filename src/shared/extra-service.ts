/**
 * A service of this machine that starts an OpenClaw gateway, or would, and belongs to no profile: what the deep scan finds, and what its
 * removal is going to do. Services of named profiles are first-class and never among them (specification S28, S36).
 */
import { z } from 'zod';
import { toldFieldsSchema } from './said-schema.ts';
import { SUPERVISOR_KINDS } from './supervisor-kind.ts';

/**
 * `legacy`: an old name of the product. `extra`: runs a gateway, but is no profile's. `orphaned`: has the name of a profile's service, but
 * its program, state folder or configuration is gone, or its definition cannot be used.
 */
export const extraKindSchema = z.enum(['legacy', 'extra', 'orphaned']);
export type ExtraKind = z.infer<typeof extraKindSchema>;

export const extraServiceSchema = z.strictObject({
  /** Unit name, launchd label, task name, or profile of the built-in supervisor. */
  name: z.string(),
  /** The definition: a file, a folder of the built-in supervisor, or the path of a task within the Task Scheduler. */
  path: z.string(),
  /** `system`: removing it needs an administrator. */
  scope: z.enum(['user', 'system']),
  supervisor: z.enum(SUPERVISOR_KINDS),
  kind: extraKindSchema,
  /** What it starts, without secrets; null when the definition does not tell. */
  runs: z.array(z.string()).nullable(),
  /** One sentence: why it is listed. */
  reason: z.string(),
  /** Sentences: what was seen. */
  evidence: z.array(z.string()),
  /** Commands that remove it, in order, keeping the definition under another name. */
  removal: z.array(z.array(z.string())),
  /** How `reason` and `evidence` are told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type ExtraService = z.infer<typeof extraServiceSchema>;

/** What the removal of one such service is going to do; nothing is touched by making it. */
export const extraPlanSchema = z.strictObject({
  action: z.literal('remove-extra'),
  service: extraServiceSchema,
  /** Where the definition is kept. */
  backup: z.string(),
  /** In order; on request they are carried out by this product, or (privileges `administrator`) by the person. */
  commands: z.array(z.array(z.string())),
  /** Commands that bring it back from the backup. */
  restore: z.array(z.array(z.string())),
  privileges: z.enum(['user', 'administrator']),
  warnings: z.array(z.string()),
  /** How `warnings` are told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type ExtraPlan = z.infer<typeof extraPlanSchema>;

export const extraRemovalSchema = z.strictObject({
  ok: z.literal(true),
  action: z.literal('remove-extra'),
  service: extraServiceSchema,
  backup: z.string(),
  restore: z.array(z.array(z.string())),
  message: z.string(),
  warnings: z.array(z.string()),
  /** How `message` and `warnings` are told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type ExtraRemoval = z.infer<typeof extraRemovalSchema>;
