/** Ports for tests. */
import { createServer } from 'node:net';

/**
 * A port of loopback that was free a moment ago, below the range from which systems take ports for outgoing connections (on Linux 32768 and
 * up, ip-sysctl), so that it stays free while a gateway restarts.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 11_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
