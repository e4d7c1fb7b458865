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
  await mkdir(join(scratch.home, '.openclaw-folder', 'openclaw.json'), { recursive: true });
  await configure('outside', "{ $include: '../elsewhere.json5' }");
  await configure('owned', "{ gateway: { mode: 'local', auth: { token: '$NOWHERE_SET' } } }");
  // A supervisor whose last word cannot be read, and a definition that cannot be used.
  const lost = join(scratch.home, '.local', 'state', 'openclaw-tray', 'embedded', 'lost');
  await mkdir(join(lost, 'state.json'), { recursive: true });
  await writeFile(join(lost, 'definition.json'), '{ torn');
  await mkdir(join(scratch.home, '.config', 'openclaw-tray'), { recursive: true });
  const silent = { levels: null, profile: null, timeoutMs: 2_000, perMinute: 6 };
  const hooks = [
    { id: 'run', kind: 'command', argv: ['/bin/false'], ...silent },
    { id: 'hook', kind: 'webhook', url: 'http://127.0.0.1:9/x', secret: null, ...silent },
    {
      id: 'secret',
      kind: 'webhook',
      url: 'http://127.0.0.1:9/x',
      secret: { header: 'Authorization', from: { kind: 'env', name: 'NOWHERE_SET' } },
      ...silent,
    },
  ];
  await writeFile(alertsFile(), JSON.stringify({ version: 1, hooks }), { mode: 0o600 });
  await scratch.handOver();
});
afterAll(() => scratch.remove());

const alertsFile = () => join(scratch.home, '.config', 'openclaw-tray', 'alerts.json');

async function configure(profile: string, text: string): Promise<void> {
  await mkdir(join(scratch.home, `.openclaw-${profile}`), { recursive: true });
  await writeFile(join(scratch.home, `.openclaw-${profile}`, 'openclaw.json'), text);
}

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
  ['a supervisor whose last word cannot be read', () => ['--profile', 'lost', 'gateway', 'start']],
  ['an extra service that there is not', () => ['doctor', '--deep', '--remove', 'nobody']],
  ['a look for extra services', () => ['doctor', '--deep']],
  ['deliveries that fail', () => ['alerts', 'test']],
  ['a configuration that is a folder', () => ['--profile', 'folder', ...install('--entry', demoRoot)]],
  ['a configuration that includes from outside', () => ['--profile', 'outside', ...install('--entry', demoRoot)]],
  ['a token that is somebody else’s', () => ['--profile', 'owned', ...install('--entry', demoRoot, '--token', 'new')]],
  ['a token with a space', () => install('--entry', demoRoot, '--token', ' x ')],
  [
    'a cure that is none to carry out, with its label',
    () => ['--profile', 'lost', 'doctor', '--fix', 'definition-unreadable', '--choice', '3', '--yes'],
  ],
  ['metrics into no folder', () => ['metrics', '--no-probe', '--textfile', '/nowhere/openclaw.prom']],
];

/** What is told without anything having failed. */
const TOLD: readonly (readonly [string, () => readonly string[]])[] = [
  ['the status of what could not be asked', () => ['--profile', 'lost', 'gateway', 'status']],
  ['the status with a secret that is not known', () => ['--profile', 'owned', 'gateway', 'status']],
  ['the removal of an extra service', () => ['doctor', '--deep', '--remove', 'lost', '--dry-run']],
  ['the list of profiles', () => ['profiles']],
];
/** Whatever runs on the machine of the test. */
const ALONE = { OPENCLAW_TRAY_SUPERVISOR: 'embedded' };

describe.each(['ja', 'zh'])('%s', (language) => {
  test.each(FAILING)('%s', async (_name, args) => {
    const { code, stdout, stderr } = await scratch.shim(args(), { env: { ...ALONE, OPENCLAW_TRAY_LANG: language } });
    expect(code).toBeGreaterThan(0);
    expect(`${stdout}${stderr}`).toMatch(/[\p{Script=Han}\p{Script=Hiragana}]/u);
    expect(englishIn(`${stdout}${stderr}`)).toEqual([]);
  });
  test.each(TOLD)('%s', async (_name, args) => {
    const { code, stdout, stderr } = await scratch.shim(args(), { env: { ...ALONE, OPENCLAW_TRAY_LANG: language } });
    expect(code).toBe(0);
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
