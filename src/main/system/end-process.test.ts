import { spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { endProcess } from './end-process.ts';
import { unitOfCgroup } from './process-evidence.ts';
import { readProcess } from './processes.ts';

const read = async (pid: number) => readProcess(pid);
const children: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that says when it is ready; `deaf` does not listen to SIGTERM. */
async function start(deaf: boolean): Promise<{ pid: number; ended: Promise<unknown> }> {
  const code = `${deaf ? "process.on('SIGTERM', () => {});" : ''} setInterval(() => {}, 1000); console.log('ready')`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  if (child.pid === undefined) throw new Error('no pid');
  return { pid: child.pid, ended };
}

test.runIf(process.platform === 'linux')('asks first, insists after the grace, and knows when it is over', async () => {
  for (const [deaf, signal] of [
    [false, 'SIGTERM'],
    [true, 'SIGKILL'],
  ] as const) {
    const { pid, ended } = await start(deaf);
    const identity = { pid, startKey: readProcess(pid)?.startKey ?? null };
    const graceMs = deaf ? 300 : 10_000;
    expect(await endProcess(identity, { read, clock: systemClock, graceMs })).toBe(true);
    expect(await ended).toBe(signal);
    expect(await endProcess(identity, { read, clock: systemClock, graceMs })).toBe(false);
  }
});

test.runIf(process.platform === 'linux')('one that is held by a signal still ends by itself', async () => {
  const { pid, ended } = await start(false);
  process.kill(pid, 'SIGSTOP');
  const identity = { pid, startKey: readProcess(pid)?.startKey ?? null };
  expect(await endProcess(identity, { read, clock: systemClock, graceMs: 10_000 })).toBe(true);
  expect(await ended).toBe('SIGTERM');
});

test.runIf(process.platform === 'linux')(
  'leaves alone what has the same number and is another process, or cannot be proved',
  async () => {
    const { pid } = await start(false);
    const options = { read, clock: systemClock, graceMs: 100 };
    expect(await endProcess({ pid, startKey: 'another:1' }, options)).toBe(false);
    await expect(endProcess({ pid, startKey: null }, options)).rejects.toMatchObject({ code: 'state-unknown' });
    expect(readProcess(pid)?.zombie).toBe(false);
  },
);

test.each([
  [
    '0::/user.slice/user-1000.slice/user@1000.service/app.slice/openclaw-gateway-work.service',
    'openclaw-gateway-work.service',
  ],
  ['0::/user.slice/user-1000.slice/session-3.scope', null],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-terminal-12.scope', null],
  ['0::/user.slice/user-1000.slice/user@1000.service/init.scope', null],
  ['0::/system.slice/openclaw-gateway.service', 'openclaw-gateway.service'],
  ['0::/', null],
])('the service of %s is %s', (text, unit) => {
  expect(unitOfCgroup(text)).toBe(unit);
});
