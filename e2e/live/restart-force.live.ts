/**
 * `restart --force` on the real gateway: what holds the port is ended only when it is proved to be a gateway of this profile; anything else
 * stays alive, and another port is proposed.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startByHand, stop, untilListening, untilReady } from '../broken-hosts/hands.ts';
import { makeScene, resetScene, type Scene } from '../broken-hosts/scene.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { control } from './inside.ts';

const PATIENCE = { timeout: 600_000 };
let host: GatewayHost;
let scene: Scene;

beforeAll(async () => {
  host = await bootGatewayHost('restart-force');
  scene = await makeScene(host, 'real');
}, 600_000);
afterEach(() => resetScene(scene), 600_000);
afterAll(() => host?.down());

const isAlive = async (pid: number) => (await host.exec(['test', '-d', `/proc/${pid}`])).exitCode === 0;

test('a gateway of this profile that was started by hand is ended, and the service serves', PATIENCE, async () => {
  await stop(scene);
  const pid = await startByHand(scene, ['openclaw', 'gateway', '--port', String(scene.port)]);
  await untilReady(scene);
  // Without --force it is left alone, with the same words as for anybody else's.
  expect(await control(host, 'restart')).toMatchObject({ exitCode: 6, json: { error: { code: 'port-in-use' } } });
  expect(await isAlive(pid)).toBe(true);

  const { exitCode, json, stderr } = await host.shimJson(['gateway', 'restart', '--force', '--json']);
  expect({ exitCode, json, stderr }).toMatchObject({
    exitCode: 0,
    json: { ok: true, result: 'restarted' },
    stderr: expect.stringContaining(`pid ${pid}`),
  });
  expect(await isAlive(pid)).toBe(false);
  const report = await host.status();
  expect(report).toMatchObject({
    state: 'running',
    probe: 'ok',
    port: scene.port,
    portOwner: { owner: 'process', pid: report.pid, own: true },
    verdict: { level: 'healthy' },
  });
  expect(await host.openclawStatus()).toMatchObject({ rpc: { ok: true }, service: { runtime: { pid: report.pid } } });
});

test('the own service, when nobody else is there, is restarted as without --force', PATIENCE, async () => {
  const { pid } = await host.status();
  expect(await control(host, 'restart', ['--force'])).toMatchObject({ exitCode: 0, json: { result: 'restarted' } });
  expect((await host.status()).pid).not.toBe(pid);
});

test.each([
  {
    who: 'nc',
    argv: (port: number) => ['/usr/bin/nc', '-lk', '127.0.0.1', String(port)],
    options: {},
    whose: /nc .*\(pid \d+, user \w+\)\. It is not proved to be a gateway of this profile\./,
    owner: 'process',
  },
  {
    who: 'a program of another user',
    argv: (port: number) => ['/usr/bin/python3', '-m', 'http.server', String(port), '--bind', '127.0.0.1'],
    options: { root: true },
    whose: /It belongs to another user\./,
    owner: 'unreadable',
  },
] as const)('$who is left alone, and another port is proposed', PATIENCE, async ({ argv, options, whose, owner }) => {
  await stop(scene);
  const pid = await startByHand(scene, argv(scene.port), options);
  await untilListening(scene);
  const { exitCode, json } = await control(host, 'restart', ['--force', '--yes']);
  expect({ exitCode, json }).toMatchObject({
    exitCode: 6,
    json: { ok: false, error: { code: 'port-in-use', message: expect.stringMatching(whose) } },
  });
  expect(await isAlive(pid)).toBe(true);
  const proposed = Number(/--port (\d+)/.exec((json as { error: { hint: string } }).error.hint)?.[1]);
  expect(proposed).not.toBe(scene.port);
  expect((await host.run(['ss', '-Hltn', `sport = :${proposed}`])).trim()).toBe('');
  expect(await host.status()).toMatchObject({ runtime: 'stopped', portOwner: { owner } });
});
