/** Facts of a healthy host, and ways to break them, for tests of rules and verdicts. */
import type { ProbeDetail } from '../../shared/probe.ts';
import type { ProcessState } from '../../shared/service-state.ts';
import type { ProbeResult } from '../gateway/types.ts';
import type { CloserLook } from './closer-look.ts';
import type { ProfileFacts } from './facts.ts';

export const NOW = Date.parse('2026-11-22T14:06:00.000Z');
const OLD = '2026-11-20T08:00:00.000Z';

export function processState(state: Partial<ProcessState> & Pick<ProcessState, 'state'>): ProcessState {
  const counted = { restarts: 0, lastExit: null };
  switch (state.state) {
    case 'running':
      return { pid: 4127, since: OLD, ...counted, ...state } as ProcessState;
    case 'starting':
      return { pid: null, since: null, ...counted, ...state } as ProcessState;
    case 'stopping':
      return { pid: 4127, ...counted, ...state } as ProcessState;
    case 'stopped':
      return { everStarted: true, ...counted, ...state } as ProcessState;
    case 'crashed':
      return { willRestart: false, ...counted, ...state } as ProcessState;
    case 'crash-looping':
      return { gaveUp: false, ...counted, ...state } as ProcessState;
    case 'unknown':
      return { reason: 'The user bus does not answer.', ...state } as ProcessState;
  }
}

export function probe(change: Partial<ProbeDetail> = {}): ProbeResult {
  const detail: ProbeDetail = {
    phase: 'done',
    code: 'ok',
    message: null,
    url: 'ws://127.0.0.1:18789',
    latencyMs: 12,
    serverVersion: '2026.9.6',
    protocol: 4,
    authMethod: 'token',
    scopes: ['operator.read'],
    retryAfterMs: null,
    serverPid: 4127,
    bootId: 'boot',
    liveness: { path: '/healthz', status: 200, ok: true, detail: null },
    readiness: { path: '/readyz', status: 200, ok: true, detail: null },
    ...change,
  };
  return { ok: detail.code === 'ok', detail, health: null };
}

export function healthyFacts(change: Partial<ProfileFacts> = {}): ProfileFacts {
  const configPath = '/home/me/.openclaw/openclaw.json';
  const stateDir = '/home/me/.openclaw';
  const credentials = { token: 'secret', password: null, source: configPath, problem: null };
  return {
    profile: {
      id: 'default',
      name: null,
      account: null,
      home: '/home/me',
      stateDir,
      configPath,
      canonical: true,
      names: {
        systemdUnit: 'openclaw-gateway.service',
        launchdLabel: 'ai.openclaw.gateway',
        windowsTask: 'OpenClaw Gateway',
      },
      description: 'OpenClaw Gateway',
      defaultPort: 18789,
      env: {},
      warnings: [],
    },
    inspection: {
      supervisor: 'systemd-user',
      serviceName: 'openclaw-gateway.service',
      definition: {
        status: 'present',
        path: '/home/me/.config/systemd/user/openclaw-gateway.service',
        parsed: null,
        problem: null,
        overrides: [],
        needsReload: false,
        masked: false,
      },
      enabled: true,
      process: processState({ state: 'running' }),
      words: {},
    },
    config: {
      ok: true,
      config: {
        path: configPath,
        exists: true,
        mode: 'local',
        port: null,
        bind: null,
        customBindHost: null,
        tls: { enabled: false, certPath: null },
        authMode: 'token',
        token: { kind: 'literal', value: 'secret' },
        password: { kind: 'absent' },
        workspace: null,
        reloadMode: null,
        logFile: null,
        files: [configPath],
        warnings: [],
      },
    },
    credentials,
    service: { configPath, stateDir },
    program: {
      runtime: '/usr/bin/node',
      entry: '/opt/openclaw/dist/index.js',
      openclawVersion: '2026.9.6',
      missing: [],
      problem: null,
    },
    port: 18789,
    portSource: 'service',
    portOwner: { owner: 'process', pid: 4127, command: 'openclaw-gateway', user: 'me', startedAt: OLD, own: true },
    url: 'ws://127.0.0.1:18789',
    target: { url: 'ws://127.0.0.1:18789', credentials, tlsFingerprint: null },
    probe: probe(),
    survival: { logout: true, reboot: true, reason: null },
    logPaths: [],
    extraServices: null,
    checkedAt: NOW,
    ...change,
  };
}

export function withProcess(
  process: Parameters<typeof processState>[0],
  change: Partial<ProfileFacts> = {},
): ProfileFacts {
  const facts = healthyFacts(change);
  return { ...facts, inspection: { ...facts.inspection, process: processState(process) } };
}

export function notInstalledFacts(change: Partial<ProfileFacts> = {}): ProfileFacts {
  const facts = healthyFacts({
    probe: probe({ code: 'refused', phase: 'connect', message: 'Nothing listens there.', latencyMs: null }),
    portOwner: { owner: 'nobody' },
    service: null,
    ...change,
  });
  return {
    ...facts,
    inspection: {
      ...facts.inspection,
      definition: { status: 'absent' },
      enabled: false,
      process: processState({ state: 'stopped', everStarted: null }),
    },
  };
}

/** What a closer look finds on a healthy host. */
export function healthyCloser(change: Partial<CloserLook> = {}): CloserLook {
  return {
    disk: { path: '/home/me/.openclaw', freeBytes: 80_000_000_000, totalBytes: 200_000_000_000 },
    logFolder: null,
    configModes: [{ path: '/home/me/.openclaw/openclaw.json', mode: 0o600 }],
    exposed: [],
    runtime: { path: '/usr/bin/node', version: '24.21.0', accepted: true, wanted: '>=24.16.0', manager: null },
    drift: [],
    lastLines: [],
    holder: null,
    freePort: null,
    refusal: null,
    configChangedAt: Date.parse(OLD) - 60_000,
    ownAddresses: ['192.168.1.20'],
    notFoundOut: [],
    ...change,
  };
}

/** A closer look at which nothing could be found out. */
export function blindCloser(): CloserLook {
  return healthyCloser({
    disk: null,
    configModes: null,
    exposed: null,
    runtime: null,
    drift: null,
    configChangedAt: null,
    ownAddresses: null,
    notFoundOut: ['Nothing could be found out.'],
  });
}
