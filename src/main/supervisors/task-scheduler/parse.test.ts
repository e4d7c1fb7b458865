import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Said } from '../../../shared/said.ts';
import type { CommandResult } from '../../system/command-runner.ts';
import { splitArguments } from './cmd-words.ts';
import { decodeScript } from './encoding.ts';
import { actionOf, parseScript, scriptOfLauncher } from './parse-script.ts';
import { processStateOf } from './process-state.ts';
import { findServiceProcesses, NO_PROCESSES } from './processes.ts';
import { parseAnswer, queryScript, type TaskFacts } from './query.ts';
import { hexOf, resultWords, toInt32 } from './result-codes.ts';
import { failureOf, schtasksError } from './schtasks.ts';
import { parseTaskXml, taskDifferences, taskSettings } from './task-xml.ts';

const bytes = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));
/** Without its first line, which says where it comes from. */
const sample = (name: string) =>
  bytes(name)
    .toString('utf8')
    .replace(/^#.*\n/, '');

describe('batch files', () => {
  it('reads what OpenClaw wrote for a named profile', () => {
    const { definition } = parseScript(decodeScript(bytes('openclaw-work.cmd')));
    expect(definition?.command.slice(-3)).toEqual(['gateway', '--port', '19001']);
    expect(definition?.description).toBe('OpenClaw Gateway (profile: work)');
    expect(definition?.environment).toMatchObject({
      OPENCLAW_PROFILE: 'work',
      NODE_OPTIONS: '',
      HOME: 'C:\\Users\\me',
    });
  });

  it.each([
    ['openclaw-cp850.cmd', 'Jörg'],
    ['openclaw-shift-jis.cmd', '太郎'],
  ])('reads the code page and the escapes of %s', (name, user) => {
    const { definition } = parseScript(decodeScript(bytes(name)));
    expect(definition?.environment).toEqual({ HOME: `C:\\Users\\${user}`, ODD: 'a!b^c"d%e' });
    expect(definition?.command).toEqual([
      `C:\\Users\\${user}\\node.exe`,
      'C:\\a!b\\index.js',
      'gateway',
      '--port',
      '18789',
    ]);
  });

  it.each(['', '@echo off\r\n', 'set "A=b"\r\nrem x\r\n', '\0\0\ufffd'])(
    '%j starts nothing or is taken as it is',
    (text) => {
      const { definition, problem } = parseScript(text);
      expect(definition === null ? problem : definition.command.length).toBeTruthy();
    },
  );

  it('finds the batch file of a launcher', () => {
    expect(scriptOfLauncher(decodeScript(bytes('openclaw-default.vbs')))).toBe('C:\\Users\\me\\.openclaw\\gateway.cmd');
    expect(scriptOfLauncher('\' shell.Run "x"\r\n')).toBeNull();
  });
});

describe('task definitions', () => {
  it('reads what OpenClaw registers', () => {
    const reading = parseTaskXml(decodeScript(bytes('openclaw-default.task.xml')));
    expect(reading.ok && reading.model).toMatchObject({
      command: 'C:\\Users\\me\\.openclaw\\gateway.vbs',
      workingDirectory: null,
      triggers: ['LogonTrigger'],
      triggerUser: 'DESKTOP\\me',
      logonType: 'InteractiveToken',
      enabled: true,
      settings: { MultipleInstancesPolicy: 'IgnoreNew', 'RestartOnFailure.Count': '3', ExecutionTimeLimit: 'PT0S' },
    });
  });

  it.each(['', 'x', '<Task/>', '<a><b></a>', '<?xml version="1.0"?><Task xmlns="http://other"/>', '\0'])(
    '%j is a problem, not a crash',
    (text) => {
      const reading = parseTaskXml(text);
      expect(reading).toMatchObject({ ok: false, problem: expect.any(Said) });
    },
  );

  it('says what differs, and knows what a missing setting means', () => {
    const text = decodeScript(bytes('openclaw-default.task.xml'));
    const wanted = parseTaskXml(text);
    const found = parseTaskXml(
      text
        .replace('<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>', '')
        .replace('<WakeToRun>false</WakeToRun>', '')
        .replace('<Hidden>false', '<Hidden>true'),
    );
    if (!wanted.ok || !found.ok) throw new Error('not read');
    expect(taskDifferences(wanted.model, found.model)).toEqual(['StopIfGoingOnBatteries', 'Hidden']);
    expect(taskDifferences(wanted.model, wanted.model)).toEqual([]);
  });

  it('tells the settings as they are and as they belong, without the limits and without what the scheduler adds', () => {
    const text = decodeScript(bytes('openclaw-default.task.xml'));
    const wanted = parseTaskXml(text);
    const found = parseTaskXml(
      text
        .replace('<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>', '')
        .replace('<Priority>7', '<UseUnifiedSchedulingEngine>true</UseUnifiedSchedulingEngine><Priority>4')
        .replace('<RunLevel>LeastPrivilege', '<RunLevel>HighestAvailable'),
    );
    if (!wanted.ok || !found.ok) throw new Error('not read');
    const { now, expected } = taskSettings(wanted.model, found.model);
    expect(Object.keys(now).filter((key) => now[key] !== expected[key])).toEqual([
      'Principal.RunLevel',
      'Settings.Priority',
    ]);
    expect(Object.keys(expected)).toEqual(Object.keys(now));
    expect(now).toMatchObject({ 'Settings.Priority': '4', 'Principal.LogonType': 'InteractiveToken' });
  });

  it.each([
    ['C:\\s\\gateway.vbs', null, { kind: 'launcher', path: 'C:\\s\\gateway.vbs' }],
    ['"C:\\a b\\gateway.cmd"', null, { kind: 'script', path: 'C:\\a b\\gateway.cmd' }],
    ['wscript.exe', '//B //Nologo "C:\\a b\\g.vbs"', { kind: 'launcher', path: 'C:\\a b\\g.vbs' }],
    [
      'C:\\node.exe',
      '"C:\\a b\\index.js" gateway',
      { kind: 'program', command: ['C:\\node.exe', 'C:\\a b\\index.js', 'gateway'] },
    ],
    [null, null, { kind: 'none' }],
  ])('the action %j %j', (command, args, expected) => {
    expect(actionOf({ command, arguments: args })).toEqual(expected);
  });
});

describe('numbers', () => {
  it.each([
    [267011, '0x41303: the task has not run yet'],
    [78, '78: the configuration is not valid'],
    [-2147024891, '0x80070005: access is denied'],
    [toInt32(3221225786), '0xC000013A: it was interrupted: Ctrl+C, a closed console or a log-off'],
    [-2147000000, '0x80076140: it ended with a code of Windows'],
  ])('%i in words', (code, words) => {
    expect(resultWords(code)).toBe(words);
  });

  it('reads the state that COM gives', () => {
    const state: unknown = JSON.parse(sample('com-task-state-json.txt'));
    expect(state).toMatchObject({ state: 4, lastRunResult: 0x41301 });
    expect(hexOf(-2147024894)).toBe('0x80070002');
  });
});

describe('process state', () => {
  const now = Date.parse('2026-02-03T21:10:00Z');
  const facts = (change: Partial<TaskFacts>): TaskFacts => ({
    state: 3,
    enabled: true,
    lastResult: 0,
    lastRun: '2026-02-03T21:08:19Z',
    xml: null,
    ...change,
  });
  const gateway = { pid: 7, parent: 6, name: 'node.exe', commandLine: '', started: '2026-02-03T21:08:20Z' };

  it.each([
    ['never run', facts({ lastResult: 267011 }), { state: 'stopped', everStarted: false, lastExit: null }],
    ['ended on request', facts({ lastResult: 267014 }), { state: 'stopped', everStarted: true }],
    ['log-off', facts({ lastResult: toInt32(0xc000013a) }), { state: 'stopped', everStarted: true }],
    ['ended well', facts({}), { state: 'stopped', lastExit: { code: 0 } }],
    ['bad configuration', facts({ lastResult: 78 }), { state: 'crashed', willRestart: false, lastExit: { code: 78 } }],
    ['could not be launched', facts({ lastResult: -2147024894 }), { state: 'crashed', lastExit: { code: null } }],
    ['just started', facts({ state: 4, lastResult: 267009 }), { state: 'starting', pid: null }],
    ['queued', facts({ state: 2, lastResult: 267045 }), { state: 'starting' }],
    ['runs, but nothing shows', facts({ state: 4, lastRun: '2026-02-03T20:00:00Z' }), { state: 'unknown' }],
    ['no state', facts({ state: 0 }), { state: 'unknown' }],
    ['disabled', facts({ state: 1 }), { state: 'stopped' }],
  ])('%s', (_what, task, expected) => {
    expect(processStateOf(task, NO_PROCESSES, now)).toMatchObject(expected);
  });

  it('a gateway that is there runs, whatever the task says, unless it was just ended', () => {
    const found = { ...NO_PROCESSES, gateway };
    expect(processStateOf(facts({ lastResult: 1 }), found, now)).toMatchObject({ state: 'running', pid: 7 });
    expect(processStateOf(facts({ lastResult: 267014 }), found, now)).toMatchObject({ state: 'stopping', pid: 7 });
    expect(processStateOf(facts({ state: 4 }), null, now)).toMatchObject({ state: 'unknown' });
  });
});

describe('processes', () => {
  const row = JSON.parse(sample('windows-win32-process-json.txt')) as Readonly<Record<string, unknown>>;
  const supervisor = {
    pid: Number(row.ProcessId),
    parent: Number(row.ParentProcessId),
    name: String(row.Name),
    commandLine: String(row.CommandLine),
    started: null,
  };
  const entry = 'C:\\…\\dist\\index.js';
  const command = [
    'C:\\Program Files\\nodejs\\node.exe',
    '--max-old-space-size=8192',
    entry,
    'gateway',
    '--port',
    '18789',
  ];
  const child = {
    ...supervisor,
    pid: 16090,
    commandLine: `${supervisor.commandLine.replace('--task-supervisor', '')}--task-supervisor-child=70123`,
  };
  const host = {
    ...supervisor,
    pid: 1,
    name: 'wscript.exe',
    commandLine: '"C:\\Windows\\System32\\WScript.exe" "c:/users/me/.openclaw/GATEWAY.vbs" ',
  };

  it('tells supervisor, gateway and script host apart, by whole command lines', () => {
    const scripts = ['C:\\Users\\me\\.openclaw\\gateway.vbs'];
    const found = findServiceProcesses([supervisor, child, host], { command, scripts });
    expect([found.supervisor?.pid, found.gateway?.pid, found.hosts.map(({ pid }) => pid)]).toEqual([16084, 16090, [1]]);
    const other = findServiceProcesses([supervisor, child, host], {
      command: [...command.slice(0, -1), '1878'],
      scripts: ['C:\\Users\\me\\.openclaw-work\\gateway.vbs'],
    });
    expect(other).toEqual(NO_PROCESSES);
    expect(findServiceProcesses([supervisor], { command: null, scripts })).toEqual(NO_PROCESSES);
  });

  it('splits command lines as the C runtime does', () => {
    expect(splitArguments('"a b" c\\\\d "e\\\\" \\"f "" g')).toEqual(['a b', 'c\\\\d', 'e\\', '"f', '', 'g']);
  });
});

describe('answers of the tools', () => {
  it.each(['', 'x', 'eA==', 'bnVsbA==', '[]', Buffer.from('{"tasks":1}').toString('base64')])(
    '%j of PowerShell is no answer',
    (text) => {
      expect(parseAnswer(text)).toBeNull();
    },
  );

  it('puts no name into the script as it is', () => {
    const script = queryScript(["'; Remove-Item x; '", '$(calc)']);
    expect(script).not.toMatch(/Remove-Item|calc/);
  });

  const failed = (change: Partial<CommandResult>): CommandResult => ({
    argv: ['schtasks.exe', '/Create'],
    exitCode: 1,
    signal: null,
    stdout: '',
    stderr: '',
    timedOut: false,
    startError: null,
    ...change,
  });
  it.each([
    ['the number as Node gives it', failed({ exitCode: 2147942405 }), 'access-denied', 'needs-elevation'],
    ['the number as COM gives it', failed({ exitCode: -2147024891 }), 'access-denied', 'needs-elevation'],
    ['not found', failed({ exitCode: 2147942402 }), 'not-found', 'not-installed'],
    ['disabled', failed({ exitCode: 2147750694 }), 'disabled', 'start-failed'],
    [
      'unexpected node',
      failed({ stderr: sample('en-xml-unexpected-node.stderr.txt') }),
      'xml-refused',
      'definition-write-failed',
    ],
    [
      'malformed',
      failed({ stderr: sample('en-xml-malformed-encoding.stderr.txt') }),
      'xml-refused',
      'definition-write-failed',
    ],
    [
      'interval',
      failed({ stderr: sample('en-xml-interval-too-short.stderr.txt') }),
      'xml-refused',
      'definition-write-failed',
    ],
    ['German text alone', failed({ stderr: sample('de-access-denied.stderr.txt') }), 'other', 'command-failed'],
    ['Chinese text alone', failed({ stderr: sample('zh-access-denied.stderr.txt') }), 'other', 'command-failed'],
    ['no answer', failed({ timedOut: true, exitCode: null }), 'timeout', 'command-timeout'],
    ['not there', failed({ startError: 'ENOENT', exitCode: null }), 'not-started', 'command-failed'],
  ])('%s', (_what, result, failure, code) => {
    expect(failureOf(result)).toBe(failure);
    const error = schtasksError('The task could not be created', 'OpenClaw Gateway', {
      ok: false,
      failure: failureOf(result),
      result,
    });
    expect(error.code).toBe(code);
    expect(error.hint?.length).toBeGreaterThan(10);
  });

  it('shows no text that arrived damaged', () => {
    const result = failed({ stderr: '\ufffd\ufffd: \ufffd\u070a' });
    const error = schtasksError('x', 'y', { ok: false, failure: 'other', result });
    expect(error.details?.join()).not.toContain('\ufffd');
  });
});
