/** Secrets are planted in every place that a support bundle is made from; none of them leaves, in any form, and the bundle is of use. */
import { execFile, spawn } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/main/system/testing-port.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { errorOf, filesHolding, makeScratch, type Scratch } from './shim.ts';

const CANARIES = {
  token: 'canary-token-"5b1d"-0c77',
  bot: 'canary-bot-8f21e6',
  variable: 'canary-variable-77aa',
  dotenv: 'canary-dotenv-31c9',
  environment: 'canary-environment-90fe',
  argv: 'canary-argv-4d5e',
  log: 'canary-log-bearer-66b2',
  definition: 'canary-definition-12ab',
};
let scratch: Scratch;
let root = '';
const run = promisify(execFile);

beforeAll(async () => {
  scratch = await makeScratch();
  ({ root } = await makeDemoPackage(join(scratch.dir, 'demo')));
});
afterAll(async () => {
  await shim(['gateway', 'uninstall', '--json']);
  await scratch.remove();
});

const shim = (args: readonly string[], input?: string) =>
  scratch.shim(args, {
    env: { OPENCLAW_TRAY_SUPERVISOR: 'embedded', SOME_API_KEY: CANARIES.environment },
    ...(input === undefined ? {} : { input }),
  });

test('no canary in the preview, the issue text, the archive or the doctor; the structure is there', async () => {
  const port = await freePort();
  const install = [
    'gateway',
    'install',
    '--supervisor',
    'embedded',
    '--entry',
    root,
    '--port',
    String(port),
    '--token',
    '-',
    '--json',
  ];
  expect(await shim(install, CANARIES.token)).toMatchObject({ code: 0 });
  expect(await shim(['gateway', 'stop', '--json'])).toMatchObject({ code: 0 });
  await plant();
  const holder = spawn(
    process.execPath,
    [
      '-e',
      `require('net').createServer((s) => s.resume().end()).listen(${port}, '127.0.0.1')`,
      '--',
      '--token',
      CANARIES.argv,
    ],
    { stdio: 'ignore' },
  );
  try {
    await expect
      .poll(async () => JSON.parse((await shim(['gateway', 'status', '--json'])).stdout).portOwner.owner, {
        timeout: 15_000,
      })
      .toBe('process');
    const before = await scratch.tree();
    const said = [
      await shim(['support-bundle', '--dry-run', '--json']),
      await shim(['support-bundle', '--dry-run']),
      await shim(['support-bundle', '--markdown']),
      await shim(['doctor', '--deep', '--json']),
      await shim(['doctor', '--deep']),
      await shim(['selftest', '--json']),
    ];
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 1, 1, 0]);
    expect(await scratch.tree()).toEqual(before);
    for (const { stdout, stderr } of said) expectClean(stdout + stderr);
    const listed = JSON.parse(said[0]?.stdout ?? '').bundle.files as { name: string; bytes: number; hidden: number }[];
    expect(listed.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'issue.md',
        'doctor.json',
        'openclaw-config.json',
        'logs.txt',
        'selftest.json',
        'timeline.json',
        'versions.json',
      ]),
    );
    for (const holding of ['logs.txt', 'timeline.json'])
      expect(listed.find(({ name }) => name === holding)?.hidden).toBeGreaterThan(0);

    const file = join(scratch.dir, 'bundle.tar.gz');
    const written = await shim(['support-bundle', '--output', file, '--json']);
    expect({ code: written.code, ...JSON.parse(written.stdout) }).toMatchObject({ code: 0, ok: true, path: file });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await shim(['support-bundle', '--output', file, '--json']);
    expect({ code: again.code, error: errorOf(again) }).toMatchObject({ code: 2, error: { code: 'invalid-option' } });

    const out = join(scratch.dir, 'out');
    await mkdir(out);
    await run('tar', ['-xzf', file, '-C', out]);
    for (const canary of Object.values(CANARIES)) {
      for (const form of formsOf(canary)) expect(await filesHolding(out, form)).toEqual([]);
    }
    const [folder = ''] = await readdir(out);
    const config = JSON.parse(await readFile(join(out, folder, 'openclaw-config.json'), 'utf8'));
    expect(config).toMatchObject({
      gateway: { mode: 'local', port, auth: { mode: 'token', token: '[hidden]' } },
      channels: { telegram: { enabled: true, botToken: '[hidden]' } },
      env: { vars: { PLAIN: '[hidden]' } },
    });
    const doctor = JSON.parse(await readFile(join(out, folder, 'doctor.json'), 'utf8'));
    expect(doctor.report.diagnoses[0]).toMatchObject({ code: 'port-taken' });
    const timeline = JSON.parse(await readFile(join(out, folder, 'timeline.json'), 'utf8'));
    expect(timeline).toMatchObject({ profile: 'default', damagedLines: 1, figures: { outages: 1 } });
    expect(await readFile(join(out, folder, 'issue.md'), 'utf8')).toContain('**port-taken**');
  } finally {
    holder.kill('SIGKILL');
  }
});

/** Into the configuration, the environment file, the definition, the log and the history. */
async function plant(): Promise<void> {
  const state = join(scratch.home, '.openclaw');
  const path = join(state, 'openclaw.json');
  const config = JSON.parse(await readFile(path, 'utf8'));
  config.channels = { telegram: { enabled: true, botToken: CANARIES.bot } };
  config.env = { vars: { PLAIN: CANARIES.variable } };
  await writeFile(path, JSON.stringify(config));
  await chmod(path, 0o600);
  await writeFile(join(state, '.env'), `PLAIN_NAME=${CANARIES.dotenv}\n`, { mode: 0o600 });
  const { definitionPath, logPaths } = JSON.parse((await shim(['gateway', 'status', '--json'])).stdout);
  const text = await readFile(definitionPath, 'utf8');
  const planted = text.replace(
    /("OPENCLAW_SERVICE_MARKER":)/,
    `"OPENCLAW_GATEWAY_TOKEN": "${CANARIES.definition}", $1`,
  );
  expect(planted).not.toBe(text);
  await writeFile(definitionPath, planted);
  const lines = [
    `authorization: Bearer ${CANARIES.log}`,
    ...Object.values(CANARIES)
      .slice(0, 5)
      .map((each) => `sent ${each} to x`),
    `it uses ${CANARIES.definition}`,
  ];
  await appendFile(logPaths[0], `${lines.join('\n')}\n`);
  // Beside the built-in supervisor's own folder; two hours ago, so that it is history.
  const history = join(dirname(logPaths[0]), '..', '..', 'timeline');
  await mkdir(history, { recursive: true });
  const at = Date.now() - 2 * 60 * 60_000;
  const records = [
    { at, is: 'verdict', level: 'failed', code: `verdict.${CANARIES.token}` },
    { at: at + 60_000, is: 'verdict', level: 'healthy', code: 'verdict.healthy' },
  ];
  await writeFile(
    join(history, 'default.jsonl'),
    `${records.map((each) => JSON.stringify(each)).join('\n')}\nhalf a li`,
  );
}

function formsOf(canary: string): string[] {
  return [
    canary,
    JSON.stringify(canary).slice(1, -1),
    encodeURIComponent(canary),
    Buffer.from(canary).toString('base64').replace(/=+$/, ''),
  ];
}

function expectClean(text: string): void {
  for (const canary of Object.values(CANARIES)) for (const form of formsOf(canary)) expect(text).not.toContain(form);
}
