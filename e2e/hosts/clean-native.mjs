/**
 * Removes what contract.native.test.ts may have left behind: services, state folders and processes whose names have the prefix of this run
 * (OCTRAY_NATIVE_PREFIX), and nothing else. Fails when something of it is still there afterwards.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ownedName, prefixOf } from './native-names.mjs';

const prefix = prefixOf(process.env);
const home = homedir();
const run = (program, ...args) => {
  const { status, stdout = '', stderr = '' } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  console.log(`${program} ${args.join(' ')}: ${status}${stderr ? ` (${stderr.trim().split('\n')[0]})` : ''}`);
  return stdout ?? '';
};
const namesIn = (folder) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => ownedName(prefix, name) !== null) : [];
const remove = (path) => {
  console.log(`remove ${path}`);
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
};

const PLATFORMS = {
  linux: {
    folders: [
      join(home, '.config', 'systemd', 'user'),
      join(home, '.config', 'systemd', 'user', 'default.target.wants'),
    ],
    services: () =>
      [
        ...run(
          'systemctl',
          '--user',
          'list-units',
          '--all',
          '--plain',
          '--no-legend',
          `openclaw-gateway-${prefix}-*`,
        ).matchAll(/\S+\.service/g),
      ]
        .map(([name]) => name)
        .filter((name) => ownedName(prefix, name) !== null),
    end: (name) => {
      run('systemctl', '--user', 'kill', '--signal=SIGKILL', name);
      run('systemctl', '--user', 'disable', '--now', name);
      run('systemctl', '--user', 'reset-failed', name);
    },
    after: () => run('systemctl', '--user', 'daemon-reload'),
  },
  darwin: {
    folders: [join(home, 'Library', 'LaunchAgents'), join(home, 'Library', 'Logs', 'openclaw')],
    services: () =>
      [...run('launchctl', 'list').matchAll(/\S+$/gm)]
        .map(([name]) => name)
        .filter((name) => ownedName(prefix, name) !== null),
    end: (name) => {
      run('launchctl', 'bootout', `gui/${process.getuid?.()}/${name}`);
      run('launchctl', 'enable', `gui/${process.getuid?.()}/${name}`);
    },
    after: () => undefined,
  },
  win32: {
    folders: [],
    services: () =>
      [...run('schtasks', '/query', '/fo', 'csv', '/nh').matchAll(/^"\\?([^"]+)"/gm)]
        .map(([, name]) => name)
        .filter((name) => ownedName(prefix, name) !== null),
    end: (name) => {
      run('schtasks', '/end', '/tn', name);
      run('schtasks', '/delete', '/f', '/tn', name);
    },
    after: () => undefined,
  },
};

const platform = PLATFORMS[process.platform];
if (platform === undefined) throw new Error(`Nothing is known about ${process.platform}.`);
for (const name of platform.services()) platform.end(name);
for (const folder of platform.folders) for (const name of namesIn(folder)) remove(join(folder, name));
for (const name of [...namesIn(home), ...(existsSync(join(home, `.${prefix}`)) ? [`.${prefix}`] : [])]) {
  if (name.startsWith('.openclaw-') || name === `.${prefix}`) remove(join(home, name));
}
platform.after();
const left = [...platform.services(), ...platform.folders.flatMap(namesIn), ...namesIn(home)];
if (left.length > 0) {
  console.error(`still there: ${left.join(', ')}`);
  process.exitCode = 1;
}
