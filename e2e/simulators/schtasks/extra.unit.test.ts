/** The deep scan and the removal over the simulated Task Scheduler, on a machine that speaks German. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planExtraRemoval, removeExtra, scanExtra } from '../../../src/main/supervisors/extra.ts';
import { parseTaskList } from '../../../src/main/supervisors/task-scheduler/list-tasks.ts';
import { meaningOfTask } from '../../../src/main/supervisors/task-scheduler/scan-extra.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { createSpawnRunner } from '../../../src/main/system/spawn-runner.ts';
import type { ExtraService } from '../../../src/shared/extra-service.ts';
import type { ExpectedError } from '../../../src/shared/outcome.ts';
import { createWindowsHost, type WindowsHost } from './windows-host.ts';

const OWN = 'DESKTOP\\me';
const NAMESPACE = 'http://schemas.microsoft.com/windows/2004/02/mit/task';

/** As the Task Scheduler shows it; a program started directly, as `schtasks /TR` makes it. */
const taskXml = (command: string, args: string, user = OWN, level = 'LeastPrivilege') =>
  `<?xml version="1.0" encoding="UTF-16"?>\n<Task version="1.2" xmlns="${NAMESPACE}">\n  <RegistrationInfo>\n    <Description>x</Description>\n  </RegistrationInfo>\n  <Triggers>\n    <LogonTrigger>\n      <Enabled>true</Enabled>\n      <UserId>${user}</UserId>\n    </LogonTrigger>\n  </Triggers>\n  <Principals>\n    <Principal id="Author">\n      <UserId>${user}</UserId>\n      <LogonType>InteractiveToken</LogonType>\n      <RunLevel>${level}</RunLevel>\n    </Principal>\n  </Principals>\n  <Settings>\n    <Enabled>true</Enabled>\n  </Settings>\n  <Actions Context="Author">\n    <Exec>\n      <Command>${command}</Command>\n      <Arguments>${args}</Arguments>\n    </Exec>\n  </Actions>\n</Task>\n`;

describe('extra tasks', { timeout: 60_000 }, () => {
  let windows: WindowsHost;
  beforeEach(async () => {
    windows = await createWindowsHost('de');
  });
  afterEach(() => windows.dispose());

  const deps = () => ({
    host: windows.host,
    runner: createSpawnRunner(windows.host.env),
    clock: systemClock,
    supervisors: { get: () => Promise.reject(new Error('not asked for here')) },
  });
  const put = (name: string, xml: string) => {
    const task = { name, xml, enabled: true, state: 3, lastResult: 267011, lastRun: null, hostPid: null };
    windows.change({ tasks: { ...windows.state().tasks, [name.toLowerCase()]: task } });
  };
  /** A profile with a program in a folder of OpenClaw's shape, installed. */
  const installed = async (name: string) => {
    const { definition, identity } = await windows.service(name, 'steady');
    const entry = join(windows.root, 'openclaw', 'dist', 'index.js');
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(entry, '');
    const [node = '', , ...rest] = definition.command;
    await windows.adapter.install({ ...definition, command: [node, entry, ...rest] }, identity);
    return { ...identity, entry };
  };
  const scan = () => scanExtra(deps());
  const only = async (): Promise<ExtraService> => {
    const { services } = await scan();
    expect(services).toHaveLength(1);
    return services[0] ?? expect.fail('nothing was found');
  };

  it('never lists a profile that is whole, nor software that only has the word in an argument', async () => {
    for (const name of ['work', 'ops']) {
      writeFileSync(join((await installed(name)).stateDir, 'openclaw.json'), '{}');
    }
    put('Backup', taskXml('C:\\Windows\\System32\\robocopy.exe', 'C:\\Users\\me\\.openclaw D:\\gateway'));
    put('OpenClaw Node', taskXml('C:\\nodejs\\node.exe', 'C:\\openclaw\\dist\\index.js node run'));
    put('OpenClaw Tray', taskXml('C:\\Program Files\\OpenClaw Tray\\OpenClaw Tray.exe', '--hidden gateway'));
    expect(await scan()).toEqual({ services: [], problems: [] });
  });

  it('lists old names, gateways by hand, and tasks in folders, in one PowerShell start', async () => {
    put('Clawdbot Gateway', taskXml('C:\\nodejs\\node.exe', 'C:\\clawdbot\\dist\\entry.js gateway'));
    put(
      'Mine\\Gateway',
      taskXml('"C:\\nodejs\\node.exe"', '"C:\\Program Files\\openclaw\\dist\\index.js" gateway --token abc123'),
    );
    put('Admin Gateway', taskXml('C:\\npm\\openclaw.cmd', 'gateway', OWN, 'HighestAvailable'));
    put('Service Gateway', taskXml('C:\\npm\\openclaw.cmd', 'gateway', 'S-1-5-18'));
    const { services } = await scan();
    expect(services.map(({ name, kind, scope }) => `${name}: ${kind} ${scope}`)).toEqual([
      'Clawdbot Gateway: legacy user',
      'Mine\\Gateway: extra user',
      'Admin Gateway: extra system',
      'Service Gateway: extra system',
    ]);
    expect(JSON.stringify(services)).not.toContain('abc123');
    expect(windows.state().calls).toEqual([['powershell']]);
  });

  it('lists what is left of a profile, through launcher and batch file', async () => {
    const { stateDir, entry } = await installed('work');
    const nothing = await only();
    expect(nothing).toMatchObject({ kind: 'orphaned', name: 'OpenClaw Gateway (work)' });
    expect(nothing.evidence.at(-1)).toMatch(/^Its configuration .* is gone\.$/);
    writeFileSync(join(stateDir, 'openclaw.json'), '{}');
    expect((await scan()).services).toEqual([]);
    rmSync(entry);
    expect((await only()).evidence.at(-1)).toMatch(/^Its program .*index\.js is gone\.$/);
    rmSync(stateDir, { recursive: true });
    expect((await only()).evidence.at(-1)).toMatch(/^Its definition cannot be used: its launcher is missing/);
  });

  it('removes one that runs, with its processes, and it can be brought back from the backup', async () => {
    // A gateway of nobody's profile: installed like one, then known under another name only.
    const { definition, identity } = await windows.service('stray', 'ignores-stop');
    await windows.adapter.install(definition, identity);
    const registered = windows.state().tasks['openclaw gateway (stray)']?.xml ?? '';
    windows.change({ tasks: {} });
    put('Clawdbot Gateway', registered);
    const runner = createSpawnRunner(windows.host.env);
    const schtasks = join(windows.host.env.SystemRoot ?? '', 'System32', 'schtasks.exe');
    await runner.run([schtasks, '/Run', '/TN', 'Clawdbot Gateway']);
    await expect.poll(() => windows.leftovers().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);

    const service = await only();
    const steps = await planExtraRemoval(deps(), service);
    expect(steps.commands.slice(1)).toEqual([
      ['schtasks.exe', '/End', '/TN', 'Clawdbot Gateway'],
      ['schtasks.exe', '/Delete', '/F', '/TN', 'Clawdbot Gateway'],
    ]);
    await removeExtra(deps(), service, steps);
    expect(windows.leftovers()).toEqual([]);
    expect(windows.state().tasks).toEqual({});
    expect(await scan()).toEqual({ services: [], problems: [] });

    const bytes = readFileSync(steps.backup);
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const [restore] = steps.restore;
    const back = await runner.run([schtasks, ...(restore ?? []).slice(1)]);
    expect(back.exitCode).toBe(0);
    expect((await only()).name).toBe('Clawdbot Gateway');
  });

  it('leaves the task when Windows does not delete it, and no backup', async () => {
    put('Clawdbot Gateway', taskXml('C:\\clawdbot.exe', 'gateway'));
    windows.change({ faults: [{ verb: '/Delete', text: 'access-denied' }] });
    const service = await only();
    const steps = await planExtraRemoval(deps(), service);
    const refused = await removeExtra(deps(), service, steps).then(
      () => expect.fail('it should have failed'),
      (cause: unknown) => cause as ExpectedError,
    );
    expect(['needs-elevation', 'command-failed']).toContain(refused.code);
    expect(existsSync(steps.backup)).toBe(false);
    expect(Object.keys(windows.state().tasks)).toEqual(['clawdbot gateway']);
  });

  it('touches nothing of the system, and says what an administrator types', async () => {
    put('Admin Gateway', taskXml('C:\\npm\\openclaw.cmd', 'gateway', OWN, 'HighestAvailable'));
    const service = await only();
    const steps = await planExtraRemoval(deps(), service);
    expect(steps.warnings.join()).toContain('administrator');
    await expect(removeExtra(deps(), service, steps)).rejects.toMatchObject({ code: 'needs-elevation' });
    expect(Object.keys(windows.state().tasks)).toEqual(['admin gateway']);
    expect(steps.commands.flat().join(' ')).not.toContain('sudo');
  });

  it('says that it could not look', async () => {
    windows.change({ blind: true });
    const { services, problems } = await scan();
    expect(services).toEqual([]);
    expect(problems.join()).toContain('Scheduled tasks could not be listed');
  });

  it('follows a batch file of the person’s own', async () => {
    const script = join(windows.root, 'my.cmd');
    mkdirSync(dirname(script), { recursive: true });
    writeFileSync(
      script,
      '@echo off\r\nset "OPENCLAW_STATE_DIR=D:\\x"\r\n"C:\\nodejs\\node.exe" C:\\openclaw\\dist\\index.js gateway\r\n',
    );
    put('My openclaw', taskXml('cmd.exe', `/c &quot;${script}&quot;`));
    expect(await only()).toMatchObject({
      kind: 'extra',
      runs: ['C:\\nodejs\\node.exe', 'C:\\openclaw\\dist\\index.js', 'gateway'],
    });
  });
});

it('names of tasks, in any letter case, in the root folder only', () => {
  expect(meaningOfTask('openclaw gateway')).toEqual({ kind: 'profile', profile: null });
  expect(meaningOfTask('OpenClaw Gateway (work)')).toEqual({ kind: 'profile', profile: 'work' });
  expect(meaningOfTask('MOLTBOT Gateway (a)')).toEqual({ kind: 'legacy' });
  expect(meaningOfTask('Mine\\OpenClaw Gateway')).toEqual({ kind: 'other' });
});

it.each(['', 'nonsense!', Buffer.from('{').toString('base64'), Buffer.from('{"tasks":1}').toString('base64')])(
  'an answer that is none: %s',
  (text) => expect(parseTaskList(text)).toBeNull(),
);
