/**
 * The main job by clicking: the app's window in the booted host, as an unprivileged user, with the real gateway under a real systemd.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost, PROJECT, PROJECT_NODE, RESULTS_INSIDE } from './gateway-host.ts';
import { type WindowFacts, windowFactsSchema } from './window-facts.ts';

const UNIT = 'openclaw-gateway.service';
/** A change behind the app's back must be shown within this time. */
const NOTICED_MS = 2_000;
let host: GatewayHost;
let facts: WindowFacts;

beforeAll(async () => {
  host = await bootGatewayHost('window');
  const agent = [PROJECT_NODE, `${PROJECT}/e2e/live/window-agent.ts`, RESULTS_INSIDE];
  const { exitCode, stdout, stderr } = await host.exec(agent, { timeoutMs: 600_000 });
  if (exitCode !== 0) throw new Error(`The agent ended with ${exitCode}:\n${stdout}\n${stderr}`);
  facts = windowFactsSchema.parse(JSON.parse(stdout));
});
afterAll(async () => {
  await host?.down();
});

/** One story: the window, the tray and the shim. */
function expectHealthy(seen: WindowFacts['installed']): void {
  expect(seen.headline).toBe('default is healthy');
  expect(seen.tray).toMatch(/^Healthy, \d+ ms, at /);
  expect(seen.age).toMatch(/^Checked /);
  expect(seen.report).toMatchObject({ state: 'running', probe: 'ok', port: 18789, pid: seen.pid });
}

describe('the main job by clicking', () => {
  test('first run: not installed, in all three', () => {
    expect(facts.first).toMatchObject({ headline: 'Ready to run as a service', report: { state: 'not-installed' } });
    expect(facts.first.tray).toMatch(/^Not installed/);
  });

  test('the plan names the unit and its port, install leads to a gateway that answers', () => {
    expect(facts.plan).toContain(UNIT);
    expect(facts.plan).toContain('18789');
    expectHealthy(facts.installed);
    expect(facts.installed.report.enabled).toBe(true);
  });

  test('restart: a new process', () => {
    expectHealthy(facts.restarted);
    expect(facts.restarted.pid).not.toBe(facts.installed.pid);
  });

  test('stop and start', () => {
    expect(facts.stopped).toMatchObject({
      headline: 'default is stopped',
      report: { state: 'stopped', portOwner: { owner: 'nobody' } },
    });
    expect(facts.stopped.tray).toMatch(/^Stopped/);
    expectHealthy(facts.started);
    expect(facts.started.pid).not.toBe(facts.restarted.pid);
  });

  test('kill -9 outside is shown within two seconds, then the recovery', () => {
    console.log(`kill -9 was shown after ${Math.round(facts.crash.ms)} ms: "${facts.crash.text}"`);
    expect(facts.crash.ms).toBeLessThan(NOTICED_MS);
    expectHealthy(facts.recovered);
    expect(facts.recovered.pid).not.toBe(facts.started.pid);
    expect(facts.recovered.report.restarts).toBe(1);
  });

  test('systemctl stop and start outside are shown within two seconds', () => {
    console.log(`systemctl stop was shown ${Math.round(facts.outsideStop.ms)} ms after the unit was inactive`);
    console.log(
      `systemctl start was shown after ${Math.round(facts.outsideStart.ms)} ms: "${facts.outsideStart.text}"`,
    );
    expect(facts.outsideStop.ms).toBeLessThan(NOTICED_MS);
    expect(facts.outsideStart.ms).toBeLessThan(NOTICED_MS);
    expectHealthy(facts.outsideStarted);
  });

  test('uninstall: not installed, and nothing of the service is left', async () => {
    expect(facts.removed).toMatchObject({ headline: 'Ready to run as a service', report: { state: 'not-installed' } });
    expect(facts.removed.tray).toMatch(/^Not installed/);
    expect(facts.exitCode).toBe(0);
    // systemd remembers for a moment whatever name it was asked about: "not-found" is nothing of the service.
    const left = await host.run([
      'sh',
      '-c',
      'find ~/.config ~/.local -iname "*openclaw-gateway*" 2>/dev/null; systemctl --user list-unit-files --no-legend "openclaw*"; systemctl --user list-units --all --no-legend "openclaw*" | grep -v " not-found " || true',
    ]);
    expect(left.trim()).toBe('');
  });
});
