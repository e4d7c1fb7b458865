/**
 * Finds scheduled tasks that start a gateway and are no profile's. Each is followed through its launcher and batch file to the command that
 * runs in the end; names of tasks are compared without regard to letter case, as Windows does.
 */

import type { ExtraService } from '../../../shared/extra-service.ts';
import { gatewayInvocationOf } from '../../../shared/gateway-invocation.ts';
import { parseProfileName } from '../../../shared/profile.ts';
import { say } from '../../../shared/said.ts';
import type { Host } from '../../system/host.ts';
import type { ExtraDeps, ExtraScan } from '../extra.ts';
import { judge, listed, type NameMeaning } from '../extra-judgement.ts';
import type { ControlOptions } from '../supervisor.ts';
import { splitArguments } from './cmd-words.ts';
import { listProductTasks } from './list-tasks.ts';
import { type ReadAction, readAction } from './read-service.ts';
import { taskRemoval } from './remove-extra.ts';
import { parseTaskXml, type TaskModel } from './task-xml.ts';
import { taskUserOf } from './windows-paths.ts';

export async function scanExtraTasks(
  deps: Pick<ExtraDeps, 'host' | 'runner' | 'clock'>,
  options: ControlOptions,
): Promise<ExtraScan> {
  const answer = await listProductTasks(deps, options);
  if (!answer.ok) return { services: [], problems: [say('scan.tasks', { reason: answer.reason })] };
  const { user, tasks, failed } = answer.value;
  const services: ExtraService[] = [];
  for (const task of tasks) {
    const found = await lookAtTask(deps, user, task);
    if (found !== null) services.push(found);
  }
  const problems = [...new Set(failed)].map((folder) => say('scan.task-folder', { path: folder }));
  return { services, problems };
}

async function lookAtTask(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  user: string,
  { path, xml }: { readonly path: string; readonly xml: string },
): Promise<ExtraService | null> {
  const name = path.replace(/^\\/, '');
  const meaning = meaningOfTask(name);
  const reading = parseTaskXml(xml);
  const action = reading.ok ? (directAction(reading.model, path) ?? (await readAction(reading.model, path))) : null;
  const environment = action?.definition?.environment ?? {};
  const judgement = await judge({
    meaning,
    definition: action?.definition ?? null,
    problem: reading.ok ? (action?.problem ?? null) : reading.problem,
    marked: 'OPENCLAW_SERVICE_MARKER' in environment || 'OPENCLAW_SERVICE_KIND' in environment,
    home: deps.host.accountHome,
  });
  if (judgement === null) return null;
  const scope = reading.ok && isOwnTask(reading.model, user, deps.host) ? 'user' : 'system';
  const service = listed({ name, path, scope, supervisor: 'task-scheduler' }, judgement, [
    say('extra.task', { path }),
    ...(action === null ? [] : action.scripts.map((script) => say('extra.runs', { path: script }))),
  ]);
  const { commands } = await taskRemoval(deps, service);
  return { ...service, removal: commands.map((argv) => [...argv]) };
}

/** A task that starts OpenClaw itself: its command on Windows is a batch file too, which is a part of OpenClaw and not of the service. */
function directAction(model: TaskModel, path: string): ReadAction | null {
  const words = [(model.command ?? '').replace(/^"(.*)"$/, '$1'), ...splitArguments(model.arguments ?? '')];
  if (gatewayInvocationOf(words, model.workingDirectory) === null) return null;
  const { workingDirectory } = model;
  const facts = { description: model.description ?? '', command: words, workingDirectory };
  return { path, definition: { ...facts, environment: {}, environmentFiles: [] }, problem: null, scripts: [] };
}

/** OpenClaw's names (2026.9.6, constants), in the root folder only; a task in a folder is nobody's by its name. */
export function meaningOfTask(name: string): NameMeaning {
  if (/^(?:clawdbot|moltbot) gateway(?: \(.+\))?$/i.test(name)) return { kind: 'legacy' };
  if (/^openclaw gateway$/i.test(name)) return { kind: 'profile', profile: null };
  const profile = /^openclaw gateway \((?<profile>.+)\)$/i.exec(name)?.groups?.profile;
  const parsed = profile === undefined ? null : parseProfileName(profile);
  if (parsed?.ok === true) return { kind: 'profile', profile: parsed.value.name };
  return /^openclaw (?:gateway|node|tray)\b/i.test(name) ? { kind: 'own' } : { kind: 'other' };
}

/** Runs as this user, without more rights than he has anyway: he may delete it himself. */
function isOwnTask(model: TaskModel, user: string, host: Host): boolean {
  const owner = model.user?.toLowerCase() ?? '';
  const mine = [user, taskUserOf(host), host.userName].map((name) => name.toLowerCase());
  return mine.includes(owner) && model.runLevel !== 'HighestAvailable' && model.logonType !== 'Password';
}
