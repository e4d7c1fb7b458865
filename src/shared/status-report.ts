/**
 * The status of one profile: the same object behind `status --json`, the window, the tray and `watch`.
 * Its top level is a contract for scripts (specification S28, S33): fields are added, never renamed.
 */
import { z } from 'zod';
import { diagnosisSchema } from './diagnosis.ts';
import { type ExtraService, extraServiceSchema } from './extra-service.ts';
import { healthSnapshotSchema } from './health.ts';
import { probeDetailSchema } from './probe.ts';
import { toldFieldsSchema } from './said-schema.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { lastExitSchema } from './service-state.ts';
import { SUPERVISOR_KINDS } from './supervisor-kind.ts';
import { verdictSchema } from './verdict.ts';

/** Lifecycle of specification S3, plus the moves between and "could not find out". */
export const serviceStateSchema = z.enum([
  'not-installed',
  'installed',
  'starting',
  'running',
  'stopping',
  'stopped',
  'crashed',
  'crash-looping',
  'unknown',
]);
export type ServiceState = z.infer<typeof serviceStateSchema>;

/** Who listens on a port, as far as this user may see. `owner: unreadable` = somebody listens and we may not see who. */
export const portOwnerSchema = z.discriminatedUnion('owner', [
  z.strictObject({ owner: z.literal('nobody') }),
  z.strictObject({
    owner: z.literal('process'),
    pid: z.number().int(),
    command: z.string(),
    user: z.string().nullable(),
    startedAt: z.string().nullable(),
    /** It is the process of this profile's own service. */
    own: z.boolean(),
  }),
  z.strictObject({
    owner: z.literal('unreadable'),
    uid: z.number().int().nullable(),
    /** It is the account that the process of this profile's service runs as; null = could not be compared. */
    sameAccount: z.boolean().nullable().optional(),
  }),
  z.strictObject({ owner: z.literal('unknown'), reason: z.string(), told: toldFieldsSchema.optional() }),
]);
export type PortOwner = z.infer<typeof portOwnerSchema>;

export type { ExtraService };

const pathPair = z.strictObject({ cli: z.string(), service: z.string().nullable() });

export const statusReportSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  profile: z.string(),
  supervisor: z.enum(SUPERVISOR_KINDS),
  serviceName: z.string(),
  /** Account that a system service runs as; null = a service of the person's own. */
  account: z.string().nullable(),
  /** null = could not find out. */
  installed: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  state: serviceStateSchema,
  runtime: z.enum(['running', 'stopped', 'unknown']),
  pid: z.number().int().nullable(),
  since: z.string().nullable(),
  restarts: z.number().int().nonnegative().nullable(),
  lastExit: lastExitSchema.nullable(),
  probe: z.enum(['ok', 'failed', 'skipped']),
  probeDetail: probeDetailSchema.nullable(),
  gatewayUrl: z.string(),
  port: z.number().int(),
  portSource: z.enum(['option', 'service', 'environment', 'config', 'profile-default']),
  portOwner: portOwnerSchema,
  configPath: pathPair,
  statePath: pathPair,
  definitionPath: z.string().nullable(),
  logPaths: z.array(z.string()),
  /** Where the gateway's secret comes from; never the secret. */
  auth: z.strictObject({
    mode: z.string().nullable(),
    source: z.string().nullable(),
    problem: z.string().nullable(),
    /** How `problem` is told in other languages. */
    told: toldFieldsSchema.optional(),
  }),
  /** Program and OpenClaw version of the installed definition, as far as they can be read without starting them. */
  program: z.strictObject({
    runtime: z.string().nullable(),
    entry: z.string().nullable(),
    openclawVersion: z.string().nullable(),
  }),
  /** Will it still run after logout, and start again at boot? null = could not find out. */
  survives: z.strictObject({
    logout: z.boolean().nullable(),
    reboot: z.boolean().nullable(),
    reason: z.string().nullable(),
    /** How `reason` is told in other languages. */
    told: toldFieldsSchema.optional(),
  }),
  health: healthSnapshotSchema.nullable(),
  /** Filled by a deep status only; null when no scan was made. */
  extraServices: z.array(extraServiceSchema).nullable(),
  diagnoses: z.array(diagnosisSchema),
  verdict: verdictSchema,
  checkedAt: z.string(),
});
export type StatusReport = z.infer<typeof statusReportSchema>;
