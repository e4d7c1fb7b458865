/** What the app is given at its start by the file that starts it. */
import type { Host } from '../system/host.ts';
import type { AppCore } from './core-api.ts';

export interface AppOptions {
  /** Makes the core once the app is ready. The tray and the window wait for it, so it must not wait for gateways. */
  readonly createCore: (input: CoreInput) => Promise<AppCore>;
  /** Takes secrets out of a line before it is written. */
  readonly redact: (text: string) => string;
  readonly paths: AppPaths;
}

export interface CoreInput {
  readonly host: Host;
  readonly version: string;
  /** For failures that nobody expected and that have no caller to go to. */
  readonly onDefect: (cause: unknown) => void;
  /** For the log. */
  readonly onNote: (text: string) => void;
  /** No notification about these profiles; asked each time. */
  readonly isMuted: (profile: string) => boolean;
  /** True in an installed app, false in a checkout. */
  readonly packaged: boolean;
}

/** Absolute paths of what was built beside the main file. */
export interface AppPaths {
  /** Folder with the window's `index.html`. */
  readonly window: string;
  /** The sandboxed preload: one CommonJS file. */
  readonly preload: string;
  /** Folder with the tray's drawings. */
  readonly icons: string;
}
