/** Where the embedded supervisor of one profile keeps its files. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../../system/host.ts';

export interface EmbeddedPaths {
  /** Ours alone; uninstalling removes it with everything in it. */
  readonly folder: string;
  readonly definition: string;
  readonly state: string;
  /** Output of the gateway. */
  readonly gatewayLog: string;
  /** What the supervisor itself did. */
  readonly supervisorLog: string;
  /** Unix socket, or named pipe on Windows. */
  readonly control: string;
  /** Folder of the socket, to be mode 0700; null for a named pipe. */
  readonly controlFolder: string | null;
  /** The lock is outside `folder`: removing a lock file under somebody who waits for it would give him a lock on nothing. */
  readonly lockFolder: string;
  readonly lockName: string;
}

/** A socket path holds 108 bytes with its NUL on Linux (unix(7)) and 104 on macOS (sys/un.h). */
const MAX_SOCKET_BYTES = 100;

/** Depends on the host's folders and the profile only, so that every process of this user finds the same supervisor. */
export function embeddedPaths(host: Host, profile: string): EmbeddedPaths {
  const name = safeName(profile);
  const folder = join(host.appDirs.state, 'embedded', name);
  return {
    folder,
    definition: join(folder, 'definition.json'),
    state: join(folder, 'state.json'),
    gatewayLog: join(folder, 'gateway.log'),
    supervisorLog: join(folder, 'supervisor.log'),
    ...controlPlace(host, folder),
    lockFolder: host.appDirs.runtime,
    lockName: `embedded-${name}`,
  };
}

function controlPlace(host: Host, folder: string): Pick<EmbeddedPaths, 'control' | 'controlFolder'> {
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (host.platform === 'win32') return { control: `\\\\.\\pipe\\openclaw-tray-${id}`, controlFolder: null };
  const wanted = join(host.appDirs.runtime, `${id}.sock`);
  if (Buffer.byteLength(wanted) <= MAX_SOCKET_BYTES) return { control: wanted, controlFolder: host.appDirs.runtime };
  // Not TMPDIR: a cron job and a login session have different ones and must still meet.
  const short = join('/tmp', `openclaw-tray-${host.uid ?? 'user'}`);
  return { control: join(short, `${id}.sock`), controlFolder: short };
}

/** Profile names are safe for files already; anything else is made so without two names becoming one. */
function safeName(profile: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(profile)
    ? profile
    : `x-${createHash('sha256').update(profile).digest('hex').slice(0, 24)}`;
}
