import { expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import { en } from '../../shared/text/en.ts';
import { factLine } from './facts.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');
const line = (report: ReturnType<typeof fixtures.healthy>) => {
  const { facts, links } = factLine(report, en, NOW);
  return { glyphs: facts.map((fact) => fact.glyph), values: facts.map((fact) => fact.value), links };
};

test('a healthy profile has an unbroken line', () => {
  expect(line(fixtures.healthy(NOW))).toEqual({
    glyphs: ['healthy', 'healthy', 'healthy'],
    values: ['Installed, enabled', 'Running', 'Answers in 12\u00a0ms'],
    links: ['solid', 'solid'],
  });
});

test('a crash loop is cut after the process, and its silent port is no failure of its own', () => {
  const { glyphs, values, links } = line(fixtures.crashLoop(NOW));
  expect(glyphs).toEqual(['healthy', 'failed', 'stopped']);
  expect(values[1]).toBe('Exits with code 1');
  expect(links).toEqual(['solid', 'cut']);
});

test('a refused token cuts before the RPC even when the definition differs too', () => {
  const { glyphs, links } = line(fixtures.tokenRefused(NOW));
  expect(glyphs).toEqual(['degraded', 'healthy', 'degraded']);
  expect(links).toEqual(['solid', 'cut']);
});

test('a definition with another configuration cuts after it when nothing else is wrong', () => {
  const report = { ...fixtures.healthy(NOW), configPath: { cli: '/a', service: '/b' } };
  expect(line(report).links).toEqual(['cut', 'solid']);
});

test('stopped and not installed are dotted, not cut', () => {
  expect(line(fixtures.stopped(NOW)).links).toEqual(['dotted', 'dotted']);
  expect(line(fixtures.notInstalled(NOW)).values).toEqual(['Not installed', 'No process', 'Nothing listens']);
});

test('what could not be found out is never drawn as stopped or absent', () => {
  const { glyphs, values } = line(fixtures.unknown(NOW));
  expect(glyphs).toEqual(['unknown', 'unknown', 'unknown']);
  expect(values).toEqual(['Could not find out', 'Could not find out', 'Not asked']);
});

test('a foreign owner of the port is named, an unreadable one is not guessed', () => {
  expect(line(fixtures.portTaken(NOW)).values[2]).toBe('Port taken by ssh');
  const unreadable = { ...fixtures.portTaken(NOW), portOwner: { owner: 'unreadable' as const, uid: 0 } };
  expect(line(unreadable).values[2]).toBe('Port taken by another program');
});
