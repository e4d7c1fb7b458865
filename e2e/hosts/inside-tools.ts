/** What the scenarios of `systemd-adapter.inside.ts` share: the adapter over the real system, a service to run, and ways to look. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSystemdUserAdapter } from '../../src/main/supervisors/systemd/adapter.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { readHost } from '../../src/main/system/host.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';
import { ExpectedError } from '../../src/shared/outcome.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import type { ProcessState, ServiceInspection } from '../../src/shared/service-state.ts';

export const host = readHost();
export const adapter = createSystemdUserAdapter({ host, runner: createSpawnRunner(host.env), clock: systemClock });
export const unit = 'openclaw-gateway-live.service';
export const unitFolder = join(host.accountHome, '.config', 'systemd', 'user');
export const unitPath = join(unitFolder, unit);
export const serviceFolder = join(host.accountHome, 'the service');
export const identity = { profile: 'live', serviceName: unit, stateDir: join(host.accountHome, '.openclaw-live') };
export const modeFile = join(serviceFolder, 'mode');
export const seenFile = join(serviceFolder, 'seen.json');

export const definition: ServiceDefinition = {
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
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const mode = readFileSync(__dirname + '/mode', 'utf8');
if (mode.startsWith('exit ')) setTimeout(() => process.exit(Number(mode.slice(5))), 50);
else { setInterval(() => {}, 1000); process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300)); }
console.log('service starts in mode ' + mode);
const { pid, argv, env } = process;
writeFileSync(__dirname + '/seen.new', JSON.stringify({ pid, argv, env, cwd: process.cwd() }));
renameSync(__dirname + '/seen.new', __dirname + '/seen.json');
`;

export const say = (text: string) => process.stdout.write(`ok ${text}\n`);
export const systemctl = (...args: string[]) => execFileSync('systemctl', ['--user', ...args], { encoding: 'utf8' });
export const look = async (): Promise<ServiceInspection> => {
  const [found] = await adapter.inspect([identity]);
  assert.ok(found);
  return found;
};

/** Re-reads until `wanted` holds; gives it and every state that was seen on the way. */
export async function until<S extends ProcessState>(
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
export const is =
  <N extends ProcessState['state']>(name: N) =>
  (state: ProcessState): state is Extract<ProcessState, { state: N }> =>
    state.state === name;

export async function refusedWith(code: string, act: () => Promise<unknown>): Promise<ExpectedError> {
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

export function prepareService(mode: string): void {
  mkdirSync(serviceFolder, { recursive: true });
  writeFileSync(join(serviceFolder, 'index.js'), SERVICE);
  writeFileSync(modeFile, mode);
}

/** What the service with this pid saw when it started; waits for it, because systemd says "running" before it can have begun. */
export async function seenBy(pid: number): Promise<Seen> {
  const deadline = systemClock.monotonic() + 20_000;
  for (;;) {
    const seen: Seen | null = existsSync(seenFile) ? JSON.parse(readFileSync(seenFile, 'utf8')) : null;
    if (seen?.pid === pid) return seen;
    assert.ok(systemClock.monotonic() < deadline, `the service ${pid} did not begin`);
    await systemClock.sleep(30);
  }
}
export interface Seen {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}
