import { expect, test } from 'vitest';
import { expectGolden, hostileDefinition } from '../golden-bench.ts';
import { parseUnit } from './parse-unit.ts';
import { renderSystemUnit, renderUserUnit } from './render.ts';

const wild = hostileDefinition(`/home/o'b %h "q"`, { environmentFiles: ['/etc/a b/x*(1)[2] %h.env'] });
// systemd takes no quote and no backslash in the program's own path; everything else may hold them.
const hostile = { ...wild, command: ['/opt/no de $x %h & 日本/node', ...wild.command.slice(1)] };
const plain = {
  profile: 'default',
  serviceName: 'openclaw-gateway.service',
  description: 'OpenClaw Gateway',
  command: ['/usr/bin/node', '/opt/openclaw/dist/index.js', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: { HOME: '/home/me', NODE_OPTIONS: '', OPENCLAW_SERVICE_MARKER: 'openclaw' },
  environmentFiles: [],
};
const account = { user: 'openclaw', group: 'openclaw' };

test.each([
  ['user-plain.service', plain, 'user'],
  ['user-hostile.service', hostile, 'user'],
  ['system-plain.service', plain, 'system'],
  ['system-hostile.service', hostile, 'system'],
] as const)('%s', (name, definition, scope) => {
  const text = scope === 'user' ? renderUserUnit(definition) : renderSystemUnit(definition, account);
  expectGolden(import.meta.url, name, text);
  const specifiers = { h: '/elsewhere', n: definition.serviceName };
  const read = parseUnit([{ path: '/u', text }], { scope, serviceName: definition.serviceName, specifiers });
  expect(read.problem).toBeNull();
  expect(read.definition).toEqual(definition);
});
