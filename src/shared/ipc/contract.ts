/**
 * The IPC contract between the window and the main process. Both sides parse with these schemas; types are inferred.
 */
import { z } from 'zod';
import { openedLinkSchema } from '../deep-link.ts';
import { extraPlanSchema, extraRemovalSchema } from '../extra-service.ts';
import { LOG_SOURCES, logLineSchema } from '../log-line.ts';
import {
  autostartResultSchema,
  controlActionSchema,
  installOptionsSchema,
  operationResultSchema,
  operationStepSchema,
} from '../operation.ts';
import { operationErrorSchema } from '../outcome-schema.ts';
import { planSchema } from '../plan.ts';
import { diagnosisReportSchema, repairPlanSchema, repairResultSchema } from '../repair.ts';
import { toldFieldsSchema } from '../said-schema.ts';
import { settingsChangedSchema, settingsPatchSchema, settingsViewSchema } from '../settings.ts';
import { statusReportSchema } from '../status-report.ts';
import { supportPreviewSchema } from '../support.ts';
import { TIMELINE_MAX_HOURS, timelineSchema } from '../timeline.ts';
import type { CallName, EventName } from './channels.ts';

/** How the sentences beside it are told in other languages. */
const told = toldFieldsSchema.optional();
const profile = z.string().min(1).max(64);
const nothing = z.strictObject({});
const operationId = z.string().min(1).max(64);
const fixRequest = z.strictObject({
  profile,
  rule: z.string().max(64),
  choice: z.number().int().min(0).max(8).optional(),
});

/** All profiles with their last report, oldest knowledge included; `seq` rises with every change. */
export const statusSnapshotSchema = z.strictObject({
  seq: z.number().int().nonnegative(),
  profiles: z.array(
    z.strictObject({
      profile: z.string(),
      /** null until the first read came back. */
      report: statusReportSchema.nullable(),
      /** Why there is no fresh report, when the last read failed as a whole. */
      problem: operationErrorSchema.nullable(),
      /** An operation of ours runs on it now. */
      busy: controlActionSchema.nullable(),
    }),
  ),
});
export type StatusSnapshot = z.infer<typeof statusSnapshotSchema>;

export const appInfoSchema = z.strictObject({
  version: z.string(),
  platform: z.enum(['darwin', 'linux', 'win32', 'other']),
  /** `electron`, or `stand-in` where Electron's binary cannot be had. */
  host: z.enum(['electron', 'stand-in']),
  language: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const calls = {
  'app.info': { input: nothing, output: appInfoSchema },
  'status.snapshot': { input: nothing, output: statusSnapshotSchema },
  /** Reads one profile (or all) now and answers with the fresh snapshot. */
  'status.refresh': {
    input: z.strictObject({ profile: profile.optional(), deep: z.boolean().optional() }),
    output: statusSnapshotSchema,
  },
  'operation.plan': {
    input: z.strictObject({
      action: z.enum(['install', 'uninstall']),
      profile,
      options: installOptionsSchema,
    }),
    output: planSchema,
  },
  'operation.run': {
    input: z.strictObject({
      /** Chosen by the caller, so that steps can be matched before the answer comes. */
      operationId,
      action: controlActionSchema,
      profile,
      options: installOptionsSchema,
    }),
    output: operationResultSchema,
  },
  /** Stops waiting for a running operation where that is safe. `cancelled` is false when it is past that point. */
  'operation.cancel': {
    input: z.strictObject({ operationId }),
    output: z.strictObject({ cancelled: z.boolean() }),
  },
  /** Whether the service starts by itself at login or boot; what runs is left alone. */
  'autostart.set': { input: z.strictObject({ profile, on: z.boolean() }), output: autostartResultSchema },
  'logs.recent': {
    input: z.strictObject({ profile, lines: z.number().int().min(1).max(1000) }),
    output: z.strictObject({
      lines: z.array(logLineSchema),
      sources: z.array(z.string()),
      /** A source that could not be read, and why. */
      problems: z.array(z.string()),
      told,
    }),
  },
  /** What the removal of a service of `extraServices` would do; nothing is touched. */
  'extra.plan': {
    input: z.strictObject({ name: z.string().min(1).max(400), path: z.string().max(4096).optional() }),
    output: extraPlanSchema,
  },
  /** Removes the service that the plan showed. Error `needs-elevation` with the commands as details for one of the system. */
  'extra.remove': {
    input: z.strictObject({ name: z.string().min(1).max(400), path: z.string().min(1).max(4096) }),
    output: extraRemovalSchema,
  },
  /** Opens a followed view; what is written from then on comes as `logs.lines`. It ends with the window at the latest. */
  'logs.open': {
    input: z.strictObject({
      /** Chosen by the caller, so that lines can be matched before the answer comes. */
      streamId: z.string().min(1).max(64),
      profile,
      /** null = all of them, merged by time. */
      source: z.enum(LOG_SOURCES).nullable(),
      lines: z.number().int().min(1).max(5000),
    }),
    output: z.strictObject({
      lines: z.array(logLineSchema),
      more: z.boolean(),
      /** Paths and commands that are read. */
      places: z.array(z.string()),
      /** What lines of this profile may come from. */
      sources: z.array(z.enum(LOG_SOURCES)),
      problems: z.array(z.string()),
      told,
      /** There is a file to reveal. */
      inFile: z.boolean(),
    }),
  },
  /** The lines before those that were given. */
  'logs.older': {
    input: z.strictObject({ streamId: z.string().max(64), lines: z.number().int().min(1).max(5000) }),
    output: z.strictObject({ lines: z.array(logLineSchema), more: z.boolean() }),
  },
  'logs.close': { input: z.strictObject({ streamId: z.string().max(64) }), output: nothing },
  /** Shows a file of the profile's log in the desktop's file manager. */
  'logs.reveal': { input: z.strictObject({ profile }), output: z.strictObject({ path: z.string() }) },
  /** A closer look at one profile; `report.diagnoses` are its findings. */
  'diagnose.check': { input: z.strictObject({ profile }), output: diagnosisReportSchema },
  /** What a cure would do; null when its rule does not fire any more. `choice` counts the fixes from 0. */
  'diagnose.fix.plan': { input: fixRequest, output: repairPlanSchema.nullable() },
  /**
   * Carries the cure out, as a person agreed to it, and looks again. Its steps come as `diagnose.fix.step`; `operation.cancel` with its id
   * stops the waiting.
   */
  'diagnose.fix.run': { input: fixRequest.extend({ operationId }), output: repairResultSchema.nullable() },
  'support.preview': { input: z.strictObject({ profile }), output: supportPreviewSchema },
  /** Writes the bundle that was previewed last for this profile, into the person's folder. */
  'support.write': {
    input: z.strictObject({ profile }),
    output: z.strictObject({ path: z.string(), bytes: z.number().int() }),
  },
  'profiles.add': {
    input: z.strictObject({ name: z.string().max(400) }),
    output: z.strictObject({ profile: z.string() }),
  },
  'profiles.forget': { input: z.strictObject({ profile }), output: nothing },
  'dashboard.open': { input: z.strictObject({ profile }), output: nothing },
  'clipboard.copy': { input: z.strictObject({ text: z.string().max(100_000) }), output: nothing },
  'settings.read': { input: nothing, output: settingsViewSchema },
  /** Changes what is named; `startAppAtLogin` is told to the system and not stored. */
  'settings.change': {
    input: z.strictObject({ patch: settingsPatchSchema, startAppAtLogin: z.boolean().optional() }),
    output: settingsChangedSchema,
  },
  'timeline.read': {
    input: z.strictObject({ profile, hours: z.number().int().min(1).max(TIMELINE_MAX_HOURS) }),
    output: timelineSchema,
  },
} as const satisfies Record<CallName, { input: z.ZodType; output: z.ZodType }>;

export const events = {
  'status.changed': statusSnapshotSchema,
  'operation.step': z.strictObject({
    operationId: z.string(),
    profile: z.string(),
    action: controlActionSchema,
    /** The whole list each time, so that a missed event costs nothing. */
    steps: z.array(operationStepSchema),
  }),
  'diagnose.fix.step': z.strictObject({
    operationId: z.string(),
    profile: z.string(),
    /** Id of the rule whose finding is being cured. */
    rule: z.string(),
    /** The whole list each time, as for `operation.step`. */
    steps: z.array(operationStepSchema),
  }),
  'settings.changed': settingsViewSchema,
  /** At most ten times a second for each open view. */
  'logs.lines': z.strictObject({
    streamId: z.string(),
    lines: z.array(logLineSchema),
    /** Lines between the last event and this one that are not shown, because too many came at once. */
    dropped: z.number().int().nonnegative(),
    /** All that cannot be read at the moment. */
    problems: z.array(z.string()),
    told,
  }),
  /** A link was opened: the window shows what it names, asks before anything it asks for, or says why it means nothing. */
  'link.opened': openedLinkSchema,
  /** The tray asks the window to show a profile. `settings` are the app's; `profile` may be empty then. */
  'view.select': z.strictObject({
    profile: z.string(),
    tab: z.enum(['overview', 'logs', 'service', 'diagnose', 'settings']),
  }),
} as const satisfies Record<EventName, z.ZodType>;

export type CallInput<C extends CallName> = z.infer<(typeof calls)[C]['input']>;
export type CallOutput<C extends CallName> = z.infer<(typeof calls)[C]['output']>;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;

/** What travels back from the main process: the value, or an error as data (an exception loses its fields on the way). */
export const replySchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: operationErrorSchema }),
]);
export type Reply = z.infer<typeof replySchema>;

/** What the preload exposes. */
export interface Bridge {
  call(name: CallName, input: unknown): Promise<unknown>;
  on(name: EventName, listener: (payload: unknown) => void): () => void;
}
