import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { describeSupervisorContract } from '../contract-suite.ts';
import { createFakeSupervisor } from './fake-supervisor.ts';

const definitionOf = (name: string): ServiceDefinition => ({
  profile: name,
  serviceName: `openclaw-gateway-${name}.service`,
  description: 'OpenClaw Gateway',
  command: ['/usr/bin/node', 'index.js', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: { HOME: '/home/me' },
  environmentFiles: [],
});
const identityOf = (name: string) => ({
  profile: name,
  serviceName: `openclaw-gateway-${name}.service`,
  stateDir: '/home/me/.openclaw',
});

describeSupervisorContract('fake', async () => {
  const { adapter, controls } = createFakeSupervisor();
  return {
    adapter,
    async service(name, behaviour) {
      controls.behave(identityOf(name).serviceName, behaviour);
      return { definition: definitionOf(name), identity: identityOf(name) };
    },
    kill: async (pid) => controls.kill(pid),
    ready: async () => {},
    alive: async (pid) => controls.alive(pid),
    blind: async (identity) => controls.blind(identity.serviceName, 'the bus does not answer'),
    dispose: async () => controls.dispose(),
  };
});

describe('the faults of the fake supervisor', () => {
  const identity = identityOf('work');

  it('fail exactly one call, before it does anything', async () => {
    const { adapter, controls } = createFakeSupervisor();
    await adapter.install(definitionOf('work'), identity);
    controls.failNext('start', new ExpectedError('command-failed', 'no'));
    await expect(adapter.start(identity)).rejects.toMatchObject({ code: 'command-failed' });
    expect((await adapter.inspect([identity]))[0]?.process).toMatchObject({ state: 'stopped', everStarted: false });
    await adapter.start(identity);
    await expect
      .poll(async () => (await adapter.inspect([identity]))[0]?.process.state, { timeout: 10_000 })
      .toBe('running');
    controls.dispose();
  });

  it('hang until aborted', async () => {
    const { adapter, controls } = createFakeSupervisor();
    controls.hangNext('inspect');
    await expect(adapter.inspect([identity], { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('tell of processes that begin and end', async () => {
    const events: string[] = [];
    const { adapter, controls } = createFakeSupervisor({
      onProcess: (event) => events.push(`${event.kind} ${event.pid}`),
    });
    await adapter.install(definitionOf('work'), identity);
    await adapter.start(identity);
    await expect.poll(() => events, { timeout: 10_000 }).toEqual(['started 10001']);
    await adapter.stop(identity);
    await expect.poll(() => events, { timeout: 10_000 }).toEqual(['started 10001', 'ended 10001']);
    expect(controls.calls()).toEqual(['install', 'start', 'stop'].map((verb) => `${verb} ${identity.serviceName}`));
  });
});
