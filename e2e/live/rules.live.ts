/** Every broken host of the catalogue that any gateway can show, on a real systemd: broken, named, cured, healthy. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../broken-hosts/catalogue.ts';
import { makeScene, resetScene, type Scene } from '../broken-hosts/scene.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { doctor, proveEntry } from './rule-case.ts';

/** Units of all users, one of the places that a deep look reads. */
const PRIVATE_UNITS = '/etc/systemd/user';
let host: GatewayHost;
let scene: Scene;

beforeAll(async () => {
  host = await bootGatewayHost('rules', { gateway: 'demo' });
  scene = await makeScene(host, 'demo');
});
afterAll(async () => {
  await host?.down();
});

test('a healthy host has no finding, in any look', async () => {
  expect(await doctor(scene)).toMatchObject({ exitCode: 0, headline: null, codes: [], level: 'healthy' });
  expect(await doctor(scene, { deep: true })).toMatchObject({ exitCode: 0, headline: null, codes: [] });
  expect((await host.status()).diagnoses).toEqual([]);
  expect((await host.shim(['doctor', '--deep'])).stdout).toContain('Nothing is wrong');
});

test('externally-managed: said, and nothing of ours would change it', async () => {
  const how = { as: { exec: { env: { OPENCLAW_SUPERVISOR_MODE: 'external' } } } };
  expect(await doctor(scene, how)).toMatchObject({ exitCode: 0, headline: null, codes: ['externally-managed'] });
  const refused = await host.shimJson(['doctor', '--fix', 'externally-managed', '--yes', '--json'], how.as.exec);
  expect(refused).toMatchObject({ exitCode: 6, json: { error: { code: 'externally-managed' } } });
});

test('extra-scan-incomplete: a place that may not be looked into is no empty place', async () => {
  await host.run(['sh', '-c', 'mkdir -p "$1" && chmod 0700 "$1"', 'sh', PRIVATE_UNITS], { root: true });
  try {
    const found = await doctor(scene, { deep: true });
    expect(found).toMatchObject({ exitCode: 0, headline: null, codes: ['extra-scan-incomplete'] });
    expect(found.findings[0]?.evidence.join()).toContain(PRIVATE_UNITS);
    expect(await doctor(scene)).toMatchObject({ codes: [] });
  } finally {
    await host.run(['chmod', '0755', PRIVATE_UNITS], { root: true });
  }
  expect(await doctor(scene, { deep: true })).toMatchObject({ codes: [] });
});

describe('broken hosts', () => {
  const entries = CATALOGUE.filter(({ on }) => on === 'demo');
  let entry: (typeof entries)[number] | null = null;
  afterEach(async () => {
    await entry?.restore?.(scene);
    await resetScene(scene);
  });

  test.each(entries.map((each) => [each.id, each.title, each] as const))('%s: %s', async (_id, _title, each) => {
    entry = each;
    await proveEntry(scene, each);
  });
});
