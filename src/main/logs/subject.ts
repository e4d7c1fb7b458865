/** Whose logs, and where they are. */
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LogSourceName } from '../../shared/log-line.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { LocatedService } from '../supervisors/choose.ts';
import { errnoOf } from '../system/files.ts';
import type { Host } from '../system/host.ts';

/** Whose logs: enough to find them, and the secrets that must not appear in them. */
export interface LogSubject {
  readonly profile: ResolvedProfile;
  readonly located: Pick<LocatedService, 'adapter' | 'identity'>;
  /** `logging.file` of the configuration, when set. */
  readonly logFile: string | null;
  readonly secrets: readonly string[];
}

/** One place where lines come from. `sources` are the names that its lines may carry. */
export type LogPlace =
  | {
      readonly kind: 'journal';
      readonly argv: readonly [string, ...string[]];
      readonly sources: readonly LogSourceName[];
    }
  | {
      readonly kind: 'file';
      /** The name today; it may have a date in it. */
      readonly path: () => string;
      readonly form: 'gateway' | 'text';
      readonly sources: readonly [LogSourceName];
    };

/** Every place of a profile's lines, in the order in which lines of the same time are shown. */
export async function logPlaces(host: Host, subject: LogSubject): Promise<LogPlace[]> {
  const { adapter, identity } = subject.located;
  const folder = await gatewayLogFolder(host, adapter.kind);
  const trail = join(identity.stateDir, 'logs', 'gateway-restart.log');
  const places: LogPlace[] = adapter.logSources(identity).map((source) =>
    source.kind === 'journal'
      ? { kind: 'journal', argv: source.argv, sources: ['journal', 'supervisor'] }
      : {
          kind: 'file',
          path: () => source.path,
          form: 'text',
          sources: [source.path === trail ? 'supervisor' : (source.of ?? 'service')],
        },
  );
  places.push({
    kind: 'file',
    path: () => gatewayLogFile(subject, folder, new Date()),
    form: 'gateway',
    sources: ['gateway'],
  });
  // What OpenClaw's own command line did to the service (openclaw 2026.9.6, restart-logs).
  if (!places.some((place) => place.kind === 'file' && place.path() === trail))
    places.push({ kind: 'file', path: () => trail, form: 'text', sources: ['supervisor'] });
  return places;
}

/** Names of the gateway's own files: one a day, also when a configured name has a date in it (openclaw 2026.9.6, log-file-path). */
const ROLLING = /^(openclaw(?:-[a-z0-9-]+)?)-(?:\d{4}-\d\d-\d\d|YYYY-MM-DD)\.log$/;

/** The gateway's structured log of that day, local date. */
export function gatewayLogFile({ profile, logFile }: LogSubject, folder: string, now: Date): string {
  const day = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
  if (logFile !== null) {
    const family = ROLLING.exec(basename(logFile))?.[1];
    return family === undefined ? logFile : join(dirname(logFile), `${family}-${day}.log`);
  }
  return join(folder, `openclaw${profile.name === null ? '' : `-${encodeProfile(profile.name)}`}-${day}.log`);
}

const SHARED_FOLDER = '/tmp/openclaw';

/**
 * Where the gateway puts its files without a configured name: /tmp/openclaw when that is a folder of the gateway's own user that nobody else
 * may write to (or is not there yet), else a folder of the user's in the temporary folder; on Windows always there (openclaw 2026.9.6,
 * tmp-openclaw-dir over fs-safe's resolveSecureTempRoot).
 */
async function gatewayLogFolder(host: Host, kind: LocatedService['adapter']['kind']): Promise<string> {
  if (host.platform === 'win32' || host.uid === null) return join(host.tempDir, 'openclaw');
  const fallback = join(host.tempDir, `openclaw-${host.uid}`);
  try {
    const found = await lstat(SHARED_FOLDER);
    // A service of the whole system may run as anybody.
    const mayBeTheirs = kind === 'systemd-system' || found.uid === host.uid;
    return found.isDirectory() && mayBeTheirs && (found.mode & 0o022) === 0 ? SHARED_FOLDER : fallback;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return errnoOf(cause) === 'ENOENT' ? SHARED_FOLDER : fallback;
  }
}

/** a-z and 0-9 as they are, `-` doubled, `_` as `-0`, capitals as `-1` and the small letter (openclaw 2026.9.6, logger). */
function encodeProfile(name: string): string {
  return name.replace(/[^a-z0-9]/g, (char) => {
    if (char === '-') return '--';
    if (char === '_') return '-0';
    return /[A-Z]/.test(char) ? `-1${char.toLowerCase()}` : `-2${char.codePointAt(0)?.toString(16)}-`;
  });
}
