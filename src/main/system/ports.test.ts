import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { canBind, isPortFree, parseListenRows, parseLsofHolder, readListener } from './ports.ts';

const servers: Server[] = [];
async function listen(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe.runIf(process.platform === 'linux')('a port on Linux', () => {
  it.each(['127.0.0.1', '::1', '::'])('on %s is owned by this process while it listens', async (host) => {
    const port = await listen(host);
    expect(await readListener(port)).toMatchObject({ owner: 'process', pid: process.pid });
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await readListener(port)).toEqual({ owner: 'nobody' });
    expect(await isPortFree(port)).toBe(true);
  });

  it('names another process without its secrets', async () => {
    const script = `const s = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))`;
    const child = spawn(process.execPath, ['-e', script, '--', '--token', 'very-secret'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
      const owner = await readListener(Number(chunk.toString()));
      expect(owner).toMatchObject({ owner: 'process', pid: child.pid });
      expect(JSON.stringify(owner)).not.toContain('very-secret');
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  // Only root can make a process of another user, and only another user's process is unreadable.
  it.runIf(process.getuid?.() === 0)('of another user is unreadable, with its uid', async () => {
    const port = await listen('127.0.0.1');
    const script = `import(${JSON.stringify(new URL('./ports.ts', import.meta.url).href)}).then(async ({ readListener }) =>
      console.log(JSON.stringify([await readListener(${port}), await readListener(1)])))`;
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', `process.setgid(65534); process.setuid(65534);${script}`],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    await once(child, 'close');
    expect(JSON.parse(out)).toEqual([{ owner: 'unreadable', uid: 0 }, { owner: 'nobody' }]);
  });
});

describe('canBind', () => {
  it('says why not', async () => {
    const port = await listen('127.0.0.1');
    expect(await canBind(port, '127.0.0.1')).toEqual({ bindable: false, code: 'EADDRINUSE' });
    expect(await canBind(port, '203.0.113.9')).toEqual({ bindable: false, code: 'EADDRNOTAVAIL' });
  });
});

describe('the parsers', () => {
  it('take only listening rows, of both families', () => {
    const tcp = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:4965 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 137777 1 000000007b82f646 100 0 0 10 0',
      '   2: 0100007F:A8C4 0100007F:4965 01 00000000:00000000 00:00000000 00000000  1001        0 137781 1 00000000abacb49f 20 0 0 10 -1',
      '   0: 00000000000000000000000000000000:4AA7 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 137780 1 00000000efb0b875 100 0 0 10 0',
      'garbage',
    ].join('\n');
    expect(parseListenRows(tcp)).toEqual([
      { address: '0100007F', port: 18789, uid: 1001, inode: 137777 },
      { address: '0'.repeat(32), port: 19111, uid: 0, inode: 137780 },
    ]);
  });

  it('read lsof with and without descriptor lines', () => {
    expect(parseLsofHolder('p812\nLme\nf21\nn127.0.0.1:18789\n')).toEqual({ pid: 812, user: 'me' });
    expect(parseLsofHolder('')).toBeNull();
  });
});
