/** Definitions that the built-in supervisor has of profiles that are gone, found and removed over the real supervisor. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../system/clock.ts';
import type { ServiceIdentity } from '../supervisor.ts';
import { removeExtraSupervised, scanExtraSupervised, supervisedRemoval } from './scan-extra.ts';
import { createEmbeddedHost, type EmbeddedHost } from './test-host.ts';

let embedded: EmbeddedHost;
beforeEach(async () => {
  embedded = await createEmbeddedHost();
});
afterEach(() => embedded.dispose());

/** A whole profile in the test's folder, installed. */
async function installed(name: string): Promise<ServiceIdentity> {
  const { definition, identity } = await embedded.service(name, 'steady');
  const { command, environment } = definition;
  const [node = '', script = '', ...rest] = command;
  const entry = join(script, '..', 'openclaw', 'dist', 'index.js');
  mkdirSync(join(entry, '..'), { recursive: true });
  writeFileSync(entry, `require(${JSON.stringify(script)});`);
  writeFileSync(join(identity.stateDir, 'openclaw.json'), '{}');
  await embedded.adapter.install(
    {
      ...definition,
      command: [node, entry, ...rest.filter((word) => word !== 'gateway'), 'gateway'],
      environment: { ...environment, OPENCLAW_STATE_DIR: identity.stateDir },
    },
    identity,
  );
  return identity;
}
const deps = () => ({
  host: embedded.host,
  clock: systemClock,
  supervisors: { get: async () => embedded.adapter },
});

test('a profile that is whole is not listed; one whose state folder is gone is, and goes with what runs', async () => {
  const identity = await installed('work');
  expect(await scanExtraSupervised(deps())).toEqual({ services: [], problems: [] });
  await embedded.adapter.start(identity);
  const pid = await embedded.runningPid(identity);
  renameSync(identity.stateDir, `${identity.stateDir}.away`);
  const { services } = await scanExtraSupervised(deps());
  expect(services).toMatchObject([{ kind: 'orphaned', name: 'work', supervisor: 'embedded', scope: 'user' }]);
  const [service] = services;
  if (service === undefined) throw new Error('nothing was found');
  const steps = await supervisedRemoval(deps(), service);
  await removeExtraSupervised(deps(), service, steps.backup, {});
  expect(await embedded.alive(pid)).toBe(false);
  expect(existsSync(embedded.paths(identity).folder)).toBe(false);
  expect(existsSync(join(steps.backup, 'definition.json'))).toBe(true);
  expect(await scanExtraSupervised(deps())).toEqual({ services: [], problems: [] });

  renameSync(steps.backup, embedded.paths(identity).folder);
  renameSync(`${identity.stateDir}.away`, identity.stateDir);
  await embedded.adapter.start(identity);
  expect(await embedded.runningPid(identity)).not.toBe(pid);
});

test('a definition that cannot be used, and logs without one', async () => {
  const identity = await installed('work');
  writeFileSync(embedded.paths(identity).definition, '{ torn');
  expect((await scanExtraSupervised(deps())).services[0]?.evidence.at(-1)).toMatch(
    /^Its definition cannot be used: it is not JSON/,
  );
  rmSync(embedded.paths(identity).definition);
  expect(await scanExtraSupervised(deps())).toEqual({ services: [], problems: [] });
});
