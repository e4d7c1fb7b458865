/**
 * The health snapshot (specification S31), composed from what today's gateway really sends.
 * A field that it does not send is null, and shown as "not reported"; nothing is invented.
 */
import { z } from 'zod';

export const channelHealthSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  configured: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  running: z.boolean().nullable(),
  connected: z.boolean().nullable(),
  lastError: z.string().nullable(),
  /** ISO 8601 */
  lastInboundAt: z.string().nullable(),
  /** The gateway's own word for the reason, for example "not configured". */
  stateReason: z.string().nullable(),
});
export type ChannelHealth = z.infer<typeof channelHealthSchema>;

export const nodeHealthSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  online: z.boolean().nullable(),
  platform: z.string().nullable(),
});

export const healthSnapshotSchema = z.strictObject({
  /** When the gateway composed it, ISO 8601. */
  takenAt: z.string(),
  ok: z.boolean().nullable(),
  uptimeMs: z.number().nonnegative().nullable(),
  /** Counters since boot; they rise with presence and health changes, not with config reloads. */
  stateVersion: z.strictObject({ presence: z.number(), health: z.number() }).nullable(),
  channels: z.array(channelHealthSchema).nullable(),
  nodes: z.array(nodeHealthSchema).nullable(),
  /** Stored sessions: the gateway does not report how many are open. */
  sessions: z.strictObject({ stored: z.number().int().nonnegative() }).nullable(),
  /** Rate limits and quotas: not sent by today's gateway, so null. */
  constraints: z.null(),
  agents: z.number().int().nonnegative().nullable(),
  eventLoopDegraded: z.boolean().nullable(),
  modelRuntimeDegraded: z.boolean().nullable(),
  configReload: z.string().nullable(),
  pluginErrors: z.array(z.string()).nullable(),
  updateAvailable: z.string().nullable(),
});
export type HealthSnapshot = z.infer<typeof healthSnapshotSchema>;
