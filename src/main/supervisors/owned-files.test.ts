import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import { requireSafe } from './owned-files.ts';

const PATH = `/home/the "boss's" home/unit`;
const QUOTED = `'/home/the "boss'\\''s" home/unit'`;

function refused(found: { uid: number; mode: number }): { code: string; hint: string | undefined } {
  try {
    requireSafe(PATH, found, 1000);
  } catch (cause) {
    if (cause instanceof ExpectedError) return { code: cause.code, hint: cause.hint };
    throw cause;
  }
  throw new Error('it was let through');
}

describe('a file of a definition', () => {
  test('of this user, closed to others, is safe', () => {
    expect(() => requireSafe(PATH, { uid: 1000, mode: 0o100644 }, 1000)).not.toThrow();
  });

  test("somebody else's is refused with a command that can be pasted", () => {
    expect(refused({ uid: 1001, mode: 0o100644 })).toEqual({
      code: 'definition-conflict',
      hint: `Run "sudo chown 1000 ${QUOTED}" if it is yours.`,
    });
  });

  test.each([0o100664, 0o100646])('one that others can write to is refused (mode %o)', (mode) => {
    expect(refused({ uid: 1000, mode })).toEqual({
      code: 'definition-write-failed',
      hint: `Run "chmod go-w ${QUOTED}" and try again.`,
    });
  });
});
