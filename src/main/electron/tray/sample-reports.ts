/**
 * Reports for tests: one complete, valid report per verdict level. Not part of the app.
 */
import type { StatusReport } from '../../../shared/status-report.ts';
import type { VerdictLevel } from '../../../shared/verdict.ts';
import type { ProfileEntry } from './words.ts';

export const SAMPLE_TIME = Date.parse('2026-11-22T14:06:00.000Z');

const TEXT: Readonly<Record<VerdictLevel, (profile: string) => string>> = {
  healthy: (profile) => `${profile} is healthy`,
  starting: (profile) => `${profile} is starting`,
  stopping: (profile) => `${profile} is stopping`,
  degraded: (profile) => `${profile} refuses the token`,
  failed: (profile) => `${profile} keeps crashing`,
  stopped: (profile) => `${profile} is stopped`,
  'not-installed': (profile) => `${profile} is not installed`,
  unknown: (profile) => `Could not find out about ${profile}`,
  external: (profile) => `${profile} is run by docker`,
  paused: (profile) => `${profile} is under maintenance`,
};

const STATE: Readonly<Record<VerdictLevel, StatusReport['state']>> = {
  healthy: 'running',
  starting: 'starting',
  stopping: 'stopping',
  degraded: 'running',
  failed: 'crash-looping',
  stopped: 'stopped',
  'not-installed': 'not-installed',
  unknown: 'unknown',
  external: 'running',
  paused: 'stopped',
};

/** A profile with a report of this level, read three seconds before `SAMPLE_TIME`. */
export function makeEntry(profile: string, level: VerdictLevel, change: Partial<StatusReport> = {}): ProfileEntry {
  return { profile, problem: null, busy: null, report: { ...makeReport(profile, level), ...change } };
}

function makeReport(profile: string, level: VerdictLevel): StatusReport {
  const running = ['healthy', 'degraded', 'external', 'starting', 'stopping'].includes(level);
  const checkedAt = new Date(SAMPLE_TIME - 3000).toISOString();
  const since = new Date(SAMPLE_TIME - 4000).toISOString();
  return {
    schemaVersion: 1,
    profile,
    supervisor: 'systemd-user',
    serviceName: `openclaw-gateway-${profile}.service`,
    account: null,
    installed: level === 'unknown' ? null : level !== 'not-installed',
    enabled: level === 'unknown' ? null : level !== 'not-installed',
    state: STATE[level],
    runtime: level === 'unknown' ? 'unknown' : running ? 'running' : 'stopped',
    pid: running ? 4127 : null,
    since: running ? since : null,
    restarts: 0,
    lastExit: level === 'failed' ? { code: 1, signal: null, at: checkedAt, words: '1' } : null,
    probe: level === 'healthy' ? 'ok' : 'skipped',
    probeDetail: level === 'healthy' ? answered() : null,
    gatewayUrl: 'ws://127.0.0.1:18789',
    port: 18789,
    portSource: 'profile-default',
    portOwner: { owner: 'nobody' },
    configPath: { cli: '/home/ada/.openclaw/openclaw.json', service: null },
    statePath: { cli: '/home/ada/.openclaw', service: null },
    definitionPath: null,
    logPaths: [],
    auth: { mode: 'token', source: 'openclaw.json', problem: null },
    program: { runtime: null, entry: null, openclawVersion: null },
    survives: { logout: null, reboot: null, reason: null },
    health: null,
    extraServices: null,
    diagnoses: [],
    verdict: { level, code: `verdict.${level}`, text: TEXT[level](profile), reason: null },
    checkedAt,
  };
}

function answered(): StatusReport['probeDetail'] {
  return {
    phase: 'done',
    code: 'ok',
    message: null,
    url: 'ws://127.0.0.1:18789',
    latencyMs: 12.3,
    serverVersion: '2026.9.6',
    protocol: 4,
    authMethod: 'token',
    scopes: [],
    retryAfterMs: null,
    serverPid: null,
    bootId: null,
    liveness: null,
    readiness: null,
  };
}
