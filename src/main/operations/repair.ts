/**
 * A cure as a plan that is shown first, then carried out, then checked: its rule runs again, and when it still fires the cure did not
 * work, and that is what is said.
 */
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { ControlAction, InstallOptions } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { RepairPlan, RepairResult } from '../../shared/repair.ts';
import { inWords } from '../health/rules/port-holder.ts';
import { RULES } from '../health/rules/registry.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { refuseExternallyManaged } from './control.ts';
import { diagnoseProfile } from './diagnose.ts';
import type { GatheredProfile } from './gather.ts';
import { applyQuickRepair, isQuickRepair, quickSteps } from './quick-repairs.ts';
import type { StepListener } from './steps.ts';

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
  readonly signal?: AbortSignal | undefined;
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

/** @throws ExpectedError as `planRepair` and the operation; `cure-failed` when the rule still fires afterwards. */
export async function runRepair(context: CoreContext, request: RepairRequest): Promise<RepairResult | null> {
  const prepared = await prepare(context, request);
  if (prepared === null) return null;
  const { profile, rule } = request;
  const { message, warnings } = await apply(context, request, prepared);
  const after = await checkCure(context, request);
  const still = after.report.diagnoses.find(({ code }) => code === rule);
  if (still !== undefined) {
    throw new ExpectedError('cure-failed', `The cure was carried out and did not help: ${still.title}.`, {
      hint: `What was done: ${message} Look again: openclaw-tray${profile.name === null ? '' : ` --profile ${profile.name}`} doctor --deep`,
      details: still.evidence,
    });
  }
  return { ok: true, rule, profile: profile.id, message, warnings, report: after.report };
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
    throw new ExpectedError('invalid-option', `There is no rule "${rule}".`, {
      hint: 'The findings of doctor name those that fire; docs/rules describes all of them.',
    });
  }
  refuseExternallyManaged(profile);
  const { gathered, report } = await diagnoseProfile(context, profile, { deep, signal });
  const diagnosis = report.diagnoses.find(({ code }) => code === rule);
  if (diagnosis === undefined) return null;
  const fixes = [...(diagnosis.fix === null ? [] : [diagnosis.fix]), ...(diagnosis.otherFixes ?? [])];
  const fix = request.choice === undefined ? fixes.find(({ kind }) => kind === 'operation') : fixes[request.choice];
  if (fix?.kind !== 'operation') throw onlyAPerson(diagnosis);
  return { fix, gathered, plan: await planOf(context, request, diagnosis, fix, gathered) };
}

function onlyAPerson({ title, fix }: Diagnosis): ExpectedError {
  return new ExpectedError('not-supported', `${title}: this is not something that can be done for you.`, {
    hint:
      fix === null
        ? 'Its page in docs/rules says what helps.'
        : fix.kind === 'advice'
          ? fix.label
          : `${fix.label}: ${fix.command.join(' ')}`,
  });
}

async function planOf(
  context: CoreContext,
  { profile, rule }: RepairRequest,
  diagnosis: Diagnosis,
  fix: OperationFix,
  gathered: GatheredProfile,
): Promise<RepairPlan> {
  const base = { rule, profile: profile.id, diagnosis, fix, plan: null, privileges: 'user' as const };
  switch (fix.action) {
    case 'install':
    case 'move-port': {
      const { planInstall } = await import('./install.ts');
      const plan = await planInstall(context, profile, installOptions(fix));
      return {
        ...base,
        steps: ['Write the service, start it and see it answer.'],
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
        steps: ['Stop the service and remove it.'],
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
        steps: [`${VERBS[fix.action]} the service and see that it happened.`],
        commands: [fix.command],
      };
    case 'free-port': {
      const { planFreePort } = await import('./free-port.ts');
      const { holder, ask } = await planFreePort(context, gathered);
      const steps =
        holder === null
          ? []
          : [
              `End ${inWords(holder)}: SIGTERM, and SIGKILL after 30 seconds.`,
              ...(ask ? ['Which profile it belongs to could not be found out: be sure that it is this one.'] : []),
            ];
      return { ...base, steps: [...steps, 'Start the service and see it answer.'], commands: [fix.command] };
    }
    default:
      return { ...base, ...(await quickSteps(context, fix.action, gathered)) };
  }
}

const VERBS = { start: 'Start', stop: 'Stop', restart: 'Restart' } as const;

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
): Promise<{ message: string; warnings: string[] }> {
  const { profile, onStep, signal } = request;
  const control = async (action: ControlAction, options: InstallOptions = {}) => {
    const { runAction } = await import('./run-action.ts');
    const { message, warnings } = await runAction(context, action, { profile, onStep, signal }, options);
    return { message, warnings };
  };
  if (isQuickRepair(fix.action)) {
    return { message: await applyQuickRepair(context, fix.action, gathered, { signal }), warnings: [] };
  }
  switch (fix.action) {
    case 'install':
    case 'move-port':
      return control('install', installOptions(fix));
    case 'free-port': {
      const { freePort, planFreePort } = await import('./free-port.ts');
      const ended = await freePort(context, gathered, await planFreePort(context, gathered), {
        confirmed: request.confirmed,
        signal,
      });
      const { message, warnings } = await control('start');
      return { message: `${ended} ${message}`, warnings };
    }
    default:
      return control(fix.action);
  }
}
