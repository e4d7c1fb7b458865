import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSessionBus, sessionBusAddress } from './session-bus.ts';
import { lookForTrayHost } from './tray-host.ts';

it.each([
  [{}, null],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/x,guid=1' }, 'unix:path=/run/x,guid=1'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=x,port=1;unix:abstract=/tmp/y' }, 'unix:abstract=/tmp/y'],
  // It would start a program.
  [{ DBUS_SESSION_BUS_ADDRESS: 'unixexec:path=/bin/false' }, null],
  [{ XDG_RUNTIME_DIR: '/nowhere/at/all' }, null],
])('%j -> %s', (env, address) => {
  expect(sessionBusAddress(env)).toBe(address);
});

it('tells no bus from one that cannot be used', async () => {
  expect(await openSessionBus({})).toMatchObject({ bus: null, absent: true });
  expect(await lookForTrayHost({})).toMatchObject({ state: 'absent', why: 'no-bus' });
  const gone = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' };
  expect(await openSessionBus(gone)).toMatchObject({ bus: null, absent: false });
  expect(await lookForTrayHost(gone)).toMatchObject({
    state: 'unknown',
    detail: expect.stringContaining('/nowhere/bus'),
  });
});

it.skipIf(process.platform === 'win32')('does not wait without end for a bus that says nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'silent-bus-'));
  const server = createServer((socket) => socket.resume()).listen(join(folder, 'bus'));
  await once(server, 'listening');
  const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` };
  expect(await lookForTrayHost(env)).toMatchObject({ state: 'unknown', why: 'bus-trouble' });
  server.close();
  await rm(folder, { recursive: true, force: true });
});
