/**
 * hello-ok, a health payload and node.list -> one health snapshot. Pure. What the gateway does not send is null; nothing is invented.
 * Which field comes from where: openclaw 2026.9.6, captured frames in `__fixtures__`.
 */
import { z } from 'zod';
import type { ChannelHealth, HealthSnapshot } from '../../shared/health.ts';
import type { Hello, StateVersion } from './frames.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null);
const name = z.string().max(200);
const text = z.string().transform((value) => value.slice(0, 2000));
const count = z.number().int().nonnegative();

const channelSchema = z.object({
  configured: maybe(z.boolean()),
  enabled: maybe(z.boolean()),
  running: maybe(z.boolean()),
  connected: maybe(z.boolean()),
  lastError: maybe(text),
  lastInboundAt: maybe(z.union([z.number(), z.string().max(64)])),
  stateReason: maybe(text),
});

const sessionsSchema = z.object({ count: maybe(count) });
const degradedSchema = z.object({ degraded: maybe(z.boolean()) });

const payloadSchema = z.object({
  ok: maybe(z.boolean()),
  ts: maybe(z.number()),
  channels: maybe(z.record(z.string(), z.unknown())),
  channelOrder: maybe(z.array(name)),
  channelLabels: maybe(z.record(z.string(), z.unknown())),
  sessions: maybe(sessionsSchema),
  agents: maybe(z.array(z.object({ sessions: maybe(sessionsSchema) }))),
  eventLoop: maybe(degradedSchema),
  modelRuntime: maybe(degradedSchema),
  configReload: maybe(z.object({ hotReloadStatus: maybe(name) })),
  plugins: maybe(z.object({ errors: maybe(z.array(z.unknown())) })),
});

const nodeListSchema = z.object({ nodes: z.array(z.unknown()) });
const nodeSchema = z.object({
  nodeId: name.min(1),
  displayName: maybe(name),
  connected: maybe(z.boolean()),
  platform: maybe(name),
});

const MAX_ROWS = 1000;

export interface HealthSources {
  /** `hello-ok`, which alone has uptime, update and the first counters. */
  readonly hello: Hello;
  /** The `health` payload: from the hello's snapshot, the RPC or an event. Anything; null when there was none. */
  readonly payload: unknown;
  /** Payload of `node.list`; null when it was not read or was refused. */
  readonly nodes: unknown;
  /** Newer counters than the hello's, when an event brought them. */
  readonly stateVersion: StateVersion | null;
  /** How long ago hello-ok arrived, milliseconds: uptime is advanced by it. */
  readonly sinceHelloMs: number;
  /** Wall clock, used as `takenAt` when the payload has no time of its own. Milliseconds since the epoch. */
  readonly now: number;
}

/** Whether a health payload holds anything: right after its start the gateway sends `{}` in hello-ok. */
export function hasHealth(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && Object.keys(payload).length > 0;
}

/** Composes the snapshot; null when there is no health payload at all. */
export function composeHealth(sources: HealthSources): HealthSnapshot | null {
  if (!hasHealth(sources.payload)) return null;
  const parsed = payloadSchema.safeParse(sources.payload);
  if (!parsed.success) return null;
  const payload = parsed.data;
  const snapshot = sources.hello.snapshot ?? null;
  const uptime = snapshot?.uptimeMs ?? null;
  return {
    takenAt: isoOf(payload.ts ?? null) ?? new Date(sources.now).toISOString(),
    ok: payload.ok ?? null,
    uptimeMs: uptime === null ? null : uptime + Math.max(0, Math.round(sources.sinceHelloMs)),
    stateVersion: sources.stateVersion ?? snapshot?.stateVersion ?? null,
    channels: channelsOf(payload),
    nodes: nodesOf(sources.nodes),
    sessions: storedSessions(payload),
    constraints: null,
    agents: payload.agents?.length ?? null,
    eventLoopDegraded: payload.eventLoop?.degraded ?? null,
    modelRuntimeDegraded: payload.modelRuntime?.degraded ?? null,
    configReload: payload.configReload?.hotReloadStatus ?? null,
    pluginErrors: payload.plugins?.errors?.slice(0, MAX_ROWS).map(pluginErrorText) ?? null,
    updateAvailable: snapshot?.updateAvailable?.latestVersion ?? null,
  };
}

type Payload = z.infer<typeof payloadSchema>;

/** In the gateway's own order; a channel that the order forgets comes last. */
function channelsOf(payload: Payload): ChannelHealth[] | null {
  const { channels } = payload;
  if (channels === null || channels === undefined) return null;
  const labels = new Map(Object.entries(payload.channelLabels ?? {}));
  const rows = new Map(Object.entries(channels));
  const ids = [...new Set([...(payload.channelOrder ?? []), ...rows.keys()])].filter((id) => rows.has(id));
  return ids.slice(0, MAX_ROWS).map((id) => {
    const row = channelSchema.safeParse(rows.get(id));
    const channel = row.success ? row.data : null;
    const label = labels.get(id);
    return {
      id,
      label: typeof label === 'string' && label !== '' ? label : id,
      configured: channel?.configured ?? null,
      enabled: channel?.enabled ?? null,
      running: channel?.running ?? null,
      connected: channel?.connected ?? null,
      lastError: channel?.lastError ?? null,
      lastInboundAt: isoOf(channel?.lastInboundAt ?? null),
      stateReason: channel?.stateReason ?? null,
    };
  });
}

function nodesOf(value: unknown): HealthSnapshot['nodes'] {
  const list = nodeListSchema.safeParse(value);
  if (!list.success) return null;
  return list.data.nodes.slice(0, MAX_ROWS).flatMap((row) => {
    const node = nodeSchema.safeParse(row);
    if (!node.success) return [];
    const { nodeId, displayName, connected, platform } = node.data;
    return [{ id: nodeId, label: displayName || nodeId, online: connected ?? null, platform: platform ?? null }];
  });
}

/** `sessions` of the payload is the default agent's; the sum over all agents is the whole, when every agent reports one. */
function storedSessions(payload: Payload): HealthSnapshot['sessions'] {
  const counts = payload.agents?.map((agent) => agent.sessions?.count ?? null) ?? [];
  if (counts.length > 0 && counts.every((each) => each !== null)) {
    return { stored: counts.reduce((sum, each) => sum + each, 0) };
  }
  const own = payload.sessions?.count ?? null;
  return own === null ? null : { stored: own };
}

/** Plugin errors are strings or records; of a record the plugin's name and its message are what a person needs. */
function pluginErrorText(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, 500);
  const row = z
    .object({ id: maybe(name), pluginId: maybe(name), message: maybe(text), error: maybe(text) })
    .safeParse(value);
  if (!row.success) return 'a plugin failed to load';
  const plugin = row.data.pluginId ?? row.data.id ?? null;
  const message = row.data.message ?? row.data.error ?? 'failed to load';
  return (plugin === null ? message : `${plugin}: ${message}`).slice(0, 500);
}

/** Milliseconds since the epoch or a date text -> ISO 8601; null when it is no date. */
function isoOf(value: number | string | null): string | null {
  if (value === null) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
