import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createNotices } from './notices.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openclaw-tray-notices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('says each thing once, also after a restart', async () => {
  const said: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    const notices = createNotices(folder, (message) => void said.push(`problem: ${message}`));
    await notices.once('first-close', () => void said.push('close'));
    await notices.once('first-quit', () => void said.push('quit'));
  }
  expect(said).toEqual(['close', 'quit']);
});

it.each(['{', '{"said":7}', 'null'])('a broken file (%s) costs a repetition and is said', async (content) => {
  writeFileSync(join(folder, 'notices.json'), content);
  const said: string[] = [];
  const problems: string[] = [];
  const notices = createNotices(folder, (message) => void problems.push(message));
  await notices.once('first-close', () => void said.push('close'));
  await notices.once('first-close', () => void said.push('close'));
  expect(said).toEqual(['close']);
  expect(problems).toHaveLength(1);
});
