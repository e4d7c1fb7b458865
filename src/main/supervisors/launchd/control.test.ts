import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScriptedStep } from '../../system/scripted-runner.ts';
import { buildPlist } from './render.ts';
import {
  definition,
  enable,
  errorOf,
  identity,
  label,
  loadedAs,
  notLoaded,
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
