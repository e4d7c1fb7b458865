/** The monitor over three gateways under a real systemd: what is done to one is shown within two seconds, and the others stay as they were. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost, PROJECT, PROJECT_NODE } from './gateway-host.ts';
import { type MonitorFacts, monitorFactsSchema } from './monitor-facts.ts';

const NOTICED_MS = 2_000;
/** The probe waits five seconds for an answer before it calls that silence. */
const SILENT_MS = 9_000;
const LET_GO_MS = 3_000;
let host: GatewayHost;
let facts: MonitorFacts;

// The demo gateway keeps its token until it is started again; OpenClaw takes a new one by itself, sooner than anybody could be told.
describe.each(['demo', 'real'] as const)('%s gateways', (gateway) => {
  beforeAll(async () => {
    host = await bootGatewayHost(`monitor-${gateway}`, { gateway });
    for (const profile of [[], ['--profile', 'work'], ['--dev']]) {
      const { exitCode, json } = await host.shimJson([...profile, 'gateway', 'install', '--json']);
      if (exitCode !== 0) throw new Error(`install: ${JSON.stringify(json)}`);
    }
    const agent = [PROJECT_NODE, '--import', `${PROJECT}/e2e/live/raw-text.ts`, `${PROJECT}/e2e/live/monitor-agent.ts`];
    const { exitCode, stdout, stderr } = await host.exec(agent, { timeoutMs: 300_000 });
    if (exitCode !== 0) throw new Error(`The agent ended with ${exitCode}:\n${stdout}\n${stderr}`);
    facts = monitorFactsSchema.parse(JSON.parse(stdout));
    for (const [name, deed] of Object.entries(facts)) {
      if (deed !== null && typeof deed === 'object' && 'ms' in deed) {
        console.log(`${name} was shown after ${Math.round(deed.ms)} ms: ${deed.after.level}`);
      }
    }
  });
  afterAll(async () => {
    await host?.down();
  });

  describe('behind the back of the app', () => {
    test.each(['killed', 'stopped', 'startedAgain', 'token'] as const)(
      '%s: within two seconds, the others untouched',
      (deed) => {
        expect(facts[deed].ms).toBeLessThan(NOTICED_MS);
        expect(facts[deed].changed).toEqual({});
      },
    );

    test('each is told for what it is', () => {
      expect(facts.stopped.after).toMatchObject({ level: 'stopped', pid: null });
      if (gateway === 'demo') expect(facts.token.after.diagnoses[0]).toBe('auth-mismatch');
      expect(facts.token.after.level).not.toBe('unknown');
    });

    test('a held process does not answer and is named; let go, it is healthy within three seconds', () => {
      expect(facts.held.ms).toBeLessThan(SILENT_MS);
      expect(facts.held.after).toMatchObject({ level: 'failed', code: 'verdict.noAnswer' });
      expect(facts.held.after.diagnoses[0]).toBe('process-paused');
      expect(facts.letGo.ms).toBeLessThan(LET_GO_MS);
      expect(facts.letGo.changed).toEqual({});
    });

    test('with the clock set ahead three hours a kill is still shown within two seconds', () => {
      expect(facts.clockSet.ms).toBeLessThan(NOTICED_MS);
    });

    test('the history holds what happened, the shim reads it, and nothing went wrong inside', async () => {
      expect(facts.history?.states).toEqual(expect.arrayContaining(['up', 'down']));
      expect(facts.history?.marks).toEqual(expect.arrayContaining(['app-start', 'restart', 'clock-set']));
      expect(facts).toMatchObject({ defects: [], problems: [] });
      const { exitCode, json } = await host.shimJson(['history', '--json', '--since', '7d']);
      expect(exitCode).toBe(0);
      expect(json).toMatchObject({ schemaVersion: 1, profile: 'default', damagedLines: 0 });
      expect((json as { figures: { outages: number } }).figures.outages).toBeGreaterThanOrEqual(1);
    });
  });
});
