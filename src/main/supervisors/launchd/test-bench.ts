/** For the tests of the adapter: a host that says it is a Mac, a recorded text, the folder of the simulators. Only tests import it. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../system/host.ts';

/** Holds the simulated launchctl. */
export const simulators = fileURLToPath(new URL('../../../../e2e/simulators', import.meta.url));

/** A Mac of the user 501, whose home is `home`. */
export function hostAt(home: string, change: Partial<Host> = {}): Host {
  return {
    platform: 'darwin',
    hostname: 'mac',
    uid: 501,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: tmpdir(),
    env: {},
    appDirs: { config: home, state: home, runtime: home },
    ...change,
  };
}

/** A recorded text without its first line, which says where it comes from. */
export function recorded(name: string): string {
  const text = readFileSync(new URL(`__fixtures__/${name}.txt`, import.meta.url), 'utf8');
  return text.slice(text.indexOf('\n') + 1);
}
