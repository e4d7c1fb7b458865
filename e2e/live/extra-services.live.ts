/** Legacy, extra and orphaned services, their removal and its way back, and profiles that collide, on a real systemd. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExtraService, extraPlanSchema, extraRemovalSchema } from '../../src/shared/extra-service.ts';
import { bootGatewayHost, DEMO_INSIDE, type GatewayHost } from './gateway-host.ts';
import { snapshot, unitProperty } from './inside.ts';

const NAMES = ['default', 'a', 'b', 'c', 'Work'] as const;
const LEGACY = 'clawdbot-gateway.service';
const SYSTEM_LEGACY = 'moltbot-gateway.service';
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('extra', { gateway: 'demo' });
});
afterAll(async () => {
  await host?.down();
});

const profileArgs = (name: string) => (name === 'default' ? [] : ['--profile', name]);
const gateway = (name: string, ...args: string[]) =>
  host.shimJson([...profileArgs(name), 'gateway', ...args, '--json']);
const deep = async (): Promise<readonly ExtraService[]> => {
  const { extraServices } = await host.status(['--profile', 'a']);
  expect(extraServices).toBeNull(); // Only a deep look scans.
  const { json } = await host.shimJson(['--profile', 'a', 'gateway', 'status', '--deep', '--json']);
  return (json as { extraServices: ExtraService[] }).extraServices;
};
const found = async () => (await deep()).map(({ name, kind, scope }) => `${name} ${kind} ${scope}`).sort();
const remove = (name: string, ...args: string[]) =>
  host.shimJson(['doctor', '--deep', '--remove', name, '--json', ...args]);
const write = async (path: string, lines: readonly string[], root = false) => {
  await host.run(['sh', '-c', 'mkdir -p "$(dirname "$1")" && cat > "$1"', 'sh', path], {
    root,
    input: `${lines.join('\n')}\n`,
  });
};
const userUnit = (name: string) => `${host.home}/.config/systemd/user/${name}`;
const unit = (command: string, wantedBy = 'default.target') => [
  '[Service]',
  `ExecStart=${command}`,
  'Restart=always',
  '[Install]',
  `WantedBy=${wantedBy}`,
];
const reload = () => host.run(['systemctl', '--user', 'daemon-reload']);
const argvOf = (commands: readonly (readonly string[])[]) =>
  commands.map((argv) => argv as readonly [string, ...string[]]);

test('five named profiles, all healthy: nothing extra, and nothing collides', async () => {
  for (const name of NAMES) {
    expect(await gateway(name, 'install')).toMatchObject({ exitCode: 0, json: { result: 'installed' } });
  }
  const { json } = await host.shimJson(['gateway', 'status', '--all', '--deep', '--json']);
  const reports = (
    json as {
      profiles: { profile: string; extraServices: unknown[]; diagnoses: unknown[]; verdict: { level: string } }[];
    }
  ).profiles;
  expect(
    reports.map(({ profile, extraServices, diagnoses, verdict }) => ({
      profile,
      extraServices,
      diagnoses,
      level: verdict.level,
    })),
  ).toEqual(
    ['default', 'a', 'b', 'c', 'Work'].map((profile) => ({
      profile,
      extraServices: [],
      diagnoses: [],
      level: 'healthy',
    })),
  );
  expect((await host.shim(['doctor', '--deep'])).exitCode).toBe(0);
});

describe('what is left over', () => {
  test('an old user unit that runs, an old system unit, a gateway by hand, an orphan, and software that is none', async () => {
    const gw = (port: number) =>
      `/usr/local/bin/node ${DEMO_INSIDE}/dist/index.js gateway --port ${port} --allow-unconfigured`;
    await write('/opt/clawdbot/dist/index.js', ['setInterval(() => {}, 1000);'], true);
    const state = (name: string) => [
      `Environment=OPENCLAW_STATE_DIR=${host.home}/.${name}`,
      'Environment=OPENCLAW_GATEWAY_TOKEN=canary-of-unit',
    ];
    const [head = '', ...tail] = unit('/usr/local/bin/node /opt/clawdbot/dist/index.js gateway --port 30000');
    await write(userUnit(LEGACY), [head, ...state('clawdbot'), ...tail]);
    await write(userUnit('my-gw.service'), unit(gw(31000)));
    await write(userUnit('backup.service'), unit(`/usr/bin/tar cf /dev/null ${host.home}/.openclaw gateway`));
    await write(
      `/etc/systemd/system/${SYSTEM_LEGACY}`,
      unit('/opt/moltbot/moltbot gateway', 'multi-user.target'),
      true,
    );
    await write(
      userUnit('openclaw-gateway-gone.service'),
      unit('/usr/local/bin/node /opt/gone/openclaw/dist/index.js gateway --port 32000'),
    );
    await reload();
    await host.run(['systemctl', '--user', 'enable', '--now', LEGACY]);
    expect(await found()).toEqual([
      `${LEGACY} legacy user`,
      `${SYSTEM_LEGACY} legacy system`,
      'my-gw.service extra user',
      'openclaw-gateway-gone.service orphaned user',
    ]);
    expect(await unitProperty(host, LEGACY, 'ActiveState')).toBe('active');
    const doctor = await host.shim(['doctor', '--deep']);
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toContain('There are 4 other gateway services');
  });

  test('a plan touches nothing; without --yes and with nobody to ask, neither does the removal', async () => {
    const before = await snapshot(host, `${host.home}/.config`, `${host.home}/.local`);
    const planned = await remove(LEGACY, '--dry-run');
    const plan = extraPlanSchema.parse((planned.json as { plan: unknown }).plan);
    expect(plan).toMatchObject({ privileges: 'user', service: { name: LEGACY, kind: 'legacy' } });
    expect(plan.backup).toMatch(/removed\/clawdbot-gateway\.service\.removed-\d{4}-\d\d-\d\d$/);
    expect(await remove(LEGACY)).toMatchObject({ exitCode: 2, json: { ok: false, error: { code: 'usage' } } });
    expect((await host.shim(['doctor', '--deep', '--remove', LEGACY])).exitCode).toBe(2);
    expect(await snapshot(host, `${host.home}/.config`, `${host.home}/.local`)).toBe(before);
    expect(await unitProperty(host, LEGACY, 'ActiveState')).toBe('active');
  });

  test('what the scan does not find is refused: a profile’s service, other software, nonsense', async () => {
    for (const name of ['openclaw-gateway-a.service', 'openclaw-gateway-a']) {
      expect(await remove(name, '--yes')).toMatchObject({
        exitCode: 6,
        json: { error: { code: 'definition-conflict' } },
      });
    }
    for (const name of ['backup.service', 'ssh.service', '../x', '-rf']) {
      expect(await host.shimJson(['doctor', '--deep', `--remove=${name}`, '--yes', '--json'])).toMatchObject({
        exitCode: 1,
        json: { error: { code: 'not-installed' } },
      });
    }
    expect((await gateway('a', 'status', '--check')).exitCode).toBe(0);
  });

  test('one of the system: the exact commands, exit 5, and they do what they say', async () => {
    const before = await snapshot(host, '/etc/systemd/system');
    const refused = await remove(SYSTEM_LEGACY, '--yes');
    expect(refused).toMatchObject({ exitCode: 5, json: { error: { code: 'needs-elevation' } } });
    expect(await snapshot(host, '/etc/systemd/system')).toBe(before);
    const said = await host.shim(['doctor', '--deep', '--remove', SYSTEM_LEGACY, '--yes']);
    expect(said.exitCode).toBe(5);
    expect(said.stdout).toContain(`sudo systemctl disable --now ${SYSTEM_LEGACY}`);
    const plan = extraPlanSchema.parse(((await remove(SYSTEM_LEGACY, '--dry-run')).json as { plan: unknown }).plan);
    for (const [first, ...argv] of argvOf(plan.commands)) {
      expect(first).toBe('sudo');
      await host.run(argv, { root: true });
    }
    expect(await found()).not.toContain(`${SYSTEM_LEGACY} legacy system`);
    expect(await host.run(['sh', '-c', 'ls /etc/systemd/system | grep moltbot'], { root: true })).toMatch(/\.removed-/);
  });

  test('the old unit that runs goes, and its backup brings it back', async () => {
    const text = await host.run(['cat', userUnit(LEGACY)]);
    const pid = Number(await unitProperty(host, LEGACY, 'MainPID'));
    expect(pid).toBeGreaterThan(0);
    const { exitCode, json, stderr } = await remove(LEGACY, '--yes');
    expect({ exitCode, json, stderr }).toMatchObject({ exitCode: 0 });
    const removal = extraRemovalSchema.parse(json);
    expect(JSON.stringify(removal) + stderr).not.toContain('canary-of-unit');
    expect(await unitProperty(host, LEGACY, 'LoadState')).toBe('not-found');
    expect((await host.exec(['test', '-e', `/proc/${pid}`])).exitCode).toBe(1);
    expect(await host.run(['sh', '-c', 'find ~/.config/systemd -name "clawdbot*"'])).toBe('');
    expect(await host.run(['cat', removal.backup])).toBe(text);
    expect((await host.run(['stat', '-c', '%a', removal.backup])).trim()).toBe('600');
    expect(await found()).toEqual(['my-gw.service extra user', 'openclaw-gateway-gone.service orphaned user']);
    expect(await remove(LEGACY, '--yes')).toMatchObject({ exitCode: 1, json: { error: { code: 'not-installed' } } });

    for (const argv of argvOf(removal.restore)) await host.run(argv);
    expect(await unitProperty(host, LEGACY, 'ActiveState')).toBe('active');
    expect(await unitProperty(host, LEGACY, 'UnitFileState')).toBe('enabled');
    expect((await remove(LEGACY, '--yes')).exitCode).toBe(0);
  });

  test('the printed commands by hand do the same as the removal', async () => {
    const service = (await deep()).find(({ name }) => name === 'my-gw.service');
    await host.run(['systemctl', '--user', 'enable', '--now', 'my-gw.service']);
    for (const argv of argvOf(service?.removal ?? []).slice(0, -1)) await host.run(argv);
    expect(await unitProperty(host, 'my-gw.service', 'LoadState')).toBe('not-found');
  });

  test('the orphan goes; the profiles were never touched', async () => {
    expect((await remove('openclaw-gateway-gone', '--yes')).exitCode).toBe(0);
    expect(await found()).toEqual([]);
    for (const name of NAMES) expect((await gateway(name, 'status', '--check')).exitCode).toBe(0);
  });
});

describe('profiles that collide', () => {
  const collision = async (name: string) => {
    const { json } = await gateway(name, 'status');
    const { diagnoses } = json as {
      diagnoses: { code: string; severity: string; title: string; evidence: string[] }[];
    };
    return diagnoses.find(({ code }) => code.startsWith('instance-')) ?? null;
  };
  const workspace = (name: string, path: string | null) =>
    host.run([
      'sh',
      '-c',
      `f=~/.openclaw-${name}/openclaw.json; jq '${path === null ? 'del(.agents)' : `.agents.defaults.workspace="${path}"`}' $f > $f.new && cat $f.new > $f && rm $f.new`,
    ]);

  test('by workspace, through a link: both say so, and install refuses', async () => {
    await host.run(['sh', '-c', 'mkdir ~/shared && ln -s ~/shared ~/link']);
    await workspace('a', `${host.home}/shared`);
    expect(await collision('a')).toBeNull();
    await workspace('b', '~/link');
    expect(await collision('a')).toMatchObject({
      code: 'instance-collision',
      severity: 'warning',
      title: 'a and b use the same workspace',
    });
    expect(await collision('b')).toMatchObject({ title: 'b and a use the same workspace' });
    expect(await collision('c')).toBeNull();
    const refused = await gateway('b', 'install', '--force');
    expect(refused).toMatchObject({ exitCode: 6, json: { error: { code: 'instance-conflict' } } });
    await workspace('b', null);
    expect(await collision('a')).toBeNull();
  });

  test('by letter case: a notice here, where both work', async () => {
    expect(await gateway('work', 'install')).toMatchObject({ exitCode: 0, json: { result: 'installed' } });
    expect(await collision('work')).toMatchObject({
      severity: 'notice',
      title: 'work and Work have names that differ in letter case only',
    });
    expect((await gateway('Work', 'status', '--check')).exitCode).toBe(0);
    await workspace('work', `${host.home}/.openclaw-Work/workspace`);
    expect(await collision('Work')).toMatchObject({
      severity: 'warning',
      title: 'Work and work use the same workspace',
    });
    await workspace('work', null);
  });

  test('another profile that cannot be read is not known', async () => {
    await host.run(['sh', '-c', 'chmod 000 ~/.openclaw-c/openclaw.json']);
    expect(await collision('a')).toMatchObject({ code: 'instance-check-incomplete', severity: 'notice' });
    await host.run(['sh', '-c', 'chmod 600 ~/.openclaw-c/openclaw.json']);
  });
});

test('the neighbours cost a plain status no process', async () => {
  const calls = async (...args: string[]) => {
    const trace = await host.exec([
      'sh',
      '-c',
      'strace -f -e trace=execve -o /tmp/trace openclaw-tray "$@" > /dev/null; grep -c "execve.* = 0" /tmp/trace',
      'sh',
      ...args,
    ]);
    return Number(trace.stdout.trim());
  };
  const time = async () => {
    const runs: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const began = performance.now();
      await host.shim(['--profile', 'a', 'gateway', 'status', '--no-probe', '--json']);
      runs.push(performance.now() - began);
    }
    return Math.round(runs.toSorted((x, y) => x - y)[2] ?? 0);
  };
  const hasStrace = (await host.exec(['which', 'strace'])).exitCode === 0;
  if (!hasStrace) process.stdout.write('strace is not here (apt-get install strace): processes are not counted\n');
  const six = {
    ms: await time(),
    processes: hasStrace ? await calls('--profile', 'a', 'gateway', 'status', '--no-probe', '--json') : null,
  };
  for (const name of [...NAMES, 'work'].filter((each) => each !== 'a')) await gateway(name, 'uninstall');
  await host.run([
    'sh',
    '-c',
    'mkdir ~/away && mv ~/.openclaw ~/.openclaw-b ~/.openclaw-c ~/.openclaw-Work ~/.openclaw-work ~/away',
  ]);
  const one = {
    ms: await time(),
    processes: hasStrace ? await calls('--profile', 'a', 'gateway', 'status', '--no-probe', '--json') : null,
  };
  process.stdout.write(`status --no-probe: six profiles ${JSON.stringify(six)}, one ${JSON.stringify(one)}\n`);
  expect(six.processes).toBe(one.processes);
});
