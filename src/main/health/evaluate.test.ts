import { describe, expect, test } from 'vitest';
import { diagnose } from './evaluate.ts';
import type { ProfileFacts } from './facts.ts';
import { healthyFacts, notInstalledFacts, probe, withProcess } from './testing.ts';

const refused = probe({ code: 'refused', phase: 'connect', message: 'Nothing listens there.', latencyMs: null });
const codes = (facts: ProfileFacts) => diagnose(facts).map((each) => each.code);
const changed = (facts: ProfileFacts, inspection: Partial<ProfileFacts['inspection']>): ProfileFacts => ({
  ...facts,
  inspection: { ...facts.inspection, ...inspection },
});
const definition = (change: object): Partial<ProfileFacts['inspection']> => {
  const present = healthyFacts().inspection.definition;
  return { definition: { ...present, ...change } as ProfileFacts['inspection']['definition'] };
};

test('a healthy host has no finding', () => {
  expect(diagnose(healthyFacts())).toEqual([]);
});

describe('each known failure is named first', () => {
  test.each<[string, ProfileFacts]>([
    ['not-installed', notInstalledFacts()],
    ['stopped', withProcess({ state: 'stopped' }, { probe: refused, portOwner: { owner: 'nobody' } })],
    ['crash-loop', withProcess({ state: 'crash-looping' }, { probe: refused, portOwner: { owner: 'nobody' } })],
    ['crashed', withProcess({ state: 'crashed' }, { probe: refused, portOwner: { owner: 'nobody' } })],
    [
      'config-refused',
      withProcess(
        { state: 'crashed', lastExit: { code: 78, signal: null, at: null, words: '78' } },
        { probe: refused, portOwner: { owner: 'nobody' } },
      ),
    ],
    ['config-invalid', healthyFacts({ config: { ok: false, error: { code: 'config-invalid', message: 'Line 2.' } } })],
    [
      'config-unreadable',
      healthyFacts({ config: { ok: false, error: { code: 'config-unreadable', message: 'No.' } } }),
    ],
    ['config-path-mismatch', healthyFacts({ service: { configPath: '/other.json', stateDir: '/home/me/.openclaw' } })],
    [
      'state-path-mismatch',
      healthyFacts({ service: { configPath: '/home/me/.openclaw/openclaw.json', stateDir: '/other' } }),
    ],
    ['auth-mismatch', healthyFacts({ probe: probe({ code: 'auth-mismatch', message: 'Wrong.' }) })],
    ['auth-missing', healthyFacts({ probe: probe({ code: 'auth-required', message: 'None.' }) })],
    ['rate-limited', healthyFacts({ probe: probe({ code: 'rate-limited', retryAfterMs: 7_538 }) })],
    ['no-answer', healthyFacts({ probe: probe({ code: 'timeout', phase: 'hello' }) })],
    ['not-a-gateway', healthyFacts({ probe: probe({ code: 'not-a-gateway' }) })],
    ['protocol-mismatch', healthyFacts({ probe: probe({ code: 'protocol-mismatch' }) })],
    [
      'secret-unresolved',
      healthyFacts({ credentials: { token: null, password: null, source: null, problem: 'TOKEN is not set.' } }),
    ],
    ['supervisor-silent', withProcess({ state: 'unknown' }, { probe: refused })],
    ['definition-masked', changed(healthyFacts(), definition({ masked: true }))],
    ['definition-not-reloaded', changed(healthyFacts(), definition({ needsReload: true }))],
    ['definition-unreadable', changed(healthyFacts(), definition({ problem: 'No ExecStart.' }))],
    ['disabled', changed(healthyFacts(), { enabled: false })],
    ['linger-off', healthyFacts({ survival: { logout: false, reboot: false, reason: 'Lingering is off.' } })],
    ['program-gone', healthyFacts({ program: { ...healthyFacts().program, missing: ['/usr/bin/node'] } })],
    [
      'port-taken',
      withProcess(
        { state: 'crash-looping' },
        {
          probe: probe({ code: 'not-a-gateway' }),
          portOwner: { owner: 'process', pid: 12, command: 'nc -l 18789', user: 'me', startedAt: null, own: false },
        },
      ),
    ],
    ['unmanaged-gateway', withProcess({ state: 'stopped' })],
    [
      'openclaw-missing',
      notInstalledFacts({
        program: {
          runtime: null,
          entry: null,
          openclawVersion: null,
          missing: [],
          problem: { code: 'entry-not-found', message: 'Looked everywhere.' },
        },
      }),
    ],
  ])('%s', (code, facts) => {
    const findings = diagnose(facts);
    expect(findings[0]).toMatchObject({ code, title: expect.stringMatching(/\S/), fix: expect.anything() });
  });
});

describe('two failures at once: the one whose cure is needed first', () => {
  test('a broken configuration comes before the crash loop that it causes', () => {
    const facts = withProcess(
      { state: 'crash-looping' },
      {
        probe: refused,
        portOwner: { owner: 'nobody' },
        config: { ok: false, error: { code: 'config-invalid', message: 'Line 2.' } },
      },
    );
    expect(codes(facts)).toEqual(['config-invalid', 'crash-loop']);
  });
  test('a missing program comes before a taken port', () => {
    const facts = withProcess(
      { state: 'crash-looping' },
      {
        probe: probe({ code: 'not-a-gateway' }),
        portOwner: { owner: 'process', pid: 12, command: 'nc', user: 'me', startedAt: null, own: false },
        program: { ...healthyFacts().program, missing: ['/usr/bin/node'] },
      },
    );
    expect(codes(facts).slice(0, 2)).toEqual(['program-gone', 'port-taken']);
  });
});

test('no finding ever shows a secret', () => {
  const facts = healthyFacts({ probe: probe({ code: 'auth-mismatch', message: 'Wrong token.' }) });
  expect(JSON.stringify(diagnose(facts))).not.toContain('secret"');
});
