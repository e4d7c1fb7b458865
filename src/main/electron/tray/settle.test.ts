import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrayIconName } from './icon.ts';
import { createSettledIcon } from './settle.ts';

describe('the settled icon', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const started = () => {
    const shown: TrayIconName[] = [];
    const icon = createSettledIcon((name) => void shown.push(name), {
      set: (callback, ms) => setTimeout(callback, ms),
      clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
    });
    icon.sample('healthy', false);
    return { icon, shown };
  };

  it('shows the first sample at once', () => expect(started().shown).toEqual(['healthy']));

  it('changes after two equal samples', () => {
    const { icon, shown } = started();
    icon.sample('failed', false);
    expect(shown).toEqual(['healthy']);
    icon.sample('failed', false);
    expect(shown).toEqual(['healthy', 'failed']);
  });

  it('changes after three seconds', () => {
    const { icon, shown } = started();
    icon.sample('failed', false);
    vi.advanceTimersByTime(2999);
    expect(shown).toEqual(['healthy']);
    vi.advanceTimersByTime(1);
    expect(shown).toEqual(['healthy', 'failed']);
  });

  it('shows nothing of a change that was taken back', () => {
    const { icon, shown } = started();
    icon.sample('failed', false);
    icon.sample('healthy', false);
    vi.advanceTimersByTime(10_000);
    expect(shown).toEqual(['healthy']);
  });

  it('changes at once for what the person did', () => {
    const { icon, shown } = started();
    icon.sample('starting', true);
    expect(shown).toEqual(['healthy', 'starting']);
  });

  it('is quiet after its end', () => {
    const { icon, shown } = started();
    icon.sample('failed', false);
    icon.dispose();
    vi.advanceTimersByTime(10_000);
    expect(shown).toEqual(['healthy']);
  });
});
