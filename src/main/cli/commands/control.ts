import type { ControlAction, InstallOptions, OperationResult } from '../../../shared/operation.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { SupervisorKind } from '../../../shared/supervisor-kind.ts';
import { tell } from '../../../shared/text/tell.ts';
import { runAction } from '../../operations/run-action.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printNotes } from '../output.ts';
import { renderPlan } from '../render-plan.ts';
import { profileOf } from './profile-of.ts';
import { stepPrinter } from './step-printer.ts';

export interface InstallCommandOptions {
  readonly port?: number;
  readonly runtime?: 'node' | 'bun';
  readonly runtimePath?: string;
  readonly entry?: string;
  readonly token?: string;
  readonly supervisor?: SupervisorKind;
  readonly linger?: boolean;
  readonly system?: boolean;
  readonly user?: boolean;
  readonly serviceUser?: string;
  readonly loggedOff?: boolean;
  readonly force?: boolean;
  readonly rollback?: boolean;
  readonly timeout?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function installCommand(
  cli: CliContext,
  selection: Selection,
  options: InstallCommandOptions,
): Promise<number> {
  // Whose service it is went into the selection already.
  const { dryRun, json, token, timeout, system: _system, user: _user, serviceUser: _serviceUser, ...rest } = options;
  const secret = token === '-' ? await cli.readInput() : token;
  const request: InstallOptions = { ...rest, ...(secret === undefined ? {} : { token: secret }) };
  if (dryRun === true) {
    const core = await cli.core();
    const { planInstall } = await import('../../operations/install.ts');
    return showPlan(cli, await planInstall(core, profileOf(core, selection), request), json === true);
  }
  return control(cli, selection, 'install', request, { json: json === true, timeout });
}

export async function uninstallCommand(
  cli: CliContext,
  selection: Selection,
  options: { readonly dryRun?: boolean; readonly json?: boolean },
): Promise<number> {
  if (options.dryRun === true) {
    const core = await cli.core();
    const { planUninstall } = await import('../../operations/uninstall.ts');
    return showPlan(cli, await planUninstall(core, profileOf(core, selection)), options.json === true);
  }
  return control(cli, selection, 'uninstall', {}, { json: options.json === true });
}

export async function controlCommand(
  cli: CliContext,
  selection: Selection,
  action: 'start' | 'stop' | 'restart',
  options: { readonly json?: boolean; readonly force?: boolean; readonly yes?: boolean; readonly timeout?: number },
): Promise<number> {
  if (options.force === true) {
    const { endHolder } = await import('./end-holder.ts');
    await endHolder(cli, selection, options);
  }
  return control(cli, selection, action, {}, { json: options.json === true, timeout: options.timeout });
}

function showPlan(cli: CliContext, plan: Plan, json: boolean): number {
  if (json) printJson(cli.output, { plan });
  else cli.output.out(renderPlan(plan, cli.output));
  return EXIT.done;
}

async function control(
  cli: CliContext,
  selection: Selection,
  action: ControlAction,
  options: InstallOptions,
  { json, timeout }: { readonly json: boolean; readonly timeout?: number | undefined },
): Promise<number> {
  const core = await cli.core();
  const profile = profileOf(core, selection);
  const request = { profile, signal: cli.signal, onStep: stepPrinter(cli), readyTimeoutMs: timeout };
  const result = await runAction(core, action, request, options);
  if (json) printJson(cli.output, result);
  else printResult(cli, result);
  return EXIT.done;
}

function printResult(cli: CliContext, result: OperationResult): void {
  printNotes(cli.output, result);
  cli.output.out(`${tell(cli.output.words, result, 'message').text}\n`);
}
