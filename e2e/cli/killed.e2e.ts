/** The shim killed at each of its steps under the built-in supervisor: each file is whole, and the next run finishes or undoes it. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/main/system/testing-port.ts';
import { momentsOf } from '../live/killed-shim.ts';
import { type DemoService, makeDemoService } from './demo-service.ts';

const HOOK = fileURLToPath(new URL('../live/kill-at.cjs', import.meta.url));
let demo: DemoService;
let otherPort: number;
beforeAll(async () => {
  demo = await makeDemoService();
  otherPort = await freePort();
});
afterAll(() => demo?.remove());

const install = (port: number) => [
  'gateway',
  'install',
  '--force',
  '--supervisor',
  'embedded',
  '--entry',
  join(demo.dir, 'demo', 'node_modules', 'openclaw'),
  '--port',
  String(port),
  '--json',
];
const shim = async (args: readonly string[], where: string) => {
  const { code, stdout, stderr } = await demo.shim(args);
  expect({ code, stdout, stderr }, where).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
};
const textOf = (path: string) => readFile(path, 'utf8').catch(() => null);
const stateOf = async () => ({
  definition: await textOf(join(demo.home, '.local/state/openclaw-tray/embedded/default/definition.json')),
  config: await textOf(join(demo.home, '.openclaw/openclaw.json')),
});
const leftovers = async () => (await demo.tree()).filter((line) => /\.tmp\b|[/\\]changes[/\\][^/\\]*json/.test(line));
const at = async (args: readonly string[], moment: string) => {
  const log = join(demo.dir, 'steps.log');
  await rm(log, { force: true });
  const env = { NODE_OPTIONS: `--require=${HOOK}`, KILL_AT: moment, KILL_LOG: log };
  const { code, stderr } = await demo.shim(args, { env });
  // execFile tells of a signal without a code.
  expect({ code, stderr }, `${args.join(' ')} at ${moment}`).toMatchObject({ code: moment === '0' ? 0 : -1 });
  return (await readFile(log, 'utf8')).trim().split('\n');
};

test('install over a service that runs', async () => {
  const before = await stateOf();
  const moments = momentsOf(await at(install(otherPort), '0'));
  const after = await stateOf();
  expect(after).not.toEqual(before);
  expect(moments.length).toBeGreaterThan(5);
  const ends: string[] = [];
  for (const { at: moment, what } of moments) {
    await shim(install(demo.port), what);
    await at(install(otherPort), moment);
    const half = await stateOf();
    expect([before.definition, after.definition], what).toContain(half.definition);
    expect([before.config, after.config], what).toContain(half.config);
    await shim(['gateway', 'start', '--json'], what);
    const now = await stateOf();
    expect([before, after], what).toContainEqual(now);
    const report = await shim(['gateway', 'status', '--json'], what);
    const port = now.definition === before.definition ? demo.port : otherPort;
    expect(report, what).toMatchObject({ probe: 'ok', port });
    expect(
      report.diagnoses.map(({ code }: { code: string }) => code),
      what,
    ).not.toContain('change-unfinished');
    expect(await leftovers(), what).toEqual([]);
    ends.push(port === demo.port ? 'old' : 'new');
  }
  expect(ends[0]).toBe('old');
  expect(ends.at(-1)).toBe('new');
});

test('uninstall', async () => {
  const args = ['gateway', 'uninstall', '--json'];
  await shim(install(demo.port), 'first');
  const moments = momentsOf(await at(args, '0'));
  const { config } = await stateOf();
  expect(moments.length).toBeGreaterThan(2);
  for (const { at: moment, what } of moments) {
    await shim(install(demo.port), what);
    await at(args, moment);
    await shim(args, what);
    expect(await stateOf(), what).toEqual({ definition: null, config });
    expect(await shim(['gateway', 'status', '--json'], what), what).toMatchObject({ installed: false, pid: null });
    expect(await leftovers(), what).toEqual([]);
  }
});
