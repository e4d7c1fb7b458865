/** Scenarios about the process: start, crash, loop, stop. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessState } from '../../src/shared/service-state.ts';
import {
  adapter,
  definition,
  identity,
  is,
  look,
  modeFile,
  prepareService,
  refusedWith,
  say,
  seenBy,
  serviceFolder,
  systemctl,
  unit,
  unitFolder,
  unitPath,
  until,
} from './inside-tools.ts';

export const PROCESS_SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
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
    const seen = await seenBy(first.pid);
    assert.deepEqual(seen.argv.slice(1), definition.command.slice(1));
    assert.equal(seen.cwd, serviceFolder);
    for (const [key, value] of Object.entries(definition.environment)) assert.equal(seen.env[key], value, key);
    assert.ok(first.since !== null && Math.abs(Date.parse(first.since) - before) < 15_000, `since ${first.since}`);
    say(`start: running as ${first.pid} since ${first.since}, arguments and environment arrived unchanged`);

    const mark = (adapter.watchPaths?.(identity) ?? []).find((path) => path.includes('invocation:')) ?? '';
    const firstMark = readlinkSync(mark);
    process.kill(first.pid, 'SIGKILL');
    const crashed = (await until('crashed', is('crashed'))).state;
    assert.ok(crashed.willRestart);
    assert.equal(crashed.lastExit?.signal, 'SIGKILL');
    const again = (await until('running again', is('running'))).state;
    assert.notEqual(again.pid, first.pid);
    assert.equal(again.restarts, 1);
    assert.notEqual(readlinkSync(mark), firstMark);
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

    // By then it has its own handler of SIGTERM.
    await seenBy(restarted.state.pid);
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
};
