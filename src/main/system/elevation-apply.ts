/**
 * The part that runs with administrator rights: takes a plan, carries it out step by step, and puts everything back when one fails. It
 * starts no shell and takes nothing from its environment.
 */

import { ExpectedError, errorOf } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import { type AccountStepDeps, makeAccount, makeFolder, requireAccess, writeStateFile } from './elevation-account.ts';
import { CommandFailed } from './elevation-failure.ts';
import { type ElevatedPlan, type ElevatedReport, type ElevatedStep, elevatedPlanSchema } from './elevation-plan.ts';
import { removeUnit, runSystemctl, type UnitStepDeps, verifyUnit, writeUnit } from './elevation-units.ts';
import { errnoOf } from './files.ts';

/** Nothing of the caller's environment reaches the programs that are run as root. */
export const ROOT_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C', TZ: 'UTC' } as const;

/** `runner` runs commands as root and must have been made with `ROOT_ENVIRONMENT`. */
export type ApplyDeps = AccountStepDeps & UnitStepDeps;

/**
 * The whole elevated process: standard input in, the report out. Exit code 0 = done, 1 = failed (the report says how), 5 = not root.
 * @param input the plan as JSON text; anything that is not exactly a plan is refused and nothing is done.
 */
export async function elevatedApply(
  input: string,
  deps: ApplyDeps & { readonly uid: number | null },
): Promise<{ readonly report: ElevatedReport; readonly exitCode: number }> {
  if (deps.uid !== 0) {
    const report = refusal('needs-elevation', 'This part runs with administrator rights only.');
    return { report, exitCode: 5 };
  }
  const parsed = elevatedPlanSchema.safeParse(jsonOrUndefined(input));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const report = refusal(
      'internal',
      `The plan was refused: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    );
    return { report, exitCode: 1 };
  }
  const report = await applyElevatedPlan(parsed.data, deps);
  return { report, exitCode: report.ok ? 0 : 1 };
}

type Undo = () => Promise<void>;

/** Carries out a checked plan in this process, which must be root's. Never rejects for what the machine does: the report says it. */
export async function applyElevatedPlan(plan: ElevatedPlan, deps: ApplyDeps): Promise<ElevatedReport> {
  const undo: Undo[] = [];
  const done: string[] = [];
  for (const [index, step] of plan.steps.entries()) {
    try {
      const said = await applyStep(step, deps, undo);
      if (said !== null) done.push(said);
    } catch (cause) {
      const undone = await undoAll(undo);
      return { ok: false, step: index, undone, ...failureOf(cause) };
    }
  }
  return { ok: true, done };
}

async function undoAll(undo: readonly Undo[]): Promise<boolean> {
  let whole = true;
  for (const back of [...undo].reverse()) {
    try {
      await back();
    } catch (cause) {
      // One way back that fails must not keep the others from being taken; the report says that not all is as it was.
      if (!(cause instanceof Error)) throw cause;
      whole = false;
    }
  }
  return whole;
}

function failureOf(cause: unknown): Pick<Extract<ElevatedReport, { ok: false }>, 'error' | 'command'> {
  if (cause instanceof CommandFailed) {
    const { argv, exitCode, signal, stderr, timedOut, startError } = cause.result;
    const said = stderr.trim().slice(-2000);
    const words = said.split('\n').at(-1) ?? '';
    return {
      error: {
        code: timedOut ? 'command-timeout' : 'command-failed',
        message: `${argv[0] ?? 'A command'} failed: ${words || `exit code ${exitCode ?? signal ?? startError ?? 'none'}`}`,
      },
      command: { argv: [...argv], exitCode, signal, stderr: said, timedOut, startError },
    };
  }
  if (cause instanceof ExpectedError) return { error: cause.toOutcome().error, command: null };
  const code = errnoOf(cause);
  if (code === null) throw cause;
  return {
    error: errorOf(
      'file-write-failed',
      say('file-write-failed.one', { error: cause instanceof Error ? cause.message : code }),
    ),
    command: null,
  };
}

/** Does one step and adds its way back to `undo`. The sentence, when there is one, says what was done. */
async function applyStep(step: ElevatedStep, deps: ApplyDeps, undo: Undo[]): Promise<string | null> {
  switch (step.kind) {
    case 'ensure-account':
      return makeAccount(step, deps, undo);
    case 'require-access':
      await requireAccess(step, deps);
      return null;
    case 'make-folder':
      return makeFolder(step, deps, undo);
    case 'write-state-file':
      return writeStateFile(step, deps, undo);
    case 'write-unit':
      return writeUnit(step, deps, undo);
    case 'remove-unit':
      return removeUnit(step.unit, deps);
    case 'systemctl':
      return runSystemctl(step, deps, undo);
    case 'verify-unit':
      await verifyUnit(step.unit, deps);
      return null;
    default:
      return step satisfies never;
  }
}

function refusal(code: 'needs-elevation' | 'internal', message: string): ElevatedReport {
  return { ok: false, step: -1, error: { code, message }, command: null, undone: true };
}

function jsonOrUndefined(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (cause) {
    // No JSON is no plan; the schema refuses it with its own words.
    if (!(cause instanceof SyntaxError)) throw cause;
    return undefined;
  }
}
