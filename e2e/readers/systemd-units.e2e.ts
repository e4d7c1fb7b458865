/**
 * systemd itself reads our units: `systemd-analyze verify` needs no running systemd. The only thing it may mind is that the programs of
 * the golden files are not installed here. Debian: apt-get install systemd.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOnPath } from '../../src/main/system/host.ts';
import { goldens } from './goldens.ts';

const there = findOnPath('systemd-analyze', process.env, 'linux') !== null;
if (!there) process.stderr.write('NOT CHECKED: systemd-analyze is not on PATH; apt-get install systemd\n');

describe.skipIf(!there)('systemd-analyze verify', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'units-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** What it minds in this unit, without what is about missing programs and about other units of this machine. */
  const mindsIn = (name: string, text: string): readonly string[] => {
    const path = join(root, name);
    writeFileSync(path, text);
    const scope = text.includes('User=') ? '--system' : '--user';
    const argv = [scope, 'verify', '--recursive-errors=no', '--man=no', path];
    const env = { ...process.env, XDG_RUNTIME_DIR: root, SYSTEMD_LOG_LEVEL: 'warning', LC_ALL: 'C' };
    const { stdout, stderr, error } = spawnSync('systemd-analyze', argv, { encoding: 'utf8', timeout: 60_000, env });
    expect(error).toBeUndefined();
    return `${stdout}${stderr}`
      .split('\n')
      .filter((line) => line.includes(name))
      .filter((line) => !/Command .* is not executable: (No such file or directory|Permission denied)/.test(line));
  };

  it.each(goldens('systemd', '.service').map((path) => [basename(path), path] as const))('%s', (name, path) => {
    expect(mindsIn(name, readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('minds what is broken, so that its silence means something', () => {
    const [path = ''] = goldens('systemd', 'user-plain.service');
    const good = readFileSync(path, 'utf8');
    expect(mindsIn('good.service', good)).toEqual([]);
    const broken = {
      'key.service': good.replace('Restart=', 'Restrat='),
      'value.service': good.replace('Restart=always', 'Restart=sometimes'),
      'time.service': good.replace('TimeoutStopSec=330', 'TimeoutStopSec=soon'),
      'section.service': good.replace('[Service]', '[Servce]'),
      'quote.service': good.replace(/^ExecStart=.*$/m, 'ExecStart=/bin/sh "open'),
      'variable.service': good.replace(/^Environment=HOME.*$/m, 'Environment="A=open'),
      'relative.service': good.replace(/^ExecStart=.*$/m, 'ExecStart=node index.js/../x "'),
    };
    for (const [name, text] of Object.entries(broken)) expect(mindsIn(name, text).length, name).toBeGreaterThan(0);
  });
});
