/**
 * Diagnosis, cures, settings and a second profile by clicking: the app's window in the booted host, as an unprivileged user, with the real
 * gateway under a real systemd.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost, PROJECT, PROJECT_NODE, RESULTS_INSIDE } from './gateway-host.ts';
import { type CareFacts, careFactsSchema } from './window-facts.ts';

let host: GatewayHost;
let facts: CareFacts;

beforeAll(async () => {
  host = await bootGatewayHost('window-care');
  const agent = [PROJECT_NODE, `${PROJECT}/e2e/live/window-care-agent.ts`, RESULTS_INSIDE];
  const { exitCode, stdout, stderr } = await host.exec(agent, { timeoutMs: 600_000 });
  if (exitCode !== 0) throw new Error(`The agent ended with ${exitCode}:\n${stdout}\n${stderr}`);
  facts = careFactsSchema.parse(JSON.parse(stdout));
});
afterAll(async () => {
  await host?.down();
});

const HEALTHY = { state: 'running', probe: 'ok', verdict: { level: 'healthy' } };

describe('what goes wrong is cured by clicking', () => {
  test('a configuration that others can read is closed', () => expect(facts.protectedMode).toBe('600'));

  test('a unit that was edited by hand is written anew, with a new process', () => {
    expect(facts.repaired.unit).toContain('Restart=always');
    expect(facts.repaired.report).toMatchObject({ ...HEALTHY, diagnoses: [] });
  });

  test('the port of the settings is the port of configuration, unit and gateway', async () => {
    expect(facts.moved.config).toContain('19500');
    expect(facts.moved.report).toMatchObject({ ...HEALTHY, port: 19_500 });
  });

  test('a port that a foreign program holds: that program is left alone, the free port is taken', () => {
    expect(facts.taken.headline).not.toMatch(/healthy|Nothing is wrong/);
    expect(facts.freed.holderListens).toBe(true);
    expect(facts.freed.report).toMatchObject(HEALTHY);
    expect(facts.freed.report.port).not.toBe(19_500);
  });

  test('a second profile beside it, and nothing is wrong with either', () => {
    const [first, second] = facts.two.reports;
    expect([first, second]).toMatchObject([
      { profile: 'default', ...HEALTHY },
      { profile: 'work', ...HEALTHY },
    ]);
    expect(second?.port).not.toBe(first?.port);
    expect(facts.two.tray).toMatch(/^2 well, at /);
    expect(facts.well).toEqual({ headline: 'Nothing is wrong with work', findings: 0 });
    expect(facts.exitCode).toBe(0);
  });

  test("OpenClaw's own status agrees", async () => {
    expect(await host.openclawStatus()).toMatchObject({
      service: { loaded: true, runtime: { status: 'running' }, configAudit: { ok: true, issues: [] } },
      rpc: { ok: true },
    });
  });
});
