import { describe, expect, test } from 'vitest';
import { Said, textOf } from '../../../shared/said.ts';
import { logicalLines, parseUnit } from './parse-unit.ts';
import { splitWords } from './unit-words.ts';

const context = { serviceName: 'x.service', specifiers: { h: '/home/me', n: 'x.service' } };
const parse = (...texts: string[]) =>
  parseUnit(
    texts.map((text, index) => ({ path: `/unit-${index}`, text })),
    context,
  );

describe('words', () => {
  test.each([
    [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
    // Measured on systemd 252: quotes count in the middle of a word too.
    [`A=o'b c'd B=e"f g"h`, ['A=ob cd', 'B=ef gh']],
    [`i\\\\j k\\q \\x41 \\u00e9 \\101 "\\t" \\s`, ['i\\j', 'k\\q', 'A', 'é', 'A', '\t', ' ']],
    [`"" ''`, ['', '']],
    ['  ', []],
  ])('%s', (text, words) => {
    expect(splitWords(text)).toEqual({ ok: true, words });
  });
  test.each([`o'brien`, '"open', 'a\\'])('%s is refused', (text) => {
    expect(splitWords(text).ok).toBe(false);
  });
});

test('lines: continuation, comments inside it, blank lines, CRLF', () => {
  expect(logicalLines('[S]\r\n# c\nA=b \\\n# inside\n;too\n  c\n\n ; x\nD=e\\\\\nF=g\\')).toEqual([
    '[S]',
    'A=b    c',
    'D=e\\\\',
    'F=g',
  ]);
});

test('a reset forgets, repeats add, a drop-in wins', () => {
  const found = parse(
    '[Unit]\nDescription=%n of %%\n[Service]\nExecStart=/bin/a\nEnvironment=A=1 B=2\nEnvironment=A=3\nWorkingDirectory=%h/w d\n',
    '[Service]\nExecStart=\nExecStart=-/bin/b --port 1\nEnvironment=C=4\n',
    '[Service]\nEnvironment=\nEnvironment="D=5 6"\n',
  );
  expect(found.definition).toMatchObject({
    description: 'x.service of %',
    command: ['/bin/b', '--port', '1'],
    environment: { D: '5 6' },
    workingDirectory: '/home/me/w d',
  });
  expect(Object.keys(found.definition?.environment ?? {})).toEqual(['D']);
  expect(found.odd.map(textOf)).toContain('The program is run with the prefix "-".');
});

test('edits are named without values of the environment', () => {
  const { odd, definition } = parse(
    'stray\n[Unit]\nAfter=network.target\n[Service]\nType=simple\nExecStart=/bin/a $X\nRestart=no\nEnvironment=TOKEN=hush oops\nEnvironmentFile=/e\nWorkingDirectory=-%E/x\n',
  );
  const text = odd.join('\n');
  expect(text).toContain('[Service] Restart is "no" instead of "always".');
  expect(text).toContain('[Unit] After is "network.target" instead of "network-online.target".');
  expect(text).toContain("[Service] Type is not part of a gateway's unit.");
  expect(text).toContain('[Service] KillMode is missing (it should be "mixed").');
  expect(text).toContain('/unit-0 holds a line that systemd ignores');
  expect(text).toContain('must exist, or the service cannot start');
  expect(text).toContain('the specifier %E');
  expect(text).toContain('words from variables');
  expect(text).toContain('not NAME=value');
  expect(text).not.toContain('hush');
  expect(definition?.environment.TOKEN).toBe('hush');
});

test.each([
  ['[Service]\nRestart=always\n', /no ExecStart/],
  ["[Service]\nExecStart=/bin/a o'brien\n", /quote/],
  ['[Service]\nExecStart=-\n', /no program/],
  ['', /no ExecStart/],
  ['\0\x01[Service\nExecStart', /no ExecStart/],
])('%j cannot be run, and why is said', (text, problem) => {
  const found = parse(text);
  expect(found.definition).toBeNull();
  expect(found.problem).toBeInstanceOf(Said);
  expect(`${found.problem}`).toMatch(problem);
});
