/**
 * What is known to keep a new process from coming up is said while the old one still runs: then nothing has to be put back. Only where
 * something runs, because a start that fails ends nothing.
 */
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { ExpectedError } from '../../../shared/outcome.ts';
import { quote, type Said, say } from '../../../shared/said.ts';
import { titleSaid } from '../../../shared/said-facts.ts';
import type { Finding } from '../../health/finding.ts';
import { bindWithoutAuth } from '../../health/rules/bind-without-auth.ts';
import { configIncomplete } from '../../health/rules/config-incomplete.ts';
import { isOtherAccounts, readsOurConfig } from '../../health/rules/rule.ts';
import { errnoOf } from '../../system/files.ts';
import type { CoreContext } from '../context.ts';
import type { ControlRequest, ControlRun } from '../control-run.ts';
import type { GatheredProfile } from '../gather.ts';
import { pidOf } from '../look.ts';

/** OpenClaw starts in 2 to 5 s here, and checks then. */
const VALIDATE_TIMEOUT_MS = 30_000;
const MAX_ISSUES = 5;

/** What the new process will be started with. */
export interface NextProgram {
  readonly runtime: string | null;
  readonly entry: string | null;
}

/** @throws ExpectedError `config-invalid` or `config-unreadable` before a restart of the same definition. Nothing was changed then. */
export async function refuseDoomedRestart(run: ControlRun, before: GatheredProfile): Promise<void> {
  const { facts } = before;
  const pid = pidOf(before);
  if (pid === null || !readsOurConfig(facts) || isOtherAccounts(facts)) return;
  if (!facts.config.ok) {
    const { code, said } = ExpectedError.from(facts.config.error);
    throw new ExpectedError(code, said.message, { hint: said.hint, details: [...(said.details ?? []), goesOn(pid)] });
  }
  const finding = configIncomplete.evaluate(facts) ?? bindWithoutAuth.evaluate(facts);
  if (finding !== null) throw refusal(finding, before, pid);
  await refuseInvalidConfig(run, before, facts.program);
}

/**
 * Asks the OpenClaw that would be started (`config validate --json`, 2026.9.6), and only when the file was changed after the process that
 * runs: what that one started with, it accepted. An answer that is not understood stops nothing. @throws ExpectedError `config-invalid`.
 */
export async function refuseInvalidConfig(
  { context, request }: ControlRun,
  before: GatheredProfile,
  { runtime, entry }: NextProgram,
): Promise<void> {
  const { facts } = before;
  const pid = pidOf(before);
  if (pid === null || !readsOurConfig(facts) || !facts.config.ok || !facts.config.config.exists) return;
  if (runtime === null || entry === null || !(await changedSinceStart(before))) return;
  const { configPath, stateDir, home } = request.profile;
  const result = await context.runner.run(
    asAccount(context, request, [runtime, entry, 'config', 'validate', '--json']),
    {
      timeoutMs: VALIDATE_TIMEOUT_MS,
      signal: request.signal,
      env: { HOME: home, OPENCLAW_CONFIG_PATH: configPath, OPENCLAW_STATE_DIR: stateDir, NO_COLOR: '1' },
    },
  );
  request.signal?.throwIfAborted();
  const answer = answerSchema.safeParse(jsonOf(result.stdout));
  if (!answer.success || answer.data.valid) return;
  const issues = answer.data.issues.slice(0, MAX_ISSUES).map(({ path, message }) => quote(`${path}: ${message}`));
  throw new ExpectedError('config-invalid', say('refused.config', { path: configPath }), {
    hint: say('hint.last-good-copy'),
    details: [...issues, goesOn(pid)],
  });
}

/** For root: what OpenClaw writes while it is asked (caches, in the account's home) must be the account's own. */
function asAccount({ host }: CoreContext, { profile: { account } }: ControlRequest, argv: Argv): Argv {
  if (account === null || host.uid !== 0) return argv;
  return ['setpriv', `--reuid=${account.name}`, `--regid=${account.group}`, '--init-groups', '--', ...argv];
}

type Argv = readonly [string, ...string[]];

const answerSchema = z.object({
  valid: z.boolean(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

async function changedSinceStart({ facts }: GatheredProfile): Promise<boolean> {
  const { process } = facts.inspection;
  const since = 'since' in process && process.since !== null ? Date.parse(process.since) : Number.NaN;
  try {
    const { mtimeMs } = await stat(facts.profile.configPath);
    return !(mtimeMs < since);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return false;
  }
}

function refusal(finding: Finding, { facts }: GatheredProfile, pid: number): ExpectedError {
  const { evidence, fix } = finding;
  const title = titleSaid(finding, { profile: facts.profile.id, port: facts.port });
  return new ExpectedError('config-invalid', say('refused.title', { title }), {
    ...(fix === null
      ? {}
      : { hint: fix.kind === 'advice' ? fix.label : say('hint.what-helps', { command: fix.command.join(' ') }) }),
    details: [...evidence, goesOn(pid)],
  });
}

function goesOn(pid: number): Said {
  return say('detail.goes-on', { pid });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Another program than expected, or an older OpenClaw: no answer.
    if (!(cause instanceof SyntaxError)) throw cause;
    return undefined;
  }
}
