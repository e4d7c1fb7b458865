import { describe, expect, test } from 'vitest';
import type { HealthSnapshot } from '../../../shared/health.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { healthyFacts, notInstalledFacts, probe, withProcess } from '../../health/testing.ts';
import { reportOf } from '../report.ts';
import { prometheusText } from './prometheus-text.ts';
import { statusMetrics } from './status-metrics.ts';

const channel = (id: string, connected: boolean | null) => ({
  id,
  label: id,
  configured: true,
  enabled: true,
  running: true,
  connected,
  lastError: null,
  lastInboundAt: null,
  stateReason: null,
});
const HEALTH: HealthSnapshot = {
  takenAt: '2026-11-22T14:06:00.000Z',
  ok: true,
  uptimeMs: 61_500,
  stateVersion: null,
  channels: [channel('telegram', true), channel('odd "one"\\\nhere', false), channel('quiet', null)],
  nodes: [{ id: 'n', label: 'Phone', online: true, platform: null }],
  sessions: { stored: 3 },
  constraints: null,
  agents: 1,
  eventLoopDegraded: null,
  modelRuntimeDegraded: null,
  configReload: null,
  pluginErrors: null,
  updateAvailable: null,
};
const healthy: StatusReport = { ...reportOf(healthyFacts()), health: HEALTH };
const text = (...reports: readonly StatusReport[]) => prometheusText(statusMetrics(reports, '1.2.3'));
const samples = (report: StatusReport) =>
  text(report)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const reading = (report: StatusReport, series: string) =>
  samples(report)
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1) ?? null;

describe('values', () => {
  test.each([
    ['up{profile="default"}', '1'],
    ['running{profile="default"}', '1'],
    ['verdict{profile="default",level="healthy"}', '1'],
    ['verdict{profile="default",level="failed"}', '0'],
    ['restarts_total{profile="default"}', '0'],
    ['service_installed{profile="default"}', '1'],
    ['service_enabled{profile="default"}', '1'],
    ['probe_duration_seconds{profile="default"}', '0.012'],
    ['uptime_seconds{profile="default"}', '61.5'],
    ['sessions{profile="default"}', '3'],
    ['channels{profile="default"}', '3'],
    ['channels_connected{profile="default"}', '1'],
    ['channel_connected{profile="default",channel="telegram"}', '1'],
    ['nodes_online{profile="default"}', '1'],
    ['port_taken_by_other{profile="default"}', '0'],
    ['last_exit_code{profile="default"}', null],
  ])('%s', (series, value) => {
    expect(reading(healthy, `openclaw_gateway_${series}`)).toBe(value);
  });

  test('exactly one level of the verdict holds', () => {
    for (const report of [healthy, reportOf(notInstalledFacts())]) {
      const levels = samples(report).filter((line) => line.startsWith('openclaw_gateway_verdict{'));
      expect(levels).toHaveLength(10);
      expect(levels.filter((line) => line.endsWith(' 1'))).toHaveLength(1);
    }
  });

  test('a crash keeps its exit code', () => {
    const lastExit = { code: 78, signal: null, at: '2026-11-22T14:05:00.000Z', words: '78' };
    const crashed = reportOf(withProcess({ state: 'crashed', restarts: 4, lastExit }));
    expect(reading(crashed, 'openclaw_gateway_last_exit_code{profile="default"}')).toBe('78');
    expect(reading(crashed, 'openclaw_gateway_restarts_total{profile="default"}')).toBe('4');
  });
});

describe('what could not be found out is absent, never 0', () => {
  test('a supervisor that does not answer', () => {
    const unknown = reportOf(
      withProcess(
        { state: 'unknown' },
        { probe: probe({ code: 'secret-unresolved' }), portOwner: { owner: 'unknown', reason: 'no /proc' } },
      ),
    );
    for (const name of ['up', 'running', 'restarts_total', 'port_taken_by_other', 'sessions', 'channels']) {
      expect([name, reading(unknown, `openclaw_gateway_${name}{profile="default"}`)]).toEqual([name, null]);
    }
    expect(text(unknown)).not.toContain('TYPE openclaw_gateway_up ');
  });
  test('a channel that does not say', () => {
    expect(text(healthy)).not.toContain('channel="quiet"');
  });
  test('a gateway that is stopped is 0: that is known', () => {
    const off = reportOf(notInstalledFacts());
    expect(reading(off, 'openclaw_gateway_up{profile="default"}')).toBe('0');
    expect(reading(off, 'openclaw_gateway_service_installed{profile="default"}')).toBe('0');
  });
});

test('labels are escaped', () => {
  expect(text(healthy)).toContain('channel="odd \\"one\\"\\\\\\nhere"} 0\n');
});

test('no secret and no path is in it', () => {
  expect(text(healthy)).not.toMatch(/secret|\/home|token/);
});

test('a name that the format does not allow is a mistake of ours', () => {
  const family = { name: 'a-b', help: '', type: 'gauge', samples: [{ labels: {}, value: 1 }] } as const;
  expect(() => prometheusText([family])).toThrow('a-b');
});
