/**
 * Results as data at every boundary (CLI, IPC, operations): `Outcome<T>`, and the stable error codes that scripts may rely on.
 */

/** Every error code this product reports, with the exit code the shim ends with. Codes are stable: they are never renamed. */
export const ERROR_EXIT_CODES = {
  /** The command line could not be understood. */
  usage: 2,
  'invalid-profile-name': 2,
  'invalid-port': 2,
  'invalid-option': 2,
  /** Something that only a person may agree to, asked where nobody can answer. */
  'needs-confirmation': 2,

  'config-unreadable': 1,
  'config-invalid': 1,
  'config-write-failed': 1,
  /** A value we were asked to write is owned by somebody else (a SecretRef, a `${VAR}`, an include). */
  'config-conflict': 6,
  'secret-unresolved': 1,

  'entry-not-found': 1,
  'entry-invalid': 1,
  'runtime-not-found': 1,
  'runtime-too-old': 1,

  'supervisor-unavailable': 1,
  'user-bus-missing': 1,
  'not-installed': 1,
  'externally-managed': 6,
  /** A definition of this name exists and was not written for this profile, or holds edits that would be lost. */
  'definition-conflict': 6,
  'definition-masked': 6,
  'definition-write-failed': 1,
  'command-failed': 1,
  'command-timeout': 1,

  'port-in-use': 6,
  'port-conflict': 6,
  /** Another profile has the same configuration, state folder, workspace or service name. */
  'instance-conflict': 6,
  locked: 6,

  'start-failed': 1,
  'stop-timeout': 1,
  'not-verified': 1,
  /** `wait`: the state was not reached in time. */
  'wait-timeout': 1,
  'probe-failed': 1,
  /** The cure was carried out, and its rule still fires. */
  'cure-failed': 1,

  /** The change did not come up, and the state from before it is back. */
  'rolled-back': 7,
  /** Neither the change nor the state from before it is there as a whole. */
  'rollback-failed': 8,

  'needs-elevation': 5,
  'state-unknown': 4,
  'not-supported': 1,
  'disk-full': 1,
  'file-write-failed': 1,
  cancelled: 1,
  internal: 1,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_EXIT_CODES;

/**
 * What went wrong, to what, and what to do next. `message` and `hint` are English sentences without secrets; `details` are evidence
 * lines. The schema of it is in `outcome-schema.ts`: this file is loaded at every start of the shim.
 */
export interface OperationError {
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
  details?: string[] | undefined;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: OperationError };

export function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  message: string,
  hint?: string,
  details?: readonly string[],
): { readonly ok: false; readonly error: OperationError } {
  return {
    ok: false,
    error: {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(details === undefined ? {} : { details: [...details] }),
    },
  };
}

/**
 * The one exception class that rooms below `operations` throw for an expected failure. Operations catch it and turn it into an
 * `Outcome`; any other exception is a defect and travels to the top handler of the composition root.
 */
export class ExpectedError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: readonly string[] | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ExpectedError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }

  toOutcome(): { readonly ok: false; readonly error: OperationError } {
    return fail(this.code, this.message, this.hint, this.details);
  }
}
