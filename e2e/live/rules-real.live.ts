/** The broken hosts of the catalogue whose failure is OpenClaw's own doing, on the real gateway. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../broken-hosts/catalogue.ts';
import { makeScene, resetScene, type Scene } from '../broken-hosts/scene.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { doctor, proveEntry } from './rule-case.ts';

let host: GatewayHost;
let scene: Scene;

beforeAll(async () => {
  host = await bootGatewayHost('rules-real');
  scene = await makeScene(host, 'real');
});
afterAll(async () => {
  await host?.down();
});

test('a healthy host has no finding, and OpenClaw agrees that it is well', async () => {
  expect(await doctor(scene, { deep: true })).toMatchObject({
    exitCode: 0,
    headline: null,
    codes: [],
    level: 'healthy',
  });
  expect((await host.status()).diagnoses).toEqual([]);
  expect(await host.openclawStatus()).toMatchObject({ rpc: { ok: true }, service: { loaded: true } });
});

describe('broken hosts', () => {
  const entries = CATALOGUE.filter(({ on }) => on === 'real');
  afterEach(async () => {
    await resetScene(scene);
  });

  test.each(entries.map((each) => [each.id, each.title, each] as const))('%s: %s', async (_id, _title, each) => {
    await proveEntry(scene, each);
    expect(await host.openclawStatus()).toMatchObject({ rpc: { ok: true } });
  });
});
