/** What is known of OpenClaw from the disk: its configuration, its program, its runtime. Nothing here talks to a gateway. */
import type { Phrase } from '../../shared/said.ts';

/** The fields of openclaw.json that this product acts on. Everything else in the file is OpenClaw's business. */
export interface GatewayConfig {
  readonly path: string;
  readonly exists: boolean;
  /** `gateway.mode`; null when absent. */
  readonly mode: 'local' | 'remote' | null;
  /** `gateway.port` when it is a valid port. */
  readonly port: number | null;
  readonly bind: 'auto' | 'loopback' | 'lan' | 'tailnet' | 'custom' | null;
  readonly customBindHost: string | null;
  readonly tls: { readonly enabled: boolean; readonly certPath: string | null };
  readonly authMode: 'none' | 'token' | 'password' | 'trusted-proxy' | null;
  readonly token: SecretValue;
  readonly password: SecretValue;
  readonly workspace: string | null;
  /** `gateway.reload.mode`: whether a running gateway takes a changed configuration over; null = by default it does. */
  readonly reloadMode: 'hybrid' | 'off' | 'hot' | 'restart' | null;
  /** `logging.file`, when set. */
  readonly logFile: string | null;
  /** Files that were read: the config itself and its includes. */
  readonly files: readonly string[];
  /** Things that are wrong without making it unreadable, in sentences. */
  readonly warnings: readonly Phrase[];
}

/** A secret field: how it is written and, when it could be resolved here, its value. Values never leave `main`, never reach a log. */
export type SecretValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'literal'; readonly value: string }
  /** `${NAME}`, `$NAME` or a SecretRef object, resolved. `origin` in words, for example "environment variable NAME". */
  | { readonly kind: 'reference'; readonly value: string; readonly origin: string }
  | { readonly kind: 'unresolved'; readonly origin: string; readonly reason: Phrase };

/** The secret a client should present, after OpenClaw's client precedence: environment first, then config. */
export interface ClientCredentials {
  readonly token: string | null;
  readonly password: string | null;
  /** Where it came from, in words; null when there is none. */
  readonly source: string | null;
  /** Why the secret could not be worked out; null when it could, or when none is needed. */
  readonly problem: Phrase | null;
}

export interface RuntimeProgram {
  readonly kind: 'node' | 'bun';
  /** Absolute, as it should be written into a definition (stable links preferred over versioned folders). */
  readonly path: string;
  /** For example 24.21.0. */
  readonly version: string;
  /** Sentences about its place: version manager, AppImage mount, temporary folder, bun. */
  readonly warnings: readonly Phrase[];
}

export interface EntryScript {
  /** Absolute path of `dist/index.js` (or its accepted siblings). */
  readonly path: string;
  readonly packageRoot: string;
  readonly version: string | null;
  /** How it was found: `option`, `path`, `npm-global`, `pnpm`, `homebrew`, `nvm`, `fnm`, `volta`, `checkout`, `definition` … */
  readonly foundBy: string;
  /** Range of `engines.node` of its package.json, when given. */
  readonly nodeRange: string | null;
  readonly warnings: readonly Phrase[];
}
