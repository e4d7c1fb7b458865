import { describe, expect, test } from 'vitest';
import type { HealthSnapshot } from '../../../shared/health.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import type { ProfileFacts } from '../../health/facts.ts';
import { healthyFacts, NOW, probe, withProcess } from '../../health/testing.ts';
import { reportOf } from '../report.ts';
import { changedFields } from './status-changes.ts';

const CHANNEL = {
  id: 'telegram',
  label: 'Telegram',
  configured: true,
  enabled: true,
  running: true,
  connected: true,
  lastError: null,
  lastInboundAt: '2026-11-22T14:00:00.000Z',
  stateReason: null,
};
const HEALTH: HealthSnapshot = {
  takenAt: '2026-11-22T14:06:00.000Z',
  ok: true,
  uptimeMs: 60_000,
  stateVersion: { presence: 1, health: 1 },
  channels: [CHANNEL],
  nodes: [],
  sessions: { stored: 3 },
  constraints: null,
  agents: 1,
  eventLoopDegraded: false,
  modelRuntimeDegraded: false,
  configReload: null,
  pluginErrors: [],
  updateAvailable: null,
};
const healthy = (change: Partial<ProfileFacts> = {}, health: HealthSnapshot = HEALTH): StatusReport => ({
  ...reportOf(healthyFacts(change)),
  health,
});

describe('no change', () => {
  test('the same again, later', () => {
    expect(changedFields(healthy(), healthy({ checkedAt: NOW + 3_000 }))).toEqual([]);
  });
  test('latencies, ages and counters of activity', () => {
    const later = {
      ...HEALTH,
      takenAt: '2026-11-22T14:07:00.000Z',
      uptimeMs: 120_000,
      stateVersion: { presence: 9, health: 2 },
      channels: [{ ...CHANNEL, lastInboundAt: '2026-11-22T14:06:59.000Z' }],
    };
    expect(changedFields(healthy(), healthy({ probe: probe({ latencyMs: 340 }) }, later))).toEqual([]);
  });
  test('a start time that the clock moved by a second', () => {
    const moved = withProcess({ state: 'running', since: '2026-11-20T08:00:01.000Z' });
    expect(changedFields(healthy(), { ...reportOf(moved), health: HEALTH })).toEqual([]);
  });
  test('another number of milliseconds in the same sentence', () => {
    const silent = (ms: number) =>
      healthy({ probe: probe({ code: 'timeout', phase: 'hello', message: `Silent for ${ms} ms.`, latencyMs: null }) });
    expect(silent(5003).verdict.reason).toContain('5003');
    expect(changedFields(silent(5003), silent(5011))).toEqual([]);
  });
});

describe('a change', () => {
  test('a crash names what differs', () => {
    const lastExit = { code: null, signal: 'SIGKILL', at: null, words: 'killed by SIGKILL' };
    const crashed = reportOf(withProcess({ state: 'crashed', willRestart: true, lastExit }));
    expect(changedFields(healthy(), crashed)).toEqual(
      expect.arrayContaining(['state', 'runtime', 'pid', 'since', 'lastExit', 'health', 'verdict']),
    );
  });
  test('the same exit a second time', () => {
    const exit = (at: string) =>
      reportOf(withProcess({ state: 'running', lastExit: { code: null, signal: 'SIGKILL', at, words: 'killed' } }));
    const [first, jittered, second] = ['14:00:00', '14:00:01', '14:00:09'].map((time) =>
      exit(`2026-11-22T${time}.000Z`),
    );
    if (first === undefined || jittered === undefined || second === undefined) throw new Error('three exits');
    expect(changedFields(first, jittered)).toEqual([]);
    expect(changedFields(first, second)).toEqual(['lastExit']);
  });
  test('another process of the same service', () => {
    const next = reportOf(withProcess({ state: 'running', pid: 9999 }));
    expect(changedFields(reportOf(healthyFacts()), next)).toEqual(expect.arrayContaining(['pid', 'since']));
  });
  test('a channel that lost its connection is health, and nothing else', () => {
    const lost = { ...HEALTH, channels: [{ ...CHANNEL, connected: false, lastError: 'network' }] };
    expect(changedFields(healthy(), healthy({}, lost))).toEqual(['health']);
  });
  test('a number that is no duration counts', () => {
    const said = (status: number) =>
      healthy({ probe: probe({ code: 'not-a-gateway', phase: 'upgrade', message: `It answered ${status}.` }) });
    expect(changedFields(said(404), said(502))).toEqual(expect.arrayContaining(['probeDetail', 'verdict']));
  });
});
