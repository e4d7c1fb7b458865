import { expect, test } from 'vitest';
import { healthSnapshotSchema } from '../../shared/health.ts';
import { composeHealth, type HealthSources, hasHealth } from './compose-health.ts';
import { type Hello, parseHello } from './frames.ts';
import { frames } from './testing.ts';

const helloOf = (frame: { payload: unknown }) => parseHello(frame.payload) as Hello;
const NOW = 1_795_379_341_000;

function compose(sources: Partial<HealthSources>) {
  const health = composeHealth({
    hello: helloOf(frames.helloToken),
    payload: frames.helloToken.payload.snapshot.health,
    nodes: null,
    stateVersion: null,
    sinceHelloMs: 0,
    now: NOW,
    ...sources,
  });
  if (health !== null) healthSnapshotSchema.parse(health);
  return health;
}

test('from a captured hello-ok', () => {
  expect(compose({ nodes: frames.nodeListResponse.payload, sinceHelloMs: 40.4 })).toEqual({
    takenAt: new Date(1_795_379_292_457).toISOString(),
    ok: true,
    uptimeMs: 61_367,
    stateVersion: { presence: 1, health: 2 },
    channels: [],
    nodes: [],
    sessions: { stored: 0 },
    constraints: null,
    agents: 1,
    eventLoopDegraded: true,
    modelRuntimeDegraded: null,
    configReload: 'active',
    pluginErrors: [],
    updateAvailable: null,
  });
});

test('a channel of the captured health answer, by its own names', () => {
  const health = compose({ payload: frames.healthResponseTelegram.payload });
  expect(health?.channels).toEqual([
    {
      id: 'telegram',
      label: 'Telegram',
      configured: false,
      enabled: true,
      running: false,
      connected: null,
      lastError: null,
      lastInboundAt: null,
      stateReason: 'not configured',
    },
  ]);
  expect(health?.modelRuntimeDegraded).toBe(false);
});

test('what is not sent is null, not false, zero or empty', () => {
  expect(compose({ payload: { ts: NOW } })).toEqual({
    takenAt: new Date(NOW).toISOString(),
    ok: null,
    uptimeMs: 61_327,
    stateVersion: { presence: 1, health: 2 },
    channels: null,
    nodes: null,
    sessions: null,
    constraints: null,
    agents: null,
    eventLoopDegraded: null,
    modelRuntimeDegraded: null,
    configReload: null,
    pluginErrors: null,
    updateAvailable: null,
  });
});

test('the empty health of a gateway that has just started is no health', () => {
  expect(hasHealth(frames.helloEarlyNoHealth.payload.snapshot.health)).toBe(false);
  expect(compose({ payload: {} })).toBeNull();
  expect(compose({ payload: null })).toBeNull();
});

test('nodes: identity, name, connection; rows that are none are left out', () => {
  const nodes = {
    ts: NOW,
    nodes: [
      { nodeId: 'n1', displayName: 'Phone', platform: 'ios', connected: true, paired: true },
      { nodeId: 'n2', connected: false },
      { nodeId: 'n3' },
      { displayName: 'without id' },
      7,
    ],
  };
  expect(compose({ nodes })?.nodes).toEqual([
    { id: 'n1', label: 'Phone', online: true, platform: 'ios' },
    { id: 'n2', label: 'n2', online: false, platform: null },
    { id: 'n3', label: 'n3', online: null, platform: null },
  ]);
});

test('sessions: the sum over the agents, or the default agent when one of them does not tell', () => {
  const agent = (count?: number) => ({ agentId: 'x', sessions: count === undefined ? {} : { count } });
  expect(compose({ payload: { agents: [agent(2), agent(3)], sessions: { count: 2 } } })?.sessions).toEqual({
    stored: 5,
  });
  expect(compose({ payload: { agents: [agent(2), agent()], sessions: { count: 2 } } })?.sessions).toEqual({
    stored: 2,
  });
});

test('one field of a wrong type costs that field only', () => {
  const payload = { ...frames.helloToken.payload.snapshot.health, eventLoop: 7, ts: 1e300, channels: { x: 5 } };
  const health = compose({ payload });
  expect(health).toMatchObject({ ok: true, eventLoopDegraded: null, agents: 1, takenAt: new Date(NOW).toISOString() });
  expect(health?.channels).toMatchObject([{ id: 'x', label: 'x', running: null }]);
});

test('newer counters, an update and plugin errors', () => {
  const hello = helloOf({
    payload: {
      ...frames.helloToken.payload,
      snapshot: {
        ...frames.helloToken.payload.snapshot,
        updateAvailable: { currentVersion: '2026.9.6', latestVersion: '2026.10.1', channel: 'stable' },
      },
    },
  });
  const payload = { ok: false, plugins: { errors: [{ id: 'browser', error: 'no binary' }, 'plain words', 7] } };
  expect(compose({ hello, payload, stateVersion: { presence: 4, health: 9 } })).toMatchObject({
    ok: false,
    stateVersion: { presence: 4, health: 9 },
    updateAvailable: '2026.10.1',
    pluginErrors: ['browser: no binary', 'plain words', 'a plugin failed to load'],
  });
});
