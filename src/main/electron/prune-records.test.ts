import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pruneRecords } from './prune-records.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openclaw-tray-records-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOW = Date.parse('2026-11-22T12:00:00Z');
const days = (n: number) => (NOW - n * 86_400_000) / 1000;

it('removes only our rotated log, and only when it is older than asked for', async () => {
  for (const name of ['main.log', 'main.old.log', 'openclaw.log']) {
    writeFileSync(join(folder, name), 'x');
    utimesSync(join(folder, name), days(10), days(10));
  }
  expect(await pruneRecords(folder, 10, NOW)).toEqual([]);
  expect(await pruneRecords(folder, 9, NOW)).toEqual([join(folder, 'main.old.log')]);
  expect(readdirSync(folder).toSorted()).toEqual(['main.log', 'openclaw.log']);
  expect(await pruneRecords(folder, 9, NOW)).toEqual([]);
});
