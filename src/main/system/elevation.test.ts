import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import { createElevation, type ElevationDeps } from './elevation.ts';
import type { ElevatedPlan } from './elevation-plan.ts';
import { type Host, readHost } from './host.ts';
import { createScriptedRunner, type ScriptedStep } from './scripted-runner.ts';
import { createSpawnRunner } from './spawn-runner.ts';
import { desktopSurface, type Surface, terminalSurface } from './surface.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'elevation-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const plan: ElevatedPlan = {
  version: 1,
  steps: [{ kind: 'systemctl', verb: 'stop', unit: 'openclaw-gateway.service', tolerate: 'nothing', wait: false }],
};
/** A program on PATH of this name. Real ones keep their terminal or dialog; here the body says what the person does. */
const program = (name: string, body: string) => {
  writeFileSync(join(root, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(root, name), 0o755);
};
const setUp = (surface: Surface, change: Partial<Host> = {}, helper?: ElevationDeps['helper']) => {
  const env = { PATH: `${root}:/usr/bin:/bin` };
  const host: Host = { ...readHost(env), platform: 'linux', uid: 1234, ...change };
  return createElevation({
    host,
    runner: createSpawnRunner(env),
    surface: () => surface,
    helper: helper ?? [join(root, 'helper')],
    applyHere: async () => ({ ok: true, done: ['here'] }),
  });
};
const errorOf = async (act: Promise<unknown>): Promise<ExpectedError> => {
  const cause = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof ExpectedError)) throw new Error(`no expected error: ${String(cause)}`);
  return cause;
};

describe('the way to administrator rights', () => {
  test('root needs none, and nobody can be asked without a terminal or a desktop', async () => {
    const asRoot = setUp('nobody', { uid: 0 });
    expect(asRoot.way()).toEqual({ kind: 'root' });
    expect(await asRoot.apply(plan, 'stop it')).toEqual({ ok: true, done: ['here'] });
    const refused = await errorOf(setUp('nobody').apply(plan, 'stop it'));
    expect(refused).toMatchObject({
      code: 'needs-elevation',
      message: expect.stringContaining('needed to stop it. Nobody is there'),
      details: ['sudo systemctl stop --no-block openclaw-gateway.service'],
    });
  });

  test('sudo on a terminal, pkexec on a desktop, and neither when it is missing', () => {
    expect(setUp('terminal', { env: { PATH: root } }).way()).toMatchObject({ kind: 'none' });
    program('sudo', '');
    program('pkexec', '');
    expect(setUp('terminal').way()).toEqual({ kind: 'sudo', program: join(root, 'sudo') });
    expect(setUp('desktop').way()).toEqual({ kind: 'pkexec', program: join(root, 'pkexec') });
    expect(setUp('terminal', { platform: 'darwin' }).way()).toMatchObject({ kind: 'none' });
  });

  test('a terminal only when both streams are one; a desktop only with a display', () => {
    expect(terminalSurface({ stdin: { isTTY: true }, stderr: {} })).toBe('nobody');
    expect(terminalSurface({ stdin: {}, stderr: { isTTY: true } })).toBe('nobody');
    expect(desktopSurface({ DISPLAY: '' })).toBe('nobody');
    expect(desktopSurface({ WAYLAND_DISPLAY: 'wayland-0' })).toBe('desktop');
  });
});

describe('asking', () => {
  test('the plan travels on standard input and the report comes back', async () => {
    program('sudo', `echo "$@" > ${root}/argv\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"`);
    program('helper', `cat > ${root}/plan\necho '{"ok":true,"done":["it"]}'`);
    expect(await setUp('terminal').apply(plan, 'stop it')).toEqual({ ok: true, done: ['it'] });
    expect(JSON.parse(readFileSync(join(root, 'plan'), 'utf8'))).toEqual(plan);
    expect(readFileSync(join(root, 'argv'), 'utf8')).not.toContain('openclaw-gateway.service');
  });

  test.each([
    ['pkexec', 'desktop', 'exit 126', 'The dialog was closed.'],
    ['pkexec', 'desktop', 'echo "Error: No authentication agent found." >&2; exit 127', 'polkit agent'],
    ['sudo', 'terminal', 'echo "me is not in the sudoers file." >&2; exit 1', 'sudo did not give them: me is not in'],
    ['sudo', 'terminal', 'kill -9 $$', 'SIGKILL'],
    ['sudo', 'terminal', 'echo \'{"ok":"maybe"}\'; exit 0', 'it ended with 0'],
  ] as const)('%s on a %s: %s', async (name, surface, body, words) => {
    program(name, body);
    program('helper', 'exit 9');
    const refused = await errorOf(setUp(surface).apply(plan, 'stop it'));
    expect(refused).toMatchObject({ code: 'needs-elevation', message: expect.stringContaining(words) });
    expect(refused.details).toHaveLength(1);
  });

  test('no answer in time, and a wish to stop waiting', async () => {
    program('sudo', '');
    program('helper', '');
    const asked: ScriptedStep = { argv: () => true, result: { exitCode: null, timedOut: true } };
    const elevation = createElevation({
      host: { ...readHost({ PATH: root }), platform: 'linux', uid: 1234 },
      runner: createScriptedRunner([asked]),
      surface: () => 'terminal',
      helper: [join(root, 'helper')],
      applyHere: async () => ({ ok: true, done: [] }),
    });
    expect(await errorOf(elevation.apply(plan, 'stop it'))).toMatchObject({ code: 'command-timeout' });
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(elevation.apply(plan, 'stop it', { signal: aborted })).rejects.toThrow('enough');
  });

  test('a helper that everybody can change, or that is gone, never gets the rights', async () => {
    program('sudo', `touch ${root}/asked`);
    program('helper', '');
    chmodSync(join(root, 'helper'), 0o777);
    expect(await errorOf(setUp('terminal').apply(plan, 'stop it'))).toMatchObject({
      code: 'needs-elevation',
      message: expect.stringContaining('chmod o-w'),
    });
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    symlinkSync(join(root, 'open', 'real'), join(root, 'link'));
    const refusal = (helper: string) => errorOf(setUp('terminal', {}, [helper]).apply(plan, 'stop it'));
    expect(await refusal(join(root, 'link'))).toMatchObject({ message: expect.stringContaining('is not there') });
    writeFileSync(join(root, 'open', 'real'), '', { mode: 0o755 });
    expect(await refusal(join(root, 'link'))).toMatchObject({
      message: expect.stringContaining(`${root}/open can be`),
    });
    expect(existsSync(join(root, 'asked'))).toBe(false);
  });
});
