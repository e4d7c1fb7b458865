/**
 * Runs inside the test host, as the test user: exercises the systemd user adapter against the real service manager. The first
 * argument names the scenario. Every step is checked; the first that fails ends the program with its words.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSystemdUserAdapter } from '../../src/main/supervisors/systemd/adapter.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { createCommandRunner } from '../../src/main/system/command-runner.ts';
import { readHost } from '../../src/main/system/host.ts';
import { ExpectedError } from '../../src/shared/outcome.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import type { ProcessState, ServiceInspection } from '../../src/shared/service-state.ts';

const host = readHost();
const adapter = createSystemdUserAdapter({ host, runner: createCommandRunner(host.env), clock: systemClock });
const unit = 'openclaw-gateway-live.service';
const unitFolder = join(host.accountHome, '.config', 'systemd', 'user');
const unitPath = join(unitFolder, unit);
const serviceFolder = join(host.accountHome, 'the service');
const identity = { profile: 'live', serviceName: unit, stateDir: join(host.accountHome, '.openclaw-live') };
const modeFile = join(serviceFolder, 'mode');
const seenFile = join(serviceFolder, 'seen.json');

const definition: ServiceDefinition = {
  profile: 'live',
  serviceName: unit,
  description: 'OpenClaw Gateway (profile: live)',
  command: [
    process.execPath,
    join(serviceFolder, 'index.js'),
    'gateway',
    '--port',
    '18789',
    '$HOME',
    '100% "it\'s" \\ ;',
    '',
  ],
  workingDirectory: serviceFolder,
  environment: {
    HOME: host.accountHome,
    NODE_OPTIONS: '',
    OPENCLAW_PROFILE: 'live',
    OPENCLAW_SERVICE_MARKER: 'openclaw',
    OPENCLAW_SERVICE_KIND: 'gateway',
    ODD: 'a "b" \'c\' \\d %h $HOME \t設定',
    APOSTROPHE: "o'brien",
  },
  environmentFiles: [],
};

const SERVICE = `
const { readFileSync, writeFileSync } = require('node:fs');
const mode = readFileSync(__dirname + '/mode', 'utf8');
writeFileSync(__dirname + '/seen.json', JSON.stringify({ argv: process.argv, env: process.env, cwd: process.cwd() }));
console.log('service starts in mode ' + mode);
if (mode.startsWith('exit ')) setTimeout(() => process.exit(Number(mode.slice(5))), 50);
else { setInterval(() => {}, 1000); process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300)); }
`;

const say = (text: string) => process.stdout.write(`ok ${text}\n`);
const systemctl = (...args: string[]) => execFileSync('systemctl', ['--user', ...args], { encoding: 'utf8' });
const look = async (): Promise<ServiceInspection> => {
  const [found] = await adapter.inspect([identity]);
  assert.ok(found);
  return found;
};

/** Re-reads until `wanted` holds; gives it and every state that was seen on the way. */
async function until<S extends ProcessState>(
  what: string,
  wanted: (state: ProcessState) => state is S,
  timeoutMs = 15_000,
): Promise<{ state: S; seen: string[] }> {
  const seen: string[] = [];
  const deadline = systemClock.monotonic() + timeoutMs;
  for (;;) {
    const { process: state } = await look();
    if (seen.at(-1) !== state.state) seen.push(state.state);
    if (wanted(state)) return { state, seen };
    assert.ok(
      systemClock.monotonic() < deadline,
      `${what} was not seen; saw ${seen.join(', ')}: ${JSON.stringify(state)}`,
    );
    await systemClock.sleep(30);
  }
}
const is =
  <N extends ProcessState['state']>(name: N) =>
  (state: ProcessState): state is Extract<ProcessState, { state: N }> =>
    state.state === name;

async function refusedWith(code: string, act: () => Promise<unknown>): Promise<ExpectedError> {
  try {
    await act();
  } catch (cause) {
    assert.ok(cause instanceof ExpectedError, String(cause));
    assert.equal(cause.code, code, cause.message);
    assert.ok(cause.hint, 'an expected error has a hint');
    return cause;
  }
  assert.fail(`${code} was expected`);
}

function prepareService(mode: string): void {
  mkdirSync(serviceFolder, { recursive: true });
  writeFileSync(join(serviceFolder, 'index.js'), SERVICE);
  writeFileSync(modeFile, mode);
}

const SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  async lifecycle() {
    prepareService('run');
    const answer = await adapter.detect();
    assert.ok(answer.available, JSON.stringify(answer));
    say(`detect: systemd ${answer.version}`);

    const absent = await look();
    assert.deepEqual([absent.definition.status, absent.process.state, absent.enabled], ['absent', 'stopped', false]);
    await refusedWith('not-installed', () => adapter.start(identity));
    await refusedWith('not-installed', () => adapter.stop(identity));
    await adapter.uninstall(identity);
    say('absent: seen, start and stop refused, uninstall does nothing');

    const plan = await adapter.planInstall(definition, identity);
    assert.deepEqual(
      plan.files.map(({ path, change }) => [path, change]),
      [[unitPath, 'create']],
    );
    await adapter.install(definition, identity);
    const installed = await look();
    assert.ok(installed.definition.status === 'present', JSON.stringify(installed.definition));
    assert.deepEqual(installed.definition.parsed, definition);
    assert.deepEqual(
      [installed.enabled, installed.process.state, installed.definition.needsReload, installed.definition.problem],
      [true, 'stopped', false, null],
    );
    assert.ok(installed.process.state === 'stopped' && installed.process.everStarted === false);
    assert.equal(statSync(unitPath).mode & 0o777, 0o600);
    assert.equal(readFileSync(unitPath, 'utf8'), plan.files[0]?.content);
    execFileSync('systemd-analyze', ['--user', 'verify', unitPath]);
    say('install: written 0600, enabled, not started, parsed back the same, verified by systemd-analyze');

    const before = Date.now();
    await adapter.start(identity);
    const first = (await until('running', is('running'))).state;
    await systemClock.sleep(300);
    const seen = JSON.parse(readFileSync(seenFile, 'utf8'));
    assert.deepEqual(seen.argv.slice(1), definition.command.slice(1));
    assert.equal(seen.cwd, serviceFolder);
    for (const [key, value] of Object.entries(definition.environment)) assert.equal(seen.env[key], value, key);
    assert.ok(first.since !== null && Math.abs(Date.parse(first.since) - before) < 5000, `since ${first.since}`);
    say(`start: running as ${first.pid} since ${first.since}, arguments and environment arrived unchanged`);

    process.kill(first.pid, 'SIGKILL');
    const crashed = (await until('crashed', is('crashed'))).state;
    assert.ok(crashed.willRestart);
    assert.equal(crashed.lastExit?.signal, 'SIGKILL');
    const again = (await until('running again', is('running'))).state;
    assert.notEqual(again.pid, first.pid);
    assert.equal(again.restarts, 1);
    say(`kill -9: ${crashed.lastExit.words}; restarted as ${again.pid}`);

    await adapter.restart(identity);
    const restarted = await until(
      'a new process',
      (state): state is Extract<ProcessState, { state: 'running' }> =>
        state.state === 'running' && state.pid !== again.pid,
    );
    say(`restart: ${restarted.seen.join(' > ')} as ${restarted.state.pid}`);

    writeFileSync(unitPath, `${readFileSync(unitPath, 'utf8')}# edited\n`);
    const edited = await look();
    assert.ok(edited.definition.status === 'present' && edited.definition.needsReload);
    say('an edited unit needs a reload');

    // Long enough for the service to have its own handler of SIGTERM.
    await systemClock.sleep(700);
    await adapter.stop(identity);
    const stopped = await until('stopped', is('stopped'));
    assert.deepEqual([stopped.state.everStarted, stopped.state.lastExit?.code], [true, 0]);
    say(`stop: ${stopped.seen.join(' > ')}, ${stopped.state.lastExit?.words}`);

    const [source] = adapter.logSources(identity);
    assert.ok(source?.kind === 'journal');
    const lines = execFileSync(source.argv[0], source.argv.slice(1), {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    assert.match(lines, /service starts in mode run/);
    say('the journal has the service’s output');
  },

  async failures() {
    prepareService('exit 1');
    await adapter.install(definition, identity);
    mkdirSync(`${unitPath}.d`, { recursive: true });
    writeFileSync(
      join(`${unitPath}.d`, 'a "quick" one.conf'),
      '[Unit]\nStartLimitBurst=4\n[Service]\nRestartSec=400ms\nEnvironment=QUICK=1\n',
    );
    systemctl('daemon-reload');
    await adapter.start(identity);
    const loop = await until('crash-looping', is('crash-looping'));
    assert.equal(loop.state.gaveUp, false);
    assert.ok((loop.state.restarts ?? 0) >= 2, JSON.stringify(loop.state));
    const gaveUp = (
      await until(
        'given up',
        (state): state is Extract<ProcessState, { state: 'crash-looping' }> =>
          state.state === 'crash-looping' && state.gaveUp,
      )
    ).state;
    assert.deepEqual([gaveUp.lastExit?.code, gaveUp.restarts], [1, 4]);
    say(`crash loop: ${loop.seen.join(' > ')}, given up after ${gaveUp.restarts} restarts, ${gaveUp.lastExit?.words}`);

    const withDropIn = await look();
    assert.ok(withDropIn.definition.status === 'present');
    assert.deepEqual(withDropIn.definition.overrides, [join(`${unitPath}.d`, 'a "quick" one.conf')]);
    assert.equal(withDropIn.definition.parsed?.environment.QUICK, '1');
    say('a drop-in is listed and counted');

    writeFileSync(modeFile, 'exit 0');
    await adapter.start(identity);
    const clean = await until(
      'given up on clean exits',
      (state): state is Extract<ProcessState, { state: 'crash-looping' }> =>
        state.state === 'crash-looping' && state.gaveUp,
    );
    assert.equal((await look()).words.Result, 'start-limit-hit');
    say(`exit 0 in a loop: ${clean.seen.join(' > ')}`);

    writeFileSync(modeFile, 'exit 78');
    await adapter.start(identity);
    const invalid = (
      await until(
        'crashed for good',
        (state): state is Extract<ProcessState, { state: 'crashed' }> =>
          state.state === 'crashed' && !state.willRestart,
      )
    ).state;
    assert.equal(invalid.lastExit?.words, '78: the configuration is not valid');
    say('exit 78: not restarted, and said in words');

    writeFileSync(modeFile, 'run');
    await adapter.start(identity);
    const running = (await until('running', is('running'))).state;
    assert.equal(running.restarts, 0);
    say('start after giving up works');

    rmSync(unitPath);
    systemctl('daemon-reload');
    const headless = await look();
    assert.deepEqual([headless.definition.status, headless.process.state], ['absent', 'running']);
    say('a unit file that was deleted: definition absent, process still running');

    await adapter.uninstall(identity);
    const left = execFileSync('find', [unitFolder, '-name', `${unit}*`], { encoding: 'utf8' })
      .trim()
      .split('\n');
    assert.deepEqual(left, [`${unitPath}.d`]);
    assert.deepEqual(readdirSync(`${unitPath}.d`), ['a "quick" one.conf']);
    assert.throws(() => process.kill(running.pid, 0));
    say('uninstall without the unit file: stopped, links gone, the drop-in of somebody else kept');
    rmSync(`${unitPath}.d`, { recursive: true });

    const missing = { ...definition, command: ['/nowhere/node', ...definition.command.slice(1)] };
    await adapter.install(missing, identity);
    await adapter.start(identity);
    const exec = (await until('crashed', is('crashed'))).state;
    assert.equal(exec.lastExit?.code, 203);
    say(`program missing: ${exec.lastExit.words}`);
    await adapter.uninstall(identity);
  },

  async definitions() {
    prepareService('run');
    mkdirSync(unitFolder, { recursive: true });
    writeFileSync(
      unitPath,
      '[Unit]\nDescription=old\n[Service]\nExecStart=/bin/true\nEnvironment=OPENCLAW_GATEWAY_TOKEN=hush A=b\nNice=5\n',
    );
    const plan = await adapter.planInstall(definition, identity);
    assert.ok(
      plan.warnings.some((warning) => warning.includes('[Service] Nice')),
      plan.warnings.join('\n'),
    );
    assert.ok(!JSON.stringify(plan).includes('hush'));
    await adapter.install(definition, identity);
    const backup = readFileSync(`${unitPath}.bak`, 'utf8');
    assert.match(backup, /Environment=A=b/);
    assert.doesNotMatch(backup, /hush/);
    assert.equal(statSync(`${unitPath}.bak`).mode & 0o777, 0o600);
    say('install over an older unit: warned of lost edits, backup 0600 without the token');

    await adapter.start(identity);
    const { state } = await until('running', is('running'));
    await adapter.uninstall(identity);
    assert.throws(() => process.kill(state.pid, 0));
    assert.equal(execFileSync('find', [unitFolder, '-name', `${unit}*`], { encoding: 'utf8' }), '');
    assert.match(systemctl('show', unit, '--property=LoadState'), /not-found/);
    assert.doesNotMatch(systemctl('list-units', '--all', '--no-legend'), /openclaw-gateway-live/);
    say('uninstall while running: process, unit, backup and links gone');

    const wants = join(unitFolder, 'default.target.wants');
    mkdirSync(wants, { recursive: true });
    chmodSync(wants, 0o555);
    writeFileSync(unitPath, '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=default.target\n', { mode: 0o640 });
    const filesBefore = readdirSync(unitFolder).sort();
    const failure = await adapter.install(definition, identity).then(
      () => null,
      (cause: unknown) => cause,
    );
    chmodSync(wants, 0o755);
    assert.ok(failure instanceof ExpectedError, String(failure));
    assert.equal(failure.code, 'command-failed');
    assert.deepEqual(readdirSync(unitFolder).sort(), filesBefore);
    assert.match(readFileSync(unitPath, 'utf8'), /ExecStart=\/bin\/true/);
    assert.equal(statSync(unitPath).mode & 0o777, 0o640);
    say(`enable failed: everything as it was (${failure.message})`);
    rmSync(unitPath);

    systemctl('mask', unit);
    const masked = await look();
    assert.ok(masked.definition.status === 'present' && masked.definition.masked && masked.enabled === false);
    await refusedWith('definition-masked', () => adapter.start(identity));
    await refusedWith('definition-masked', () => adapter.install(definition, identity));
    await refusedWith('definition-masked', () => adapter.uninstall(identity));
    systemctl('unmask', unit);
    say('masked: seen, and start, install and uninstall refused');

    writeFileSync(unitPath, '[Unit]\nDescription=no program\n');
    systemctl('daemon-reload');
    const bad = await look();
    assert.ok(bad.definition.status === 'present' && bad.definition.parsed === null && bad.definition.problem !== null);
    await refusedWith('start-failed', () => adapter.start(identity));
    say(`bad setting: ${bad.definition.problem}`);
    rmSync(unitPath);

    chmodSync(unitFolder, 0o777);
    await refusedWith('definition-write-failed', () => adapter.install(definition, identity));
    chmodSync(unitFolder, 0o755);
    say('a folder that others can write to is refused');

    const identities = ['one', 'two', 'three'].map((name) => ({
      ...identity,
      serviceName: `openclaw-gateway-${name}.service`,
    }));
    await adapter.install({ ...definition, serviceName: 'openclaw-gateway-two.service' }, identities[1] ?? identity);
    const many = await adapter.inspect(identities);
    assert.deepEqual(
      many.map((each) => [each.serviceName, each.definition.status]),
      [
        ['openclaw-gateway-one.service', 'absent'],
        ['openclaw-gateway-two.service', 'present'],
        ['openclaw-gateway-three.service', 'absent'],
      ],
    );
    await adapter.uninstall(identities[1] ?? identity);
    say('several units in one command, answers in the order asked');
  },

  async 'bus-from-uid'() {
    assert.equal(process.env.XDG_RUNTIME_DIR, undefined);
    const answer = await adapter.detect();
    assert.ok(answer.available, JSON.stringify(answer));
    await adapter.install(definition, identity);
    assert.equal((await look()).enabled, true);
    say('without XDG_RUNTIME_DIR: everything works through the folder that logind made');
  },

  async 'bus-gone'() {
    const answer = await adapter.detect();
    assert.ok(!answer.available && answer.code === 'user-bus-missing', JSON.stringify(answer));
    const found = await look();
    assert.deepEqual([found.definition.status, found.process.state, found.enabled], ['present', 'unknown', null]);
    await refusedWith('user-bus-missing', () => adapter.start(identity));
    await refusedWith('user-bus-missing', () => adapter.uninstall(identity));
    say(`no user manager: ${answer.reason} ${answer.hint}`);
    const survival = await adapter.survival(identity, true);
    assert.deepEqual([survival.logout, survival.reboot], [false, false]);
    say(`survival: ${survival.reason}`);
  },

  async linger() {
    assert.ok(adapter.enableLinger);
    const before = await adapter.survival(identity, true);
    assert.deepEqual([before.logout, before.reboot], [true, true]);
    await adapter.enableLinger();
    say('lingering: seen, and turning it on again is harmless');
  },

  /** OpenClaw itself is on PATH here: each side must recognise what the other one wrote. */
  async openclaw() {
    for (const profile of ['default', 'work']) {
      const named = profile === 'default' ? [] : ['--profile', profile];
      const suffix = profile === 'default' ? '' : `-${profile}`;
      const openclaw = (...args: string[]) => execFileSync('openclaw', [...named, ...args], { encoding: 'utf8' });
      openclaw('config', 'set', 'gateway.mode', 'local');
      openclaw('gateway', 'install', '--json');
      const serviceName = `openclaw-gateway${suffix}.service`;
      const gateway = { profile, serviceName, stateDir: join(host.accountHome, `.openclaw${suffix}`) };
      const theirs = readFileSync(join(unitFolder, serviceName), 'utf8');
      process.stdout.write(`${theirs.trimEnd().replaceAll(/^/gm, '| ')}\n`);
      const [found] = await adapter.inspect([gateway]);
      assert.ok(found?.definition.status === 'present' && found.definition.parsed !== null);
      assert.equal(found.definition.parsed.profile, profile);
      const [rendered] = adapter.render(found.definition.parsed);
      assert.equal(rendered?.content, theirs);
      assert.deepEqual((await adapter.planInstall(found.definition.parsed, gateway)).warnings, []);
      say(`${profile}: what OpenClaw wrote is parsed and rendered to the same bytes`);

      await adapter.uninstall(gateway);
      await adapter.install(found.definition.parsed, gateway);
      await adapter.start(gateway);
      const status = JSON.parse(openclaw('gateway', 'status', '--no-probe', '--json'));
      assert.deepEqual(status.service.configAudit, { ok: true, issues: [] });
      assert.equal(status.service.loaded, true);
      say(`${profile}: what we installed passes the audit of "openclaw gateway status"`);
      await adapter.uninstall(gateway);
      const after = JSON.parse(openclaw('gateway', 'status', '--no-probe', '--json'));
      assert.equal(after.service.loaded, false);
      say(`${profile}: what we uninstalled is gone for OpenClaw too`);
    }
  },

  async 'system-unit'() {
    const refusal = await refusedWith('definition-conflict', () => adapter.install(definition, identity));
    assert.match(refusal.message, /\/etc\/systemd\/system\//);
    say(`system unit of the same name: ${refusal.message}`);
  },
};

const scenario = SCENARIOS[process.argv[2] ?? ''];
assert.ok(scenario, `scenarios: ${Object.keys(SCENARIOS).join(', ')}`);
await scenario();
