import { expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import { controlsFor } from './controls.ts';
import { shellText, shimCommand } from './shim.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');

test('only controls that can do something are offered', () => {
  expect(controlsFor(fixtures.healthy(NOW)).row).toEqual(['restart', 'stop', 'dashboard']);
  expect(controlsFor(fixtures.stopped(NOW)).row).toEqual(['start']);
  expect(controlsFor(fixtures.crashLoop(NOW)).row).toEqual(['stop-loop', 'restart']);
  expect(controlsFor({ ...fixtures.crashLoop(NOW), state: 'crashed' }).row).toEqual(['stop', 'restart']);
  expect(controlsFor(fixtures.notInstalled(NOW))).toEqual({ row: [], more: ['check', 'install'] });
  expect(controlsFor(null)).toEqual({ row: ['check'], more: [] });
});

test('a gateway of somebody else is watched, never changed; one without its service may be taken over', () => {
  const foreign = {
    level: 'external',
    code: 'verdict.external',
    text: 'default is run by docker',
    reason: null,
  } as const;
  expect(controlsFor({ ...fixtures.healthy(NOW), verdict: foreign })).toEqual({ row: ['dashboard'], more: ['check'] });
  const loose = { ...foreign, code: 'verdict.unmanaged' };
  expect(controlsFor({ ...fixtures.notInstalled(NOW), verdict: loose }).more).toContain('install');
});

test('the shim command names the profile and never a token', () => {
  expect(shimCommand('default', 'status')).toEqual(['openclaw-tray', 'gateway', 'status']);
  const install = shimCommand('work', 'install', { port: 18909, linger: true, force: true, token: 'hunter2' });
  expect(shellText(install)).toBe('openclaw-tray --profile work gateway install --port 18909 --linger --force');
});

test('arguments that a shell would read otherwise are quoted', () => {
  expect(shellText(['echo', "it's $HOME", ''])).toBe("echo 'it'\\''s $HOME' ''");
});
