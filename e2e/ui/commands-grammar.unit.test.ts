/**
 * "Show me the command" tells the truth: every command line that the window shows is taken by the shim's real grammar, and reaches the verb
 * that is meant. The verbs themselves are replaced, so nothing is done.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Command as Commander } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/main/cli/program.ts';
import { appSettings, pendingCommands } from '../../src/renderer/state/commands/app-settings.ts';
import type { Command } from '../../src/renderer/state/commands/command.ts';
import { cureCommands, extraCommand } from '../../src/renderer/state/commands/finding-commands.ts';
import { type LogSight, logCommands } from '../../src/renderer/state/commands/log-commands.ts';
import { bootCommand, ownSettings, systemCommand } from '../../src/renderer/state/commands/own-settings.ts';
import {
  type CommandScope,
  profileCommands,
  smallCommand,
} from '../../src/renderer/state/commands/profile-commands.ts';
import { windowCommands } from '../../src/renderer/state/commands/window-commands.ts';
import { shimCommand } from '../../src/renderer/state/shim.ts';
import type { InstallOptions } from '../../src/shared/operation.ts';
import { DEFAULT_SETTINGS, type SettingsView } from '../../src/shared/settings.ts';
import { SUPERVISOR_KINDS } from '../../src/shared/supervisor-kind.ts';
import { en } from '../../src/shared/text/en.ts';
import { heldPort } from './fixture-diagnose.ts';
import { oldService, systemService, withExtras } from './fixture-extra.ts';
import * as fixtures from './fixtures.ts';

const SMALL = ['look', 'compare', 'issue', 'reveal', 'commands', 'stop-waiting', 'dismiss'] as const;
const NOW = Date.parse('2026-11-22T14:06:12.000Z');

/** Replaces what every verb does by a note of which one it was. */
function stub(command: Commander, path: readonly string[], reached: string[]): void {
  for (const child of command.commands) {
    const own = [...path, child.name()];
    if (child.commands.length === 0) child.action(() => void reached.push(own.join(' ')));
    else stub(child, own, reached);
  }
}

/** The verb that a command line reaches in the shim; throws what the shim would print when it does not fit. */
async function verbOf(argv: readonly string[]): Promise<string> {
  const output = { out: () => undefined, err: () => undefined };
  const program = buildProgram({ version: '0.0.0', output } as never, () => undefined);
  const reached: string[] = [];
  stub(program, [], reached);
  expect(argv[0]).toBe('openclaw-tray');
  await program.parseAsync(argv.slice(1), { from: 'user' });
  expect(reached).toHaveLength(1);
  return reached[0] ?? '';
}

const reports = [
  fixtures.healthy(NOW),
  fixtures.healthy(NOW, 'work', 41_984),
  fixtures.stopped(NOW),
  fixtures.crashLoop(NOW),
  fixtures.notInstalled(NOW),
  fixtures.tokenRefused(NOW),
  heldPort(NOW),
  withExtras(NOW),
];
const settings: SettingsView = {
  settings: DEFAULT_SETTINGS,
  path: '/home/ana/.config/openclaw-tray/settings.json',
  problem: null,
  keptAside: null,
  loginItem: { state: 'off', note: null, detail: null },
};
const platforms = ['linux', 'darwin', 'win32'] as const;
/** What was typed into the search is said to the shim as it is, also what looks like an option. */
const sights: readonly (LogSight | null)[] = [
  null,
  { following: true, level: 'warn', source: 'gateway', query: '--level "x" it\'s', noFolder: null, failed: true },
  { following: false, level: 'error', source: 'journal', query: '', noFolder: null, failed: true },
];
/** Windows installs again for auto-start, and the built-in supervisor has none. */
const withTask = {
  ...fixtures.stopped(NOW),
  supervisor: 'task-scheduler' as const,
  enabled: false,
  profile: 'task',
};
const commands = new Map<string, Command>();
for (const report of [...reports, withTask]) {
  const scope: CommandScope = { words: en, name: report.profile, busy: false, checking: false, current: true };
  const entry = { profile: report.profile, report, problem: null, busy: null };
  const extras = [oldService, systemService];
  for (const command of [
    ...profileCommands(entry, scope),
    ...cureCommands(report, scope),
    ...extras.map((extra) => extraCommand(extra, report.profile, extras, scope)),
    ...SMALL.map((kind) => smallCommand(kind, entry, scope)),
    ...sights.flatMap((sight) => logCommands(entry, scope, sight)),
    ...platforms.flatMap((platform) => ownSettings(entry, scope, { view: settings, platform })),
    bootCommand(entry, scope),
    systemCommand(entry, scope),
    ...pendingCommands(
      [{ profile: report.profile, options: { force: true, port: 20_001, runtime: 'bun' }, problem: null }],
      (name) => name,
      en,
    ),
    ...windowCommands(en),
    ...appSettings(settings, en),
  ])
    commands.set(`${command.id}: ${command.argv?.join(' ')}`, command);
}
const shown = [...commands].filter(([, { argv }]) => argv?.[0] === 'openclaw-tray');

test('the tests below see all of the verbs', () => {
  expect(shown.length).toBeGreaterThan(120);
});

describe('every command line of a button and of the palette', () => {
  test.each(shown)('%s', async (_id, { argv, effect }) => {
    const verb = await verbOf(argv ?? []);
    if (effect.do === 'run') expect(verb).toBe(`gateway ${effect.action}`);
    if (effect.do === 'plan') expect(verb).toBe(`gateway ${effect.action}`);
    if (effect.do === 'cure' || effect.do === 'remove-extra') expect(verb).toBe('doctor');
    if (effect.do === 'support' || effect.do === 'issue') expect(verb).toBe('support-bundle');
    if (effect.do === 'auto-start') expect(verb).toBe(effect.on ? 'gateway enable' : 'gateway disable');
    if (effect.do === 'look') expect(verb).toBe('doctor');
    if (effect.do === 'log' || effect.do === 'level') expect(verb).toBe('logs');
    if (effect.do === 'compare' || effect.do === 'port' || effect.do === 'wish') expect(verb).toBe('gateway install');
  });
});

describe('every option that the plan sheets and the settings may ask for', () => {
  const options: readonly InstallOptions[] = [
    {},
    { force: true },
    { port: 18_909, force: true },
    { runtime: 'bun', port: 20_001 },
    { linger: true, force: true },
    ...SUPERVISOR_KINDS.map((supervisor) => ({ supervisor })),
  ];
  test.each(options)('%j', async (each) => {
    expect(await verbOf(shimCommand('work', 'install', each))).toBe('gateway install');
  });
});

describe('every command line that a rule names, as it stands in its source', () => {
  const folder = new URL('../../src/main/health/rules/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const named = sources.flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return [...text.matchAll(/shimCommand\(facts, ([^()]*(?:\([^()]*\))?[^()]*)\)/g)].map(([, words = '']) => {
      const parts = words.split(',').map((part) => part.trim());
      // What is no literal is a port or the id of a rule.
      return [name, ...parts.map((part) => /^'(.*)'$/.exec(part)?.[1] ?? (part === 'id' ? 'linger-off' : '18909'))];
    });
  });
  test.each(named.map(([name = '', ...words]) => [name, words] as const))('%s: %j', async (_name, words) => {
    const line = words.map((word) => (word === 'N' ? '18909' : word));
    expect(await verbOf(['openclaw-tray', '--profile', 'work', ...line])).toMatch(
      /^(gateway \w+|doctor|logs|profiles)$/,
    );
  });
  test('there are some', () => expect(named.length).toBeGreaterThan(10));
});

test('a command line that does not fit is noticed', async () => {
  await expect(verbOf(['openclaw-tray', 'gateway', 'start', '--force'])).rejects.toThrow();
  await expect(verbOf(['openclaw-tray', 'gateway', 'begin'])).rejects.toThrow();
});
