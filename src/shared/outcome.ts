/**
 * Results as data at every boundary (CLI, IPC, operations): `Outcome<T>`, and the stable error codes that scripts may rely on.
 */

import { type Phrase, phraseOf, phrasesOf, type ToldFields, textOf, told } from './said.ts';

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
  /** How `message`, `hint` and `details` are told in other languages. */
  told?: ToldFields | undefined;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: OperationError };

export function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  message: Phrase,
  hint?: Phrase,
  details?: readonly Phrase[],
): { readonly ok: false; readonly error: OperationError } {
  return { ok: false, error: errorOf(code, message, hint, details) };
}

/** An error as data; sentences with a code keep it beside their English. */
export function errorOf(code: ErrorCode, message: Phrase, hint?: Phrase, details?: readonly Phrase[]): OperationError {
  return {
    code,
    message: textOf(message),
    ...(hint === undefined ? {} : { hint: textOf(hint) }),
    ...(details === undefined ? {} : { details: details.map(textOf) }),
    ...told({ message, hint, details }),
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
  /** The same with their codes, for a sentence that is built around one of them. */
  readonly said: {
    readonly message: Phrase;
    readonly hint: Phrase | undefined;
    readonly details: readonly Phrase[] | undefined;
  };

  constructor(
    code: ErrorCode,
    message: Phrase,
    options: { hint?: Phrase | undefined; details?: readonly Phrase[] | undefined; cause?: unknown } = {},
  ) {
    super(textOf(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ExpectedError';
    this.code = code;
    this.hint = options.hint === undefined ? undefined : textOf(options.hint);
    this.details = options.details?.map(textOf);
    this.said = { message, hint: options.hint, details: options.details };
  }

  /** An error that was data on the way here, with what it carries for other languages. */
  static from({ code, message, hint, details, told: how }: OperationError): ExpectedError {
    return new ExpectedError(code, phraseOf(message, how?.message), {
      hint: hint === undefined ? undefined : phraseOf(hint, how?.hint),
      details: details === undefined ? undefined : phrasesOf(details, how?.details),
    });
  }

  toOutcome(): { readonly ok: false; readonly error: OperationError } {
    const { message, hint, details } = this.said;
    return fail(this.code, message, hint, details);
  }
}
