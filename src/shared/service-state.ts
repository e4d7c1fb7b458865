/**
 * What a supervisor says about one service. Two facts, never mixed: the definition on disk, and the process.
 * "Could not find out" is an arm of its own in both.
 */
import { z } from 'zod';
import { toldFieldsSchema } from './said-schema.ts';
import { serviceDefinitionSchema } from './service-definition.ts';
import { SUPERVISOR_KINDS } from './supervisor-kind.ts';

/** How the sentences beside it are told in other languages. */
const told = toldFieldsSchema.optional();

/** How a process ended. `code` and `signal` are null when the supervisor does not say; `at` is ISO 8601. */
export const lastExitSchema = z.strictObject({
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  at: z.string().nullable(),
  /** The exit in words, for example "78: the configuration is not valid". */
  words: z.string(),
});
export type LastExit = z.infer<typeof lastExitSchema>;

const counters = {
  /** Automatic restarts the supervisor has counted since it last began counting; null when it does not count. */
  restarts: z.number().int().nonnegative().nullable(),
  lastExit: lastExitSchema.nullable(),
};

export const processStateSchema = z.discriminatedUnion('state', [
  /** No process. `everStarted` is false when this supervisor has never started it since the definition was loaded, null when it does not say. */
  z.strictObject({ state: z.literal('stopped'), everStarted: z.boolean().nullable(), ...counters }),
  z.strictObject({
    state: z.literal('starting'),
    pid: z.number().int().nullable(),
    since: z.string().nullable(),
    ...counters,
  }),
  z.strictObject({
    state: z.literal('running'),
    pid: z.number().int(),
    since: z.string().nullable(),
    ...counters,
  }),
  z.strictObject({ state: z.literal('stopping'), pid: z.number().int().nullable(), ...counters }),
  /** It ended by itself. `willRestart`: the supervisor is about to start it again. */
  z.strictObject({ state: z.literal('crashed'), willRestart: z.boolean(), ...counters }),
  /** It ended by itself repeatedly. `gaveUp`: the supervisor will not try again without being told to. */
  z.strictObject({ state: z.literal('crash-looping'), gaveUp: z.boolean(), ...counters }),
  z.strictObject({ state: z.literal('unknown'), reason: z.string(), told }),
]);
export type ProcessState = z.infer<typeof processStateSchema>;

export const definitionStateSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('absent') }),
  z.strictObject({
    status: z.literal('present'),
    path: z.string(),
    /** The file parsed back to the common model; null when it could not be understood (`problem` says why). */
    parsed: serviceDefinitionSchema.nullable(),
    problem: z.string().nullable(),
    told,
    /** Drop-in or override files that change it. */
    overrides: z.array(z.string()),
    /** The supervisor still runs an older version than the file. */
    needsReload: z.boolean(),
    masked: z.boolean(),
  }),
  z.strictObject({ status: z.literal('unknown'), reason: z.string(), told }),
]);
export type DefinitionState = z.infer<typeof definitionStateSchema>;

export const serviceInspectionSchema = z.strictObject({
  supervisor: z.enum(SUPERVISOR_KINDS),
  /** Unit name, label or task name. */
  serviceName: z.string(),
  definition: definitionStateSchema,
  /** Starts at login or boot by itself; null when not known. */
  enabled: z.boolean().nullable(),
  process: processStateSchema,
  /** The supervisor's own key and value words, for the details pane and bug reports. Never holds environment values. */
  words: z.record(z.string(), z.string()),
});
export type ServiceInspection = z.infer<typeof serviceInspectionSchema>;
