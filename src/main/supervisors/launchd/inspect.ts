/** Many services: one `print` for each, one `print-disabled` for all, and their files read from the disk. */

import { readFile } from 'node:fs/promises';
import { type Phrase, say } from '../../../shared/said.ts';
import { because, withProblem } from '../../../shared/said-facts.ts';
import type { DefinitionState, ProcessState, ServiceInspection } from '../../../shared/service-state.ts';
import { isoTime } from '../../system/clock.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { ProcessReader } from '../../system/processes.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import type { Launchctl, PrintAnswer } from './launchctl.ts';
import { definitionOf, type ParsedAgent, parseAgentPlist } from './parse-plist.ts';
import type { Override, PrintedJob } from './parse-print.ts';
import type { AgentPaths } from './paths.ts';
import { NOT_LOADED, processStateOf } from './process-state.ts';

export interface InspectDeps {
  readonly launchctl: Launchctl;
  readonly pathsOf: (identity: ServiceIdentity) => AgentPaths;
  /** launchd does not say since when a process runs; without a reader that stays unknown, and no further command is run. */
  readonly readProcess?: ProcessReader | undefined;
}

/** Keys of `print` that say something about a gateway. None of them can hold a value of its environment. */
const WORDS = [
  'path',
  'type',
  'state',
  'job state',
  'pid',
  'runs',
  'successive crashes',
  'last exit code',
  'last terminating signal',
  'last exit reason',
  'immediate reason',
  'pended nondemand spawn',
  'minimum runtime',
  'exit timeout',
  'spawn type',
  'properties',
  'domain',
] as const;

/** Answers in the order asked. Only a defect or an abort rejects. */
export async function inspectAgents(
  deps: InspectDeps,
  identities: readonly ServiceIdentity[],
  options: ControlOptions = {},
): Promise<readonly ServiceInspection[]> {
  if (identities.length === 0) return [];
  const overrides = await deps.launchctl.overrides(options);
  return Promise.all(
    identities.map(async (identity): Promise<ServiceInspection> => {
      const { serviceName } = identity;
      const answer = await deps.launchctl.print(serviceName, options);
      const job = answer.kind === 'loaded' ? answer.job : null;
      const file = await readAgent(deps.pathsOf(identity).plist);
      const enabled = enabledOf(file, overrides?.get(serviceName), overrides !== null);
      const words: Record<string, string> = job === null ? {} : wordsOf(job);
      const override = overrides?.get(serviceName);
      if (override !== undefined) words.override = override;
      return {
        supervisor: 'launchd',
        serviceName,
        definition: await definitionState(file, job),
        enabled,
        process: await processState(answer, deps.readProcess),
        words,
      };
    }),
  );
}

export type AgentFile =
  | { readonly status: 'absent' }
  | { readonly status: 'present'; readonly path: string; readonly agent: ParsedAgent }
  | { readonly status: 'unreadable'; readonly path: string; readonly problem: Phrase };

/** The plist on disk. */
export async function readAgent(path: string): Promise<AgentFile> {
  try {
    const read = parseAgentPlist(await readFile(path));
    if (read.ok) return { status: 'present', path, agent: read.agent };
    return { status: 'unreadable', path, problem: say('problem.not-understood-because', { reason: read.reason }) };
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { status: 'absent' };
    return { status: 'unreadable', path, problem: say('problem.unread', { error: code }) };
  }
}

/** Whether launchd still has another command in memory than the file says. false when it does not show its own. */
export function differs(job: PrintedJob, agent: ParsedAgent): boolean {
  const loaded = job.arguments;
  if (loaded === null) return false;
  const { programArguments: written } = agent;
  return loaded.length !== written.length || loaded.some((word, index) => word !== written[index]);
}

async function definitionState(file: AgentFile, job: PrintedJob | null): Promise<DefinitionState> {
  if (file.status === 'absent') return { status: 'absent' };
  const facts = { path: file.path, overrides: [], masked: false };
  if (file.status === 'unreadable') {
    return { status: 'present', ...facts, needsReload: false, parsed: null, ...withProblem(file.problem) };
  }
  const { agent } = file;
  const needsReload = job !== null && differs(job, agent);
  const env = await readEnv(agent.envFile);
  const { definition, problem } = definitionOf(agent, env.text);
  return { status: 'present', ...facts, needsReload, parsed: definition, ...withProblem(env.problem ?? problem) };
}

async function readEnv(
  path: string | null,
): Promise<{ readonly text: string | null; readonly problem: Phrase | null }> {
  if (path === null) return { text: null, problem: null };
  try {
    return { text: await readTextIfThere(path), problem: null };
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return { text: null, problem: say('problem.env-unread', { path, error: code }) };
  }
}

/** Starts by itself at login? launchd's own list wins over the plist (launchd.plist(5), Disabled). */
function enabledOf(file: AgentFile, override: Override | undefined, known: boolean): boolean | null {
  if (file.status === 'absent' || override === 'disabled') return false;
  if (file.status === 'unreadable' || !known) return null;
  return file.agent.runAtLoad && (override === 'enabled' || !file.agent.disabled);
}

async function processState(answer: PrintAnswer, read: ProcessReader | undefined): Promise<ProcessState> {
  switch (answer.kind) {
    case 'not-loaded':
      return NOT_LOADED;
    case 'no-session':
      return { state: 'unknown', ...because(answer.why.reason) };
    case 'unclear':
      return { state: 'unknown', ...because(answer.reason) };
    case 'loaded': {
      const found = processStateOf(answer.job);
      if (found.state !== 'running' || read === undefined) return found;
      return processStateOf(answer.job, await startOf(read, found.pid));
    }
    default:
      return answer satisfies never;
  }
}

/** null when it is gone meanwhile, or could not be found out: only a time of day depends on it. */
async function startOf(read: ProcessReader, pid: number): Promise<string | null> {
  try {
    const started = (await read(pid))?.startedAt ?? null;
    return started === null ? null : isoTime(started);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return null;
  }
}

function wordsOf(job: PrintedJob): Record<string, string> {
  return Object.fromEntries(
    WORDS.flatMap((key) => {
      const value = job.words[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
