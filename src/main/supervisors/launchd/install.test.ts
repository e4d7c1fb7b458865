import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../system/clock.ts';
import { createScriptedRunner, type ScriptedStep } from '../../system/scripted-runner.ts';
import type { SupervisorAdapter } from '../supervisor.ts';
import { createLaunchdAdapter } from './adapter.ts';
import { buildPlist } from './render.ts';
import { hostAt, recorded } from './test-bench.ts';

const label = 'ai.openclaw.gateway';
const target = `gui/501/${label}`;
const print = ['launchctl', 'print', target];
const notLoaded = { exitCode: 113, stderr: recorded('macos13plus-print-not-found.stderr') };
const overrides = (...rows: string[]) => ({ stdout: `\tdisabled services = {\n${rows.join('')}\t}\n` });
const switchedOff = overrides(`\t\t"${label}" => disabled\n`);
const loadedAs = (state: string, ...args: string[]) => ({
  stdout: `${target} = {\n\tstate = ${state}\n\tpid = 42\n\n\targuments = {\n${args.map((arg) => `\t\t${arg}\n`).join('')}\t}\n}\n`,
});
const step = (argv: readonly string[], result: ScriptedStep['result'] = {}): ScriptedStep => ({ argv, result });
const printDisabled = (result = overrides()) => step(['launchctl', 'print-disabled', 'gui/501'], result);
const enable = step(['launchctl', 'enable', target]);
const noSystemJob = step(['launchctl', 'print', `system/${label}`], {
  exitCode: 113,
  stderr: recorded('macos-print-not-found-system.stderr'),
});

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launchd-install-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const plist = () => join(root, 'Library', 'LaunchAgents', `${label}.plist`);
const identity = () => ({ profile: 'default', serviceName: label, stateDir: join(root, '.openclaw') });
const definition = () => ({
  profile: 'default',
  serviceName: label,
  description: 'OpenClaw Gateway',
  command: ['/opt/node', '/opt/index.js', 'gateway', '--port', '18789'],
  workingDirectory: identity().stateDir,
  environment: { HOME: root, TMPDIR: join(root, '.openclaw', 'tmp') },
  environmentFiles: [],
});

/** Time passes only by sleeping. */
function setUp(steps: readonly ScriptedStep[]) {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
  const runner = createScriptedRunner(steps);
  const adapter = createLaunchdAdapter({
    host: hostAt(root),
    runner,
    clock,
    places: { systemFolders: [join(root, 'system')], overrideFolder: join(root, 'overrides') },
    ...(process.getuid === undefined ? {} : { fileOwner: process.getuid() }),
  });
  return { adapter, runner, elapsed: () => now };
}
const errorOf = (act: Promise<unknown>) =>
  act.then(
    () => expect.fail('it should have failed'),
    (cause: unknown) => cause,
  );

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

describe('start, with what launchd answers on the way', () => {
  const bootstrap = (result: ScriptedStep['result'] = {}) =>
    step(['launchctl', 'bootstrap', 'gui/501', plist()], result);
  const kickstart = step(['launchctl', 'kickstart', target]);
  const five = { exitCode: 5, stderr: recorded('macos12plus-bootstrap-5-nonroot.stderr') };
  const lint = (result: ScriptedStep['result'] = {}) => step(['plutil', '-lint', plist()], result);
  const write = () => {
    mkdirSync(dirname(plist()), { recursive: true });
    writeFileSync(plist(), buildPlist({ Label: label, ProgramArguments: ['/bin/x'] }));
  };
  const started = async (...steps: ScriptedStep[]) => {
    write();
    const bench = setUp([enable, ...steps]);
    await bench.adapter.start(identity());
    bench.runner.finish();
    return bench;
  };
  const refused = async (...steps: ScriptedStep[]) => {
    write();
    const bench = setUp([enable, ...steps]);
    const error = await errorOf(bench.adapter.start(identity()));
    bench.runner.finish();
    return error;
  };

  test('loaded: a demand is enough', () => started(step(print, loadedAs('running', '/bin/x')), kickstart));
  test('still being torn down: 5 is waited out', async () => {
    const { elapsed } = await started(
      step(print, notLoaded),
      bootstrap(five),
      step(print, loadedAs('SIGTERMed')),
      lint(),
      printDisabled(),
      bootstrap(five),
      step(print, notLoaded),
      printDisabled(),
      bootstrap(),
      kickstart,
    );
    expect(elapsed()).toBe(1000);
  });
  test('draining when asked: waited for, then loaded', () =>
    started(
      step(print, loadedAs('SIGTERMed')),
      step(print, loadedAs('SIGKILLed')),
      step(print, notLoaded),
      bootstrap(),
      kickstart,
    ));
  test('37 is fine when print shows the job', () =>
    started(
      step(print, notLoaded),
      bootstrap({ exitCode: 37, stderr: recorded('macos-bootstrap-37.stderr') }),
      step(print, loadedAs('running')),
      kickstart,
    ));
  test('switched off between: switched on again', () =>
    started(
      step(print, notLoaded),
      bootstrap(five),
      step(print, notLoaded),
      lint(),
      printDisabled(switchedOff),
      enable,
      bootstrap(),
      kickstart,
    ));
  test('a failure that is only printed is one', async () => {
    const error = await refused(
      step(print, notLoaded),
      bootstrap({ exitCode: 0, stderr: recorded('macos-bootstrap-125.stderr') }),
    );
    expect(error).toMatchObject({ code: 'user-bus-missing' });
  });
  test('a file that is no property list is said at once', async () => {
    const said = { exitCode: 1, stdout: `${plist()}: Encountered unknown tag wrong on line 3\n` };
    const error = await refused(step(print, notLoaded), bootstrap(five), step(print, notLoaded), lint(said));
    expect(error).toMatchObject({ code: 'start-failed', details: [expect.stringContaining('unknown tag')] });
  });
  test('5 for ever ends after 30 s with a hint', async () => {
    write();
    const steps = Array.from({ length: 70 }, () => [bootstrap(five), step(print, notLoaded), printDisabled()]).flat();
    const { adapter, elapsed } = setUp([enable, step(print, notLoaded), ...steps.toSpliced(2, 0, lint())]);
    expect(await errorOf(adapter.start(identity()))).toMatchObject({ code: 'start-failed', hint: expect.any(String) });
    expect(elapsed()).toBeGreaterThan(29_000);
    expect(elapsed()).toBeLessThan(32_000);
  });
  test('nobody at the desktop', async () => {
    const error = await refused(step(print, { exitCode: 112, stderr: recorded('macos26-print-no-domain.stderr') }));
    expect(error).toMatchObject({ code: 'user-bus-missing' });
  });
});

describe('stop, restart, uninstall', () => {
  test.each([
    ['not loaded', 3, 'macos-bootout-3.stderr'],
    ['under way', 36, 'macos10.15-bootout-36.stderr'],
  ])('a bootout that is %s is no error', async (_what, exitCode, name) => {
    const { adapter } = setUp([step(['launchctl', 'bootout', target], { exitCode, stderr: recorded(name) })]);
    await adapter.stop(identity());
  });
  test('a bootout that is refused while the job runs is one', async () => {
    const { adapter } = setUp([
      step(['launchctl', 'bootout', target], { exitCode: 1, stderr: recorded('macos-bootout-1-system.stderr') }),
      step(print, loadedAs('running')),
    ]);
    expect(await errorOf(adapter.stop(identity()))).toMatchObject({ code: 'command-failed' });
  });
  test('restart of an edited definition loads it anew, because launchd keeps the old one', async () => {
    mkdirSync(dirname(plist()), { recursive: true });
    writeFileSync(plist(), buildPlist({ Label: label, ProgramArguments: ['/bin/new'] }));
    const { adapter, runner } = setUp([
      enable,
      step(print, loadedAs('running', '/bin/old')),
      step(['launchctl', 'bootout', target]),
      step(print, loadedAs('SIGTERMed', '/bin/old')),
      step(print, notLoaded),
      step(['launchctl', 'bootstrap', 'gui/501', plist()]),
      step(['launchctl', 'kickstart', target]),
    ]);
    await adapter.restart(identity());
    runner.finish();
  });
  test('uninstall waits for the process, removes the files, keeps the log and switches the label on', async () => {
    const { adapter, runner } = setUp([
      step(print, loadedAs('running')),
      step(['launchctl', 'bootout', target]),
      step(print, loadedAs('SIGTERMed')),
      { ...step(print, notLoaded), effect: () => expect(existsSync(plist())).toBe(true) },
      printDisabled(switchedOff),
      enable,
    ]);
    for (const { path, content } of adapter.render(definition())) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    const log = join(root, 'Library', 'Logs', 'openclaw', 'gateway.log');
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, 'line\n');
    const plan = await adapter.planUninstall(identity());
    expect(plan.files.map(({ change }) => change)).toEqual(['delete', 'delete', 'delete']);
    expect(plan.warnings.join()).toContain('Trash');
    await adapter.uninstall(identity());
    runner.finish();
    for (const { path } of adapter.render(definition())) expect(existsSync(path)).toBe(false);
    expect(existsSync(join(identity().stateDir, 'service-env'))).toBe(false);
    expect(existsSync(log)).toBe(true);
  });
  test('uninstall without any session only removes files; with an answer that is not understood nothing', async () => {
    const nobody = { exitCode: 112, stderr: recorded('macos26-print-no-domain.stderr') };
    const { adapter } = setUp([step(print, nobody), printDisabled()]);
    await adapter.uninstall(identity());
    const unclear = setUp([step(print, { exitCode: 9, stderr: 'what?\n' })]);
    expect(await errorOf(unclear.adapter.uninstall(identity()))).toMatchObject({ code: 'state-unknown' });
  });
});

describe('inspect', () => {
  test('one print for each and one print-disabled for all', async () => {
    const any = (verb: string, result: ScriptedStep['result']) => ({
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
