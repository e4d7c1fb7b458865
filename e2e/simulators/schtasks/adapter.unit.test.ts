/** The adapter over the simulated tools: what the common contract does not ask. */
import { existsSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceIdentity } from '../../../src/main/supervisors/supervisor.ts';
import type { ExpectedError } from '../../../src/shared/outcome.ts';
import type { SimTask } from './state.ts';
import { createWindowsHost, type WindowsHost } from './windows-host.ts';

describe('the task scheduler adapter', { timeout: 60_000 }, () => {
  let windows: WindowsHost;
  beforeEach(async () => {
    windows = await createWindowsHost('ja');
  });
  afterEach(() => windows.dispose());

  const look = async (identity: ServiceIdentity) => (await windows.adapter.inspect([identity]))[0];
  const running = async (identity: ServiceIdentity) => {
    await expect
      .poll(async () => (await look(identity))?.process.state, { timeout: 15_000, interval: 50 })
      .toBe('running');
    return look(identity);
  };
  const taskOf = ({ serviceName }: ServiceIdentity): SimTask => {
    const task = windows.state().tasks[serviceName.toLowerCase()];
    if (task === undefined) throw new Error('no task');
    return task;
  };
  const putTask = (task: SimTask) =>
    windows.change({ tasks: { ...windows.state().tasks, [task.name.toLowerCase()]: task } });
  const failing = (act: Promise<unknown>) =>
    act.then(
      () => expect.fail('it should have failed'),
      (cause: unknown) => cause as ExpectedError,
    );

  it('tells the gateway from its supervisor and its script hosts, and leaves none of them after a stop', async () => {
    const { definition, identity } = await windows.service('work', 'ignores-stop');
    await windows.adapter.install(definition, identity);
    await windows.adapter.start(identity);
    const found = await running(identity);
    const pid = found?.process.state === 'running' ? found.process.pid : 0;
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('--task-supervisor-child=70000');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toContain('OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER=wscript');
    await expect.poll(() => windows.leftovers().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);

    await windows.adapter.stop(identity);
    expect(windows.leftovers()).toEqual([]);
    expect((await look(identity))?.process).toMatchObject({
      state: 'stopped',
      everStarted: true,
      lastExit: { code: null },
    });
  });

  it('asks politely before it kills, where the gateway can be asked', async () => {
    windows.change({ politeKill: true });
    const service = await windows.service('work', 'steady');
    await windows.adapter.install(service.definition, service.identity);
    await windows.adapter.start(service.identity);
    await running(service.identity);
    await windows.ready(service);
    await windows.adapter.stop(service.identity);
    expect(windows.leftovers()).toEqual([]);
    const kills = windows.state().calls.filter(([tool]) => tool === 'taskkill');
    expect(kills.length).toBeGreaterThan(0);
    expect(kills[0]).not.toContain('/F');
  });

  it('asks about all services with one PowerShell', async () => {
    const one = await windows.service('one', 'steady');
    const two = await windows.service('two', 'steady');
    await windows.adapter.inspect([one.identity, two.identity]);
    expect(windows.state().calls).toEqual([['powershell']]);
  });

  it.each(['access-denied', 'stub-bad-data', 'no-mapping'] as const)(
    'puts everything back when creating fails (%s)',
    async (text) => {
      const { definition, identity } = await windows.service('work', 'steady');
      windows.change({ faults: [{ verb: '/Create', text }] });
      const fresh = await failing(windows.adapter.install(definition, identity));
      expect(fresh.code).toBe('command-failed'); // Exit code 1 and localised text: nothing more is known.
      expect(fresh.hint).toMatch(/administrator terminal/);
      expect(readdirSync(identity.stateDir)).toEqual([]);

      windows.change({ faults: [] });
      await windows.adapter.install(definition, identity);
      const before = snapshot(identity.stateDir);
      windows.change({ faults: [{ verb: '/Create', text }] });
      const changed = { ...definition, environment: { ...definition.environment, EXTRA: 'x' } };
      await failing(windows.adapter.install(changed, identity));
      expect(snapshot(identity.stateDir)).toEqual(before);
    },
  );

  it('sees that the registered task was changed, and puts it back', async () => {
    const { definition, identity } = await windows.service('work', 'steady');
    await windows.adapter.install(definition, identity);
    const task = taskOf(identity);
    const xml = task.xml
      .replace('<StopIfGoingOnBatteries>false', '<StopIfGoingOnBatteries>true')
      .replace('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>', '');
    putTask({ ...task, xml });
    const plan = await windows.adapter.planInstall(definition, identity);
    expect(plan.files.map(({ change }) => change)).toEqual([
      'unchanged',
      'unchanged',
      'update',
      'unchanged',
      'unchanged',
    ]);
    expect(plan.warnings.join()).toContain('StopIfGoingOnBatteries, ExecutionTimeLimit');
    await windows.adapter.install(definition, identity);
    expect((await windows.adapter.planInstall(definition, identity)).warnings).toEqual([]);
  });

  it('says of a task whose files are gone what is missing', async () => {
    const { definition, identity } = await windows.service('work', 'steady');
    await windows.adapter.install(definition, identity);
    unlinkSync(join(identity.stateDir, 'gateway.cmd'));
    const found = await look(identity);
    expect(found?.definition).toMatchObject({
      status: 'present',
      parsed: null,
      problem: expect.stringMatching(/missing/),
    });
  });

  it('removes an entry of the Startup folder once the task is there', async () => {
    const { definition, identity } = await windows.service('work', 'steady');
    const entry = join(
      windows.host.accountHome,
      'AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup',
      'OpenClaw Gateway (work).vbs',
    );
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(entry, 'x');
    expect((await look(identity))?.words['Startup folder']).toBe(entry);
    const plan = await windows.adapter.planInstall(definition, identity);
    expect(plan.files.at(-1)).toMatchObject({ path: entry, change: 'delete' });
    await windows.adapter.install(definition, identity);
    expect(existsSync(entry)).toBe(false);
  });

  it('does not start a task that is disabled, and says that it does not start by itself', async () => {
    const { definition, identity } = await windows.service('work', 'steady');
    await windows.adapter.install(definition, identity);
    const task = taskOf(identity);
    putTask({ ...task, enabled: false });
    expect(await look(identity)).toMatchObject({ enabled: false, process: { state: 'stopped' } });
    expect((await failing(windows.adapter.start(identity))).code).toBe('start-failed');
  });

  it('changes nothing when it cannot look', async () => {
    const { definition, identity } = await windows.service('work', 'steady');
    await windows.adapter.install(definition, identity);
    await windows.adapter.start(identity);
    await running(identity);
    windows.change({ blind: true });
    expect((await failing(windows.adapter.stop(identity))).code).toBe('state-unknown');
    expect((await failing(windows.adapter.uninstall(identity))).code).toBe('state-unknown');
    expect((await windows.adapter.detect()).available).toBe(false);
    windows.change({ blind: false });
    expect((await look(identity))?.process.state).toBe('running');
  });
});

describe('a task that runs while nobody is logged on', { timeout: 60_000 }, () => {
  let windows: WindowsHost;
  afterEach(() => windows.dispose());
  const install = async (name = 'work') => {
    const { definition, identity } = await windows.service(name, 'steady');
    const failure = await windows.adapter.install(definition, identity, { loggedOff: true }).then(
      () => null,
      (cause: unknown) => cause as ExpectedError,
    );
    return { definition, identity, failure };
  };

  it('is not made where nobody can be asked for the password; the commands are said, nothing is touched', async () => {
    windows = await createWindowsHost('de');
    const { identity, failure } = await install();
    expect(failure?.code).toBe('needs-elevation');
    expect(failure?.hint).toContain('--profile work gateway install --logged-off');
    expect(failure?.details?.at(-1)).toMatch(/\/Create \/F \/TN 'OpenClaw Gateway \(work\)' .* \/RP '\*'/);
    expect(readdirSync(identity.stateDir)).toEqual([]);
    expect(windows.state().calls).toEqual([]);
  });

  it('is made with the password that schtasks asked for, which is nowhere to be found afterwards', async () => {
    windows = await createWindowsHost('ja', 'correct horse');
    windows.change({ elevated: true });
    const { definition, identity, failure } = await install();
    expect(failure).toBeNull();
    expect(await windows.adapter.survival(identity, true)).toEqual({ logout: true, reboot: true, reason: null });
    expect(JSON.stringify(windows.state())).not.toContain('correct horse');
    expect(JSON.stringify(snapshot(identity.stateDir))).not.toContain(Buffer.from('horse').toString('base64'));
    const plan = await windows.adapter.planInstall(definition, identity, { loggedOff: true });
    expect(plan).toMatchObject({ privileges: 'administrator' });
    expect(plan.files.every(({ change }) => change === 'unchanged')).toBe(true);
    expect(plan.warnings.join(' ')).toMatch(/password.*batch job.*PIN.*desktop/s);
    await windows.adapter.uninstall(identity);
    expect(windows.state().tasks).toEqual({});
  });

  it('is put back when it is refused', async () => {
    windows = await createWindowsHost('zh', '');
    windows.change({ elevated: true });
    const wrong = await install();
    expect(wrong.failure?.message).toContain('could not be created');
    expect(readdirSync(wrong.identity.stateDir)).toEqual([]);
    windows.change({ elevated: false });
    const plain = await install('other');
    expect(plain.failure?.hint).toMatch(/administrator terminal/);
    expect(windows.state().tasks).toEqual({});
  });
});

function snapshot(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );
}
