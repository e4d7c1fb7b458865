/** What fails is told in Japanese and Chinese: no sentence of ours is left in English. JSON stays as it is. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { englishIn } from '../../src/shared/text/testing.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { errorOf, makeScratch, type Scratch } from './shim.ts';

let scratch: Scratch;
let demoRoot = '';

beforeAll(async () => {
  scratch = await makeScratch({ unprivileged: true });
  demoRoot = (await makeDemoPackage(join(scratch.dir, 'demo'))).root;
  await mkdir(join(scratch.home, '.openclaw-broken'), { recursive: true });
  await writeFile(join(scratch.home, '.openclaw-broken', 'openclaw.json'), '{ gateway: { port: 18789,,');
});
afterAll(() => scratch.remove());

const install = (...more: string[]) => ['gateway', 'install', '--supervisor', 'embedded', ...more];
const FAILING: readonly (readonly [string, () => readonly string[]])[] = [
  ['a profile name that is a path', () => ['--profile', '../x', 'gateway', 'status']],
  ['two selections', () => ['--profile', 'work', '--dev', 'gateway', 'status']],
  ['a port that is none', () => install('--port', '0')],
  ['no OpenClaw', () => install()],
  ['an entry that is not there', () => install('--entry', '/nowhere/openclaw')],
  ['a runtime that is not there', () => install('--entry', demoRoot, '--runtime-path', '/nowhere/node')],
  ['a configuration that is broken', () => ['--profile', 'broken', ...install('--entry', demoRoot)]],
  ['a start of nothing', () => ['gateway', 'start']],
  ['an unknown verb', () => ['gateway', 'statsu']],
  ['an unknown option', () => ['gateway', 'status', '--jsno']],
  ['a value that does not fit', () => ['gateway', 'status', '--timeout', 'soon']],
  ['a choice that there is not', () => ['gateway', 'install', '--runtime', 'deno']],
  ['options that exclude each other', () => ['gateway', 'status', '--watch', '--deep']],
  ['an address that is none', () => ['gateway', 'health', '--url', 'ftp://x']],
  ['an alert of no kind', () => ['alerts', 'add']],
  ['an alert that is not there', () => ['alerts', 'remove', 'nobody']],
  ['an alert with a program that is not there', () => ['alerts', 'add', '--', '/nowhere/program']],
  ['a rule that there is not', () => ['doctor', '--fix', 'no-such-rule', '--yes']],
  ['a wait that ends', () => ['wait', '--for', 'running', '--timeout', '0']],
  ['metrics into no folder', () => ['metrics', '--no-probe', '--textfile', '/nowhere/openclaw.prom']],
];

describe.each(['ja', 'zh'])('%s', (language) => {
  test.each(FAILING)('%s', async (_name, args) => {
    const { code, stdout, stderr } = await scratch.shim(args(), { env: { OPENCLAW_TRAY_LANG: language } });
    expect(code).toBeGreaterThan(0);
    expect(`${stdout}${stderr}`).toMatch(/[\p{Script=Han}\p{Script=Hiragana}]/u);
    expect(englishIn(`${stdout}${stderr}`)).toEqual([]);
  });
  test('JSON of an error is what it is in English, for a script', async () => {
    const args = ['gateway', 'status', '--jsno', '--json'];
    const own = await scratch.shim(args, { env: { OPENCLAW_TRAY_LANG: language } });
    expect(own.stdout).toBe((await scratch.shim(args)).stdout);
    expect(errorOf(own).message).toContain('Unknown option');
  });
  test('the help of every group, and none of it when nobody asked', async () => {
    const help = await scratch.shim(['gateway', 'install', '--help'], { env: { OPENCLAW_TRAY_LANG: language } });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).not.toContain('Options:');
    const english = await scratch.shim(['gateway', 'install', '--help']);
    expect(english.stdout).toMatch(/^Usage: openclaw-tray gateway install \[options\]\n[\s\S]*\nOptions:\n/);
  });
});
