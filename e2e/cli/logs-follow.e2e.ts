/** `logs` on the demo gateway under the built-in supervisor: the last lines, following through restarts, filters, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/main/system/testing-port.ts';
import { logLineSchema } from '../../src/shared/log-line.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { makeScratch, type Scratch } from './shim.ts';

const SHIM = fileURLToPath(new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url));
const CANARY = 'canary-7c1e0f5b9d2a4e68';
let scratch: Scratch;
let own: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  scratch = await makeScratch();
  own = join(scratch.home, 'gateway.jsonl');
  const { root } = await makeDemoPackage(join(scratch.dir, 'demo'));
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(scratch.home, '.openclaw'));
  const config = { gateway: { mode: 'local', auth: { mode: 'token', token: CANARY } }, logging: { file: own } };
  await writeFile(join(scratch.home, '.openclaw', 'openclaw.json'), JSON.stringify(config), { mode: 0o600 });
  const args = ['gateway', 'install', '--supervisor', 'embedded', '--entry', root, '--port', String(await freePort())];
  expect(await scratch.shim([...args, '--json'])).toMatchObject({ code: 0 });
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await scratch.shim(['gateway', 'uninstall', '--json']);
  await scratch.remove();
});

/** Starts `logs` and gives its output as it comes. */
function follow(...args: string[]) {
  const child = spawn(process.execPath, [SHIM, 'logs', ...args], {
    env: scratch.env,
    cwd: scratch.home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    out: () => out,
    err: () => err,
    lines: () => out.split('\n').filter((line) => line !== ''),
    shows: (text: string) => expect.poll(() => out, { timeout: 20_000 }).toContain(text),
  };
}

const json = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => logLineSchema.parse(JSON.parse(line)));

test('the last lines of every source, each line once, the secret in none', async () => {
  const { code, stdout } = await scratch.shim(['logs', '--json']);
  expect(code).toBe(0);
  const lines = json(stdout);
  expect(new Set(lines.map(({ source }) => source)).size).toBeGreaterThan(1);
  const ready = lines.filter(({ text }) => /ready/.test(text) && !/not ready/.test(text));
  expect(ready).toHaveLength(1);
  expect(lines.some(({ source, text }) => source === 'supervisor' && /Started the gateway/.test(text))).toBe(true);
  expect(stdout).not.toContain(CANARY);
  const one = json((await scratch.shim(['logs', '--json', '--source', 'gateway', '-n', '1'])).stdout);
  expect(one).toEqual([expect.objectContaining({ source: 'gateway' })]);
});

test('follows through a restart and a rotation, hides the secret, and ends with 0 at Ctrl+C', async () => {
  const seen = follow('--follow', '--json');
  await seen.shows('ready');
  const before = seen.lines().length;
  await scratch.shim(['gateway', 'restart', '--json']);
  await expect.poll(() => seen.lines().length, { timeout: 20_000 }).toBeGreaterThan(before);
  await rename(own, `${own}.1`);
  await writeFile(own, `a line that says ${CANARY}\n`);
  await seen.shows('a line that says [hidden]');
  await appendFile(own, 'and one more\n');
  await seen.shows('and one more');
  expect(seen.out()).not.toContain(CANARY);
  json(seen.out());
  const asked = performance.now();
  seen.child.kill('SIGINT');
  expect(await seen.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(seen.err()).toBe('');
});

test('level, text and time choose lines, of those there are and of those to come', async () => {
  const at = (ago: number) => new Date(Date.now() - ago).toISOString();
  const line = (ago: number, level: string, message: string) =>
    `${JSON.stringify({ message, time: at(ago), _meta: { date: at(ago), logLevelName: level, name: '{"subsystem":"chosen"}' } })}\n`;
  await writeFile(
    own,
    line(7_200_000, 'ERROR', 'old NEEDLE') + line(60_000, 'INFO', 'info needle') + line(50_000, 'WARN', 'warn Needle'),
  );
  const words = async (...args: string[]) =>
    json((await scratch.shim(['logs', '--json', '--source', 'gateway', ...args])).stdout).map(({ text }) => text);
  expect(await words('--grep', 'needle', '--level', 'warn')).toEqual(['old NEEDLE', 'warn Needle']);
  expect(await words('--grep', 'needle', '--since', '1h')).toEqual(['info needle', 'warn Needle']);
  expect(await words('--grep', 'needle', '-n', '1')).toEqual(['warn Needle']);
  const seen = follow('-f', '--grep', 'needle', '--level', 'error', '--source', 'gateway');
  await seen.shows('old NEEDLE');
  await appendFile(own, line(0, 'INFO', 'needle that does not matter') + line(0, 'ERROR', 'needle that does'));
  await seen.shows('needle that does');
  expect(seen.out()).not.toContain('does not matter');
  seen.child.kill('SIGTERM');
  expect(await seen.ended).toBe(0);
});

test('control sequences do not reach the terminal', async () => {
  await appendFile(own, '\u001b]0;title\u0007\u001b[2J\u001b[31mred\u001b[0m\u0000\u202e end\n');
  const { stdout } = await scratch.shim(['logs', '-n', '3', '--grep', 'red']);
  expect(stdout).toContain('red\\x00\\u202e end');
  expect([...stdout].filter((char) => char < ' ' && char !== '\n')).toEqual([]);
});

test('a reader that has enough ends it without a word', async () => {
  const seen = follow('--follow', '--json');
  await seen.shows('{');
  seen.child.stdout?.destroy();
  await appendFile(own, 'nobody reads this\n');
  await new Promise((resolve) => setTimeout(resolve, 300));
  await appendFile(own, 'nor this\n');
  expect(await seen.ended).toBe(0);
  expect(seen.err()).toBe('');
  expect((await readFile(own, 'utf8')).includes('nor this')).toBe(true);
});

test.each([
  [['--level', 'loud'], /Allowed choices are trace/],
  [['--since', 'soon'], /It takes a span/],
  [['--source', 'moon'], /Allowed choices are journal/],
  [['-n', '0'], /whole number/],
])('%j is a usage error', async (args, words) => {
  const { code, stdout } = await scratch.shim(['logs', ...args, '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { code: 'usage', message: expect.stringMatching(words) },
  });
});
