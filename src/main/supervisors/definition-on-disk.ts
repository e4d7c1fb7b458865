/**
 * A profile's service definition as its files say, without asking any supervisor: no process is started. For looking at the *other* profiles
 * beside the one that was asked about; the state of a service is never concluded from it.
 */

import { join, posix } from 'node:path';
import { type Phrase, say } from '../../shared/said.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import { errnoOf, readTextIfThere } from '../system/files.ts';
import type { Host } from '../system/host.ts';
import type { ServiceCandidate } from './choose.ts';

type Values = Pick<ServiceDefinition, 'command' | 'environment'>;

export type DefinitionOnDisk =
  | { readonly status: 'absent' }
  | { readonly status: 'present'; readonly path: string; readonly definition: Values }
  /** There is something, or may be; `reason` is a sentence. */
  | { readonly status: 'unknown'; readonly reason: Phrase };

const ABSENT: DefinitionOnDisk = { status: 'absent' };

/** The platform's own place first, then the built-in supervisor's. Rejects only for a defect. */
export async function readDefinitionOnDisk(host: Host, candidate: ServiceCandidate): Promise<DefinitionOnDisk> {
  const native = await guarded(() => readNative(host, candidate), candidate);
  return native.status === 'absent' ? guarded(() => readEmbedded(host, candidate), candidate) : native;
}

async function guarded(
  read: () => Promise<DefinitionOnDisk>,
  { profile }: ServiceCandidate,
): Promise<DefinitionOnDisk> {
  try {
    return await read();
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return { status: 'unknown', reason: say('definition.unread', { profile, error: code }) };
  }
}

async function readNative(host: Host, candidate: ServiceCandidate): Promise<DefinitionOnDisk> {
  switch (host.platform) {
    case 'linux':
      return readUnit(host, candidate);
    case 'darwin':
      return readPlist(host, candidate);
    case 'win32':
      return readScript(candidate);
    case 'other':
      return ABSENT;
    default:
      return host.platform satisfies never;
  }
}

async function readUnit(host: Host, { names, profile }: ServiceCandidate): Promise<DefinitionOnDisk> {
  const name = names.systemdUnit;
  for (const folder of [posix.join(host.accountHome, '.config', 'systemd', 'user'), '/etc/systemd/system']) {
    const path = posix.join(folder, name);
    const text = await readTextIfThere(path);
    if (text === null) continue;
    const [{ parseUnit }, { dropInNames }, { specifiersOf }] = await Promise.all([
      import('./systemd/parse-unit.ts'),
      import('./systemd/plan.ts'),
      import('./systemd/inspect.ts'),
    ]);
    const sources = [{ path, text }];
    for (const file of await dropInNames({ dropIns: `${path}.d` })) {
      const dropIn = posix.join(`${path}.d`, file);
      sources.push({ path: dropIn, text: (await readTextIfThere(dropIn)) ?? '' });
    }
    const { definition, problem } = parseUnit(sources, { serviceName: name, specifiers: specifiersOf(host, name) });
    return present(path, definition, problem, profile);
  }
  return ABSENT;
}

async function readPlist(host: Host, { names, profile }: ServiceCandidate): Promise<DefinitionOnDisk> {
  const path = posix.join(host.accountHome, 'Library', 'LaunchAgents', `${names.launchdLabel}.plist`);
  const { readBytes } = await import('./launchd/plan.ts');
  const bytes = await readBytes(path);
  if (bytes === null) return ABSENT;
  const { definitionOf, parseAgentPlist } = await import('./launchd/parse-plist.ts');
  const read = parseAgentPlist(bytes);
  if (!read.ok) return present(path, null, read.reason, profile);
  const envText = read.agent.envFile === null ? null : await readTextIfThere(read.agent.envFile);
  const { definition, problem } = definitionOf(read.agent, envText);
  return present(path, definition, problem, profile);
}

async function readScript({ stateDir, profile }: ServiceCandidate): Promise<DefinitionOnDisk> {
  const [{ taskPathsIn }, { readBytesIfThere }] = await Promise.all([
    import('./task-scheduler/windows-paths.ts'),
    import('./task-scheduler/plan.ts'),
  ]);
  const path = taskPathsIn(stateDir).script;
  const bytes = await readBytesIfThere(path);
  if (bytes === null) return ABSENT;
  const [{ decodeScript }, { parseScript }] = await Promise.all([
    import('./task-scheduler/encoding.ts'),
    import('./task-scheduler/parse-script.ts'),
  ]);
  const { definition, problem } = parseScript(decodeScript(bytes));
  return present(path, definition, problem, profile);
}

async function readEmbedded(host: Host, { profile }: ServiceCandidate): Promise<DefinitionOnDisk> {
  const path = join(host.appDirs.state, 'embedded', profile, 'definition.json');
  const text = await readTextIfThere(path);
  if (text === null) return ABSENT;
  const { parseDefinitionFile } = await import('./embedded/definition-file.ts');
  const read = parseDefinitionFile(text);
  return read.ok ? present(path, read.value.service, null, profile) : present(path, null, read.problem, profile);
}

function present(path: string, definition: Values | null, problem: Phrase | null, profile: string): DefinitionOnDisk {
  if (definition !== null) return { status: 'present', path, definition };
  return {
    status: 'unknown',
    reason: say('definition.unusable-at', { profile, path, problem: problem ?? say('problem.not-understood') }),
  };
}
