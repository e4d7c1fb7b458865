import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAppLog } from './logging.ts';

it('writes one redacted line per message, readable by this user only', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'openclaw-tray-log-')), 'state');
  const redact = (text: string): string => text.replaceAll('tok-secret', '(hidden)');
  const log = createAppLog({ folder, redact, terminal: false });
  log.info('started with tok-secret');
  log.warn('first\nsecond \u001b[31mred');
  log.error('broke.', new Error('the token tok-secret was refused'));
  const path = join(folder, 'main.log');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\S* info started with \(hidden\)$/);
  expect(lines[1]).toMatch(/warn first \| second \?\[31mred$/);
  expect(lines[2]).toMatch(/error broke\. Error: the token \(hidden\) was refused \| at /);
  expect(readFileSync(path, 'utf8')).not.toContain('tok-secret');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  rmSync(join(folder, '..'), { recursive: true });
});
