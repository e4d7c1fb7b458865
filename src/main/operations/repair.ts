/**
 * A cure as a plan that is shown first, then carried out, then checked: its rule runs again, and when it still fires the cure did not
 * work, and that is what is said.
 */

import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { ControlAction, InstallOptions } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { RepairPlan, RepairResult } from '../../shared/repair.ts';
import { both, type Phrase, phraseOf, phrasesOf, type Said, say, textOf, told } from '../../shared/said.ts';
import { cureSaid, titleSaid } from '../../shared/said-facts.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { inWords } from '../health/rules/port-holder.ts';
import { RULES } from '../health/rules/registry.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { refuseExternallyManaged } from './control.ts';
import { type CureSteps, createCureSteps } from './cure-steps.ts';
import { diagnoseProfile } from './diagnose.ts';
import type { GatheredProfile } from './gather.ts';
import { applyQuickRepair, isQuickRepair, quickSteps } from './quick-repairs.ts';
import type { StepListener, StepRecorder } from './steps.ts';

export interface RepairRequest {
  readonly profile: ResolvedProfile;
  /** Id of the rule. */
  readonly rule: string;
  /** Which of its fixes: 0 is the first, 1 … the other ones. */
  readonly choice?: number | undefined;
  readonly deep: boolean;
  /** A person agreed to the plan that was shown. */
  readonly confirmed: boolean;
  readonly onStep?: StepListener | undefined;
  /** Ends the waiting, not what was asked of a supervisor. */
  readonly signal?: AbortSignal | undefined;
  /** Hears when it is not safe to leave, and when it is again. */
  readonly onLeavable?: ((may: boolean) => void) | undefined;
  /** Hears which operation the cure is, when it begins. */
  readonly onAction?: ((action: ControlAction) => void) | undefined;
}

type OperationFix = Extract<Fix, { kind: 'operation' }>;

interface Prepared {
  readonly plan: RepairPlan;
  readonly fix: OperationFix;
  readonly gathered: GatheredProfile;
}

/**
 * What the cure of a finding would do; touches nothing. null = the rule does not fire, so there is nothing to cure.
 * @throws ExpectedError `invalid-option` (no such rule), `not-supported` (only a person can do it; the hint says what), or what the plan
 * of the operation throws.
 */
export async function planRepair(context: CoreContext, request: RepairRequest): Promise<RepairPlan | null> {
  return (await prepare(context, request))?.plan ?? null;
}

/**
 * @throws ExpectedError as `planRepair` and the operation; `cure-failed` when the rule still fires afterwards; `cancelled` when the signal
 * ended the waiting.
 */
export async function runRepair(context: CoreContext, request: RepairRequest): Promise<RepairResult | null> {
  const steps = createCureSteps(context.clock, request.onStep);
  try {
    return await cured(context, request, steps);
  } catch (cause) {
    steps.fail();
    if (request.signal?.aborted !== true || (cause instanceof ExpectedError && cause.code === 'cancelled')) throw cause;
    throw new ExpectedError('cancelled', say('cancelled.cure', { profile: request.profile.id }), {
      hint: say('hint.look-at-status'),
      cause,
    });
  }
}

async function cured(context: CoreContext, request: RepairRequest, steps: CureSteps): Promise<RepairResult | null> {
  const prepared = await prepare(context, request);
  if (prepared === null) return null;
  const { profile, rule } = request;
  const { message, warnings } = await apply(context, request, prepared, steps);
  const look = steps.lookAgain();
  const after = await checkCure(context, request);
  const still = after.report.diagnoses.find(({ code }) => code === rule);
  if (still !== undefined) {
    throw new ExpectedError('cure-failed', say('cure-failed.still', { title: titleSaid(still, after.report) }), {
      hint: say('hint.cure-failed', {
        message,
        command: `openclaw-tray${profile.name === null ? '' : ` --profile ${profile.name}`} doctor --deep`,
      }),
      details: phrasesOf(still.evidence, still.told?.evidence),
    });
  }
  look.done();
  return {
    ok: true,
    rule,
    profile: profile.id,
    message: textOf(message),
    warnings: warnings.map(textOf),
    ...told({ message, warnings }),
    report: after.report,
  };
}

const CHECKS = 3;
const CHECK_PAUSE_MS = 700;

/** What was asked of a supervisor may take a moment to show. */
async function checkCure(context: CoreContext, { profile, rule, deep, signal }: RepairRequest) {
  for (let round = 1; ; round += 1) {
    const seen = await diagnoseProfile(context, profile, { deep, signal });
    if (round === CHECKS || !seen.report.diagnoses.some(({ code }) => code === rule)) return seen;
    await context.clock.sleep(CHECK_PAUSE_MS, signal);
  }
}

async function prepare(context: CoreContext, request: RepairRequest): Promise<Prepared | null> {
  const { profile, rule, deep, signal } = request;
  if (!RULES.some(({ id }) => id === rule)) {
    throw new ExpectedError('invalid-option', say('invalid-option.rule', { rule }), { hint: say('hint.rules') });
  }
  refuseExternallyManaged(profile);
  const { gathered, report } = await diagnoseProfile(context, profile, { deep, signal });
  const diagnosis = report.diagnoses.find(({ code }) => code === rule);
  if (diagnosis === undefined) return null;
  const fixes = [...(diagnosis.fix === null ? [] : [diagnosis.fix]), ...(diagnosis.otherFixes ?? [])];
  const fix = request.choice === undefined ? fixes.find(({ kind }) => kind === 'operation') : fixes[request.choice];
  if (fix?.kind !== 'operation') throw onlyAPerson(diagnosis, report);
  return { fix, gathered, plan: await planOf(context, request, diagnosis, fix, gathered) };
}

function onlyAPerson(finding: Diagnosis, report: StatusReport): ExpectedError {
  const { fix } = finding;
  const label = fix === null ? null : cureSaid(fix, report);
  return new ExpectedError('not-supported', say('not-supported.person', { title: titleSaid(finding, report) }), {
    hint:
      fix === null || label === null
        ? say('hint.rule-page')
        : fix.kind === 'advice'
          ? label
          : say('hint.labelled-command', { label, command: fix.command.join(' ') }),
  });
}

async function planOf(
  context: CoreContext,
  { profile, rule }: RepairRequest,
  diagnosis: Diagnosis,
  fix: OperationFix,
  gathered: GatheredProfile,
): Promise<RepairPlan> {
  const base = {
    rule,
    profile: profile.id,
    port: gathered.facts.port,
    diagnosis,
    fix,
    plan: null,
    privileges: 'user' as const,
  };
  const inSteps = (...steps: readonly Phrase[]) => ({ steps: steps.map(textOf), ...told({ steps }) });
  switch (fix.action) {
    case 'install':
    case 'move-port': {
      const { planInstall } = await import('./install.ts');
      const plan = await planInstall(context, profile, installOptions(fix));
      return {
        ...base,
        ...inSteps(say('repair.install')),
        commands: plan.commands,
        plan,
        privileges: plan.privileges,
      };
    }
    case 'uninstall': {
      const { planUninstall } = await import('./uninstall.ts');
      const plan = await planUninstall(context, profile);
      return {
        ...base,
        ...inSteps(say('repair.uninstall')),
        commands: plan.commands,
        plan,
        privileges: plan.privileges,
      };
    }
    case 'start':
    case 'stop':
    case 'restart':
      return {
        ...base,
        ...inSteps(say(`repair.${fix.action}`)),
        commands: [fix.command],
      };
    case 'free-port': {
      const { planFreePort } = await import('./free-port.ts');
      const { holder, ask } = await planFreePort(context, gathered);
      const steps =
        holder === null
          ? []
          : [say('repair.end-holder', { holder: inWords(holder) }), ...(ask ? [say('repair.be-sure')] : [])];
      return { ...base, ...inSteps(...steps, say('repair.start-answer')), commands: [fix.command] };
    }
    default: {
      const { steps, commands } = await quickSteps(context, fix.action, gathered);
      return { ...base, ...inSteps(...steps), commands };
    }
  }
}

/** The options that a fix's own command line names. */
function installOptions({ action, command }: OperationFix): InstallOptions {
  const port = Number(command[command.indexOf('--port') + 1]);
  return {
    ...(command.includes('--force') || action === 'move-port' ? { force: true } : {}),
    ...(command.includes('--port') && Number.isInteger(port) ? { port } : {}),
  };
}

async function apply(
  context: CoreContext,
  request: RepairRequest,
  { fix, gathered }: Prepared,
  steps: CureSteps,
): Promise<{ message: Phrase; warnings: readonly Phrase[] }> {
  const { profile, signal } = request;
  const mayLeave = request.onLeavable ?? (() => undefined);
  const control = async (action: ControlAction, options: InstallOptions = {}, onStep = steps.operation) => {
    const { runAction } = await import('./run-action.ts');
    request.onAction?.(action);
    const done = await runAction(context, action, { profile, onStep, signal }, options);
    return {
      message: phraseOf(done.message, done.told?.message),
      warnings: phrasesOf(done.warnings, done.told?.warnings),
    };
  };
  if (isQuickRepair(fix.action)) {
    // An interrupted change keeps its record until it is finished; the other ones are over in a moment and leave nothing half done.
    mayLeave(fix.action === 'finish-change');
    const message = await applyQuickRepair(context, fix.action, gathered, { signal, steps: steps.first });
    mayLeave(true);
    return { message, warnings: [] };
  }
  switch (fix.action) {
    case 'install':
    case 'move-port':
      return control('install', installOptions(fix));
    case 'free-port': {
      // Whoever left between the end of the other process and the start of the service would be left with neither.
      mayLeave(false);
      const ended = await freed(context, request, gathered, steps.first);
      const { message, warnings } = await control('start', {}, (started) => {
        steps.operation(started);
        if (started.some(({ id, state }) => id === 'ask' && state === 'done')) mayLeave(true);
      });
      mayLeave(true);
      return { message: both(ended, message), warnings };
    }
    default:
      return control(fix.action);
  }
}

async function freed(
  context: CoreContext,
  { confirmed, signal }: RepairRequest,
  gathered: GatheredProfile,
  steps: StepRecorder,
): Promise<Said> {
  const { freePort, planFreePort } = await import('./free-port.ts');
  const plan = await planFreePort(context, gathered);
  if (plan.holder === null) return freePort(context, gathered, plan, { confirmed, signal });
  steps.plan([{ id: 'end-holder', label: say('repair.end-holder', { holder: inWords(plan.holder) }) }]);
  steps.begin('end-holder');
  const ended = await freePort(context, gathered, plan, { confirmed, signal });
  steps.done('end-holder', ended);
  return ended;
}
