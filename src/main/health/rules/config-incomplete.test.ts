/** gateway.bind=custom: OpenClaw starts with an IPv4 address only, and its own validation does not see any other one. */
import { expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import { healthyFacts } from '../testing.ts';
import { configIncomplete } from './config-incomplete.ts';

function bound(customBindHost: string | null, ...words: readonly string[]): Finding | null {
  const facts = healthyFacts();
  const { definition } = facts.inspection;
  if (!facts.config.ok || definition.status !== 'present') throw new Error('the facts are not those of a healthy host');
  const parsed = {
    profile: 'default',
    serviceName: 'openclaw-gateway.service',
    description: 'OpenClaw Gateway',
    command: ['/usr/bin/node', '/opt/openclaw/dist/index.js', 'gateway', '--port', '18789', ...words],
    workingDirectory: null,
    environment: {},
    environmentFiles: [],
  };
  return configIncomplete.evaluate({
    ...facts,
    config: { ok: true, config: { ...facts.config.config, bind: 'custom', customBindHost } },
    inspection: { ...facts.inspection, definition: { ...definition, parsed } },
  });
}

test.each(['192.168.1.5', '127.0.0.2', ' 10.0.0.1 ', '0.0.0.0', '255.255.255.255'])('starts on %j', (host) => {
  expect(bound(host)).toBeNull();
});

test.each(['::1', '[::1]', '::', 'fd00::1', 'localhost', '256.1.1.1', '1.2.3', '1.2.3.4.', '01.2.3.4', '1.2.3.4.5'])(
  'does not start on %j',
  (host) => {
    const finding = bound(host);
    // The process of before still answers.
    expect(finding).toMatchObject({ severity: 'warning', fix: { kind: 'advice' } });
    expect(`${finding?.evidence[0]}`).toContain(`"${host}"`);
    expect(`${finding?.fix?.label}`).toContain('IPv4');
  },
);

test.each([null, '', ' '])('does not start without an address (%j)', (host) => {
  expect(`${bound(host)?.evidence[0]}`).toContain('is not set');
});

test.each([['--bind', 'loopback'], ['--bind=lan']])('the command line has the last word: %s', (...words) => {
  expect(bound('::1', ...words)).toBeNull();
});
