import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScriptedStep } from '../../system/scripted-runner.ts';
import type { SupervisorAdapter } from '../supervisor.ts';
import { buildPlist } from './render.ts';
import {
  definition,
  enable,
  errorOf,
  identity,
  label,
  loadedAs,
  noSystemJob,
  notLoaded,
  overrides,
  plist,
  print,
  printDisabled,
  root,
  setUp,
  step,
  switchedOff,
  target,
} from './script-bench.ts';
import { recorded } from './test-bench.ts';

describe('install', () => {
  const happy = (): ScriptedStep[] => [
    step(print, notLoaded),
    noSystemJob,
    printDisabled(),
    { ...enable, effect: () => expect(existsSync(plist())).toBe(true) },
    printDisabled(overrides(`\t\t"${label}" => enabled\n`)),
  ];

  test('writes private files and switches the label on; loading is left to the start', async () => {
    const { adapter, runner } = setUp(happy());
    await adapter.install(definition(), identity());
    runner.finish();
    for (const { path, mode, content } of adapter.render(definition())) {
      expect(readFileSync(path, 'utf8')).toBe(content);
      expect(statSync(path).mode & 0o777).toBe(mode);
    }
    expect(statSync(join(identity().stateDir, 'service-env')).mode & 0o777).toBe(0o700);
    expect(statSync(definition().environment.TMPDIR).mode & 0o777).toBe(0o700);
    expect(existsSync(join(root, 'Library', 'Logs', 'openclaw'))).toBe(true);
  });

  test('when the label cannot be enabled, everything is as it was', async () => {
    mkdirSync(dirname(plist()), { recursive: true });
    writeFileSync(plist(), 'old', { mode: 0o640 });
    const { adapter, runner } = setUp([
      step(print, notLoaded),
      noSystemJob,
      printDisabled(switchedOff),
      step(['launchctl', 'enable', target], { exitCode: 1, stderr: 'Not allowed\n' }),
      step(['launchctl', 'disable', target]),
    ]);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code: 'command-failed' });
    runner.finish();
    expect(readFileSync(plist(), 'utf8')).toBe('old');
    expect(statSync(plist()).mode & 0o777).toBe(0o640);
    expect(existsSync(`${plist()}.bak`)).toBe(false);
    expect(existsSync(join(identity().stateDir, 'service-env'))).toBe(false);
  });

  test('a running job with another definition is unloaded; one with the same is left alone', async () => {
    const first = setUp([
      step(print, loadedAs('running', '/bin/other')),
      ...happy().slice(1),
      step(['launchctl', 'bootout', target]),
    ]);
    await first.adapter.install(definition(), identity());
    first.runner.finish();
    const words = readArguments(first.adapter);
    const second = setUp([step(print, loadedAs('running', ...words)), ...happy().slice(1)]);
    await second.adapter.install(definition(), identity());
    second.runner.finish();
  });

  test.each([
    ['loaded', { exitCode: 0, stdout: `system/${label} = {\n\tstate = running\n}\n` }, 'definition-conflict'],
    ['not known', { exitCode: 1, stderr: 'Something\n' }, 'state-unknown'],
  ])('a job for the whole Mac: %s', async (_what, result, code) => {
    const { adapter } = setUp([step(print, notLoaded), { ...noSystemJob, result }]);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code });
    expect(existsSync(plist())).toBe(false);
  });
  test('a plist for the whole Mac that is not loaded', async () => {
    mkdirSync(join(root, 'system'));
    writeFileSync(join(root, 'system', `${label}.plist`), '');
    const { adapter } = setUp([step(print, notLoaded), noSystemJob]);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code: 'definition-conflict' });
  });

  test.each([
    ['a link', () => symlinkSync('/elsewhere', plist()), 'definition-conflict'],
    ['a folder others can write to', () => chmodSync(dirname(plist()), 0o777), 'definition-write-failed'],
    ['a folder in its place', () => mkdirSync(plist()), 'definition-conflict'],
  ])('%s is refused and nothing is written', async (_what, prepare, code) => {
    mkdirSync(dirname(plist()), { recursive: true });
    prepare();
    const { adapter, runner } = setUp([step(print, notLoaded), noSystemJob]);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code, hint: expect.any(String) });
    runner.finish();
    expect(existsSync(join(identity().stateDir, 'service-env'))).toBe(false);
  });

  test('the plan shows what is there now without its secrets, and what gets lost', async () => {
    mkdirSync(dirname(plist()), { recursive: true });
    const old = {
      Label: label,
      ProgramArguments: ['/x'],
      Nice: 5,
      EnvironmentVariables: { OPENCLAW_GATEWAY_TOKEN: 'hush' },
    };
    writeFileSync(plist(), buildPlist(old));
    const { adapter } = setUp([]);
    const plan = await adapter.planInstall(definition(), identity());
    expect(JSON.stringify(plan)).not.toContain('hush');
    expect(plan.files.find(({ path }) => path === plist())).toMatchObject({
      change: 'update',
      before: expect.stringContaining('Nice'),
    });
    expect(plan.files.find(({ path }) => path === `${plist()}.bak`)).toMatchObject({ change: 'create', mode: '0600' });
    expect(plan.warnings.join()).toContain('Nice');
    expect(plan.commands).toContainEqual(['launchctl', 'bootout', target]);
  });
});

describe('inspect', () => {
  test('one print for each and one print-disabled for all', async () => {
    const any = (verb: string, result: NonNullable<ScriptedStep['result']>) => ({
      argv: (argv: readonly string[]) => argv[1] === verb,
      result,
    });
    const { adapter, runner } = setUp([
      any('print-disabled', switchedOff),
      any('print', loadedAs('running', '/x')),
      any('print', notLoaded),
    ]);
    mkdirSync(dirname(plist()), { recursive: true });
    writeFileSync(plist(), buildPlist({ Label: label, ProgramArguments: ['/bin/x'], RunAtLoad: true }));
    const other = { ...identity(), profile: 'work', serviceName: 'ai.openclaw.work' };
    const found = await adapter.inspect([identity(), other]);
    runner.finish();
    expect(found).toMatchObject([
      { enabled: false, definition: { status: 'present', needsReload: true }, process: { state: 'running', pid: 42 } },
      { enabled: false, definition: { status: 'absent' }, process: { state: 'stopped', everStarted: null } },
    ]);
  });
  test('what cannot be found out is unknown in each part', async () => {
    mkdirSync(dirname(plist()), { recursive: true });
    writeFileSync(plist(), 'not a plist');
    const { adapter } = setUp([
      printDisabled({ stdout: 'something else' }),
      step(print, { exitCode: 112, stderr: recorded('macos26-print-no-domain.stderr') }),
    ]);
    expect(await adapter.inspect([identity()])).toMatchObject([
      {
        enabled: null,
        definition: { status: 'present', parsed: null, problem: expect.any(String) },
        process: { state: 'unknown', reason: expect.stringContaining('login session') },
      },
    ]);
  });
});

function readArguments(adapter: SupervisorAdapter): readonly string[] {
  const text = adapter.render(definition())[0]?.content ?? '';
  const list = /<array>([\s\S]*)<\/array>/.exec(text)?.[1] ?? '';
  return [...list.matchAll(/<string>(.*)<\/string>/g)].map((match) => match[1] ?? '');
}
