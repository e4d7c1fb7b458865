import { isAbsolute } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say, textOf } from '../../../shared/said.ts';
import { SCHEMA_VERSION } from '../../../shared/schema-version.ts';
import { tellPhrase } from '../../../shared/text/tell.ts';
import { type VerdictLevel, verdictLevelSchema } from '../../../shared/verdict.ts';
import { type Hook, hookSchema, isLoopbackUrl, isWebhookUrl, showTarget } from '../../operations/alerts/hook.ts';
import { createHookStore } from '../../operations/alerts/hook-store.ts';
import type { CoreContext } from '../../operations/context.ts';
import { findOnPath, isExecutable } from '../../system/host.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { paint, printJson } from '../output.ts';
import { profileOf } from './profile-of.ts';

export interface AddAlertOptions {
  readonly webhook?: string;
  readonly id?: string;
  /** Levels with commas between. */
  readonly on?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly perMinute: number;
  readonly secretFile?: string;
  readonly secretEnv?: string;
  readonly secretHeader: string;
  readonly json?: boolean;
}

/** What is shown of a hook: everything but what may be a secret. */
function shown(hook: Hook) {
  return hook.kind === 'webhook' ? { ...hook, url: showTarget(hook) } : hook;
}

export async function listAlerts(cli: CliContext, options: { readonly json?: boolean }): Promise<number> {
  const store = createHookStore(await cli.core());
  const { hooks, problem } = await store.read();
  if (options.json === true) {
    printJson(cli.output, {
      schemaVersion: SCHEMA_VERSION,
      path: store.path,
      problem: problem === null ? null : textOf(problem),
      alerts: hooks.map(shown),
    });
  } else {
    const words = cli.output.words.shim.alerts;
    for (const hook of hooks) {
      const when = words.when(hook.levels, hook.profile);
      cli.output.out(`${paint(cli.output, 'bold', hook.id)}  ${when}  ${hook.kind} ${showTarget(hook)}\n`);
    }
    if (problem !== null) printPhrase(cli, problem);
    else if (hooks.length === 0) cli.output.err(`${words.none}\n`);
  }
  return problem === null ? EXIT.done : EXIT.failed;
}

export async function addAlert(
  cli: CliContext,
  selection: Selection,
  command: readonly string[],
  options: AddAlertOptions,
): Promise<number> {
  const core = await cli.core();
  const store = createHookStore(core);
  const named = selection.profile !== undefined || selection.dev === true;
  const { hooks } = await store.read();
  const kind = options.webhook === undefined ? 'command' : 'webhook';
  if ((kind === 'command') === (command.length === 0)) {
    throw new ExpectedError('usage', say('usage.alert-kind'), {
      hint: say('hint.alert-example'),
    });
  }
  const candidate = {
    kind,
    id: options.id ?? freeId(kind, hooks),
    profile: named ? profileOf(core, selection).id : null,
    levels: options.on === undefined ? null : parseLevels(options.on),
    timeoutMs: Math.round(options.timeout * 1_000),
    perMinute: options.perMinute,
    ...(kind === 'command'
      ? { argv: programOf(core, command) }
      : { url: await urlOf(cli, options), secret: secretOf(core, options) }),
  };
  const parsed = hookSchema.safeParse(candidate);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new ExpectedError('invalid-option', say('invalid-option.alert', { fields }), {
      hint: say('hint.alert-bounds'),
    });
  }
  const hook = parsed.data;
  if (hook.kind === 'webhook' && hook.secret !== null && !hook.url.startsWith('https:') && !isLoopbackUrl(hook.url)) {
    throw new ExpectedError('invalid-option', say('invalid-option.clear-secret', { target: showTarget(hook) }), {
      hint: say('hint.use-https'),
    });
  }
  for (const note of await store.add(hook)) printPhrase(cli, note);
  if (options.json === true) printJson(cli.output, { ok: true, alert: shown(hook) });
  else cli.output.out(`${cli.output.words.shim.alerts.added(hook.id)}\n`);
  return EXIT.done;
}

export async function removeAlert(cli: CliContext, id: string, options: { readonly json?: boolean }): Promise<number> {
  const store = createHookStore(await cli.core());
  for (const note of await store.remove(id)) printPhrase(cli, note);
  if (options.json === true) printJson(cli.output, { ok: true, removed: id });
  else cli.output.out(`${cli.output.words.shim.alerts.removed(id)}\n`);
  return EXIT.done;
}

/** Exit 0 when every one was delivered. */
export async function testAlerts(
  cli: CliContext,
  id: string | undefined,
  options: { readonly json?: boolean },
): Promise<number> {
  const core = await cli.core();
  const { sendTest } = await import('../../operations/alerts/alerts.ts');
  const { hooks, problem } = await createHookStore(core).read();
  if (problem !== null) throw new ExpectedError('config-invalid', problem, { hint: say('hint.repair-file') });
  const chosen = hooks.filter((hook) => id === undefined || hook.id === id);
  if (chosen.length === 0) {
    throw new ExpectedError(
      'invalid-option',
      id === undefined ? say('invalid-option.no-alerts') : say('invalid-option.no-alert', { id }),
      {
        hint: say('hint.see-alerts'),
      },
    );
  }
  const results = await Promise.all(
    chosen.map(async (hook) => {
      const sent = await sendTest(core, hook, cli.signal);
      return { id: hook.id, delivered: sent.ok, reason: sent.ok ? null : sent.reason };
    }),
  );
  const ok = results.every(({ delivered }) => delivered);
  if (options.json === true) {
    const plain = results.map((one) => ({ ...one, reason: one.reason === null ? null : textOf(one.reason) }));
    printJson(cli.output, { ok, results: plain });
  }
  for (const { id: name, delivered, reason } of options.json === true ? [] : results) {
    cli.output.out(
      delivered || reason === null
        ? `${paint(cli.output, 'green', '✓')} ${cli.output.words.shim.alerts.delivered(name)}\n`
        : `${paint(cli.output, 'red', '✗')} ${cli.output.words.shim.colon(name, tellPhrase(cli.output.words, reason).text)}\n`,
    );
  }
  return ok ? EXIT.done : EXIT.failed;
}

function printPhrase({ output }: CliContext, phrase: Phrase): void {
  output.err(`${tellPhrase(output.words, phrase).text}\n`);
}

function freeId(kind: string, hooks: readonly Hook[]): string {
  for (let number = 1; ; number += 1) {
    const id = `${kind}-${number}`;
    if (!hooks.some((hook) => hook.id === id)) return id;
  }
}

function parseLevels(text: string): readonly VerdictLevel[] {
  return text.split(',').map((word) => {
    const level = verdictLevelSchema.safeParse(word.trim());
    if (level.success) return level.data;
    throw new ExpectedError('invalid-option', say('invalid-option.level', { level: word.trim() }), {
      hint: say('hint.levels', { levels: verdictLevelSchema.options.join(', ') }),
    });
  });
}

/** With the program as an absolute path: the app that starts it later may have another PATH. */
function programOf({ host }: CoreContext, [program = '', ...rest]: readonly string[]): readonly string[] {
  const path = isAbsolute(program)
    ? isExecutable(program)
      ? program
      : null
    : program.includes('/')
      ? null
      : findOnPath(program, host.env, host.platform);
  if (path !== null) return [path, ...rest];
  throw new ExpectedError('invalid-option', say('invalid-option.program', { program }), {
    hint: say('hint.program-path'),
  });
}

async function urlOf(cli: CliContext, { webhook = '' }: AddAlertOptions): Promise<string> {
  const url = webhook === '-' ? await cli.readInput() : webhook;
  if (isWebhookUrl(url)) return url;
  // Not repeated: it may be a secret.
  throw new ExpectedError('invalid-option', say('invalid-option.webhook'), {
    hint: say('hint.webhook'),
  });
}

function secretOf({ host }: CoreContext, { secretFile, secretEnv, secretHeader }: AddAlertOptions) {
  if (secretFile !== undefined && secretEnv !== undefined) {
    throw new ExpectedError('usage', say('usage.two-secrets'));
  }
  if (secretFile !== undefined) {
    if (!isAbsolute(secretFile))
      throw new ExpectedError('invalid-option', say('invalid-option.not-absolute', { path: secretFile }));
    return { header: secretHeader, from: { kind: 'file', path: secretFile } };
  }
  if (secretEnv === undefined) return null;
  if (host.env[secretEnv] === undefined) {
    throw new ExpectedError('invalid-option', say('invalid-option.variable-unset', { name: secretEnv }), {
      hint: say('hint.variable-unset'),
    });
  }
  return { header: secretHeader, from: { kind: 'env', name: secretEnv } };
}
