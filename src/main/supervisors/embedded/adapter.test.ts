import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readListener } from '../../system/ports.ts';
import { isSameProcess } from '../../system/processes.ts';
import { describeSupervisorContract } from '../contract-suite.ts';
import { createEmbeddedHost, type EmbeddedHost } from './test-host.ts';

describeSupervisorContract('embedded', createEmbeddedHost, { enabled: false, autostart: false });

describe('the embedded supervisor', { timeout: 40_000 }, () => {
  let host: EmbeddedHost;
  beforeEach(async () => {
    host = await createEmbeddedHost();
  });
  afterEach(() => host.dispose());

  async function up(behaviour: 'steady' | 'ignores-stop' = 'steady') {
    const service = await host.service('work', behaviour);
    await host.adapter.install(service.definition, service.identity);
    await host.adapter.start(service.identity);
    const pid = await host.runningPid(service.identity);
    await host.ready(service);
    return { ...service, pid };
  }

  it('really runs the gateway: it owns its port, has a clean environment and its own process group', async () => {
    const { definition, pid } = await up();
    const port = Number(definition.environment.GATEWAY_PORT);
    await expect.poll(() => readListener(port), { timeout: 10_000 }).toMatchObject({ owner: 'process', pid });
    const environ = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
    expect(environ).toContain('OPENCLAW_EXEC_SHELL_SNAPSHOT=0');
    expect(environ).toContain('OPENCLAW_SUPERVISOR_MODE=external');
    expect(
      environ.filter((line) => /^(INVOCATION_ID|JOURNAL_STREAM|OPENCLAW_SYSTEMD_UNIT|LEAKED)=/.test(line)),
    ).toEqual([]);
    const group = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[2];
    expect(Number(group)).toBe(pid);
  });

  it('keeps its files to the user', async () => {
    const { identity } = await up();
    const paths = host.paths(identity);
    for (const path of [paths.definition, paths.state, paths.gatewayLog, paths.supervisorLog]) {
      expect([path, (await stat(path)).mode & 0o777]).toEqual([path, 0o600]);
    }
    expect((await stat(paths.folder)).mode & 0o777).toBe(0o700);
  });

  it('is one for a profile, however many start it at once', async () => {
    const service = await host.service('work', 'steady');
    await host.adapter.install(service.definition, service.identity);
    await Promise.all([1, 2, 3].map(() => host.adapter.start(service.identity)));
    const pid = await host.runningPid(service.identity);
    const state = await host.state(service.identity);
    expect(state.gateway?.pid).toBe(pid);
    const direct = await host.superviseDirectly(service.identity);
    expect(direct).toBe(75);
    expect(await host.runningPid(service.identity)).toBe(pid);
  });

  it('leaves the gateway running when it is killed, and its successor takes over the same process', async () => {
    const { identity, pid } = await up();
    const before = await host.state(identity);
    await host.killSupervisor(identity);
    const [orphan] = await host.adapter.inspect([identity]);
    expect(orphan?.process).toMatchObject({ state: 'running', pid });
    expect(orphan?.words.supervisor).toBe('not running');

    await host.adapter.start(identity);
    const after = await host.state(identity);
    expect(after).toMatchObject({ phase: 'running', gateway: { pid, adopted: true } });
    expect(after.supervisor.pid).not.toBe(before.supervisor.pid);

    // The new one also notices that it ends, though it is not its child, and starts another.
    await host.kill(pid);
    await expect.poll(async () => (await host.state(identity)).gateway?.adopted, { timeout: 10_000 }).toBe(false);
    expect(await host.runningPid(identity)).not.toBe(pid);
  });

  it('restart after its supervisor was killed replaces the orphan', async () => {
    const { identity, pid } = await up();
    await host.killSupervisor(identity);
    await host.adapter.restart(identity);
    await expect.poll(async () => (await host.state(identity)).gateway?.adopted, { timeout: 10_000 }).toBe(false);
    expect(await host.alive(pid)).toBe(false);
    expect(await host.runningPid(identity)).not.toBe(pid);
  });

  it.each(['steady', 'ignores-stop'] as const)('stop ends an orphan too (%s)', async (behaviour) => {
    const { identity, pid } = await up(behaviour);
    await host.killSupervisor(identity);
    await host.adapter.stop(identity);
    expect(await host.alive(pid)).toBe(false);
    const [inspection] = await host.adapter.inspect([identity]);
    expect(inspection?.process).toMatchObject({ state: 'stopped', everStarted: true });
  });

  it('does not touch a stranger who has the number of its old gateway', async () => {
    const { identity, pid } = await up();
    await host.killSupervisor(identity);
    await host.kill(pid);
    // As if the number had been given to another process: this test's own.
    const state = await host.state(identity);
    const stranger = { pid: process.pid, startedAt: null, startKey: 'other:1', adopted: false };
    await writeFile(host.paths(identity).state, JSON.stringify({ ...state, gateway: stranger }));
    const [inspection] = await host.adapter.inspect([identity]);
    expect(inspection?.process).toMatchObject({ state: 'crashed', willRestart: false });
    await host.adapter.stop(identity); // Would end this test with SIGTERM.
    const unproved = { ...stranger, startKey: null };
    await writeFile(host.paths(identity).state, JSON.stringify({ ...state, gateway: unproved }));
    const [second] = await host.adapter.inspect([identity]);
    expect(second?.process.state).toBe('unknown');
    await expect(host.adapter.start(identity)).rejects.toMatchObject({ code: 'start-failed' });
    await expect(host.adapter.stop(identity)).rejects.toMatchObject({ code: 'state-unknown' });
  });

  it('shows a state from before the reboot as stopped', async () => {
    const { identity, pid } = await up();
    await host.killSupervisor(identity);
    await host.kill(pid);
    const state = await host.state(identity);
    await writeFile(host.paths(identity).state, JSON.stringify({ ...state, bootId: 'the-boot-before' }));
    const [inspection] = await host.adapter.inspect([identity]);
    expect(inspection?.process).toMatchObject({ state: 'stopped', everStarted: true });
  });

  it('SIGTERM to it stops the gateway and it', async () => {
    const { identity, pid } = await up();
    const { supervisor } = await host.state(identity);
    process.kill(supervisor.pid, 'SIGTERM');
    await expect
      .poll(async () => (await host.adapter.inspect([identity]))[0]?.process.state, { timeout: 10_000 })
      .toBe('stopped');
    expect(await host.alive(pid)).toBe(false);
    expect((await host.state(identity)).lastExit).toMatchObject({ code: 0 });
  });

  it('rotates the log while the gateway writes, losing nothing in the middle of a line', async () => {
    const service = await host.service('work', 'steady', { LOG_LINES: '4000', LOG_EVERY_MS: '1' });
    await host.adapter.install(service.definition, service.identity);
    await host.adapter.start(service.identity);
    const { gatewayLog } = host.paths(service.identity);
    await expect
      .poll(async () => (await stat(`${gatewayLog}.2`).catch(() => null))?.size, { timeout: 20_000 })
      .toBeGreaterThan(1000);
    const text = `${await readFile(`${gatewayLog}.2`, 'utf8')}${await readFile(`${gatewayLog}.1`, 'utf8')}`;
    const numbers = text
      .trim()
      .split('\n')
      .slice(1, -1)
      .map((line) => Number(/^line (\d+)$/.exec(line)?.[1]));
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers.every((number) => Number.isInteger(number))).toBe(true);
    expect(await stat(`${gatewayLog}.3`).catch(() => null)).toBeNull();
  });

  it('survives the process that started it', async () => {
    const service = await host.service('work', 'steady');
    await host.adapter.install(service.definition, service.identity);
    await host.startFromShell(service.identity);
    const pid = await host.runningPid(service.identity);
    const { supervisor } = await host.state(service.identity);
    expect(isSameProcess(supervisor.pid, Date.parse(supervisor.startedAt ?? ''))).toBe(true);
    const session = (await readFile(`/proc/${supervisor.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[3];
    expect(Number(session)).toBe(supervisor.pid);
    expect(await host.alive(pid)).toBe(true);
  });

  it('uninstalls its whole folder and nothing of OpenClaw', async () => {
    const { identity, definition } = await up();
    const keep = join(identity.stateDir, 'openclaw.json');
    await writeFile(keep, '{}');
    await host.adapter.uninstall(identity);
    expect(await stat(host.paths(identity).folder).catch(() => null)).toBeNull();
    expect(await stat(host.paths(identity).control).catch(() => null)).toBeNull();
    expect(await readFile(keep, 'utf8')).toBe('{}');
    expect(await readListener(Number(definition.environment.GATEWAY_PORT))).toEqual({ owner: 'nobody' });
  });

  it('says why a supervisor cannot start', async () => {
    const service = await host.service('work', 'steady');
    await host.adapter.install(service.definition, service.identity);
    await writeFile(host.paths(service.identity).definition, '{ "format": 1, "token": "hush" }');
    const failure = await host.adapter.start(service.identity).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ code: 'start-failed', message: expect.stringContaining('cannot be understood') });
    const [inspection] = await host.adapter.inspect([service.identity]);
    expect(inspection?.definition).toMatchObject({ status: 'present', parsed: null });
    expect(JSON.stringify(inspection)).not.toContain('hush');
  });

  it('takes a missing program for a crash that waits, not for a defect', async () => {
    const service = await host.service('work', 'steady');
    const definition = { ...service.definition, command: ['/nowhere/node', 'x.js'] };
    await host.adapter.install(definition, service.identity);
    await host.adapter.start(service.identity);
    await expect
      .poll(async () => (await host.adapter.inspect([service.identity]))[0]?.process, { timeout: 10_000 })
      .toMatchObject({
        state: 'crash-looping',
        gaveUp: true,
        lastExit: { words: expect.stringContaining('does not exist') },
      });
  });

  it('removes what is left of a socket whose owner was killed', async () => {
    const { identity, pid } = await up();
    await host.killSupervisor(identity);
    await host.kill(pid);
    expect((await stat(host.paths(identity).control)).isSocket()).toBe(true);
    await host.adapter.start(identity);
    expect(await host.runningPid(identity)).not.toBe(pid);
    await rm(host.paths(identity).state);
    // The socket is asked before the file, so a lost file changes nothing.
    expect(await host.runningPid(identity)).toBeGreaterThan(0);
  });
});
