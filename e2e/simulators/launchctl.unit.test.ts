/** The simulated launchctl as a program: codes and texts of the recordings, and real processes behind them. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type PlistValue } from 'plist';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parsePrint, parsePrintDisabled } from '../../src/main/supervisors/launchd/parse-print.ts';

const program = fileURLToPath(new URL('launchctl', import.meta.url));
let root = '';
const state = () => join(root, 'mac.json');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launchctl-'));
});
afterEach(async () => {
  await launchctl(['sim-shutdown']);
  rmSync(root, { recursive: true, force: true });
});

function launchctl(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = {
      env: { ...process.env, SIM_STATE: state(), SIM_THROTTLE_MS: '200', SIM_EXIT_TIMEOUT_MS: '400', ...env },
    };
    execFile(process.execPath, [program, ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

function job(label: string, script: string, more: { [key: string]: PlistValue } = {}): string {
  const path = join(root, `${label}.plist`);
  const agent = {
    Label: label,
    ProgramArguments: ['/bin/sh', '-c', script],
    KeepAlive: true,
    RunAtLoad: true,
    ...more,
  };
  writeFileSync(path, build(agent));
  return path;
}

async function wordsOf(label: string, accept: (words: Readonly<Record<string, string>>) => boolean) {
  for (;;) {
    const { words } = parsePrint((await launchctl(['print', `gui/501/${label}`])).out);
    if (accept(words)) return words;
  }
}

test('codes and texts for what is not there', async () => {
  const missing = 'Could not find service "a" in domain for user gui: 501\n';
  expect(await launchctl(['print', 'gui/501/a'])).toEqual({ code: 113, out: '', err: `Bad request.\n${missing}` });
  expect(await launchctl(['kickstart', 'gui/501/a'])).toEqual({ code: 113, out: '', err: missing });
  expect(await launchctl(['bootout', 'gui/501/a'])).toMatchObject({ code: 3 });
  expect(await launchctl(['print', 'gui/7/a'])).toMatchObject({ code: 112 });
  expect(await launchctl(['print', 'gui/501/a'], { SIM_SESSION: 'none' })).toMatchObject({ code: 112 });
  expect(await launchctl(['bootstrap', 'gui/0', '/x'])).toMatchObject({ code: 125 });
  expect(await launchctl(['print', 'not-a-domain-target'])).toMatchObject({ code: 64 });
});

test('bootstrap refuses with 5 whatever the reason, and an override outlives the job', async () => {
  const path = job('a', 'sleep 60');
  await launchctl(['disable', 'gui/501/a']);
  expect(await launchctl(['bootstrap', 'gui/501', path])).toMatchObject({ code: 5 });
  expect(parsePrintDisabled((await launchctl(['print-disabled', 'gui/501'])).out)?.get('a')).toBe('disabled');
  await launchctl(['sim-shutdown']);
  expect(parsePrintDisabled((await launchctl(['print-disabled', 'gui/501'])).out)?.get('a')).toBe('disabled');
  await launchctl(['enable', 'gui/501/a']);
  chmodSync(path, 0o666);
  expect(await launchctl(['bootstrap', 'gui/501', path])).toMatchObject({ code: 5 });
  chmodSync(path, 0o644);
  expect(await launchctl(['bootstrap', 'gui/501', path])).toEqual({ code: 0, out: '', err: '' });
  expect(await launchctl(['bootstrap', 'gui/501', path])).toMatchObject({ code: 5 });
});

test('a clean end is started again, and a program that cannot be opened ends with 78', async () => {
  await launchctl(['bootstrap', 'gui/501', job('clean', 'exit 0')]);
  const words = await wordsOf('clean', ({ runs }) => Number(runs) >= 3);
  expect(words['last exit code']).toBe('0');
  await launchctl(['bootstrap', 'gui/501', job('lost', 'exit 0', { WorkingDirectory: join(root, 'nowhere') })]);
  expect(await wordsOf('lost', (found) => found['job state'] !== undefined)).toMatchObject({
    state: 'spawn scheduled',
    'last exit code': '78: EX_CONFIG',
    'job state': 'spawn failed',
  });
});

test('bootout returns first, drains, then kills', async () => {
  const ready = join(root, 'ready');
  await launchctl(['bootstrap', 'gui/501', job('deaf', `trap '' TERM; : >'${ready}'; while :; do sleep 0.05; done`)]);
  while (!existsSync(ready)) await new Promise((resolve) => setTimeout(resolve, 10));
  const { pid } = await wordsOf('deaf', ({ state: now }) => now === 'running');
  expect(await launchctl(['bootout', 'gui/501/deaf'])).toEqual({ code: 0, out: '', err: '' });
  await wordsOf('deaf', ({ state: now }) => now === undefined);
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

test('an answer can be put in its mouth, as often as wanted', async () => {
  writeFileSync(`${state()}.faults.json`, JSON.stringify([{ verb: 'enable', times: 1, exitCode: 9, stderr: 'No.\n' }]));
  expect(await launchctl(['enable', 'gui/501/a'])).toEqual({ code: 9, out: '', err: 'No.\n' });
  expect(await launchctl(['enable', 'gui/501/a'])).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(state(), 'utf8'))).toMatchObject({ overrides: { a: false } });
});
