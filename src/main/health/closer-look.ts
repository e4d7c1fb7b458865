/**
 * What a diagnosis looks at beyond what a status needs: each costs a file read, a small command or a look at another process, so that
 * only `doctor`, the Diagnose page and a check after a repair pay for it. null in a field = it could not be found out, or was no question.
 */
import type { Phrase } from '../../shared/said.ts';
import type { DriftItem } from './drift.ts';

export interface CloserLook {
  /** Space on the disk of the state folder, bytes that this user may still write. */
  readonly disk: { readonly path: string; readonly freeBytes: number; readonly totalBytes: number } | null;
  /** Where the gateway writes its own log. `missing` = the gateway makes it. */
  readonly logFolder: { readonly path: string; readonly state: 'writable' | 'unwritable' | 'missing' } | null;
  /** Permission bits of the configuration files that hold a secret. */
  readonly configModes: readonly { readonly path: string; readonly mode: number }[] | null;
  /** Secrets where others may read them. Names of the fields, never values. */
  readonly exposed: readonly ExposedSecret[] | null;
  readonly runtime: RuntimeLook | null;
  /** Differences between the definition and what an installation would write now. Empty = none. */
  readonly drift: readonly DriftItem[] | null;
  /** What the service said last, secrets hidden; read only when it ended by itself. */
  readonly lastLines: readonly string[];
  /** Who holds the port, when that is not the service itself. */
  readonly holder: PortHolder | null;
  /** A port that this profile could take instead; looked for only when its own is held. */
  readonly freePort: number | null;
  /** Why the supervisor does not answer; asked only when its state is not known. */
  readonly refusal: { readonly code: string; readonly reason: Phrase; readonly hint: Phrase } | null;
  /** When the configuration was last changed, milliseconds since the epoch. */
  readonly configChangedAt: number | null;
  /** IPv4 addresses of this computer's networks, without those of loopback. */
  readonly ownAddresses: readonly string[] | null;
  /** What could not be looked at, in sentences: said by `doctor`, never taken for "fine". */
  readonly notFoundOut: readonly Phrase[];
}

export interface ExposedSecret {
  readonly path: string;
  readonly kind: 'definition' | 'override' | 'backup';
  /** For example OPENCLAW_GATEWAY_TOKEN or --token. */
  readonly names: readonly string[];
}

export interface RuntimeLook {
  readonly path: string;
  readonly version: string | null;
  /** Does OpenClaw accept this version? */
  readonly accepted: boolean | null;
  /** The range that it wants, for example `>=24.16.0 <25 || >=26.1.0`. */
  readonly wanted: string;
  /** Version manager whose folder it lies in. */
  readonly manager: string | null;
}

/**
 * Whose the process on the port is, by evidence:
 * `this-profile` = an OpenClaw gateway of this user with this profile's state folder, started by hand or left over;
 * `gateway` = an OpenClaw gateway of this user, and which profile's could not be told; `other-profile` = the one that is named;
 * `other-user`; `foreign` = another program of this user; `unreadable` = somebody, and we may not see who.
 */
export type HolderClass = 'this-profile' | 'gateway' | 'other-profile' | 'other-user' | 'foreign' | 'unreadable';

export interface PortHolder {
  readonly class: HolderClass;
  readonly pid: number | null;
  /** Compare before anything is done to the process: equal keys of equal pids are the same process. */
  readonly startKey: string | null;
  /** Command line with secrets hidden. */
  readonly command: string;
  readonly user: string | null;
  /** Profile id, when it is known. */
  readonly profile: string | null;
  /** Unit, label or task that it runs under, when it is known. */
  readonly service: string | null;
  readonly parent: string | null;
  readonly startedAt: string | null;
}
