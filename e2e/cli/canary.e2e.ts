/** A secret stands in the one 0600 file that is meant for it, and nowhere else: not in other files, argv, output or logs. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/main/system/testing-port.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { filesHolding, makeScratch, type Scratch } from './shim.ts';

const CANARY = 'canary-5b1d0c77e6f94a3e';
let scratch: Scratch;

beforeAll(async () => {
  scratch = await makeScratch({ homeName: `home "50 %" 'q' ホーム` });
});
afterAll(async () => {
  await scratch.shim(['gateway', 'uninstall', '--json']);
  await scratch.remove();
});

test('the whole life of a service, in a home with a difficult name', async () => {
  const { root } = await makeDemoPackage(join(scratch.dir, 'demo'));
  const port = String(await freePort());
  const said: string[] = [];
  const run = async (args: readonly string[], input?: string) => {
    const result = await scratch.shim(args, input === undefined ? {} : { input });
    said.push(result.stdout, result.stderr);
    expect({ args, ...result }).toMatchObject({ code: 0 });
    return result.stdout;
  };
  await run(
    [
      'gateway',
      'install',
      '--supervisor',
      'embedded',
      '--entry',
      root,
      '--port',
      port,
      '--token',
      '-',
      '--dry-run',
      '--json',
    ],
    CANARY,
  );
  expect(await filesHolding(scratch.home, CANARY)).toEqual([]);
  await run(
    ['gateway', 'install', '--supervisor', 'embedded', '--entry', root, '--port', port, '--token', '-', '--json'],
    CANARY,
  );
  const config = join(scratch.home, '.openclaw', 'openclaw.json');
  expect(await filesHolding(scratch.home, CANARY)).toEqual([config]);
  expect((await stat(config)).mode & 0o777).toBe(0o600);
  const status = JSON.parse(await run(['gateway', 'status', '--json', '--deep']));
  expect(status).toMatchObject({ runtime: 'running', probe: 'ok', state: 'running' });
  expect(await argvHolding(CANARY)).toEqual([]);
  await run(['gateway', 'health', '--json']);
  await run(['gateway', 'restart', '--json']);
  await run(['logs', '--json']);
  await run(['doctor', '--json']);
  await run(['profiles', '--json']);
  await run(['gateway', 'stop', '--json']);
  await run(['gateway', 'start', '--json']);
  await run(['gateway', 'uninstall', '--json']);
  expect(await filesHolding(scratch.home, CANARY)).toEqual([config]);
  expect(said.join('\n')).not.toContain(CANARY);
});

/** Processes whose command line holds the text. A process that ends while it is read holds nothing any more. */
async function argvHolding(needle: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ESRCH') return '';
      throw cause;
    });
    if (line.includes(needle)) found.push(pid);
  }
  return found;
}
