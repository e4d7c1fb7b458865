/**
 * The report of a profile that is well; the others are made from it.
 */
import type { ProbeDetail } from '../../src/shared/probe.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';

export const HOME = '/home/ana';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const iso = (now: number, agoMs: number): string => new Date(now - agoMs).toISOString();

export function probed(port: number, part: Partial<ProbeDetail> = {}): ProbeDetail {
  return {
    phase: 'done',
    code: 'ok',
    message: null,
    url: `ws://127.0.0.1:${port}`,
    latencyMs: 12.3,
    serverVersion: '2026.9.6',
    protocol: 3,
    authMethod: 'token',
    scopes: ['operator.read'],
    retryAfterMs: null,
    serverPid: 4127,
    bootId: 'b-1',
    liveness: { path: '/healthz', status: 200, ok: true, detail: null },
    readiness: { path: '/readyz', status: 200, ok: true, detail: null },
    ...part,
  };
}

/** A healthy default profile, checked 3 seconds before `now`. */
export function healthy(now: number, profile = 'default', port = 18789): StatusReport {
  const suffix = profile === 'default' ? '' : `-${profile}`;
  const unit = `openclaw-gateway${suffix}.service`;
  const state = `${HOME}/.openclaw${suffix}`;
  return {
    schemaVersion: 1,
    profile,
    supervisor: 'systemd-user',
    serviceName: unit,
    installed: true,
    account: null,
    enabled: true,
    state: 'running',
    runtime: 'running',
    pid: 4127,
    since: iso(now, 148 * HOUR),
    restarts: 0,
    lastExit: null,
    probe: 'ok',
    probeDetail: probed(port),
    gatewayUrl: `ws://127.0.0.1:${port}`,
    port,
    portSource: profile === 'default' ? 'config' : 'profile-default',
    portOwner: { owner: 'process', pid: 4127, command: '/usr/bin/node', user: 'ana', startedAt: null, own: true },
    configPath: { cli: `${state}/openclaw.json`, service: `${state}/openclaw.json` },
    statePath: { cli: state, service: state },
    definitionPath: `${HOME}/.config/systemd/user/${unit}`,
    logPaths: ['/tmp/openclaw/openclaw-2026-11-22.log'],
    auth: { mode: 'token', source: 'openclaw.json', problem: null },
    program: {
      runtime: '/usr/bin/node',
      entry: '/usr/local/lib/node_modules/openclaw/dist/index.js',
      openclawVersion: '2026.9.6',
    },
    survives: { logout: true, reboot: true, reason: null },
    health: {
      takenAt: iso(now, 3000),
      ok: true,
      uptimeMs: 148 * HOUR,
      stateVersion: { presence: 41, health: 12 },
      channels: [
        channel('whatsapp', 'WhatsApp', { connected: true, lastInboundAt: iso(now, 2 * MINUTE) }),
        channel('telegram', 'Telegram', { connected: true, lastInboundAt: iso(now, 41 * MINUTE) }),
        channel('slack', 'Slack', { configured: false, running: false, stateReason: 'not configured' }),
      ],
      nodes: [
        { id: 'n1', label: 'phone', online: true, platform: 'ios' },
        { id: 'n2', label: 'laptop', online: true, platform: 'darwin' },
        { id: 'n3', label: 'desk', online: true, platform: 'linux' },
        { id: 'n4', label: 'tablet', online: false, platform: 'android' },
      ],
      sessions: { stored: 14 },
      constraints: null,
      agents: 2,
      eventLoopDegraded: false,
      modelRuntimeDegraded: false,
      configReload: null,
      pluginErrors: [],
      updateAvailable: null,
    },
    extraServices: null,
    diagnoses: [],
    verdict: { level: 'healthy', code: 'verdict.healthy', text: `${profile} is healthy`, reason: null },
    checkedAt: iso(now, 3000),
  };
}

type Channel = NonNullable<NonNullable<StatusReport['health']>['channels']>[number];

function channel(id: string, label: string, part: Partial<Channel>): Channel {
  return {
    id,
    label,
    configured: true,
    enabled: true,
    running: true,
    connected: null,
    lastError: null,
    lastInboundAt: null,
    stateReason: null,
    ...part,
  };
}
