/**
 * Everything that was found out about one profile at one moment. Rules and verdict are pure functions of this.
 */
import type { OperationError } from '../../shared/outcome.ts';
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { ExtraService, PortOwner, StatusReport } from '../../shared/status-report.ts';
import type { ProbeResult, ProbeTarget } from '../gateway/types.ts';
import type { ClientCredentials, GatewayConfig } from '../openclaw/types.ts';
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
  /** What the user's and the system's systemd say of this profile's unit; absent or null = not both were asked. */
  readonly scopes?: { readonly user: ServiceInspection; readonly system: ServiceInspection } | null;
  /** What only a diagnosis looks at; absent or null = nobody looked closer. */
  readonly closer?: CloserLook | null;
  readonly checkedAt: number;
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
