/** Many tasks, their files and their processes, with one PowerShell start. */

import { say } from '../../../shared/said.ts';
import { because } from '../../../shared/said-facts.ts';
import type { ServiceInspection } from '../../../shared/service-state.ts';
import type { Clock } from '../../system/clock.ts';
import { exists } from '../../system/files.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import type { QueryDeps } from './ask-powershell.ts';
import { processStateOf } from './process-state.ts';
import { findServiceProcesses, NO_PROCESSES, type ServiceProcesses } from './processes.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { type InstalledService, readInstalledService } from './read-service.ts';
import { resultWords, taskStateOf } from './result-codes.ts';
import { readWatch, type Watch, watchWords } from './watch-state.ts';
import { startupEntryPaths, taskPathsIn, watchTaskName } from './windows-paths.ts';

export interface InspectDeps extends QueryDeps {
  readonly clock: Clock;
}

/** Everything that was found out about one service. */
export interface ServiceLook {
  readonly answer: TaskAnswer;
  readonly installed: InstalledService;
  /** null when processes could not be listed. */
  readonly processes: ServiceProcesses | null;
  /** What starts it again after a failure. */
  readonly watch: Watch;
}

/** Answers in the order asked. Only a defect or an abort rejects. */
export async function inspectTasks(
  deps: InspectDeps,
  identities: readonly ServiceIdentity[],
  options: ControlOptions = {},
): Promise<readonly ServiceInspection[]> {
  const looks = await lookAt(deps, identities, options);
  return Promise.all(looks.map((look, index) => inspectionOf(deps, identities[index] ?? NOBODY, look)));
}

const NOBODY: ServiceIdentity = { profile: '', serviceName: '', stateDir: '' };

/** The raw facts, for those who are going to act on them. */
export async function lookAt(
  deps: InspectDeps,
  identities: readonly ServiceIdentity[],
  options: ControlOptions = {},
): Promise<readonly ServiceLook[]> {
  if (identities.length === 0) return [];
  const names = identities.map(({ serviceName }) => serviceName);
  const result = await queryTasks(deps, [...names, ...names.map(watchTaskName)], options);
  return Promise.all(
    identities.map(async (identity, index): Promise<ServiceLook> => {
      const missing: TaskAnswer = { status: 'unknown', reason: result.ok ? say('task.no-answer') : result.reason };
      const answer = (result.ok ? result.tasks[index] : undefined) ?? missing;
      const watching = (result.ok ? result.tasks[names.length + index] : undefined) ?? missing;
      const installed = await readInstalledService(identity, answer);
      const listed = result.ok ? result.processes : null;
      const watch = await readWatch(watching, taskPathsIn(identity.stateDir));
      const processes = listed === null ? null : findServiceProcesses(listed, installed.traits);
      return { answer, installed, processes, watch };
    }),
  );
}

async function inspectionOf(
  deps: InspectDeps,
  { serviceName }: ServiceIdentity,
  { answer, installed, processes, watch }: ServiceLook,
): Promise<ServiceInspection> {
  const base = { supervisor: 'task-scheduler', serviceName, definition: installed.definition } as const;
  const startup = await startupWords(deps, serviceName);
  if (answer.status === 'unknown') {
    return { ...base, enabled: null, process: { state: 'unknown', ...because(answer.reason) }, words: startup };
  }
  if (answer.status === 'absent') {
    const { gateway, supervisor } = processes ?? NO_PROCESSES;
    const left = gateway ?? supervisor;
    // A task that was deleted, or never made, does not end the gateway that it (or a Startup entry) started.
    const process =
      left === null
        ? ({ state: 'stopped', everStarted: null, restarts: null, lastExit: null } as const)
        : ({ state: 'running', pid: left.pid, since: left.started, restarts: null, lastExit: null } as const);
    return { ...base, enabled: false, process, words: startup };
  }
  return {
    ...base,
    enabled: enabledOf(answer.task.enabled, installed),
    process: processStateOf(answer.task, processes, deps.clock.now(), watch),
    words: { ...wordsOf(answer, installed), 'Starts again after a failure': watchWords(watch), ...startup },
  };
}

/** Enabled, and with a trigger that starts it by itself. */
function enabledOf(enabled: boolean | null, { model }: InstalledService): boolean | null {
  if (enabled === false) return false;
  if (enabled === null || model === null) return null;
  return model.triggers.some((trigger) => trigger === 'LogonTrigger' || trigger === 'BootTrigger');
}

function wordsOf(
  { task }: Extract<TaskAnswer, { status: 'found' }>,
  { model }: InstalledService,
): Record<string, string> {
  const words: readonly (readonly [string, string | null])[] = [
    ['State', taskStateOf(task.state)],
    ['Last result', task.lastResult === null ? null : resultWords(task.lastResult)],
    ['Last run', task.lastRun],
    ['Triggers', model?.triggers.join(', ') ?? null],
    ['Run as', model?.user ?? null],
    ['Logon type', model?.logonType ?? null],
    ['Run level', model?.runLevel ?? null],
    ['Starts', model?.command ?? null],
    ['Stops because of', model === null ? null : limitsOf(model.settings)],
  ];
  return Object.fromEntries(words.filter((pair): pair is readonly [string, string] => (pair[1] ?? '') !== ''));
}

/** What makes Windows stop the task by itself; left out settings have these defaults ([MS-TSCH], settingsType). */
function limitsOf(settings: Readonly<Record<string, string>>): string {
  const limit = settings.ExecutionTimeLimit ?? 'PT72H';
  return [
    ...(settings.DisallowStartIfOnBatteries === 'false' ? [] : ['no start on battery']),
    ...(settings.StopIfGoingOnBatteries === 'false' ? [] : ['stop on battery']),
    ...(limit === 'PT0S' ? [] : [`at most ${limit} of running`]),
  ].join(', ');
}

async function startupWords(deps: InspectDeps, taskName: string): Promise<Record<string, string>> {
  const found = await existingStartupEntries(deps, taskName);
  return found.length === 0 ? {} : { 'Startup folder': found.join(', ') };
}

/** Files of the Startup folder that would start this service besides the task. */
export async function existingStartupEntries({ host }: QueryDeps, taskName: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of startupEntryPaths(host, taskName)) if (await exists(path)) found.push(path);
  return found;
}
