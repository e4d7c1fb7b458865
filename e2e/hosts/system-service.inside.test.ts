/** A system service on a real systemd, installed by root for an account of its own. Runs inside the booted host. */
import './inside-only.ts';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ServiceIdentity } from '../../src/main/supervisors/supervisor.ts';
import { createSystemdSystemAdapter } from '../../src/main/supervisors/systemd/system-adapter.ts';
import { installSteps } from '../../src/main/supervisors/systemd/system-plan.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { DEFAULT_SERVICE_USER } from '../../src/main/system/dedicated-account.ts';
import { planScript } from '../../src/main/system/elevation-plan.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';
import { ExpectedError } from '../../src/shared/outcome.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import type { ProcessState } from '../../src/shared/service-state.ts';
import { host, rootElevation } from './contract-subject.ts';

const HOME = DEFAULT_SERVICE_USER.home;
const unit = 'openclaw-gateway.service';
const unitPath = `/etc/systemd/system/${unit}`;
const stateDir = join(HOME, '.openclaw');
const configPath = join(stateDir, 'openclaw.json');
const identity: ServiceIdentity = { profile: 'default', serviceName: unit, stateDir };
const runner = createSpawnRunner(host.env);
const adapter = createSystemdSystemAdapter({
  host,
  runner,
  clock: systemClock,
  elevation: rootElevation(runner),
  serviceUser: DEFAULT_SERVICE_USER,
});
const SERVICE = `
const { readFileSync, writeFileSync } = require('node:fs');
const { env } = process;
const { token } = JSON.parse(readFileSync(env.OPENCLAW_CONFIG_PATH, 'utf8')).gateway.auth;
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100));
setInterval(() => {}, 1000);
writeFileSync(env.OPENCLAW_STATE_DIR + '/seen.json', JSON.stringify({ pid: process.pid, env, token, uid: process.getuid(), gid: process.getgid() }));
`;
const definitionFor = (command: readonly string[]): ServiceDefinition => ({
  profile: 'default',
  serviceName: unit,
  description: 'OpenClaw Gateway',
  command: [...command, 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: {
    HOME,
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: configPath,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    NODE_OPTIONS: '',
    OPENCLAW_GATEWAY_PORT: '18789',
    OPENCLAW_SYSTEMD_UNIT: unit,
    OPENCLAW_SERVICE_MARKER: 'openclaw',
    OPENCLAW_SERVICE_KIND: 'gateway',
  },
  environmentFiles: [],
});
const script = '/opt/openclaw-small/dist/index.js';
const definition = definitionFor(['/usr/local/bin/node', script]);
const config = (token: string) => ({
  path: configPath,
  content: JSON.stringify({ gateway: { mode: 'local', auth: { mode: 'token', token } } }),
  replace: false,
});
const look = async () => {
  const [found] = await adapter.inspect([identity]);
  if (found === undefined) throw new Error('inspect answered with nothing');
  return found;
};
async function until<S extends ProcessState['state']>(
  state: S,
  accept: (found: Extract<ProcessState, { state: S }>) => boolean = () => true,
): Promise<Extract<ProcessState, { state: S }>> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { process: found } = await look();
    if (found.state === state && accept(found as Extract<ProcessState, { state: S }>)) {
      return found as Extract<ProcessState, { state: S }>;
    }
    if (performance.now() > deadline) throw new Error(`not ${state}: ${JSON.stringify(found)}`);
    await systemClock.sleep(50);
  }
}
const errorOf = async (act: Promise<unknown>): Promise<ExpectedError> => {
  const cause = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof ExpectedError)) throw new Error(`no expected error: ${String(cause)}`);
  return cause;
};
const hasAccount = () => spawnSync('getent', ['passwd', 'openclaw']).status === 0;
const forgetAccount = () => spawnSync('userdel', ['--remove', 'openclaw']);

beforeAll(() => {
  forgetAccount();
  mkdirSync('/opt/openclaw-small/dist', { recursive: true });
  writeFileSync(script, SERVICE);
});
afterAll(() => {
  rmSync('/opt/openclaw-small', { recursive: true, force: true });
});

describe('what cannot work is said before anything is changed', () => {
  it('a Node below /root', async () => {
    chmodSync('/root', 0o700);
    copyFileSync('/usr/local/bin/node', '/root/node');
    const refused = await errorOf(adapter.install(definitionFor(['/root/node', script]), identity));
    expect(refused).toMatchObject({
      code: 'runtime-not-found',
      message: expect.stringContaining('may not enter /root'),
    });
    rmSync('/root/node');
    expect(hasAccount()).toBe(false);
  });
  it('a definition with the HOME of somebody else', async () => {
    const foreign = { ...definition, environment: { ...definition.environment, HOME: '/root' } };
    expect(await errorOf(adapter.install(foreign, identity))).toMatchObject({ code: 'invalid-option' });
  });
  it('a unit that somebody else wrote', async () => {
    writeFileSync(unitPath, '[Service]\nExecStart=/bin/true\n');
    expect(await errorOf(adapter.install(definition, identity))).toMatchObject({ code: 'definition-conflict' });
    expect(await errorOf(adapter.uninstall(identity))).toMatchObject({ code: 'definition-conflict' });
    expect(readFileSync(unitPath, 'utf8')).toContain('/bin/true');
    rmSync(unitPath);
  });
});

test('an install that fails in the middle leaves no unit, no folder and no account', async () => {
  const wants = '/etc/systemd/system/multi-user.target.wants';
  const kept = existsSync(wants);
  if (kept) renameSync(wants, `${wants}.kept`);
  writeFileSync(wants, 'in the way');
  const refused = await errorOf(adapter.install(definition, identity, { stateFiles: [config('first')] }));
  rmSync(wants);
  if (kept) renameSync(`${wants}.kept`, wants);
  expect(refused.code).toBe('command-failed');
  expect(refused.details?.join('\n')).not.toContain('could be put back');
  expect([existsSync(unitPath), hasAccount(), existsSync(HOME)]).toEqual([false, false, false]);
  expect((await look()).definition).toEqual({ status: 'absent' });
});

test('installed, run, killed, restarted, stopped and removed', async () => {
  const plan = await adapter.planInstall(definition, identity);
  expect(plan.privileges).toBe('administrator');
  expect(plan.commands[0]?.[0]).toBe('useradd');
  expect(plan.warnings.join('\n')).toContain('The account openclaw will be made');

  await adapter.install(definition, identity, { stateFiles: [config('0123')], thenStart: true });
  const first = await until('running');
  expect(statSync(unitPath).mode & 0o777).toBe(0o644);
  expect(readFileSync(unitPath, 'utf8')).not.toContain('0123');
  execFileSync('systemd-analyze', ['verify', unitPath]);
  const account = execFileSync('getent', ['passwd', 'openclaw'], { encoding: 'utf8' }).split(':');
  const uid = Number(account[2]);
  expect(account.slice(5).join(':').trim()).toBe(`${HOME}:/usr/sbin/nologin`);
  expect([statSync(configPath).uid, statSync(configPath).mode & 0o777]).toEqual([uid, 0o600]);
  expect(statSync(stateDir).mode & 0o777).toBe(0o700);

  const found = await look();
  expect(found).toMatchObject({
    supervisor: 'systemd-system',
    enabled: true,
    words: { User: 'openclaw' },
    definition: { status: 'present', parsed: definition, problem: null, needsReload: false },
  });
  const seenFile = join(stateDir, 'seen.json');
  while (!existsSync(seenFile)) await systemClock.sleep(50);
  const seen = JSON.parse(readFileSync(seenFile, 'utf8'));
  expect([seen.pid, seen.uid, seen.token]).toEqual([first.pid, uid, '0123']);
  expect(seen.env).toMatchObject({ ...definition.environment, USER: 'openclaw' });
  expect(readFileSync(`/proc/${first.pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s+${uid}\\s+${uid}`, 'm'));
  expect(readFileSync(`/proc/${first.pid}/status`, 'utf8')).toMatch(/^NoNewPrivs:\s+1$/m);

  process.kill(first.pid, 'SIGKILL');
  const again = await until('running', ({ pid }) => pid !== first.pid);
  expect(again.restarts).toBe(1);
  await adapter.restart(identity);
  const restarted = await until('running', ({ pid }) => pid !== again.pid);
  while (JSON.parse(readFileSync(seenFile, 'utf8')).pid !== restarted.pid) await systemClock.sleep(50);
  await adapter.stop(identity);
  expect((await until('stopped')).lastExit).toMatchObject({ code: 0 });

  const changed = { ...definition, description: 'OpenClaw Gateway again' };
  await adapter.install(changed, identity, { stateFiles: [config('4567')] });
  expect(readFileSync(configPath, 'utf8')).toContain('0123'); // Not replaced: what is there belongs to the account.
  expect(existsSync(`${unitPath}.bak`)).toBe(true);

  await adapter.start(identity);
  const { pid } = await until('running');
  const removal = await adapter.planUninstall(identity);
  expect(removal.files.map((file) => file.path)).toEqual([unitPath, `${unitPath}.bak`]);
  expect(removal.warnings.join('\n')).toContain('The account openclaw and its files are kept');
  await adapter.uninstall(identity);
  expect(existsSync(`/proc/${pid}`)).toBe(false);
  expect(execFileSync('find', ['/etc/systemd/system', '-name', `${unit}*`], { encoding: 'utf8' })).toBe('');
  expect(execFileSync('systemctl', ['show', unit, '--property=LoadState'], { encoding: 'utf8' })).toContain(
    'not-found',
  );
  expect([hasAccount(), existsSync(configPath)]).toEqual([true, true]);
  expect((await look()).definition).toEqual({ status: 'absent' });
  await adapter.uninstall(identity);

  const replace = { kind: 'write-state-file', account: 'openclaw', ...config('8'), replace: true } as const;
  const failing = { kind: 'verify-unit', unit: 'openclaw-gateway-none.service' } as const;
  const report = await rootElevation(runner).apply({ version: 1, steps: [replace, failing] }, 'try');
  expect(report).toMatchObject({ ok: false, step: 1, undone: true });
  expect(readFileSync(configPath, 'utf8')).toBe(config('0123').content);
  expect([statSync(configPath).uid, statSync(configPath).mode & 0o777]).toEqual([uid, 0o600]);
  expect(readdirSync(stateDir).sort()).toEqual(['openclaw.json', 'seen.json']);
});

test('the account cannot lead root through a link of its own', async () => {
  // What lies in the account's folder is written with the account's rights, so a link to a file of root's fails instead of being followed.
  rmSync(configPath);
  rmSync(stateDir, { recursive: true });
  execFileSync('ln', ['-s', '/etc', stateDir]);
  const refused = await errorOf(adapter.install(definition, identity, { stateFiles: [config('9')] }));
  expect(refused.code).toBe('file-write-failed');
  expect([existsSync('/etc/openclaw.json'), existsSync(unitPath)]).toEqual([false, false]);
  rmSync(stateDir);
});

test('a user service of the same name is refused, also for the caller of sudo', async () => {
  const path = '/home/tester/.config/systemd/user';
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, unit), '[Service]\nExecStart=/bin/true\n');
  const sudo = createSystemdSystemAdapter({
    host: { ...host, env: { ...host.env, SUDO_USER: 'tester' } },
    runner,
    clock: systemClock,
    elevation: rootElevation(runner),
    serviceUser: DEFAULT_SERVICE_USER,
  });
  const refused = await errorOf(sudo.install(definition, identity));
  rmSync(join(path, unit));
  expect(refused).toMatchObject({ code: 'definition-conflict', message: expect.stringContaining(path) });
});

test('the commands that are shown instead really install it', async () => {
  forgetAccount();
  const account = { name: 'openclaw', home: HOME, ids: null };
  const plan = installSteps(
    { definition, identity, user: DEFAULT_SERVICE_USER, account, stateFiles: [], thenStart: false },
    null,
  );
  const lines = ['set -e', 'sudo() { "$@"; }', ...planScript(plan)];
  execFileSync('sh', { input: lines.join('\n') });
  expect(await look()).toMatchObject({
    enabled: true,
    definition: { status: 'present', parsed: definition, problem: null },
  });
  expect((await adapter.planInstall(definition, identity)).files.map((file) => file.change)).toEqual(['unchanged']);
  await adapter.uninstall(identity);
});

const inside: { node: string; root: string } | null =
  process.env.OPENCLAW_INSIDE === undefined ? null : JSON.parse(process.env.OPENCLAW_INSIDE);
if (inside !== null) {
  test('the real OpenClaw runs as a system service and answers', { timeout: 300_000 }, async () => {
    const real = definitionFor([inside.node, '--max-old-space-size=2048', join(inside.root, 'dist', 'index.js')]);
    await adapter.install(real, identity, {
      stateFiles: [{ ...config('0123456789abcdef'), replace: true }],
      thenStart: true,
    });
    const answers = async () => {
      const deadline = performance.now() + 120_000;
      for (;;) {
        const ready = await fetch('http://127.0.0.1:18789/readyz').then(
          (response) => response.ok,
          () => false, // Nobody listens yet.
        );
        if (ready) return until('running');
        if (performance.now() > deadline) {
          throw new Error(execFileSync('journalctl', ['-u', unit, '--no-pager', '-n', '40'], { encoding: 'utf8' }));
        }
        await systemClock.sleep(300);
      }
    };
    const first = await answers();
    const owner = statSync(`/proc/${first.pid}`).uid;
    expect(owner).toBe(statSync(stateDir).uid);
    expect(first.restarts).toBe(0);
    const ids = [
      `--reuid=${owner}`,
      `--regid=${statSync(`/proc/${first.pid}`).gid}`,
      '--init-groups',
      '--reset-env',
      '--',
    ];
    const status = execFileSync('setpriv', [...ids, '/usr/local/bin/openclaw', 'gateway', 'status', '--json'], {
      encoding: 'utf8',
      cwd: '/',
    });
    // OpenClaw takes it for the state owner's own service, and complains of nothing.
    expect(JSON.parse(status)).toMatchObject({
      service: { systemdInstallation: { kind: 'system' }, targetRole: 'target', configAudit: { ok: true, issues: [] } },
      rpc: { ok: true },
    });
    await adapter.restart(identity);
    await until('running', ({ pid }) => pid !== first.pid);
    await answers();
    await adapter.stop(identity);
    await until('stopped');
    await adapter.uninstall(identity);
    expect(existsSync(unitPath)).toBe(false);
  });
}
