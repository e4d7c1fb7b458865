/** The timer of docs/monitoring.md under a real systemd: it looks, and a gateway that is down is a failed unit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecipes } from '../cli/recipes.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { control, unitProperty } from './inside.ts';

const CHECK = 'openclaw-check.service';
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('recipes', { gateway: 'demo' });
  expect(await control(host, 'install')).toMatchObject({ exitCode: 0 });
});
afterAll(() => host?.down());

test('the timer fires, and sees a stopped gateway', async () => {
  await host.run(['sh', '-c', readRecipes().get('systemd-timer') ?? 'false']);
  await expect
    .poll(() => unitProperty(host, CHECK, 'ExecMainExitTimestampMonotonic'), { timeout: 20_000 })
    .not.toBe('0');
  await expect.poll(() => unitProperty(host, CHECK, 'ActiveState'), { timeout: 20_000 }).toBe('inactive');
  expect(await unitProperty(host, CHECK, 'Result')).toBe('success');
  expect(await unitProperty(host, 'openclaw-check.timer', 'ActiveState')).toBe('active');
  // A unit of that name must not look like a service of ours.
  expect((await host.status(['--profile', 'default'])).diagnoses).toEqual([]);

  await control(host, 'stop');
  expect((await host.exec(['systemctl', '--user', 'start', CHECK])).exitCode).toBe(1);
  expect(await unitProperty(host, CHECK, 'ExecMainStatus')).toBe('3');
  expect(await host.run(['systemctl', '--user', '--failed', '--plain', '--no-legend'])).toContain(CHECK);
});

test('a job without a session bus, as cron starts it, gets the same answers', async () => {
  await control(host, 'start');
  const without = { withoutBus: true };
  expect((await host.shim(['gateway', 'status', '--check'], without)).exitCode).toBe(0);
  expect((await host.shim(['wait', '--for', 'healthy', '--timeout', '30'], without)).exitCode).toBe(0);
  const { stdout } = await host.shim(['metrics'], without);
  expect(stdout).toContain('openclaw_gateway_up{profile="default"} 1\n');
  expect(stdout).toContain('openclaw_gateway_service_enabled{profile="default"} 1\n');
});
