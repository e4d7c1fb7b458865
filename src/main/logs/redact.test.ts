import { describe, expect, test } from 'vitest';
import { harmless, redact } from './redact.ts';

describe('redact', () => {
  test('a known secret disappears wherever it stands', () => {
    expect(redact('url=ws://x/?a=canary-1234&b canary-1234', ['canary-1234'])).not.toContain('canary-1234');
  });
  test.each([
    ['token=abcdef123456', 'token=[hidden]'],
    ['"token": "abcdef123456"', '"token": "[hidden]"'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer [hidden]'],
    ['GET /?token=xyz&a=1', 'GET /?token=[hidden]&a=1'],
    ['key sk-abcdefghijklmnop0123', 'key [hidden]'],
    ['http://127.0.0.1:1/__openclaw__/cap/AbC-12_3/x', 'http://127.0.0.1:1/__openclaw__/cap/[hidden]/x'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });
  test('plain text stays as it is', () => {
    const line = '[gateway] http server listening (12 plugins), token mismatch from 127.0.0.1';
    expect(redact(line)).toBe(line);
  });
});

describe('harmless', () => {
  test('colours go, other control characters are shown', () => {
    expect(harmless('\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u0000y\u0008')).toBe('red x\\x00y\\x08');
  });
  test('tabs and Japanese letters stay', () => {
    expect(harmless('a\tゲートウェイ')).toBe('a\tゲートウェイ');
  });
});
