import { expect, it } from 'vitest';
import { ok } from '../../shared/outcome.ts';
import { untold } from '../../shared/text/testing.ts';
import { isLoopbackPage, openDashboard } from './handlers.ts';

it.each([
  ['http://127.0.0.1:18789/', true],
  ['https://localhost:18789/x', true],
  ['http://[::1]:18789/', true],
  ['http://127.0.0.1.example.com/', false],
  ['http://localhost.example.com/', false],
  ['http://192.168.1.5/', false],
  ['http://user:secret@127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['ms-msdt:/id', false],
  ['', false],
])('%s may be opened: %s', (address, expected) => expect(isLoopbackPage(address)).toBe(expected));

it('opens no other address, and reports a browser that fails', async () => {
  const opened: string[] = [];
  const open = async (url: string) => void opened.push(url);
  expect(await openDashboard({ dashboardUrl: () => ok('file:///x') }, 'work', open)).toMatchObject({ ok: false });
  expect(opened).toEqual([]);
  const broken = () => Promise.reject(new Error('no browser'));
  const failed = await openDashboard({ dashboardUrl: () => ok('http://127.0.0.1:1/') }, 'work', broken);
  expect(failed).toMatchObject({
    ok: false,
    error: { code: 'command-failed', hint: 'Open http://127.0.0.1:1/ yourself.' },
  });
  expect(failed.ok ? null : untold(failed.error)).toEqual([]);
});
