import { describe, expect, it } from 'vitest';
import { createBackOff } from './back-off.ts';
import { DEFAULT_TUNING } from './definition-file.ts';

describe('the back-off', () => {
  it('doubles from one second to a minute and gives up at the tenth failure within 300 s', () => {
    const backOff = createBackOff(DEFAULT_TUNING);
    const waits: number[] = [];
    let now = 0;
    for (;;) {
      const decision = backOff.ended(1, 100, now);
      if (decision.kind === 'give-up') {
        expect(decision.because).toBe('crash-loop');
        break;
      }
      waits.push(decision.delayMs / 1000);
      now += decision.delayMs;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(now).toBeLessThan(300_000);
  });

  it('keeps trying when failures are further apart', () => {
    const backOff = createBackOff(DEFAULT_TUNING);
    for (let index = 0; index < 50; index += 1) {
      expect(backOff.ended(null, 30_000, index * 40_000).kind).toBe('wait');
    }
  });

  it('begins anew after a minute of running, and after a request', () => {
    const backOff = createBackOff(DEFAULT_TUNING);
    for (let index = 0; index < 5; index += 1) backOff.ended(1, 10, index);
    expect(backOff.failures()).toBe(5);
    expect(backOff.ended(1, 60_000, 100)).toEqual({ kind: 'wait', delayMs: 1_000 });
    expect(backOff.failures()).toBe(0);
    backOff.ended(1, 10, 101);
    backOff.ended(1, 10, 102);
    backOff.reset();
    expect(backOff.ended(0, 10, 103)).toEqual({ kind: 'wait', delayMs: 1_000 });
  });

  it('never repeats a start that ended with 78', () => {
    expect(createBackOff(DEFAULT_TUNING).ended(78, 3_600_000, 0)).toEqual({ kind: 'give-up', because: 'config' });
  });
});
