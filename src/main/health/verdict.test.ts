import { describe, expect, test } from 'vitest';
import type { ProfileFacts } from './facts.ts';
import { serviceStateOf } from './state.ts';
import { healthyFacts, NOW, notInstalledFacts, probe, withProcess } from './testing.ts';
import { verdictOf } from './verdict.ts';

const exit78 = { code: 78, signal: null, at: null, words: '78: the configuration is not valid' };
const refused = probe({ code: 'refused', phase: 'connect', message: 'Nothing listens there.', latencyMs: null });
const young = new Date(NOW - 5_000).toISOString();

describe('three facts make one verdict', () => {
  test.each<[string, ProfileFacts, string, string]>([
    ['all well', healthyFacts(), 'running', 'healthy'],
    ['no definition', notInstalledFacts(), 'not-installed', 'not-installed'],
    ['no definition, but a gateway answers', notInstalledFacts({ probe: probe() }), 'not-installed', 'external'],
    [
      'no definition, and a gateway that does not let us in',
      notInstalledFacts({ probe: probe({ code: 'auth-mismatch', message: 'Wrong token.' }) }),
      'not-installed',
      'external',
    ],
    [
      'installed, never started',
      withProcess({ state: 'stopped', everStarted: false }, { probe: refused }),
      'installed',
      'stopped',
    ],
    ['stopped', withProcess({ state: 'stopped' }, { probe: refused }), 'stopped', 'stopped'],
    ['stopped, but a gateway answers', withProcess({ state: 'stopped' }), 'stopped', 'external'],
    [
      'just started, nothing listens yet',
      withProcess({ state: 'running', since: young }, { probe: refused }),
      'running',
      'starting',
    ],
    ['runs for days, nothing listens', healthyFacts({ probe: refused }), 'running', 'failed'],
    ['says that it is starting', healthyFacts({ probe: probe({ code: 'starting' }) }), 'running', 'starting'],
    [
      'answers but is not ready, long after its start',
      healthyFacts({ probe: probe({ readiness: { path: '/readyz', status: 503, ok: false, detail: 'channels' } }) }),
      'running',
      'degraded',
    ],
    [
      'refuses the token',
      healthyFacts({ probe: probe({ code: 'auth-mismatch', message: 'Wrong token.' }) }),
      'running',
      'degraded',
    ],
    [
      'silent',
      healthyFacts({ probe: probe({ code: 'timeout', phase: 'upgrade', message: 'Silent.' }) }),
      'running',
      'failed',
    ],
    [
      'crashed, about to be restarted',
      withProcess({ state: 'crashed', willRestart: true }, { probe: refused }),
      'crashed',
      'failed',
    ],
    [
      'crash loop',
      withProcess({ state: 'crash-looping', lastExit: exit78 }, { probe: refused }),
      'crash-looping',
      'failed',
    ],
    ['could not find out', withProcess({ state: 'unknown' }, { probe: refused }), 'unknown', 'unknown'],
    ['not asked', healthyFacts({ probe: null }), 'running', 'unknown'],
    ['being stopped', withProcess({ state: 'stopping' }), 'stopping', 'stopping'],
  ])('%s', (_, facts, state, level) => {
    expect({ state: serviceStateOf(facts.inspection), level: verdictOf(facts).level }).toEqual({ state, level });
  });

  test('an unknown supervisor says why, and is never called stopped', () => {
    const verdict = verdictOf(withProcess({ state: 'unknown', reason: 'No medium found.' }, { probe: refused }));
    expect(verdict).toMatchObject({ text: 'Could not find out about default', reason: 'No medium found.' });
  });

  test('the exit is said in words', () => {
    const verdict = verdictOf(
      withProcess({ state: 'crash-looping', gaveUp: true, lastExit: exit78 }, { probe: refused }),
    );
    expect(verdict).toMatchObject({
      text: 'default keeps crashing',
      reason: '78: the configuration is not valid. The supervisor gave up.',
    });
  });

  test('a port that somebody else holds is named', () => {
    const verdict = verdictOf(
      healthyFacts({
        probe: probe({ code: 'not-a-gateway' }),
        portOwner: { owner: 'process', pid: 12, command: 'ssh', user: 'me', startedAt: null, own: false },
      }),
    );
    expect(verdict).toMatchObject({
      level: 'failed',
      text: 'Port 18789 is taken',
      reason: 'It is held by ssh (pid 12).',
    });
  });
});
