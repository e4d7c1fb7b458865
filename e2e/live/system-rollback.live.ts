/**
 * A change of a system service that does not come up is taken back, on the real gateway under the account `openclaw`: the old service serves
 * again, and definition, configuration and owners are as they were.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost, PROJECT, PROJECT_NODE } from './gateway-host.ts';
import { control, statusWith } from './inside.ts';

const UNIT = 'openclaw-gateway.service';
const UNIT_PATH = `/etc/systemd/system/${UNIT}`;
const HOME = '/var/lib/openclaw';
const CONFIG = `${HOME}/.openclaw/openclaw.json`;
const OLD_PORT = 18_789;
const NEW_PORT = 19_300;
const PASSWORD = 'open sesame 1';
const asRoot = { root: true, timeoutMs: 600_000 };
/** Each start of the gateway takes half a minute, and a loaded machine has several times that. */
const PATIENCE = { timeout: 900_000 };
const OWN_PATH = /^Environment="?PATH=/m;
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('system-rollback');
  await host.run(['chpasswd'], { root: true, input: `${host.user}:${PASSWORD}\n` });
  await host.run(['tee', '/etc/sudoers.d/tester'], { root: true, input: `${host.user} ALL=(ALL:ALL) ALL\n` });
  expect(await control(host, 'install', ['--system'], asRoot)).toMatchObject({ exitCode: 0 });
}, 600_000);
afterAll(() => host?.down());

const root = (argv: readonly string[], input?: string) =>
  host.run(argv, { root: true, ...(input === undefined ? {} : { input }) });
const stateOf = async () => ({
  unit: await root(['cat', UNIT_PATH]),
  config: await root(['cat', CONFIG]),
  modes: await root(['stat', '-c', '%U %a %n', UNIT_PATH, CONFIG]),
  enabled: (await host.exec(['systemctl', 'is-enabled', UNIT], { root: true })).stdout.trim(),
  // What root leaves behind in there, the gateway can neither read nor replace.
  foreign: await root(['find', HOME, '!', '-user', 'openclaw']),
  leftovers: await root([
    'sh',
    '-c',
    'find /etc/systemd/system /root/.local/state /var/lib/openclaw "$0" \\( -name "*.tmp" -o -path "*/changes/*.json" \\) 2>/dev/null || true',
    `${host.home}/.local/state`,
  ]),
});
let before: Awaited<ReturnType<typeof stateOf>>;
let pid: number | null;
beforeEach(async () => {
  before = await stateOf();
  expect(before).toMatchObject({ foreign: '', leftovers: '' });
  ({ pid } = await statusWith(host, asRoot));
});

/** The old service serves, with what it had; `restarted` = by a new process. */
async function expectOldService({ restarted }: { readonly restarted: boolean }): Promise<void> {
  expect(await stateOf()).toEqual(before);
  const report = await statusWith(host, asRoot);
  expect(report).toMatchObject({
    supervisor: 'systemd-system',
    account: 'openclaw',
    port: OLD_PORT,
    state: 'running',
    probe: 'ok',
    verdict: { level: 'healthy' },
  });
  if (restarted) expect(report.pid).not.toBe(pid);
  else expect(report.pid).toBe(pid);
}

/** Does something inside as soon as the unit holds a text, which is after every look before the change. */
function whenUnitHas(text: string, script: string) {
  const argv = ['sh', '-c', 'until grep -q -- "$1" "$2" 2>/dev/null; do sleep 0.02; done; eval "$3"', 'sh'];
  return host.spawn([...argv, text, UNIT_PATH, script], { root: true });
}

async function withNewPortTaken(change: () => Promise<void>): Promise<void> {
  const listen = `require("net").createServer(()=>0).listen(${NEW_PORT},"127.0.0.1")`;
  const squatter = whenUnitHas(String(NEW_PORT), `exec ${PROJECT_NODE} -e '${listen}'`);
  try {
    await change();
    expect(squatter.exitCode).toBeNull();
  } finally {
    squatter.kill();
    const end = `ss -ltnpH "sport = :${NEW_PORT}" | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p' | xargs -r kill`;
    await host.exec(['sh', '-c', end], { root: true });
  }
}

test('a port that is taken after the last look at it: rolled back', PATIENCE, async () => {
  await withNewPortTaken(async () => {
    const answer = await control(host, 'install', ['--force', '--port', String(NEW_PORT)], asRoot);
    expect(answer).toMatchObject({
      exitCode: 7,
      json: { ok: false, error: { code: 'rolled-back', message: expect.stringContaining('it serves again') } },
    });
  });
  await expectOldService({ restarted: true });
});

/** A runtime that is there while the change is worked out, and gone when it is started. */
async function withVanishingRuntime(change: (runtime: string) => Promise<void>): Promise<void> {
  const runtime = '/usr/local/lib/other-node/node';
  await root(['sh', '-c', `mkdir -p /usr/local/lib/other-node && cp /usr/local/bin/node ${runtime}`]);
  const remover = whenUnitHas('other-node', `rm -f ${runtime}`);
  await change(runtime);
  remover.kill();
}

test('a runtime that is deleted after the last look at it: rolled back', PATIENCE, async () => {
  await withVanishingRuntime(async (runtime) => {
    const answer = await control(host, 'install', ['--force', '--runtime-path', runtime], asRoot);
    expect(answer).toMatchObject({ exitCode: 7, json: { error: { code: 'rolled-back' } } });
  });
  await expectOldService({ restarted: true });
});

test('the same by a person with sudo, who may not read the configuration', PATIENCE, async () => {
  await withVanishingRuntime(async (runtime) => {
    const shim = ['openclaw-tray', 'gateway', 'install', '--force', '--runtime-path', runtime];
    const terminal = ['python3', `${PROJECT}/e2e/live/at-a-terminal.py`, '[OpenClaw Tray] password of', PASSWORD];
    const seen = await host.exec([...terminal, ...shim], { timeoutMs: 600_000 });
    expect(seen).toMatchObject({ exitCode: 7, stdout: expect.stringContaining('what was before is back') });
  });
  await expectOldService({ restarted: true });
});

test(
  'a cure over a configuration that breaks meanwhile: the drifted service of before serves again',
  PATIENCE,
  async () => {
    await root(['sed', '-i', '/^Environment="\\?PATH=/d', UNIT_PATH]);
    await root(['systemctl', 'daemon-reload']);
    before = await stateOf();
    expect(before.unit).not.toMatch(OWN_PATH);
    const broken = before.config.replace(/^\{/, '{ "nonsense": true,');
    expect(broken).not.toBe(before.config);
    await root(['tee', '/var/tmp/broken.json'], broken);
    await root(['cp', '--preserve=all', CONFIG, '/var/tmp/good.json']);
    // Broken while the new definition is there, and well again with the old one.
    const script = [
      `until grep -qE '^Environment=.?PATH=' "$0"; do sleep 0.02; done; cat /var/tmp/broken.json > "$1"`,
      `while grep -qE '^Environment=.?PATH=' "$0"; do sleep 0.02; done; cat /var/tmp/good.json > "$1"`,
    ].join('; ');
    const breaker = host.spawn(['sh', '-c', script, UNIT_PATH, CONFIG], { root: true });
    const { exitCode, json } = await host.shimJson(['doctor', '--fix', 'definition-drift', '--yes', '--json'], asRoot);
    breaker.kill();
    expect({ exitCode, json }).toMatchObject({ exitCode: 7, json: { error: { code: 'rolled-back' } } });
    await expectOldServiceDrifted();
    expect((await host.shimJson(['doctor', '--fix', 'definition-drift', '--yes', '--json'], asRoot)).exitCode).toBe(0);
  },
);

/** As before, with the one finding that the cure was for. */
async function expectOldServiceDrifted(): Promise<void> {
  expect(await stateOf()).toEqual(before);
  const report = await statusWith(host, asRoot);
  expect(report).toMatchObject({ port: OLD_PORT, state: 'running', probe: 'ok' });
  expect(report.pid).not.toBe(pid);
  // Only a closer look compares the definition.
  const { json } = await host.shimJson(['doctor', '--json'], asRoot);
  expect(json).toMatchObject({
    diagnoses: expect.arrayContaining([expect.objectContaining({ code: 'definition-drift' })]),
  });
}

test(
  'a restart into a configuration that OpenClaw refuses: refused before the old process ends',
  PATIENCE,
  async () => {
    await root(['tee', CONFIG], before.config.replace(/^\{/, '{ "nonsense": true,'));
    try {
      expect(await control(host, 'restart', [], asRoot)).toMatchObject({
        exitCode: 1,
        json: {
          error: { code: 'config-invalid', details: expect.arrayContaining([expect.stringContaining('nonsense')]) },
        },
      });
      expect((await statusWith(host, asRoot)).pid).toBe(pid);
    } finally {
      await root(['tee', CONFIG], before.config);
    }
    await expectOldService({ restarted: false });
  },
);

test('a restart of a service whose runtime is gone is refused, and the old process goes on', PATIENCE, async () => {
  const program = /path=(\S+)/.exec(await root(['systemctl', 'show', '--value', '-p', 'ExecStart', UNIT]))?.[1] ?? '';
  await root(['mv', program, `${program}.away`]);
  try {
    expect(await control(host, 'restart', [], asRoot)).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'runtime-not-found' } },
    });
    expect((await statusWith(host, asRoot)).pid).toBe(pid);
  } finally {
    await root(['mv', `${program}.away`, program]);
  }
  await expectOldService({ restarted: false });
});
