import { mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './watcher.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watcher-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const mark = (...files: string[]) =>
  fingerprint({ files, pid: null, port: 1 }, { listenMark: async () => '', process: async () => null });

test('a link that leads nowhere counts: made, made anew, gone', async () => {
  const link = join(folder, 'invocation:openclaw-gateway.service');
  const without = await mark(link);
  await symlink('8d1f0c', link);
  const first = await mark(link);
  expect(await mark(link)).toBe(first);
  await unlink(link);
  expect(await mark(link)).toBe(without);
  await symlink('77aa02', link);
  const second = await mark(link);
  expect(new Set([without, first, second]).size).toBe(3);
});

test('behind a link the target counts, too', async () => {
  const [target, link] = [join(folder, 'real.json'), join(folder, 'openclaw.json')];
  await writeFile(target, '{}');
  await symlink(target, link);
  const before = await mark(link);
  await writeFile(target, '{"changed": true}');
  expect(await mark(link)).not.toBe(before);
});
