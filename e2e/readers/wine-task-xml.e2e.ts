/**
 * Wine's own Task Scheduler reads our task XML, and wine's cmd.exe our batch file. Neither is Windows, but both were written by others from
 * Microsoft's documents. Needs `wine` (Debian: apt-get install wine).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setLine } from '../../src/main/supervisors/task-scheduler/cmd-words.ts';
import { encodeText, UTF16 } from '../../src/main/supervisors/task-scheduler/encoding.ts';
import { renderTaskXml } from '../../src/main/supervisors/task-scheduler/task-xml.ts';
import { findOnPath } from '../../src/main/system/host.ts';

const wine = findOnPath('wine', process.env, 'linux');
if (wine === null) {
  process.stderr.write(
    'NOT CHECKED: no independent reader of task XML. wine is not on PATH; install it (apt-get install wine).\n',
  );
}

describe.skipIf(wine === null)('wine', () => {
  let root = '';
  const run = (...args: string[]) =>
    spawnSync(wine ?? 'wine', args, {
      cwd: root,
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        PATH: process.env.PATH,
        HOME: root,
        WINEPREFIX: join(root, 'prefix'),
        WINEDEBUG: '-all',
        WINEDLLOVERRIDES: 'mscoree,mshtml=',
      },
    });
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'wine-'));
    expect(run('wineboot', '-i').status).toBe(0);
  });
  afterAll(() => {
    run('wineboot', '-k');
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  const register = (name: string, xml: string, encoding: string | undefined = UTF16) => {
    writeFileSync(join(root, 'task.xml'), encodeText(xml, encoding));
    return run('schtasks', '/create', '/tn', name, '/xml', 'task.xml', '/f').status;
  };
  const input = {
    description: 'OpenClaw Gateway',
    user: 'DESKTOP\\me',
    command: 'C:\\Users\\me\\.openclaw\\gateway.vbs',
  };

  it('registers the default task, a named one, one with strange values and the one with a password', () => {
    expect(register('OpenClaw Gateway', renderTaskXml(input))).toBe(0);
    expect(
      register('OpenClaw Gateway (work)', renderTaskXml({ ...input, command: 'C:\\a\\.openclaw-work\\gateway.vbs' })),
    ).toBe(0);
    const strange = { ...input, description: `a & b <c> "d" 'e' ]]> 日本`, command: 'C:\\Users\\m & <e>\\gateway.vbs' };
    expect(register('strange', renderTaskXml(strange))).toBe(0);
    expect(register('logged off', renderTaskXml({ ...input, logon: 'password' }))).toBe(0);
    const command = '%SystemRoot%\\System32\\wscript.exe';
    const watch = { ...input, command, arguments: '//B //Nologo //E:JScript "C:\\a & b\\gateway-watch.js"' };
    expect(register('OpenClaw Gateway (default, restarts)', renderTaskXml(watch))).toBe(0);
    expect(register('watch logged off', renderTaskXml({ ...watch, logon: 's4u' }))).toBe(0);
  });

  it('refuses what is wrong, so that its yes means something', () => {
    const good = renderTaskXml(input);
    // It passes over some elements and ranges that Windows minds; these it minds too.
    expect(register('value', good.replace('<Hidden>false', '<Hidden>maybe'))).toBe(1);
    expect(register('malformed', good.replace('<Settings>', '<Settngs>'))).toBe(1);
    expect(register('namespace', good.replace('windows/2004', 'windows/2005'))).toBe(1);
  });

  it('gives a program the environment that we wrote', () => {
    const values = ['plain', 'a b $d %e', '%PATH%', 'a&b|c<d>e', 'x!y^z', '(x)'];
    const lines = values.map((value, index) => setLine(`EXTRA_${index}`, value));
    writeFileSync(join(root, 'values.cmd'), ['@echo off', ...lines, 'set EXTRA_', ''].join('\r\n'));
    const shown = run('cmd', '/c', `Z:${join(root, 'values.cmd').replaceAll('/', '\\')}`);
    const found = shown.stdout.split(/\r?\n/).filter((line) => line.startsWith('EXTRA_'));
    expect(found).toEqual(values.map((value, index) => `EXTRA_${index}=${value}`));
  });
});
