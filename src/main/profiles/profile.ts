/**
 * A profile as it was resolved for this call: which folders, which config, which service name. Resolution is one function
 * (`resolve.ts`) for the shim, the window and the tray, so that they cannot mean different profiles by one name.
 */
import type { Phrase } from '../../shared/said.ts';
import type { Environment } from '../system/host.ts';
import type { ServiceAccount } from './service-account.ts';

export interface ResolvedProfile {
  /** `default`, or the profile's name with its letter case kept. */
  readonly id: string;
  /** null for the default profile. */
  readonly name: string | null;
  /** The account of a system service (systemd on Linux), whose folders these are; null = a service of the person's own. */
  readonly account: ServiceAccount | null;
  /** Home folder used for the `~` in default paths. */
  readonly home: string;
  readonly stateDir: string;
  readonly configPath: string;
  /** True when state and config are where OpenClaw itself expects them for this profile. Its CLI calls anything else "diagnostic-only". */
  readonly canonical: boolean;
  /** Unit name of systemd (with `.service`), label of launchd, task name of Windows, honouring OpenClaw's overrides. */
  readonly names: ServiceNames;
  /** Human name of the service: `OpenClaw Gateway` or `OpenClaw Gateway (profile: work)`. */
  readonly description: string;
  /** Default port of this profile when nothing sets one. */
  readonly defaultPort: number;
  /**
   * The environment with this profile applied: OPENCLAW_PROFILE, OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH set together, names inherited
   * from another profile's service removed, supervisor markers removed.
   */
  readonly env: Environment;
  /** Things to tell the person, for example that an override was ignored. */
  readonly warnings: readonly Phrase[];
}

export interface ServiceNames {
  readonly systemdUnit: string;
  readonly launchdLabel: string;
  readonly windowsTask: string;
}
