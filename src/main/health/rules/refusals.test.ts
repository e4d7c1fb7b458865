/** Who refused us, and what a cure may not repeat: findings that name another rule's cause as their own. */
import { describe, expect, test } from 'vitest';
import { diagnose } from '../evaluate.ts';
import { healthyCloser, probe, withProcess } from '../testing.ts';

const nobody = {
  probe: probe({ code: 'refused', phase: 'connect', latencyMs: null }),
  portOwner: { owner: 'nobody' },
} as const;

test.each(['auth-mismatch', 'auth-required', 'pairing-required', 'rate-limited'] as const)(
  '%s from another program on the port is no finding about our secret',
  (code) => {
    const known = { pid: 12, command: 'openclaw-gateway', user: 'me', startedAt: null };
    const facts = withProcess(
      { state: 'stopped' },
      { probe: probe({ code }), portOwner: { owner: 'process', own: false, ...known } },
    );
    const holder = {
      class: 'other-profile',
      profile: 'work',
      startKey: 'b:1',
      service: null,
      parent: null,
      ...known,
    } as const;
    const codes = diagnose({ ...facts, closer: healthyCloser({ holder, freePort: 19_029 }) }).map((each) => each.code);
    expect(codes).toEqual(['port-held-by-profile', 'stopped']);
  },
);

describe('out of memory', () => {
  const exit = { code: 134, signal: null, at: null, words: '134' };

  test('a full heap gets its limit written anew: at the same limit it would be full again', () => {
    const facts = withProcess({ state: 'crash-looping', lastExit: exit }, nobody);
    const closer = healthyCloser({ lastLines: ['FATAL ERROR: Reached heap limit Allocation failed'] });
    expect(diagnose({ ...facts, closer })[0]).toMatchObject({
      code: 'out-of-memory',
      fix: { action: 'install' },
      otherFixes: [{ action: 'start' }, { kind: 'advice' }],
    });
  });

  test('what the kernel killed is started again', () => {
    const facts = withProcess({ state: 'crashed', lastExit: exit }, nobody);
    const killed = { ...facts, inspection: { ...facts.inspection, words: { Result: 'oom-kill' } } };
    expect(diagnose(killed)[0]).toMatchObject({ code: 'out-of-memory', fix: { action: 'start' } });
  });
});
