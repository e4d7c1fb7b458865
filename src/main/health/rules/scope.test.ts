import { expect, test } from 'vitest';
import { diagnosisSchema } from '../../../shared/diagnosis.ts';
import type { ServiceInspection } from '../../../shared/service-state.ts';
import type { ProfileFacts } from '../facts.ts';
import { written } from '../finding.ts';
import { scopeRules } from './scope.ts';

const side = (
  supervisor: 'systemd-user' | 'systemd-system',
  port: number,
  change: Partial<ServiceInspection> = {},
): ServiceInspection => ({
  supervisor,
  serviceName: 'openclaw-gateway.service',
  definition: {
    status: 'present',
    path: `/${supervisor}/openclaw-gateway.service`,
    parsed: {
      profile: 'default',
      serviceName: 'openclaw-gateway.service',
      description: '',
      command: ['/usr/bin/node', 'gateway', '--port', String(port)],
      workingDirectory: null,
      environment: { HOME: `/${supervisor}` },
      environmentFiles: [],
    },
    problem: null,
    overrides: [],
    needsReload: false,
    masked: false,
  },
  enabled: true,
  process: { state: 'stopped', everStarted: null, restarts: null, lastExit: null },
  words: {},
  ...change,
});
/** The rule reads these two fields only. */
const evaluate = (scopes: ProfileFacts['scopes']) =>
  scopeRules
    .map((rule) => rule.evaluate({ profile: { id: 'default' }, scopes } as unknown as ProfileFacts))
    .map((found) => (found === null ? null : written(found)))[0];

test('both scopes on one port is an error, with the command that ends it', () => {
  const found = evaluate({ user: side('systemd-user', 18789), system: side('systemd-system', 18789) });
  expect(diagnosisSchema.parse(found)).toMatchObject({
    code: 'dueling-scopes',
    severity: 'error',
    fix: { kind: 'command', command: ['systemctl', '--user', 'disable', '--now', 'openclaw-gateway.service'] },
  });
  expect(found?.evidence.join('\n')).toContain('Both use port 18789.');
});

test('milder when one is off or they share nothing, and silent with one service or without a look', () => {
  const user = side('systemd-user', 18789);
  expect(evaluate({ user: { ...user, enabled: false }, system: side('systemd-system', 18789) })?.severity).toBe(
    'notice',
  );
  expect(evaluate({ user, system: side('systemd-system', 19789) })?.severity).toBe('notice');
  expect(evaluate({ user, system: side('systemd-system', 18789, { definition: { status: 'absent' } }) })).toBeNull();
  expect(evaluate(null)).toBeNull();
  expect(evaluate(undefined)).toBeNull();
});
