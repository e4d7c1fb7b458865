/** Rights from the desktop: the real pkexec starts the real shim, which does what the plan says and nothing else. Runs as the test user. */
import './inside-only.ts';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createElevation } from '../../src/main/system/elevation.ts';
import { createExecaRunner } from '../../src/main/system/execa-runner.ts';
import { readHost } from '../../src/main/system/host.ts';
import { desktopSurface } from '../../src/main/system/surface.ts';
import { ExpectedError } from '../../src/shared/outcome.ts';

const UNIT = 'openclaw-gateway-duel.service';
const host = readHost({ ...process.env, DISPLAY: ':9' });
/** The rule of polkit that the host was given knows one program. */
const elevationOf = (program: string) =>
  createElevation({
    host,
    runner: createExecaRunner(host.env),
    surface: () => desktopSurface(host.env),
    helper: [program, fileURLToPath(new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url)), 'elevated-apply'],
    applyHere: () => Promise.reject(new Error('this process is not root')),
  });
const unknown = elevationOf('/usr/local/bin/node');
const letIn = elevationOf('/usr/local/bin/node-let-in');
const restart = {
  version: 1 as const,
  steps: [
    { kind: 'systemctl' as const, verb: 'restart' as const, unit: UNIT, tolerate: 'nothing' as const, wait: true },
  ],
};
const pidOf = () =>
  execFileSync('systemctl', ['show', '--value', '--property=MainPID', UNIT], { encoding: 'utf8' }).trim();

test('without a program that asks for the password nothing is done, and the command is told', async () => {
  const before = pidOf();
  const refused = await unknown.apply(restart, 'restart it').then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(refused).toBeInstanceOf(ExpectedError);
  expect(refused).toMatchObject({ code: 'needs-elevation', details: [`sudo systemctl restart ${UNIT}`] });
  expect(pidOf()).toBe(before);
});

test('when polkit agrees, the plan is carried out as root', async () => {
  const before = pidOf();
  const report = await letIn.apply(restart, 'restart it');
  expect(report).toMatchObject({ ok: true });
  expect(pidOf()).not.toBe(before);
  expect(pidOf()).not.toBe('0');
});

test('a plan of anything else is refused before anybody is asked', async () => {
  const stranger = { ...restart, steps: [{ ...restart.steps[0], unit: 'ssh.service' }] };
  await expect(letIn.apply(stranger as typeof restart, 'stop ssh')).rejects.toThrow();
});
