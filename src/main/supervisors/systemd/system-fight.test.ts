import { describe, expect, test } from 'vitest';
import { say } from '../../../shared/said.ts';
import type { ProcessState, ServiceInspection } from '../../../shared/service-state.ts';
import { scopeFight } from './system-fight.ts';

const stopped: ProcessState = { state: 'stopped', everStarted: null, restarts: null, lastExit: null };
const running: ProcessState = { state: 'running', pid: 5, since: null, restarts: 0, lastExit: null };
const inspection = (
  supervisor: 'systemd-user' | 'systemd-system',
  environment: Record<string, string> | null,
  change: Partial<ServiceInspection> = {},
): ServiceInspection => ({
  supervisor,
  serviceName: 'openclaw-gateway.service',
  definition: {
    status: 'present',
    path: `/${supervisor}/openclaw-gateway.service`,
    parsed:
      environment === null
        ? null
        : {
            profile: 'default',
            serviceName: 'openclaw-gateway.service',
            description: '',
            command: ['/usr/bin/node', '/opt/index.js', 'gateway'],
            workingDirectory: null,
            environment,
            environmentFiles: [],
          },
    problem: environment === null ? 'it cannot be read' : null,
    overrides: [],
    needsReload: false,
    masked: false,
  },
  enabled: true,
  process: running,
  words: {},
  ...change,
});
const absent = { definition: { status: 'absent' as const }, process: stopped, enabled: false };
const user = { HOME: '/home/me', OPENCLAW_GATEWAY_PORT: '18789' };
const system = {
  HOME: '/var/lib/openclaw',
  OPENCLAW_STATE_DIR: '/var/lib/openclaw/.openclaw',
  OPENCLAW_GATEWAY_PORT: '18789',
};

describe('a user and a system service of one profile', () => {
  test('one of them alone is no fight, nor one that could not be looked for', () => {
    expect(scopeFight(inspection('systemd-user', user), inspection('systemd-system', system, absent))).toBeNull();
    const unknown = {
      definition: { status: 'unknown' as const, reason: 'x' },
      process: { state: 'unknown' as const, reason: 'x' },
    };
    expect(scopeFight(inspection('systemd-user', user), inspection('systemd-system', system, unknown))).toBeNull();
  });

  test('the same port, or the same state folder by another way of writing it', () => {
    expect(scopeFight(inspection('systemd-user', user), inspection('systemd-system', system))).toMatchObject({
      kind: 'shared',
      bothRun: true,
      shared: [say('scope.both-port', { port: 18_789 })],
    });
    const same = { ...system, OPENCLAW_STATE_DIR: '/home/me/./.openclaw', OPENCLAW_GATEWAY_PORT: '19789' };
    expect(scopeFight(inspection('systemd-user', user), inspection('systemd-system', same))?.shared).toEqual([
      say('scope.both-state', { path: '/home/me/.openclaw' }),
    ]);
    const apart = { ...system, OPENCLAW_GATEWAY_PORT: '19789' };
    expect(scopeFight(inspection('systemd-user', user), inspection('systemd-system', apart))).toMatchObject({
      kind: 'apart',
    });
  });

  test('what runs without its file counts, what was turned off does not run, and not knowing stays so', () => {
    const gone = inspection('systemd-system', system, { definition: { status: 'absent' }, enabled: null });
    expect(scopeFight(inspection('systemd-user', user), gone)).toMatchObject({ kind: 'unclear', bothRun: true });
    const off = inspection('systemd-user', user, { process: stopped, enabled: false });
    expect(scopeFight(off, inspection('systemd-system', system))).toMatchObject({ kind: 'shared', bothRun: false });
    const hidden = inspection('systemd-user', null, { process: { state: 'unknown', reason: 'no bus' }, enabled: null });
    expect(scopeFight(hidden, inspection('systemd-system', system))).toMatchObject({ kind: 'unclear', bothRun: null });
  });
});
