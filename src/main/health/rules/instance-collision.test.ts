import { describe, expect, test } from 'vitest';
import type { Collision } from '../../profiles/collisions.ts';
import { diagnose } from '../evaluate.ts';
import { healthyFacts } from '../testing.ts';

const collision = (
  kind: Collision['kind'],
  severity: Collision['severity'],
  change: Partial<Collision> = {},
): Collision => ({
  kind,
  profiles: ['default', 'work'],
  how: 'same',
  severity,
  message: `default and work: ${kind}.`,
  ...change,
});
const findings = (collisions: readonly Collision[], unknown: readonly string[] = [], freePort: number | null = null) =>
  diagnose(healthyFacts({ instances: { collisions, unknown, freePort } }));

describe('instance-collision', () => {
  test('says nothing when nothing was found, or nobody looked', () => {
    expect(findings([])).toEqual([]);
    expect(diagnose(healthyFacts({ instances: null }))).toEqual([]);
    expect(diagnose(healthyFacts())).toEqual([]);
  });
  test('names both, the worst first, all as evidence', () => {
    const [found, ...more] = findings([collision('workspace', 'warning'), collision('port', 'error')], [], 19109);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      code: 'instance-collision',
      severity: 'error',
      title: 'default and work use the same port',
      evidence: ['default and work: workspace.', 'default and work: port.'],
      fix: {
        kind: 'operation',
        action: 'move-port',
        command: ['openclaw-tray', 'gateway', 'install', '--force', '--port', '19109'],
      },
    });
  });
  test('without a free port it advises', () => {
    expect(findings([collision('derived-ports', 'warning')])[0]?.fix).toMatchObject({ kind: 'advice' });
  });
  test('names that differ in letter case only are a notice', () => {
    expect(findings([collision('service-name', 'notice', { how: 'case' })])).toMatchObject([
      { severity: 'notice', title: 'default and work have names that differ in letter case only' },
    ]);
  });
  test('what could not be found out is said, never "no collision"', () => {
    const unknown = 'The configuration of work could not be read.';
    expect(findings([], [unknown])).toMatchObject([
      { code: 'instance-check-incomplete', severity: 'notice', evidence: [unknown] },
    ]);
    expect(findings([collision('port', 'error')], [unknown])[0]?.evidence).toContain(unknown);
  });
});

describe('extra-services', () => {
  const service = {
    name: 'clawdbot-gateway.service',
    path: '/home/me/.config/systemd/user/clawdbot-gateway.service',
    scope: 'user',
    supervisor: 'systemd-user',
    kind: 'legacy',
    runs: null,
    reason: 'An older name.',
    evidence: [],
    removal: [],
  } as const;
  test('named with its removal', () => {
    const extra = { ...service, evidence: [], removal: [] };
    expect(diagnose(healthyFacts({ extraServices: [extra] }))).toMatchObject([
      {
        code: 'extra-services',
        severity: 'warning',
        fix: { command: ['openclaw-tray', 'doctor', '--deep', '--remove', service.name, '--dry-run'] },
      },
    ]);
  });
  test('none found is no finding; not looked everywhere is one', () => {
    expect(diagnose(healthyFacts({ extraServices: [], extraProblems: [] }))).toEqual([]);
    expect(
      diagnose(healthyFacts({ extraServices: [], extraProblems: ['/x could not be looked into.'] })),
    ).toMatchObject([{ code: 'extra-scan-incomplete', evidence: ['/x could not be looked into.'] }]);
  });
});
