/**
 * Changes single values of openclaw.json and nothing else of it. A value that somebody else owns (a secret reference, `${NAME}`, an
 * included file) is never overwritten: that is a conflict, and said. What is written is read back first, and written whole or not at all.
 */

import { isDeepStrictEqual } from 'node:util';
import { ExpectedError } from '../../shared/outcome.ts';
import type { ConfigEdit } from '../../shared/plan.ts';
import { type Phrase, say, textOf, told } from '../../shared/said.ts';
import { readTextIfThere, writeFileAtomic } from '../system/files.ts';
import type { Environment } from '../system/host.ts';
import { escapeReferences, hasReference } from './env-substitution.ts';
import { type ConfigObject, invalid, isObject, loadConfigTree, parseConfigText } from './includes.ts';
import { spliceValue } from './json5-splice.ts';
import { isSecretReference } from './secrets.ts';

/** One value to set. `key` is the path of object keys, for example `['gateway', 'auth', 'token']`. */
export interface ConfigChange {
  readonly key: readonly string[];
  readonly value: string | number;
  /** Why, as a sentence for the person who looks at the plan. */
  readonly reason: Phrase;
  /** Its value is not shown in plans and errors. */
  readonly secret?: boolean | undefined;
}

export interface ConfigEditOptions {
  /** For OPENCLAW_INCLUDE_ROOTS and OPENCLAW_CONFIG_READONLY. */
  readonly env?: Environment | undefined;
  /** For `~` in OPENCLAW_INCLUDE_ROOTS. */
  readonly home?: string | undefined;
}

export interface PlannedConfig {
  /** Those that change something; values of secrets hidden. */
  readonly edits: readonly ConfigEdit[];
  /** The file does not exist yet. */
  readonly creates: boolean;
  /** Text that would be written; holds secrets. null when nothing changes. */
  readonly text: string | null;
}

/**
 * Works out what would be written; touches nothing.
 * @throws ExpectedError `config-conflict` (somebody else owns the value), `config-invalid`, `config-unreadable`, `invalid-option` (a value
 * that OpenClaw could not read back as given).
 */
export async function planConfigEdits(
  path: string,
  edits: readonly ConfigChange[],
  options: ConfigEditOptions = {},
): Promise<PlannedConfig> {
  return (await plan(path, edits, options)).planned;
}

/**
 * Writes the changes with mode 0600, folders that are missing with 0700. Answers with what was changed; nothing is written when all is
 * as asked for already.
 * @throws ExpectedError as `planConfigEdits`; also `config-conflict` when the file was changed by somebody else meanwhile, `disk-full`
 * or `file-write-failed`. The old file is intact then.
 */
export async function applyConfigEdits(
  path: string,
  edits: readonly ConfigChange[],
  options: ConfigEditOptions = {},
): Promise<readonly ConfigEdit[]> {
  const { planned, before } = await plan(path, edits, options);
  if (planned.text === null) return [];
  if ((await readTextIfThere(path)) !== before) {
    throw new ExpectedError('config-conflict', say('config.changed-meanwhile', { path }), {
      hint: say('hint.nothing-written'),
    });
  }
  await writeFileAtomic(path, planned.text, { mode: 0o600, folderMode: 0o700 });
  return planned.edits;
}

/**
 * What a first configuration would be, for a place that this user cannot look into. Pure.
 * @throws ExpectedError `invalid-option` (a value that OpenClaw could not read back as given).
 */
export function planFirstConfig(path: string, edits: readonly ConfigChange[]): PlannedConfig {
  let tree: ConfigObject = {};
  for (const edit of edits) tree = withValue(tree, edit.key, storedForm(edit));
  return { edits: edits.map((edit) => shown(path, edit)), creates: true, text: `${JSON.stringify(tree, null, 2)}\n` };
}

async function plan(
  path: string,
  edits: readonly ConfigChange[],
  options: ConfigEditOptions,
): Promise<{ planned: PlannedConfig; before: string | null }> {
  const env = options.env ?? {};
  const loaded = await loadConfigTree(path, env, options.home ?? '/');
  const creates = loaded.text === null;
  const original = loaded.text ?? '{}\n';
  let text = original;
  const planned: ConfigEdit[] = [];
  for (const edit of edits) {
    const wanted = storedForm(edit);
    const shownKey = edit.key.join('.');
    if (currentValue(loaded.tree ?? {}, edit.key) === wanted) continue;
    const own = parseConfigText(text, path);
    refuseForeign(path, own, loaded.tree ?? {}, edit, shownKey);
    const result = spliceValue(text, edit.key, wanted);
    if (result.kind === 'not-understood') {
      throw new ExpectedError('config-write-failed', say('config.cannot-edit', { path }), {
        hint: say('hint.set-by-hand', { key: shownKey }),
      });
    }
    if (result.kind === 'blocked')
      throw invalid(path, say('config.no-object-at', { at: result.at.join('.'), key: shownKey }));
    verify(path, own, parseConfigText(result.text, path), edit.key, wanted);
    text = result.text;
    planned.push(shown(path, edit));
  }
  if (planned.length > 0 && (env.OPENCLAW_CONFIG_READONLY === '1' || env.OPENCLAW_NIX_MODE === '1')) {
    throw new ExpectedError('config-conflict', say('config.managed', { path }), {
      hint: say('hint.set-there', { keys: planned.map((edit) => edit.key) }),
    });
  }
  return { planned: { edits: planned, creates, text: planned.length === 0 ? null : text }, before: loaded.text };
}

function shown(path: string, { key, value, reason, secret }: ConfigChange): ConfigEdit {
  return {
    path,
    key: key.join('.'),
    value: secret === true ? '(hidden)' : String(value),
    reason: textOf(reason),
    ...told({ reason }),
  };
}

/** The value as it has to stand in the file so that OpenClaw reads it back as given. @throws ExpectedError `invalid-option`. */
function storedForm(edit: ConfigChange): string | number {
  if (typeof edit.value === 'number') return edit.value;
  const name = edit.key.join('.');
  const hint = say('hint.other-value');
  if (edit.value.trim() !== edit.value) {
    throw new ExpectedError('invalid-option', say('invalid-option.white-space', { name }), { hint });
  }
  // `${NAME}` can be escaped; the shorthand and the retired markers cannot.
  const stored = escapeReferences(edit.value);
  if (isSecretReference(stored)) {
    throw new ExpectedError('invalid-option', say('invalid-option.reference', { name }), { hint });
  }
  return stored;
}

function currentValue(tree: ConfigObject, key: readonly string[]): unknown {
  let current: unknown = tree;
  for (const part of key) {
    if (!isObject(current) || !Object.hasOwn(current, part)) return undefined;
    current = current[part];
  }
  return current;
}

/** @throws ExpectedError `config-conflict` when the value is not a plain one of this very file. */
function refuseForeign(path: string, own: unknown, merged: ConfigObject, edit: ConfigChange, name: string): void {
  const conflict = (what: 'included' | 'reference' | 'structure', hint: Phrase): ExpectedError =>
    new ExpectedError('config-conflict', say(`config-conflict.${what}`, { name, path }), { hint });
  const mine = isObject(own) ? currentValue(own, edit.key) : undefined;
  if (mine === undefined && currentValue(merged, edit.key) !== undefined) {
    throw conflict('included', say('hint.change-included'));
  }
  if (isSecretReference(mine) || (typeof mine === 'string' && hasReference(mine))) {
    throw conflict('reference', say('hint.change-secret'));
  }
  if (typeof mine === 'object' && mine !== null) {
    throw conflict('structure', say('hint.look-remove'));
  }
}

/** Reads the result back: exactly one value may differ. A difference is a defect of ours, found before anything is written. */
function verify(path: string, before: unknown, after: unknown, key: readonly string[], value: string | number): void {
  if (!isDeepStrictEqual(after, withValue(before, key, value))) {
    throw new ExpectedError('config-write-failed', say('config-write-failed.more', { key: key.join('.'), path }), {
      hint: say('hint.by-hand-report', { key: key.join('.') }),
    });
  }
}

function withValue(tree: unknown, [first = '', ...rest]: readonly string[], value: string | number): ConfigObject {
  const base: ConfigObject = isObject(tree) ? tree : {};
  return { ...base, [first]: rest.length === 0 ? value : withValue(base[first], rest, value) };
}
