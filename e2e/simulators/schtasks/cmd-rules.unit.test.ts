/** What our batch files mean to cmd.exe, judged by its own rules (cmd-rules.ts) and not by our reader. */
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../../src/main/supervisors/task-scheduler/parse-script.ts';
import { renderScript } from '../../../src/main/supervisors/task-scheduler/render.ts';
import { expandPercent, programWords, readSet, splitCommands } from './cmd-rules.ts';

const NODE = 'C:\\Program Files\\nodejs\\node.exe';

function scriptOf(change: { environment?: Record<string, string>; command?: string[]; workingDirectory?: string }) {
  return renderScript({
    profile: 'work',
    serviceName: 'OpenClaw Gateway (work)',
    description: 'OpenClaw Gateway',
    command: [NODE, 'C:\\index.js'],
    workingDirectory: null,
    environment: {},
    environmentFiles: [],
    ...change,
  });
}

/** All commands of a batch file, after `@echo off`, the remarks and the code page. */
function meaning(text: string) {
  const lines = text.split('\r\n').filter((line) => !/^(@|rem |$)/.test(line));
  return lines.map((line) => splitCommands(expandPercent(line, { PATH: 'LEAKED', e: 'LEAKED' })));
}

const VALUES = [
  'plain',
  'a b "c" $d %e',
  '%PATH%',
  '100%',
  'a&calc',
  'a"&calc&"b',
  'a"|calc',
  'a" > C:\\evil "x',
  'x!y!z',
  'C:\\a^b',
  'one"two^three"four"',
  '"',
  'päth 日本',
  '%%PATH%%',
  '(x) & (y)',
  "it's; a, list=1",
];

describe('environment values', () => {
  it.each(VALUES)('%j reaches the gateway as it is, and runs nothing', (value) => {
    const text = scriptOf({ environment: { EXTRA: value } });
    const [set, run, ...more] = meaning(text);
    expect(more).toEqual([]);
    expect(set?.redirections).toEqual([]);
    expect(set?.commands.map(readSet)).toEqual([['EXTRA', value]]);
    expect(run?.commands).toHaveLength(1);
    expect(parseScript(text).definition?.environment).toEqual({ EXTRA: value });
  });

  it.each(['a\r\nb', 'a\nb', 'nul\0', 'x\u2028y', '^^', 'a^!', 'a^"b', '\ud800'])('%j is refused', (value) => {
    expect(() => scriptOf({ environment: { EXTRA: value } })).toThrow(/EXTRA/);
  });

  it.each(['A B', 'A=B', 'A"B', 'A&B', '', '%A%'])('the name %j is refused', (name) => {
    expect(() => scriptOf({ environment: { [name]: 'x' } })).toThrow(/not a name/);
  });
});

describe('arguments', () => {
  it.each(['C:\\a b\\x.js', 'a&b', 'a|b>c<d', '100%', '%PATH%', 'x!y', 'a^b', '(x)', '', 'päth', 'a,b;c=d'])(
    '%j reaches the gateway as one word',
    (word) => {
      const text = scriptOf({ command: [NODE, 'C:\\index.js', word, 'gateway'] });
      const [run, ...more] = meaning(text);
      expect(more).toEqual([]);
      expect(run?.redirections).toEqual(['NUL']);
      expect(run?.commands.map(programWords)).toEqual([[NODE, 'C:\\index.js', word, 'gateway']]);
      if (word !== '') {
        expect(parseScript(text).definition?.command).toEqual([NODE, 'C:\\index.js', word, 'gateway']);
      }
    },
  );

  it.each(['a"b', 'a\nb', 'C:\\a b\\', 'x^!y'])('%j is refused', (word) => {
    expect(() => scriptOf({ command: [NODE, word] })).toThrow();
  });

  it('a program with a comma in its path is one word', () => {
    const [run] = meaning(scriptOf({ command: ['C:\\a,b\\node.exe', 'x'] }));
    expect(run?.commands).toEqual(['"C:\\a,b\\node.exe" x']);
  });
});

it('changes to the working folder', () => {
  const text = scriptOf({ workingDirectory: 'C:\\Users\\me & co\\100%' });
  expect(meaning(text)[0]?.commands).toEqual(['cd /d "C:\\Users\\me & co\\100%"']);
  expect(parseScript(text).definition?.workingDirectory).toBe('C:\\Users\\me & co\\100%');
});

it('switches cmd.exe to UTF-8 only when it must', () => {
  expect(scriptOf({}).startsWith('@echo off\r\n')).toBe(true);
  const text = scriptOf({ environment: { EXTRA: 'ü' } });
  expect(text.split('\r\n').slice(0, 3)).toEqual([
    '@chcp 65001 >nul',
    '@rem openclaw-launcher-encoding=utf-8',
    '@echo off',
  ]);
});
