/** For the tests of the adapter over a script of commands: a fresh home before each test, and the answers that launchd gives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Clock } from '../../system/clock.ts';
import { createScriptedRunner, type ScriptedStep } from '../../system/scripted-runner.ts';
import { createLaunchdAdapter } from './adapter.ts';
import { hostAt, recorded } from './test-bench.ts';

export const label = 'ai.openclaw.gateway';
export const target = `gui/501/${label}`;
export const print = ['launchctl', 'print', target];
export const notLoaded = { exitCode: 113, stderr: recorded('macos13plus-print-not-found.stderr') };
export const overrides = (...rows: string[]) => ({ stdout: `\tdisabled services = {\n${rows.join('')}\t}\n` });
export const switchedOff = overrides(`\t\t"${label}" => disabled\n`);
export const loadedAs = (state: string, ...args: string[]) => ({
  stdout: `${target} = {\n\tstate = ${state}\n\tpid = 42\n\n\targuments = {\n${args.map((arg) => `\t\t${arg}\n`).join('')}\t}\n}\n`,
});
export const step = (argv: readonly string[], result: ScriptedStep['result'] = {}): ScriptedStep => ({ argv, result });
export const printDisabled = (result = overrides()) => step(['launchctl', 'print-disabled', 'gui/501'], result);
export const enable = step(['launchctl', 'enable', target]);
export const noSystemJob = step(['launchctl', 'print', `system/${label}`], {
  exitCode: 113,
  stderr: recorded('macos-print-not-found-system.stderr'),
});

export let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launchd-install-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

export const plist = () => join(root, 'Library', 'LaunchAgents', `${label}.plist`);
export const identity = () => ({ profile: 'default', serviceName: label, stateDir: join(root, '.openclaw') });
export const definition = () => ({
  profile: 'default',
  serviceName: label,
  description: 'OpenClaw Gateway',
  command: ['/opt/node', '/opt/index.js', 'gateway', '--port', '18789'],
  workingDirectory: identity().stateDir,
  environment: { HOME: root, TMPDIR: join(root, '.openclaw', 'tmp') },
  environmentFiles: [],
});

/** Time passes only by sleeping. */
export function setUp(steps: readonly ScriptedStep[]) {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
  const runner = createScriptedRunner(steps);
  const adapter = createLaunchdAdapter({
    host: hostAt(root),
    runner,
    clock,
    places: { systemFolders: [join(root, 'system')], overrideFolder: join(root, 'overrides') },
    ...(process.getuid === undefined ? {} : { fileOwner: process.getuid() }),
  });
  return { adapter, runner, elapsed: () => now };
}
export const errorOf = (act: Promise<unknown>) =>
  act.then(
    () => expect.fail('it should have failed'),
    (cause: unknown) => cause,
  );
