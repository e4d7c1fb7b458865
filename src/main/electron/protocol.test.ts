import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { respond } from './protocol.ts';

let root = '';
let folder = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'openclaw-tray-protocol-'));
  folder = join(root, 'window');
  mkdirSync(join(folder, 'parts'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'parts', 'a.js'), '1');
  writeFileSync(join(folder, 'notes.txt'), 'not for the page');
  writeFileSync(join(root, 'secret.html'), 'secret');
  mkdirSync(join(root, 'window-other'));
  writeFileSync(join(root, 'window-other', 'b.html'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the window files', () => {
  it.each([
    ['app://ui/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://ui/index.html?x=1', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://ui/parts/a.js', 'text/javascript; charset=utf-8', '1'],
  ])('%s is served', async (address, type, body) => {
    const response = await respond(address, 'GET', folder);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, type, body]);
  });

  it.each([
    'app://ui/../secret.html',
    'app://ui/%2e%2e/secret.html',
    'app://ui/..%2fsecret.html',
    'app://ui/..%5csecret.html',
    'app://ui/../window-other/b.html',
    'app://ui/..%2fwindow-other%2fb.html',
    'app://ui/parts',
    'app://ui/notes.txt',
    'app://ui/none.html',
    'app://ui/%00.html',
    'app://ui/%E0%A4%A.html',
    'app://other/index.html',
    'https://ui/index.html',
    'not an address',
  ])('%s is not', async (address) => {
    expect((await respond(address, 'GET', folder)).status).toBe(404);
  });

  it('answers no other method', async () => {
    expect((await respond('app://ui/index.html', 'POST', folder)).status).toBe(404);
  });

  it('puts the policy on every answer, also on refusals', async () => {
    for (const address of ['app://ui/index.html', 'app://ui/none.html']) {
      const policy = (await respond(address, 'GET', folder)).headers.get('content-security-policy') ?? '';
      const rules = policy.split('; ');
      expect(rules[0]).toBe("default-src 'none'");
      expect(rules).toContain("script-src 'self'");
      expect(rules).toContain("connect-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    }
  });
});
