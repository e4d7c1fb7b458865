/** The comparison of all profiles over real files: what status says of it, and what install refuses. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExpectedError } from '../../shared/outcome.ts';
import { resolveProfileById } from '../profiles/resolve.ts';
import { planInstall } from './install.ts';
import { readOneStatus, readStatus } from './status.ts';
import { makeBench, type TestBench } from './testing.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.dispose());

const write = async (path: string, content: string) => {
  await mkdir(dirname(join(bench.home, path)), { recursive: true });
  await writeFile(join(bench.home, path), content);
};
const config = (suffix: string, value: unknown) => write(`.openclaw${suffix}/openclaw.json`, JSON.stringify(value));
const unit = (name: string, ...lines: string[]) =>
  write(
    `.config/systemd/user/openclaw-gateway-${name}.service`,
    `[Service]\nExecStart=/usr/bin/node /opt/openclaw/dist/index.js gateway --port 30000\n${lines.join('\n')}\n`,
  );
const profile = (id: string) => {
  const resolved = resolveProfileById(id, bench.context.host);
  if (!resolved.ok) throw new Error(resolved.error.message);
  return resolved.value;
};
const status = (id = 'default') => readOneStatus(bench.context, profile(id));
const refusal = async (id: string, port?: number): Promise<ExpectedError> => {
  const options = { entry: bench.entry, runtimePath: bench.runtime, ...(port === undefined ? {} : { port }) };
  return planInstall(bench.context, profile(id), options).then(
    () => expect.fail('it should have been refused'),
    (cause: unknown) => cause as ExpectedError,
  );
};
const codes = (report: Awaited<ReturnType<typeof status>>) => report.diagnoses.map(({ code }) => code);

describe('status', () => {
  test('one profile alone, or profiles that go together: nothing is said', async () => {
    await config('', { gateway: { mode: 'local' } });
    expect(codes(await status())).not.toContain('instance-collision');
    await config('-work', {});
    await unit('ops');
    expect(codes(await status()).filter((code) => code.startsWith('instance'))).toEqual([]);
  });
  test('a shared workspace, once by its own name and once through a link', async () => {
    const shared = join(bench.home, 'shared');
    await mkdir(shared);
    await symlink(shared, join(bench.home, 'link'));
    await config('', { agents: { defaults: { workspace: '~/shared' } } });
    await config('-work', { agents: { defaults: { workspace: '~/link' } } });
    const found = (await status()).diagnoses.find(({ code }) => code === 'instance-collision');
    expect(found).toMatchObject({ severity: 'warning', title: 'default and work use the same workspace' });
    expect(found?.evidence[0]).toContain(shared);
    expect((await status('work')).diagnoses.map(({ title }) => title)).toContain(
      'work and default use the same workspace',
    );
  });
  test('the port that a service has, not the one in the configuration, with a port proposed', async () => {
    await config('', { gateway: { port: 30_050 } });
    await config('-ops', { gateway: { port: 18_789 } });
    await unit('ops');
    const found = (await status()).diagnoses.find(({ code }) => code === 'instance-collision');
    expect(found?.title).toBe('default and ops have ports that are too close to each other');
    const port = Number(
      found?.fix !== null && found !== undefined && 'command' in found.fix ? found.fix.command.at(-1) : 0,
    );
    expect(Math.abs(port - 30_000)).toBeGreaterThanOrEqual(120);
  });
  test('the state folder and configuration of a service', async () => {
    await config('', {});
    await config('-ops', {});
    await unit('ops', `Environment=OPENCLAW_STATE_DIR=${join(bench.home, '.openclaw')}`);
    const found = (await status()).diagnoses.find(({ code }) => code === 'instance-collision');
    expect(found?.severity).toBe('error');
    expect(found?.evidence.join('\n')).toMatch(/same configuration[\s\S]*same state folder/);
  });
  test('names that differ in letter case only', async () => {
    await config('-work', {});
    await config('-Work', {});
    expect((await status('work')).diagnoses).toContainEqual(
      expect.objectContaining({ code: 'instance-collision', severity: 'notice' }),
    );
  });
  test('another profile that cannot be read is not known, which is said', async () => {
    await config('', {});
    await write('.openclaw-work/openclaw.json', '{ not json');
    const found = (await status()).diagnoses.find(({ code }) => code === 'instance-check-incomplete');
    expect(found?.evidence.join(' ')).toContain('work');
  });
  test('a caller’s own overrides are not taken for the other profiles’', async () => {
    await config('', {});
    await config('-work', {});
    const env = {
      ...bench.context.host.env,
      OPENCLAW_STATE_DIR: join(bench.home, '.openclaw'),
      OPENCLAW_GATEWAY_PORT: '18789',
    };
    const context = { ...bench.context, host: { ...bench.context.host, env } };
    const resolved = resolveProfileById('default', context.host);
    if (!resolved.ok) throw new Error('default does not resolve');
    const [report] = await readStatus(context, [resolved.value]);
    expect(report?.diagnoses.filter(({ code }) => code.startsWith('instance'))).toEqual([]);
  });
  test('all profiles at once see the same', async () => {
    await config('', { gateway: { port: 20_000 } });
    await config('-a', { gateway: { port: 20_000 } });
    await config('-b', { gateway: { port: 40_000 } });
    const reports = await readStatus(bench.context, ['default', 'a', 'b'].map(profile));
    expect(reports.map((report) => codes(report).includes('instance-collision'))).toEqual([true, true, false]);
  });
});

describe('install', () => {
  test('refuses a shared workspace before anything is written', async () => {
    await config('', { agents: { defaults: { workspace: join(bench.home, '.openclaw-work', 'workspace') } } });
    await config('-work', {});
    expect(await refusal('default')).toMatchObject({
      code: 'instance-conflict',
      message: expect.stringMatching(/profile default and profile work use the same workspace/i),
    });
  });
  test('refuses a port whose derived ports meet, and proposes one that is clear', async () => {
    await config('-work', { gateway: { port: 20_000 } });
    const refused = await refusal('default', 20_100);
    expect(refused).toMatchObject({ code: 'port-conflict', hint: expect.stringMatching(/--port \d+/) });
    const port = Number(/--port (\d+)/.exec(refused.hint ?? '')?.[1]);
    expect(Math.abs(port - 20_000)).toBeGreaterThanOrEqual(120);
  });
  test('says in the plan what could not be found out, and keeps off the port that it would have', async () => {
    await write('.openclaw-work/openclaw.json', '{ not json');
    const options = { entry: bench.entry, runtimePath: bench.runtime };
    const plan = await planInstall(bench.context, profile('default'), options);
    expect(plan.warnings.join('\n')).toMatch(/configuration of work could not be read/);
    expect(await refusal('default', profile('work').defaultPort)).toMatchObject({ code: 'port-conflict' });
  });
  test('names that differ in letter case only are allowed here, and said', async () => {
    await config('-work', {});
    const options = { entry: bench.entry, runtimePath: bench.runtime };
    const plan = await planInstall(bench.context, profile('Work'), options);
    expect(plan.warnings.join('\n')).toContain('differ in letter case only');
  });
  test('a folder that was there and is gone is in nobody’s way', async () => {
    await config('-work', { gateway: { port: 18_789 } });
    await rm(join(bench.home, '.openclaw-work'), { recursive: true });
    const options = { entry: bench.entry, runtimePath: bench.runtime };
    expect((await planInstall(bench.context, profile('default'), options)).port).toBe(18_789);
  });
});
