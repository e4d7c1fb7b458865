import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SettingsPatch } from '../../shared/settings.ts';
import { openSettings } from '../settings/store.ts';
import { systemClock } from '../system/clock.ts';
import { planInstall } from './install.ts';
import { makeBench, type TestBench } from './testing.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.dispose());

async function prefer(wish: NonNullable<SettingsPatch['profiles']>[string]): Promise<void> {
  const { appDirs } = bench.context.host;
  const store = await openSettings({ appDirs, clock: systemClock, follow: false, onProblem: () => undefined });
  await store.change({ profiles: { default: wish } });
  store.dispose();
}

test('the preferred runtime is planned, and an option beats it', async () => {
  const bun = join(bench.home, '.bun', 'bin', 'bun');
  await mkdir(join(bench.home, '.bun', 'bin'), { recursive: true });
  await writeFile(bun, '#!/bin/sh\necho 1.4.2\n');
  await chmod(bun, 0o755);
  await prefer({ runtime: 'bun' });
  const plan = await planInstall(bench.context, bench.profile, { entry: bench.entry });
  expect(plan.files.map(({ content }) => content).join()).toContain(bun);
  const other = await planInstall(bench.context, bench.profile, { entry: bench.entry, runtimePath: bench.runtime });
  expect(other.files.map(({ content }) => content).join()).toContain(bench.runtime);
});

test('the preferred supervisor is chosen, and said when it cannot be', async () => {
  await prefer({ supervisor: 'embedded' });
  const plan = planInstall(bench.context, bench.profile, { entry: bench.entry, runtimePath: bench.runtime });
  expect((await plan).supervisor).toBe('embedded');
  await prefer({ supervisor: 'launchd' });
  await expect(
    planInstall(bench.context, bench.profile, { entry: bench.entry, runtimePath: bench.runtime }),
  ).rejects.toMatchObject({ code: 'not-supported' });
});
