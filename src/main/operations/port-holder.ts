/**
 * Whose the process on a profile's port is. A class is given only for what was seen: `this-profile` needs proof that the process is an
 * OpenClaw gateway of this user with this profile's state folder.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { parseProfileName } from '../../shared/profile.ts';
import type { PortHolder } from '../health/closer-look.ts';
import type { ProfileFacts } from '../health/facts.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { errnoOf, readTextIfThere } from '../system/files.ts';
import { userName } from '../system/ports.ts';
import type { ProcessEvidence } from '../system/process-evidence.ts';
import { createEvidenceReader, type EvidenceReader } from '../system/process-evidence.ts';
import type { ProcessInfo } from '../system/processes.ts';
import { showCommand } from '../system/processes.ts';
import type { CoreContext } from './context.ts';
import { listProfiles } from './profiles.ts';

const VARIABLES = [
  'HOME',
  'OPENCLAW_HOME',
  'OPENCLAW_STATE_DIR',
  'OPENCLAW_PROFILE',
  'OPENCLAW_SERVICE_MARKER',
] as const;

/** null when nobody else is there, or when it could not be found out who listens at all. */
export async function findHolder(
  context: CoreContext,
  facts: Pick<ProfileFacts, 'profile' | 'portOwner'>,
  readEvidence: EvidenceReader = createEvidenceReader(context.host.platform),
): Promise<PortHolder | null> {
  const { portOwner, profile } = facts;
  if (portOwner.owner === 'nobody' || portOwner.owner === 'unknown') return null;
  if (portOwner.owner === 'process' && portOwner.own) return null;
  const { uid } = context.host;
  if (portOwner.owner === 'unreadable') {
    const theirs = portOwner.uid !== null && uid !== null && portOwner.uid !== uid;
    return {
      ...NOBODY_KNOWN,
      class: theirs ? 'other-user' : 'unreadable',
      user: portOwner.uid === null ? null : ((await userName(portOwner.uid)) ?? `number ${portOwner.uid}`),
    };
  }
  const { pid, command, user, startedAt } = portOwner;
  const base = { ...NOBODY_KNOWN, pid, command, user, startedAt };
  const process = await context.machine.process(pid);
  if (process === null) return { ...base, class: 'unreadable' };
  const known = { ...base, startKey: process.startKey, parent: await parentOf(context, process) };
  if (uid !== null && process.uid !== null && process.uid !== uid) return { ...known, class: 'other-user' };
  const profiles = await listProfiles(context);
  const evidence = await readEvidence(pid, {
    variables: VARIABLES,
    folders: [...new Set([profile, ...profiles].map(({ stateDir }) => stateDir))],
  });
  const seen = { ...known, service: evidence.unit };
  if (!isGatewayCommand(process.argv)) return { ...seen, class: 'foreign' };
  if (await holdsLock(profile, pid, uid)) return { ...seen, class: 'this-profile', profile: profile.id };
  for (const other of profiles) {
    if (other.stateDir !== profile.stateDir && (await holdsLock(other, pid, uid)))
      return { ...seen, class: 'other-profile', profile: other.id };
  }
  const stateDir = stateDirOf(process, evidence, profile);
  if (stateDir === null) return { ...seen, class: 'gateway' };
  if (stateDir === profile.stateDir) return { ...seen, class: 'this-profile', profile: profile.id };
  const other = profiles.find((each) => each.stateDir === stateDir);
  return { ...seen, class: 'other-profile', profile: other?.id ?? stateDir };
}

const NOBODY_KNOWN = {
  pid: null,
  startKey: null,
  command: '',
  user: null,
  profile: null,
  service: null,
  parent: null,
  startedAt: null,
} as const;

/** OpenClaw's entry script, or the name that its gateway gives itself (openclaw 2026.9.6 sets the title `openclaw-gateway`). */
export function isGatewayCommand(argv: readonly string[] | null): boolean {
  // Where ps is the source, the whole command line is one text.
  const words = argv?.length === 1 ? (argv[0] ?? '').split(' ') : (argv ?? []);
  const [first = ''] = words;
  if (/(?:^|\/)openclaw-gateway$/.test(first)) return true;
  const program = words.findIndex((word) => PROGRAM.test(word));
  return program >= 0 && program <= 8 && words.slice(program + 1).includes('gateway');
}

const PROGRAM = /(?:^|[\\/])openclaw(?:\.mjs|[\\/](?:openclaw\.mjs|dist[\\/][\w.-]+\.m?js))?$/;

/** The lock of a state folder names the process that uses it (openclaw 2026.9.6: `<stateDir>/tmp/openclaw-<uid>/gateway.state.lock`). */
async function holdsLock(profile: ResolvedProfile, pid: number, uid: number | null): Promise<boolean> {
  if (uid === null) return false;
  const path = join(profile.stateDir, 'tmp', `openclaw-${uid}`, 'gateway.state.lock');
  try {
    const text = await readTextIfThere(path);
    if (text === null) return false;
    const parsed = lockSchema.safeParse(JSON.parse(text.trim()));
    return parsed.success && parsed.data.pid === pid && parsed.data.stateDir === profile.stateDir;
  } catch (cause) {
    // Half written, of another form, or not ours to read: no proof.
    if (cause instanceof SyntaxError || errnoOf(cause) !== null) return false;
    throw cause;
  }
}

const lockSchema = z.object({ pid: z.number().int(), stateDir: z.string() });

/** State folder of a running gateway; null when the evidence does not tell. */
function stateDirOf(process: ProcessInfo, evidence: ProcessEvidence, profile: ResolvedProfile): string | null {
  const { environment, usesFolders } = evidence;
  const explicit = environment?.OPENCLAW_STATE_DIR;
  if (explicit !== undefined && explicit !== '') return explicit;
  if (environment === null) return null;
  const home = environment.OPENCLAW_HOME ?? environment.HOME ?? profile.home;
  const named = environment.OPENCLAW_PROFILE ?? profileOfArgv(process.argv);
  if (named !== null) return folderOf(home, named);
  // Files of one profile only; two or more would be no proof.
  const [used, ...more] = usesFolders ?? [];
  if (used !== undefined) return more.length === 0 ? used : null;
  // A service's environment is complete: no profile in it means the default one. A shell's is not: the command line may have set it.
  const complete = environment.OPENCLAW_SERVICE_MARKER !== undefined || (process.argv ?? []).includes('gateway');
  return complete ? folderOf(home, 'default') : null;
}

function profileOfArgv(argv: readonly string[] | null): string | null {
  const words = argv ?? [];
  if (words.includes('--dev')) return 'dev';
  const at = words.indexOf('--profile');
  return at < 0 ? null : (words[at + 1] ?? null);
}

function folderOf(home: string, name: string): string | null {
  const parsed = parseProfileName(name);
  if (!parsed.ok) return null;
  return join(home, parsed.value.name === null ? '.openclaw' : `.openclaw-${parsed.value.name}`);
}

async function parentOf(context: CoreContext, { ppid }: ProcessInfo): Promise<string | null> {
  if (ppid === null || ppid <= 1) return null;
  const parent = await context.machine.process(ppid);
  if (parent === null) return null;
  return `${parent.argv === null ? (parent.comm ?? 'a process') : showCommand(parent.argv).slice(0, 200)} (pid ${ppid})`;
}
