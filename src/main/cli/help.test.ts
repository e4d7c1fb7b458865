import { type Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import type { HelpWords } from '../../shared/text/help-words.ts';
import { help as ja } from '../../shared/text/ja/help.ts';
import { englishIn } from '../../shared/text/testing.ts';
import { help as zh } from '../../shared/text/zh/help.ts';
import { buildProgram } from './program.ts';
import { usageIn } from './usage-words.ts';

/** The program, and what it wrote. */
function program(help: HelpWords | null = null): { command: Command; written: () => string } {
  const written: string[] = [];
  const output = { out: (text: string) => void written.push(text), err: () => undefined };
  return {
    command: buildProgram({ version: '0.0.0', output } as never, () => undefined, help),
    written: () => written.join(''),
  };
}

function visible(command: Command): Command[] {
  return [command, ...command.createHelp().visibleCommands(command).flatMap(visible)].filter(
    (each) => each.name() !== 'help',
  );
}

function helpOf(path: readonly string[], help: HelpWords | null): string {
  const { command, written } = program(help);
  expect(() => command.parse([...path, '--help'], { from: 'user' })).toThrow(CommanderError);
  return written();
}

const PATHS = visible(program().command).map((command) => {
  const names: string[] = [];
  for (let at: Command | null = command; at?.parent != null; at = at.parent) names.unshift(at.name());
  return names;
});

test('there are pages to look at', () => {
  expect(PATHS.length).toBeGreaterThan(20);
  expect(PATHS).toContainEqual(['gateway', 'install']);
});

describe.each([
  ['ja', ja],
  ['zh', zh],
] as const)('%s', (_tag, words) => {
  test.each(PATHS.map((path) => [path.join(' '), path] as const))('the help of "%s" is told', (_name, path) => {
    // Syntax and commands stay as they are.
    const said = helpOf(path, words).replaceAll(/^.*openclaw-tray .*?(?: {2,}|$)|pass show gateway \| /gm, '');
    expect(englishIn(said)).toEqual([]);
    expect(said).not.toMatch(/Usage:|Options:|Commands:|Arguments:|Examples:|\((?:choices|default):/);
  });
  test('no words are kept for what the help does not say', () => {
    const english = PATHS.map((path) => helpOf(path, null))
      .join('\n')
      .replaceAll(/\s+/g, ' ');
    expect(Object.keys(words.lines).filter((line) => !english.includes(line))).toEqual([]);
  });
  test.each([
    ['gateway', 'statsu'],
    ['gateway', 'status', '--jsno'],
    ['gateway', 'status', '--timeout'],
    ['gateway', 'status', '--timeout', 'soon'],
    ['gateway', 'status', 'more'],
    ['gateway', 'status', '--system', '--user'],
    ['gateway', 'install', '--runtime', 'deno'],
    ['gateway', 'status', '--heartbeat', 'x'],
    ['alerts', 'remove'],
    ['alerts', 'add', '--per-minute', '0'],
    ['wait'],
    ['logs', '--since', 'x'],
    ['history', '--since', 'x'],
    ['doctor', '--choice', 'x'],
    ['--lang', 'fr'],
  ])('what is wrong with "%s %s %s %s" is told', (...line) => {
    const { command } = program();
    const refused = (() => {
      try {
        command.parse(
          [...line].filter((word) => word !== undefined),
          { from: 'user' },
        );
      } catch (cause) {
        if (cause instanceof CommanderError) return cause;
        throw cause;
      }
      throw new Error('It should have been refused.');
    })();
    const english = refused.message.replace(/^error: /, '');
    const told = usageIn(words, english);
    for (const part of told.split('\n')) expect(english).not.toContain(part);
    expect(told).not.toMatch(/\{\d\}/);
    expect(englishIn(told)).toEqual([]);
  });
});
