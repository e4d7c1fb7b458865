/**
 * The one interface behind which every platform's supervisor stands. An adapter is three parts in its own folder:
 * *render* (pure: definition -> files), *parse* (pure: tool output or file -> model) and *adapter* (runs commands).
 */

import type { PlannedFile } from '../../shared/plan.ts';
import type { Phrase } from '../../shared/said.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import type { IsOurs } from '../system/file-copy.ts';
import type { DefinitionCopy } from './definition-copy.ts';

/** Names one service to its supervisor. Everything an adapter needs to find it again, nothing it could guess wrongly. */
export interface ServiceIdentity {
  /** `default` or the profile's name. */
  readonly profile: string;
  /** Unit name with `.service`, launchd label, or task name. */
  readonly serviceName: string;
  /** OpenClaw's state folder of this profile (absolute). */
  readonly stateDir: string;
}

/** Can this supervisor be used here and now? `code` is an error code of `shared/outcome.ts`. */
export type Availability =
  | { readonly available: true; readonly version: string | null }
  | {
      readonly available: false;
      readonly code: 'supervisor-unavailable' | 'user-bus-missing' | 'needs-elevation' | 'not-supported';
      readonly reason: Phrase;
      readonly hint: Phrase;
    };

export interface RenderedFile {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** Text; `encoding` says how it becomes bytes when that is not UTF-8. */
  readonly content: string;
  readonly encoding?: string;
}

/** What installing (or uninstalling) is going to do with this supervisor: files first, then the commands in order. */
export interface SupervisorPlan {
  readonly files: readonly PlannedFile[];
  readonly commands: readonly (readonly string[])[];
  readonly privileges: 'user' | 'administrator';
  readonly warnings: readonly Phrase[];
}

export interface ControlOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A file that the account of a service must have before its first start, for example its openclaw.json. May hold secrets. */
export interface StateFile {
  readonly path: string;
  readonly content: string;
  /** false = leave one that is there as it is. */
  readonly replace: boolean;
}

/** Ways to install that only some supervisors have. */
export interface InstallVariant {
  /** Windows: run whether the person is logged on or not. The caller refuses it for every other supervisor. */
  readonly loggedOff?: boolean | undefined;
}

export interface SupervisorInstallOptions extends ControlOptions, InstallVariant {
  /** Files of the account that go along with the definition: this user could not write them. Only with `installsAtOnce`. */
  readonly stateFiles?: readonly StateFile[];
  /** Also (re)start it, so that installing and starting ask once. Only with `installsAtOnce`. */
  readonly thenStart?: boolean;
}

/** Will the service outlive the login session, and come back at boot? null = could not find out. */
export interface Survival {
  readonly logout: boolean | null;
  readonly reboot: boolean | null;
  readonly reason: Phrase | null;
}

/**
 * What a definition sets beside the values of the model, as it is and as it would be written from those values. Names are the format's
 * own (`Service.Restart`, `KeepAlive`, `Settings.Priority`); what is no setting of a gateway's definition stands in `now` alone.
 */
export interface DefinitionSettings {
  readonly now: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, string>>;
}

export interface SupervisorAdapter {
  readonly kind: SupervisorKind;
  /**
   * Its `install` takes administrator rights, which are asked for once: it also writes the account's files and starts the service.
   */
  readonly installsAtOnce?: true;

  /** Looks whether this supervisor answers. Never throws for "no". */
  detect(options?: ControlOptions): Promise<Availability>;

  /** Pure: the files of a definition, on any platform. @throws ExpectedError when a value cannot be written in this format. */
  render(definition: ServiceDefinition): readonly RenderedFile[];

  /** Compares `render` with what is on disk; touches nothing. */
  planInstall(
    definition: ServiceDefinition,
    identity: ServiceIdentity,
    variant?: InstallVariant,
  ): Promise<SupervisorPlan>;
  planUninstall(identity: ServiceIdentity): Promise<SupervisorPlan>;
  /** The commands that `start`, or `restart` of one that runs, has after an installation, for the plan; empty for none. Pure. */
  startCommands(identity: ServiceIdentity, running: boolean): readonly (readonly string[])[];

  /**
   * The settings of an installed definition beside those that would be written; null = there is nothing to compare them with, or they
   * cannot be read. Changes nothing.
   */
  compareSettings?(
    installed: ServiceDefinition,
    identity: ServiceIdentity,
    options?: ControlOptions,
  ): Promise<DefinitionSettings | null>;

  /**
   * Definition and process of many services in as few commands as possible, answers in the order asked. What could not be found out
   * is an `unknown` arm with its reason; the call itself only rejects for a defect or an abort.
   */
  inspect(identities: readonly ServiceIdentity[], options?: ControlOptions): Promise<readonly ServiceInspection[]>;

  /**
   * Writes the definition and makes the supervisor know it and start it at login or boot. Does not start it now.
   * On failure the files are as they were before. @throws ExpectedError.
   */
  install(definition: ServiceDefinition, identity: ServiceIdentity, options?: SupervisorInstallOptions): Promise<void>;
  /** Stops it, makes the supervisor forget it and removes our files. Absent is not an error. @throws ExpectedError. */
  uninstall(identity: ServiceIdentity, options?: ControlOptions): Promise<void>;

  /** The definition as it is now, to be put back later. Changes nothing. @throws ExpectedError when it cannot be seen. */
  copyDefinition(identity: ServiceIdentity, options?: ControlOptions): Promise<DefinitionCopy>;
  /**
   * Makes files, links and registration what they were; nothing is started. Not cancellable, because it is the way back. Answers with
   * sentences about what is not as before: somebody else's by now, or what this supervisor cannot put back.
   * @throws ExpectedError when the disk or the supervisor does not take it.
   */
  putBack(identity: ServiceIdentity, copy: DefinitionCopy, isOurs: IsOurs): Promise<readonly Phrase[]>;
  /** Writes a file of the service's account as it was, with that account's rights. Only with `installsAtOnce`. @throws ExpectedError. */
  putStateBack?(account: string, file: Pick<StateFile, 'path' | 'content'>): Promise<void>;

  /** Each asks the supervisor and returns when it accepted; the caller re-reads until settled. @throws ExpectedError. */
  start(identity: ServiceIdentity, options?: ControlOptions): Promise<void>;
  stop(identity: ServiceIdentity, options?: ControlOptions): Promise<void>;
  /** One atomic request to the supervisor (never stop and start one after the other where it has a verb of its own). */
  restart(identity: ServiceIdentity, options?: ControlOptions): Promise<void>;

  /**
   * Whether it starts by itself at login or boot; the process that runs, or does not, is left as it is.
   * @throws ExpectedError `not-installed`, `definition-masked`, `needs-elevation`, `not-supported` where this supervisor cannot do the one without the other.
   */
  setAutostart(identity: ServiceIdentity, on: boolean, options?: ControlOptions): Promise<void>;
  /** The commands that `setAutostart` runs, for the plan; null where it is not supported. Pure. */
  autostartCommands(identity: ServiceIdentity, on: boolean): readonly (readonly string[])[] | null;

  survival(identity: ServiceIdentity, enabled: boolean | null, options?: ControlOptions): Promise<Survival>;
  /** Makes it survive logout (systemd lingering). Undefined where the supervisor has no such thing. @throws ExpectedError. */
  enableLinger?(options?: ControlOptions): Promise<void>;

  /** How long a stop may take before the supervisor kills, milliseconds. */
  readonly stopBudgetMs: number;
  /**
   * Files and folders whose change (or coming and going) means that the service may have changed: definition, enable link, the
   * supervisor's own marks. Watching them costs no process.
   */
  watchPaths?(identity: ServiceIdentity): readonly string[];
  /** Where the service's own output goes, in words and paths: file paths, or a command such as journalctl with its arguments. */
  logSources(identity: ServiceIdentity): readonly LogSource[];
}

export type LogSource =
  /** `of`: what writes it, the service (when absent) or its supervisor. */
  | { readonly kind: 'file'; readonly path: string; readonly of?: 'service' | 'supervisor' }
  | { readonly kind: 'journal'; readonly argv: readonly [string, ...string[]] };
