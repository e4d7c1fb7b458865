/**
 * What the demo gateway tells about itself, in the form that openclaw 2026.9.6 uses. DEMO_DATA may name a JSON file with
 * `{ channels, nodes, sessions }` to tell something else.
 */
import { readFileSync } from 'node:fs';
import { arch, cpus, hostname, loadavg, platform, release, totalmem } from 'node:os';

export const DEMO_VERSION = '2026.9.6-demo';

export interface DemoFacts {
  /** Record by channel id. */
  readonly channels: Readonly<Record<string, object>>;
  readonly nodes: readonly object[];
  readonly sessions: number;
}

/** `channelIds`: the keys of `channels` in the configuration. */
export function readFacts(path: string | undefined, channelIds: readonly string[]): DemoFacts {
  const given = path === undefined ? {} : (JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoFacts>);
  const now = Date.now();
  const channels = Object.fromEntries(
    channelIds.map((id) => [
      id,
      { configured: true, enabled: true, running: true, connected: true, lastError: null, lastInboundAt: now },
    ]),
  );
  return { channels: given.channels ?? channels, nodes: given.nodes ?? [], sessions: given.sessions ?? 0 };
}

const EVENT_LOOP = {
  degraded: false,
  degradedSinceMs: null,
  reasons: [],
  intervalMs: 1008.4,
  delayP99Ms: 20.6,
  delayMaxMs: 30.6,
  utilization: 0.005,
  cpuCoreRatio: 0.006,
  cpuBreakdown: { mainThreadCoreRatio: 0.006, hostUtilization: 0.1, hostCpuCount: cpus().length },
};

/** Payload of the `health` event and of hello-ok's snapshot. */
export function healthPayload(facts: DemoFacts): object {
  const ids = Object.keys(facts.channels);
  const sessions = { path: '[redacted]', count: facts.sessions, recent: [] };
  return {
    ok: true,
    ts: Date.now(),
    durationMs: 1,
    plugins: { loaded: ids, errors: [], unavailable: [] },
    configReload: { hotReloadStatus: 'active' },
    channels: facts.channels,
    channelOrder: ids,
    channelLabels: Object.fromEntries(ids.map((id) => [id, `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`])),
    heartbeatSeconds: 1800,
    defaultAgentId: 'main',
    agents: [
      { agentId: 'main', isDefault: true, heartbeat: { enabled: false, every: '30m', everyMs: 1800000 }, sessions },
    ],
    sessions,
    eventLoop: EVENT_LOOP,
  };
}

/** Payload of the `health` RPC: the event's, and the model runtime. */
export function healthAnswer(facts: DemoFacts): object {
  return { ...healthPayload(facts), modelRuntime: { degraded: false, pendingAgents: [] } };
}

export function presenceRows(): readonly object[] {
  return [
    {
      host: hostname(),
      version: DEMO_VERSION,
      platform: `${platform()} ${release()}`,
      mode: 'gateway',
      reason: 'self',
      text: `Gateway: ${hostname()} · app ${DEMO_VERSION} · mode gateway · reason self`,
      ts: Date.now(),
    },
  ];
}

export function statusAnswer(facts: DemoFacts): object {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  return {
    runtimeVersion: DEMO_VERSION,
    channelSummary: [],
    queuedSystemEvents: [],
    sessions: { paths: [], count: facts.sessions, recent: [], byAgent: [] },
    modelRuntime: { degraded: false, pendingAgents: [] },
    eventLoop: EVENT_LOOP,
    processMemory: {
      rssBytes: rss,
      heapUsedBytes: heapUsed,
      heapTotalBytes: heapTotal,
      externalBytes: external,
      arrayBuffersBytes: arrayBuffers,
    },
    pid: process.pid,
    shutdownBudget: { timeoutMs: 325000, reserveMs: 10000 },
  };
}

export function systemInfo(port: number): object {
  return {
    hostname: hostname(),
    platform: platform(),
    release: release(),
    arch: arch(),
    port,
    nodeVersion: process.version,
    pid: process.pid,
    uptimeMs: Math.round(process.uptime() * 1000),
    cpuCount: cpus().length,
    loadAverage: loadavg(),
    memoryTotalBytes: totalmem(),
    disks: [],
  };
}

export function readyBody(uptimeMs: number): object {
  return { ready: true, failing: [], uptimeMs, eventLoop: EVENT_LOOP };
}
