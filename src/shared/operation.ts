/**
 * Requests, steps and results of the control operations, the same for the shim, the window and the tray.
 */
import { z } from 'zod';
import { toldFieldsSchema } from './said-schema.ts';
import { statusReportSchema } from './status-report.ts';
import { SUPERVISOR_KINDS } from './supervisor-kind.ts';

export const controlActionSchema = z.enum(['install', 'uninstall', 'start', 'stop', 'restart']);
export type ControlAction = z.infer<typeof controlActionSchema>;

/** Options of `install`; every one optional, so that `{}` is the plain click. */
export const installOptionsSchema = z.strictObject({
  port: z.number().int().min(1).max(65535).optional(),
  runtime: z.enum(['node', 'bun']).optional(),
  /** Absolute path of the runtime to pin. */
  runtimePath: z.string().optional(),
  /** Absolute path of OpenClaw's entry script, package folder or source checkout. */
  entry: z.string().optional(),
  /** Becomes `gateway.auth.token` in openclaw.json. Never logged, never in argv of anything we start. */
  token: z.string().min(1).optional(),
  force: z.boolean().optional(),
  supervisor: z.enum(SUPERVISOR_KINDS).optional(),
  /** Ask for lingering, so that it survives logout and starts at boot (systemd). */
  linger: z.boolean().optional(),
  /** Run whether the person is logged on or not (Windows); schtasks asks for the password on the person's terminal. */
  loggedOff: z.boolean().optional(),
  /** false = a service that does not come up stays as it was written; else the state from before is put back. */
  rollback: z.boolean().optional(),
});
export type InstallOptions = z.infer<typeof installOptionsSchema>;

export const operationStepSchema = z.strictObject({
  id: z.string(),
  /** English sentence, for example "The old process ended (pid 2980, code 0)". */
  label: z.string(),
  state: z.enum(['waiting', 'now', 'done', 'failed', 'skipped']),
  /** How long the step took, when it is over. */
  ms: z.number().nonnegative().nullable(),
  /** How `label` is told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type OperationStep = z.infer<typeof operationStepSchema>;

export const operationResultSchema = z.strictObject({
  ok: z.literal(true),
  action: controlActionSchema,
  profile: z.string(),
  /** False when everything was already as asked for. */
  changed: z.boolean(),
  /** For example installed, already-installed, started, already-running, stopped, already-stopped, restarted, uninstalled, not-installed. */
  result: z.string(),
  message: z.string(),
  warnings: z.array(z.string()),
  /** How `message` and `warnings` are told in other languages. */
  told: toldFieldsSchema.optional(),
  /** What was seen after the operation. */
  report: statusReportSchema,
});
/** Turning the start by itself on or off: the same, and it never has steps. */
export const autostartResultSchema = operationResultSchema.extend({ action: z.enum(['enable', 'disable']) });
export type AutostartResult = z.infer<typeof autostartResultSchema>;
export type OperationResult = z.infer<typeof operationResultSchema>;
