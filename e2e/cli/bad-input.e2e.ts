/** Bad input of every kind: a clear message, a stable code, nothing written. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { errorOf, makeScratch, type Scratch } from './shim.ts';

let scratch: Scratch;
let demoRoot = '';

beforeAll(async () => {
  scratch = await makeScratch({ unprivileged: true });
  demoRoot = (await makeDemoPackage(join(scratch.dir, 'demo'))).root;
});
afterAll(() => scratch.remove());

const install = (...args: string[]) => [
  'gateway',
  'install',
  '--supervisor',
  'embedded',
  '--entry',
  demoRoot,
  ...args,
  '--json',
];

describe('profile names', () => {
  test.each([
    ['a path', '../x'],
    ['a slash', 'a/b'],
    ['nothing', ''],
    ['300 characters', 'a'.repeat(300)],
    ['spaces', 'my profile'],
    ['a newline', 'a\nb'],
    ['a percent sign', 'a%b'],
    ['double quotes', 'a"b'],
    ['single quotes', "a'b"],
    ['letters that are not ASCII', 'ゲート'],
    ['a leading hyphen', '-x'],
  ])('%s', async (_, name) => {
    const before = await scratch.tree();
    for (const verb of [['gateway', 'status', '--json'], install()]) {
      const result = await scratch.shim([`--profile=${name}`, ...verb]);
      expect(result.code).toBe(2);
      expect(errorOf(result)).toMatchObject({
        code: 'invalid-profile-name',
        message: expect.any(String),
        hint: expect.any(String),
      });
      expect(errorOf(result).message.length).toBeLessThan(300);
      expect(errorOf(result).message).not.toMatch(/[\n\r]/);
    }
    expect(await scratch.tree()).toEqual(before);
  });

  test('--profile and --dev together', async () => {
    const result = await scratch.shim(['--profile', 'work', '--dev', 'gateway', 'status', '--json']);
    expect(result.code).toBe(2);
  });
});

describe('ports', () => {
  test.each(['0', '65536', 'abc', '', '-1', '1e3', '18789.5', '0x10'])('%j', async (port) => {
    const before = await scratch.tree();
    const result = await scratch.shim(install(`--port=${port}`));
    expect(result.code).toBe(2);
    expect(errorOf(result)).toMatchObject({ code: 'invalid-port' });
    expect(await scratch.tree()).toEqual(before);
  });

  test('one that is in use: who holds it, and a free one', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const before = await scratch.tree();
    const result = await scratch.shim(install('--port', String(port)));
    expect(result.code).toBe(6);
    expect(errorOf(result)).toMatchObject({ code: 'port-in-use', hint: expect.stringMatching(/--port \d+/) });
    expect((await scratch.tree()).filter((line) => !line.startsWith('/.local'))).toEqual(
      before.filter((line) => !line.startsWith('/.local')),
    );
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the configuration', () => {
  const config = () => join(scratch.home, '.openclaw', 'openclaw.json');
  const attempt = async (code: string) => {
    const before = await scratch.tree();
    const result = await scratch.shim(install());
    expect(result.code).toBe(1);
    expect(errorOf(result)).toMatchObject({ code, message: expect.stringContaining('openclaw.json') });
    expect(ours(await scratch.tree())).toEqual(ours(before));
    const status = await scratch.shim(['gateway', 'status', '--json']);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout).diagnoses[0]).toMatchObject({ code });
    return errorOf(result);
  };
  /** The lock's own folder comes and goes; everything else must be as it was. */
  const ours = (tree: readonly string[]) => tree.filter((line) => !line.includes('/.local'));

  beforeAll(() => mkdir(join(scratch.home, '.openclaw'), { recursive: true }));

  test('not JSON5: line and column', async () => {
    await writeFile(config(), '{\n  gateway: { port: 18789,,\n}');
    expect((await attempt('config-invalid')).message).toMatch(/line 2|2:\d+/);
  });
  test('a port that is a string', async () => {
    await writeFile(config(), '{ gateway: { port: "18789" } }');
    expect((await attempt('config-invalid')).message).toMatch(/gateway\.port/);
  });
  test('unreadable', async () => {
    await writeFile(config(), '{}');
    await chmod(config(), 0o000);
    await attempt('config-unreadable');
    await chmod(config(), 0o600);
  });
  test('a folder', async () => {
    const { rm } = await import('node:fs/promises');
    await rm(config());
    await mkdir(config());
    const error = await attempt('config-unreadable').catch(async () => attempt('config-invalid'));
    expect(error.message).toMatch(/folder|directory/i);
    await rm(config(), { recursive: true });
  });
});

describe('OpenClaw and its runtime', () => {
  test('no openclaw anywhere: where was looked, and how to get it', async () => {
    const before = await scratch.tree();
    const result = await scratch.shim(['gateway', 'install', '--supervisor', 'embedded', '--json']);
    expect(result.code).toBe(1);
    expect(errorOf(result)).toMatchObject({
      code: 'entry-not-found',
      hint: expect.stringContaining('npm install -g openclaw'),
    });
    expect((await scratch.tree()).filter((line) => !line.includes('/.local'))).toEqual(
      before.filter((line) => !line.includes('/.local')),
    );
  });
  test('an entry that is not there', async () => {
    const result = await scratch.shim([
      'gateway',
      'install',
      '--supervisor',
      'embedded',
      '--entry',
      '/nowhere/openclaw',
      '--json',
    ]);
    expect(result.code).toBe(1);
    expect(errorOf(result).code).toMatch(/^entry-/);
  });
  test('a runtime that is not there', async () => {
    const result = await scratch.shim(install('--runtime-path', '/nowhere/node'));
    expect(result.code).toBe(1);
    expect(errorOf(result)).toMatchObject({ code: 'runtime-not-found' });
  });
  test('a runtime that is too old', async () => {
    const old = join(scratch.dir, 'old-node');
    await writeFile(old, '#!/bin/sh\necho v18.20.0\n', { mode: 0o755 });
    const result = await scratch.shim(install('--runtime-path', old));
    expect(result.code).toBe(1);
    expect(errorOf(result)).toMatchObject({ code: 'runtime-too-old', message: expect.stringContaining('18.20.0') });
  });
});

describe('the command line', () => {
  test.each([
    ['an unknown verb', ['gateway', 'frobnicate', '--json']],
    ['an unknown option', ['gateway', 'status', '--frobnicate', '--json']],
    ['a timeout that is no number', ['gateway', 'status', '--timeout', 'soon', '--json']],
    ['a runtime that does not exist', ['gateway', 'install', '--runtime', 'deno', '--json']],
    ['a supervisor that does not exist', ['gateway', 'install', '--supervisor', 'upstart', '--json']],
  ])('%s', async (_, args) => {
    const result = await scratch.shim(args);
    expect(result.code).toBe(2);
    expect(errorOf(result)).toMatchObject({ code: 'usage', message: expect.any(String) });
  });
  test('an address that is none', async () => {
    const result = await scratch.shim(['gateway', 'health', '--url', 'ftp://x', '--json']);
    expect(result.code).toBe(2);
    expect(errorOf(result)).toMatchObject({ code: 'invalid-option' });
  });
  test('help has examples and goes to stdout; no verb at all is a usage error', async () => {
    const help = await scratch.shim(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/Examples:[\s\S]*openclaw-tray gateway install/);
    expect((await scratch.shim([])).code).toBe(2);
    expect((await scratch.shim(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
  test('without --json, errors go to stderr with a next step', async () => {
    const result = await scratch.shim(['--profile', 'a/b', 'gateway', 'status']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr.split('\n').filter(Boolean).length).toBeGreaterThanOrEqual(2);
  });
});
