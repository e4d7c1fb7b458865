/**
 * What the deep scan thinks of one service that it found, the same for every supervisor: is it a profile's own, an old one, one too many, or
 * left behind? Looks whether files are there; starts nothing.
 */

import { lstat, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { ExtraService } from '../../shared/extra-service.ts';
import { gatewayInvocationOf, PRODUCTS, withoutSecretArguments } from '../../shared/gateway-invocation.ts';
import { type Phrase, Said, say, textOf, told } from '../../shared/said.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import { errnoOf } from '../system/files.ts';

/** What a service's name alone says. `own`: OpenClaw's or this product's for something else, never listed. */
export type NameMeaning =
  | { readonly kind: 'profile'; readonly profile: string | null }
  | { readonly kind: 'legacy' }
  | { readonly kind: 'own' }
  | { readonly kind: 'other' };

/** A service as it was read. */
export interface FoundService {
  readonly meaning: NameMeaning;
  /** null when the definition cannot be understood; `problem` says why, as in "it is not a property list". */
  readonly definition: Pick<ServiceDefinition, 'command' | 'environment' | 'workingDirectory'> | null;
  readonly problem: Phrase | null;
  /** Carries OpenClaw's service marker: another name chosen on purpose. */
  readonly marked: boolean;
  /** Home of whoever runs it; null when that is not known. */
  readonly home: string | null;
}

/** What was found out; its sentences are written down by `listed`. */
export interface Judgement extends Pick<ExtraService, 'kind' | 'runs'> {
  readonly reason: Phrase;
  readonly evidence: readonly Phrase[];
}

/** A found service as it is listed: its sentences in English with their codes beside them. `seen` goes before the other evidence. */
export function listed(
  place: Pick<ExtraService, 'name' | 'path' | 'scope' | 'supervisor'>,
  { kind, runs, reason, evidence: judged }: Judgement,
  seen: readonly Phrase[],
): ExtraService {
  const evidence = [...seen, ...judged];
  return {
    ...place,
    kind,
    runs,
    reason: textOf(reason),
    evidence: evidence.map(textOf),
    removal: [],
    ...told({ reason, evidence }),
  };
}

/** Text of a definition that could concern us at all. A cheap first look at the hundreds of definitions that a machine has. */
export function mentionsProduct(text: string): boolean {
  const lower = text.toLowerCase();
  return PRODUCTS.some((product) => lower.includes(product));
}

/** null = nothing to list. */
export async function judge(found: FoundService): Promise<Judgement | null> {
  const { meaning, definition } = found;
  if (meaning.kind === 'own') return null;
  const runs = definition === null ? null : withoutSecretArguments(definition.command);
  const evidence = runs === null ? [] : [say('extra.starts', { command: runs.join(' ') })];
  const invocation =
    definition === null ? null : gatewayInvocationOf(definition.command, definition.workingDirectory ?? null);
  if (meaning.kind === 'legacy' || (invocation !== null && invocation.product !== 'openclaw')) {
    return { kind: 'legacy', runs, reason: say('extra.legacy'), evidence };
  }
  if (meaning.kind === 'profile') {
    // A service that only has a similar name and runs something else is none of our business.
    if (definition !== null && invocation === null) return null;
    const gone = await whatIsGone(found, meaning.profile);
    const [first] = gone;
    if (first === undefined) return null;
    return {
      kind: 'orphaned',
      runs,
      reason:
        meaning.profile === null
          ? say('extra.orphaned-default', { gone: first })
          : say('extra.orphaned', { profile: meaning.profile, gone: first }),
      evidence: [...evidence, ...gone.map(sentence)],
    };
  }
  if (invocation === null || found.marked) return null;
  return { kind: 'extra', runs, reason: say('extra.nobodys'), evidence };
}

/** What a profile's service needs and that is not there, as clauses. What could not be looked at is not gone. */
async function whatIsGone(found: FoundService, profile: string | null): Promise<readonly Said[]> {
  const { definition, home } = found;
  if (definition === null) return [say('gone.definition', { problem: found.problem ?? say('problem.not-understood') })];
  const gone: Said[] = [];
  for (const path of programFiles(definition.command)) {
    if (await isGone(path, 'program')) gone.push(say('gone.program', { path }));
  }
  const own = definition.environment.OPENCLAW_HOME ?? definition.environment.HOME ?? home;
  const folder = profile === null ? '.openclaw' : `.openclaw-${profile}`;
  const stateDir = definition.environment.OPENCLAW_STATE_DIR ?? (own === null ? null : joined(own, folder));
  if (stateDir === null) return gone;
  if (await isGone(stateDir, 'data')) return [...gone, say('gone.state', { path: stateDir })];
  const config = definition.environment.OPENCLAW_CONFIG_PATH ?? joined(stateDir, 'openclaw.json');
  const mayLack = definition.command.includes('--allow-unconfigured');
  // The file had another name once, and OpenClaw still takes it.
  const older = config === joined(stateDir, 'openclaw.json') ? joined(stateDir, 'clawdbot.json') : config;
  if (!mayLack && (await isGone(config, 'data')) && (await isGone(older, 'data'))) {
    gone.push(say('gone.config', { path: config }));
  }
  return gone;
}

/** Program and script of a command, where they are absolute: what the supervisor cannot start it without. */
function programFiles(command: readonly string[]): readonly string[] {
  const [program, ...rest] = command;
  const script = rest.find((word) => /\.[cm]?[jt]s$/.test(word));
  return [program, script].filter((path): path is string => path !== undefined && isAbsolute(path));
}

/**
 * Surely not there. Data below a link that leads nowhere may be on a disk that is not mounted now; a program behind such a link cannot be
 * started either way.
 */
async function isGone(path: string, kind: 'program' | 'data'): Promise<boolean> {
  if ((await existence(path, stat)) !== 'absent') return false;
  if (kind === 'program') return true;
  const style = path.startsWith('/') ? posix : win32;
  for (let part = path; ; part = style.dirname(part)) {
    const here = await existence(part, lstat);
    if (here !== 'absent') return here !== 'link';
    if (part === style.dirname(part)) return true;
  }
}

async function existence(
  path: string,
  look: (path: string) => Promise<{ isSymbolicLink(): boolean }>,
): Promise<'there' | 'link' | 'absent' | 'unknown'> {
  try {
    return (await look(path)).isSymbolicLink() ? 'link' : 'there';
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : 'unknown';
  }
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

function joined(folder: string, name: string): string {
  return (folder.startsWith('/') ? posix : win32).join(folder, name);
}

/** A clause that stands alone. */
function sentence(clause: Said): Said {
  return new Said('clause.ends', { clause }, `${clause.text.charAt(0).toUpperCase()}${clause.text.slice(1)}.`);
}
