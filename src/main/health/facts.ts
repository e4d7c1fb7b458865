/**
 * Everything that was found out about one profile at one moment. Rules and verdict are pure functions of this.
 */

import type { OperationError } from '../../shared/outcome.ts';
import type { Phrase } from '../../shared/said.ts';
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { ExtraService, PortOwner, StatusReport } from '../../shared/status-report.ts';
import type { ConnectionTrouble } from '../gateway/trouble.ts';
import type { ProbeResult, ProbeTarget } from '../gateway/types.ts';
import type { ClientCredentials, GatewayConfig } from '../openclaw/types.ts';
import type { Collision } from '../profiles/collisions.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { Survival } from '../supervisors/supervisor.ts';
import type { CloserLook } from './closer-look.ts';

export type ConfigFact =
  | { readonly ok: true; readonly config: GatewayConfig }
  | { readonly ok: false; readonly error: OperationError };

export interface ProfileFacts {
  readonly profile: ResolvedProfile;
  readonly inspection: ServiceInspection;
  readonly config: ConfigFact;
  readonly credentials: ClientCredentials;
  /** Config and state folder that the installed definition makes the gateway use; null without a readable definition. */
  readonly service: { readonly configPath: string; readonly stateDir: string } | null;
  readonly program: ProgramFact;
  readonly port: number;
  readonly portSource: StatusReport['portSource'];
  readonly portOwner: PortOwner;
  readonly url: string;
  /** Whom to ask and with which secret; never shown. */
  readonly target: ProbeTarget;
  /** null = the probe was skipped on request. */
  readonly probe: ProbeResult | null;
  readonly survival: Survival;
  readonly logPaths: readonly string[];
  /** null = no deep scan was asked for. */
  readonly extraServices: readonly ExtraService[] | null;
  /** Sentences: where the deep scan could not look. */
  readonly extraProblems?: readonly Phrase[];
  /** How this profile's gateway goes together with the others of this host; absent or null = not looked at, or it is the only one. */
  readonly instances?: InstanceFacts | null;
  /** What the user's and the system's systemd say of this profile's unit; absent or null = not both were asked. */
  readonly scopes?: { readonly user: ServiceInspection; readonly system: ServiceInspection } | null;
  /** The process of the service is held by a signal (SIGSTOP); absent = it is not, or it is not known. */
  readonly processPaused?: boolean;
  /** A change of ours that was interrupted; absent or null = none, or one is at work now. */
  readonly unfinished?: UnfinishedChange | null;
  /** How the held connection fared; absent where none is held. */
  readonly connection?: ConnectionTrouble;
  /** What only a diagnosis looks at; absent or null = nobody looked closer. */
  readonly closer?: CloserLook | null;
  readonly checkedAt: number;
}

export interface UnfinishedChange {
  readonly action: 'install' | 'uninstall' | 'restart';
  /** ISO 8601. */
  readonly startedAt: string;
  /** Process of the service when it began. */
  readonly oldPid: number | null;
  /** All files are already as the change leaves them. */
  readonly written: boolean;
}

export interface InstanceFacts {
  /** Those in which this profile takes part. */
  readonly collisions: readonly Collision[];
  /** Sentences: what is not known of any of them, so that "no collision" would say too much. */
  readonly unknown: readonly Phrase[];
  /** A port that keeps clear of all others, when ports collide and one was found. */
  readonly freePort: number | null;
}

/**
 * What the definition starts, or, when there is none and it was asked for, what an installation would start. `missing` names files of
 * the definition's command that are not on the disk any more; `problem` says why an installation would find no program.
 */
export interface ProgramFact {
  readonly runtime: string | null;
  readonly entry: string | null;
  readonly openclawVersion: string | null;
  readonly missing: readonly string[];
  readonly problem: OperationError | null;
}
