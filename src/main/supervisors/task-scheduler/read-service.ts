/** Follows a registered task to its files: action, launcher, batch file. Reads the disk; starts nothing. */

import { readFile } from 'node:fs/promises';
import { type Phrase, say } from '../../../shared/said.ts';
import { because, withProblem } from '../../../shared/said-facts.ts';
import type { DefinitionState } from '../../../shared/service-state.ts';
import { errnoOf } from '../../system/files.ts';
import type { ServiceIdentity } from '../supervisor.ts';
import { decodeScript } from './encoding.ts';
import { actionOf, parseScript, scriptOfLauncher } from './parse-script.ts';
import type { ServiceTraits } from './processes.ts';
import type { TaskAnswer } from './query.ts';
import { parseTaskXml, type TaskModel } from './task-xml.ts';
import { taskPathsIn } from './windows-paths.ts';

export interface InstalledService {
  readonly definition: DefinitionState;
  /** null when the scheduler gave no readable definition. */
  readonly model: TaskModel | null;
  readonly traits: ServiceTraits;
}

/** Never rejects for what is on the disk: a file that is missing or cannot be read becomes the definition's problem. */
export async function readInstalledService(identity: ServiceIdentity, answer: TaskAnswer): Promise<InstalledService> {
  const paths = taskPathsIn(identity.stateDir);
  const own = [paths.script, paths.launcher];
  const nothing = { model: null, traits: { command: null, scripts: own } };
  if (answer.status === 'absent') return { definition: { status: 'absent' }, ...nothing };
  if (answer.status === 'unknown') return { definition: { status: 'unknown', ...because(answer.reason) }, ...nothing };
  if (answer.task.xml === null) return { definition: unparsed(paths.script, say('problem.task-unread')), ...nothing };
  const reading = parseTaskXml(answer.task.xml);
  if (!reading.ok) return { definition: unparsed(paths.script, reading.problem), ...nothing };
  const { model } = reading;
  const found = await readAction(model, paths.xml);
  const parsed =
    found.definition === null
      ? null
      : {
          profile: identity.profile,
          serviceName: identity.serviceName,
          ...found.definition,
          description: found.definition.description || (model.description ?? ''),
        };
  return {
    definition: {
      status: 'present',
      path: found.path,
      parsed,
      ...withProblem(found.problem),
      overrides: [],
      needsReload: false,
      masked: false,
    },
    model,
    traits: { command: parsed?.command ?? null, scripts: [...new Set([...own, ...found.scripts])] },
  };
}

/** What a task runs in the end, and the files on the way there. */
export interface ReadAction {
  readonly path: string;
  readonly definition: ReturnType<typeof parseScript>['definition'];
  readonly problem: Phrase | null;
  readonly scripts: readonly string[];
}

/** Follows the action of a task through launcher and batch file. Never rejects for what is on the disk. */
export async function readAction(model: TaskModel, xmlPath: string): Promise<ReadAction> {
  const action = actionOf(model);
  if (action.kind === 'none') {
    return { path: xmlPath, definition: null, problem: say('problem.task-no-program'), scripts: [] };
  }
  if (action.kind === 'program') {
    const { workingDirectory } = model;
    const facts = { description: model.description ?? '', command: [...action.command], workingDirectory };
    return {
      path: xmlPath,
      definition: { ...facts, environment: {}, environmentFiles: [] },
      problem: null,
      scripts: [],
    };
  }
  const scripts = [action.path];
  let path = action.path;
  if (action.kind === 'launcher') {
    const launcher = await readScript(action.path, 'launcher');
    if (!launcher.ok) return { path, definition: null, problem: launcher.problem, scripts };
    const script = scriptOfLauncher(launcher.text);
    if (script === null) return { path, definition: null, problem: say('problem.launcher-empty'), scripts };
    path = script;
    scripts.push(script);
  }
  const script = await readScript(path, 'script');
  if (!script.ok) return { path, definition: null, problem: script.problem, scripts };
  return { path, ...parseScript(script.text), scripts };
}

type Reading = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Phrase };

async function readScript(path: string, which: 'launcher' | 'script'): Promise<Reading> {
  try {
    return { ok: true, text: decodeScript(await readFile(path)) };
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    const problem =
      code === 'ENOENT'
        ? say(`problem.${which}-missing`, { path })
        : say(`problem.${which}-unread`, { path, error: code });
    return { ok: false, problem };
  }
}

function unparsed(path: string, problem: Phrase): DefinitionState {
  return {
    status: 'present',
    path,
    parsed: null,
    ...withProblem(problem),
    overrides: [],
    needsReload: false,
    masked: false,
  };
}
