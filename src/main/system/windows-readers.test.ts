import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CommandResult } from './command-runner.ts';
import { isPortFree } from './ports.ts';
import { createScriptedRunner } from './scripted-runner.ts';
import { createWindowsListenerReader, parseNetstat } from './windows-ports.ts';
import { chainScript, createWindowsProcessReader, parseProcessRows, parseTasklist } from './windows-processes.ts';

/** Recorded on Windows 10 and 11 in English and German; `windows-win32-process-json` is one row of Win32_Process. */
const sample = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), 'utf8');

const ENV = { SystemRoot: 'C:\\Windows' };
const isTool = (tool: string) => (argv: readonly string[]) => argv[0]?.endsWith(`\\${tool}`) === true;
const answer = (rows: unknown): Partial<CommandResult> => ({
  stdout: `${Buffer.from(JSON.stringify(rows)).toString('base64')}\r\n`,
});

describe('netstat of Windows', () => {
  it('finds listeners of both families in English', () => {
    expect(parseNetstat(sample('windows-netstat-en.txt'))).toEqual([
      { address: '0.0.0.0', port: 135, pid: 1240 },
      { address: '127.0.0.1', port: 18789, pid: 16084 },
      { address: '[::1]', port: 18789, pid: 16084 },
    ]);
  });

  it('finds them in German, and takes no connection for a listener', () => {
    expect(parseNetstat(sample('windows-netstat-de.txt'))).toEqual([{ address: '127.0.0.1', port: 9876, pid: 8872 }]);
  });

  // The same rows under other words and damaged code pages: nothing but numbers and addresses may count.
  const words = ['LISTENING', 'ABHÖREN', 'ÉCOUTE', 'リッスン中', '侦听', '\ufffd\ufffd\ufffd', 'ESCUCHANDO ACTIVO'];
  it.each(words)('does not depend on the word for listening (%s)', (word) => {
    const text = sample('windows-netstat-en.txt')
      .replaceAll('LISTENING', word)
      .replaceAll(/^.*Proto.*$/gm, word);
    expect(parseNetstat(text)).toEqual(parseNetstat(sample('windows-netstat-en.txt')));
  });

  it.each(['', 'x', 'Aktive Verbindungen\r\n', '\0'])('%j is no answer', (text) => {
    expect(parseNetstat(text)).toBeNull();
  });

  const noProcess = async () => expect.fail('PowerShell must not be needed');
  const netstat = { argv: isTool('netstat.exe'), result: { stdout: sample('windows-netstat-en.txt') } };

  it("names the service's own process with tasklist alone", async () => {
    const tasklist = {
      argv: isTool('tasklist.exe'),
      result: { stdout: '"node.exe","16084","Console","1","123.456 K"\r\n' },
    };
    const runner = createScriptedRunner([netstat, tasklist]);
    const read = createWindowsListenerReader(runner, ENV, noProcess);
    expect(await read(18789, 16084)).toMatchObject({ owner: 'process', pid: 16084, command: 'node.exe' });
    runner.finish();
  });

  it('tells nobody from not known, and names a foreign process without its secrets', async () => {
    const info = { pid: 16084, ppid: 1, uid: null, startedAt: 0, startKey: null, pgid: null, comm: 'x', exe: null };
    const steps = [netstat, netstat, { argv: isTool('netstat.exe'), result: { exitCode: 5 } }];
    const read = createWindowsListenerReader(createScriptedRunner(steps), ENV, async () => ({
      ...info,
      argv: ['"C:\\x y\\gate.exe" --token very-secret run'],
      zombie: false,
    }));
    expect(await read(4711)).toEqual({ owner: 'nobody' });
    const owner = await read(18789);
    expect(owner).toMatchObject({ owner: 'process', pid: 16084, startedAt: '1970-01-01T00:00:00.000Z' });
    expect(JSON.stringify(owner)).not.toContain('very-secret');
    expect(await read(18789)).toMatchObject({ owner: 'unknown', reason: expect.stringContaining('netstat') });
  });

  it('keeps the number of a listener whose process cannot be read, and gives no name to a dead one', async () => {
    const failing = createWindowsListenerReader(createScriptedRunner([netstat]), ENV, () =>
      Promise.reject(new Error('no PowerShell')),
    );
    expect(await failing(135)).toMatchObject({ owner: 'process', pid: 1240, command: '(no PowerShell)' });
    const gone = createWindowsListenerReader(createScriptedRunner([netstat]), ENV, async () => null);
    expect(await gone(135)).toEqual({ owner: 'unreadable', uid: null });
  });
});

describe('processes of Windows', () => {
  const recorded = JSON.parse(sample('windows-win32-process-json.txt').replace(/^#.*\n/, '')) as {
    readonly ProcessId: number;
    readonly ParentProcessId: number;
    readonly Name: string;
    readonly ExecutablePath: string;
    readonly CommandLine: string;
  };
  const row = {
    pid: recorded.ProcessId,
    parent: recorded.ParentProcessId,
    name: recorded.Name,
    path: recorded.ExecutablePath,
    commandLine: recorded.CommandLine,
    started: '2026-02-03T21:08:19.123Z',
  };
  const parent = { pid: 15200, parent: 0, name: 'cmd.exe', path: null, commandLine: null, started: null };

  it('reads a row, and leaves open what Windows does not show', () => {
    const text = Buffer.from(JSON.stringify([row, parent])).toString('base64');
    expect(parseProcessRows(text)).toMatchObject([
      { pid: 16084, ppid: 15200, comm: 'node.exe', startKey: '2026-02-03T21:08:19.123Z', argv: [row.commandLine] },
      { pid: 15200, ppid: null, argv: null, exe: null, startedAt: null, startKey: null },
    ]);
  });

  it('asks once for a process and its parents, and again when that is old', async () => {
    const powershell = { argv: isTool('powershell.exe'), result: answer([row, parent]) };
    const runner = createScriptedRunner([powershell, powershell]);
    let now = 0;
    const read = createWindowsProcessReader(runner, ENV, () => now);
    expect((await read(16084))?.ppid).toBe(15200);
    expect((await read(15200))?.comm).toBe('cmd.exe');
    expect(runner.calls).toHaveLength(1);
    now = 10_000;
    await read(16084);
    expect(runner.calls).toHaveLength(2);
  });

  it('says that there is none only when Windows said so', async () => {
    const reader = (result: Partial<CommandResult>) =>
      createWindowsProcessReader(createScriptedRunner([{ argv: () => true, result }]), ENV);
    expect(await reader(answer([]))(7)).toBeNull();
    for (const result of [
      { exitCode: 1 },
      { stdout: '' },
      { stdout: 'x y' },
      answer({}),
      { timedOut: true, exitCode: null },
    ]) {
      await expect(reader(result)(7)).rejects.toThrow(/process 7/);
    }
  });

  it('puts nothing but a number into the script', () => {
    expect(chainScript(16084)).toContain('$id=[long]16084');
  });

  it.each([
    ['a German number format', '"node.exe","16084","Console","1","123.456 K"\r\n', 'node.exe'],
    ['another process', '"node.exe","160840","Console","1","1 K"\r\n', null],
    ['a message', 'INFORMATION: Es werden keine Aufgaben mit den angegebenen Kriterien ausgeführt.\r\n', null],
    ['a Chinese message', '信息: 没有运行的任务匹配指定标准。\r\n', null],
  ])('reads %s of tasklist', (_what, text, expected) => {
    expect(parseTasklist(text, 16084)).toBe(expected);
  });
});

describe('a free port of Windows', () => {
  const bind = (taken: Readonly<Record<string, string>>) => async (_port: number, host: string) => {
    const code = taken[host];
    return code === undefined ? ({ bindable: true } as const) : ({ bindable: false, code } as const);
  };

  it.each([
    ['nobody has it', {}, true],
    ['somebody has it on every address', { '0.0.0.0': 'EADDRINUSE' }, false],
    ['somebody has it for himself alone, or Windows reserves it', { '127.0.0.1': 'EACCES' }, false],
    ['there is no IPv6', { '::1': 'EADDRNOTAVAIL', '::': 'EAFNOSUPPORT' }, true],
    ['something else is wrong', { '::1': 'EFAULT' }, null],
  ])('%s', async (_what, taken, expected) => {
    expect(await isPortFree(1, 'win32', bind(taken))).toBe(expected);
  });

  it('is not asked of every address elsewhere, where a privileged port stays open', async () => {
    expect(await isPortFree(1, 'linux', bind({ '0.0.0.0': 'EADDRINUSE' }))).toBe(true);
    expect(await isPortFree(1, 'linux', bind({ '127.0.0.1': 'EACCES' }))).toBeNull();
  });
});
