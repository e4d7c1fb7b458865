/** The closer look that a diagnosis takes at one profile, on top of its status. Everything side by side; what fails is said, not guessed. */

import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, type Said, say } from '../../shared/said.ts';
import { reasonSaid } from '../../shared/said-facts.ts';
import type { CloserLook, RuntimeLook } from '../health/closer-look.ts';
import { type DriftItem, driftOf } from '../health/drift.ts';
import type { ProfileFacts } from '../health/facts.ts';
import { errnoOf } from '../system/files.ts';
import type { CoreContext } from './context.ts';
import { exposedSecrets } from './exposed-secrets.ts';
import { type GatheredProfile, logSubjectOf } from './gather.ts';
import { freePortFor } from './instances.ts';
import { findHolder } from './port-holder.ts';

/** The same profile with `facts.closer` filled. Rejects only for an abort or a defect. */
export async function lookCloser(
  context: CoreContext,
  gathered: GatheredProfile,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<GatheredProfile> {
  const { facts, located } = gathered;
  const notFoundOut: Phrase[] = [];
  /** Runs one look; what the file system refuses becomes a sentence. */
  const tryTo = async <T>(what: Said, look: () => Promise<T | null>): Promise<T | null> => {
    try {
      const found = await look();
      if (found === null) notFoundOut.push(say('closer.unknown', { what }));
      return found;
    } catch (cause) {
      if (!(cause instanceof ExpectedError) && errnoOf(cause) === null) throw cause;
      const why =
        cause instanceof ExpectedError ? cause.said.message : cause instanceof Error ? cause.message : String(cause);
      notFoundOut.push(say('closer.unknown-why', { what, why }));
      return null;
    }
  };
  const { process } = facts.inspection;
  const ended = process.state === 'crashed' || process.state === 'crash-looping';
  const silent = process.state === 'unknown' || facts.inspection.definition.status === 'unknown';
  const [disk, logFolder, configModes, exposed, runtime, drift, lastLines, holding, refusal, configChangedAt] =
    await Promise.all([
      tryTo(say('closer.disk'), () => diskOf(facts.profile.stateDir)),
      logFolderOf(facts),
      context.host.platform === 'win32' ? null : tryTo(say('closer.readers'), () => modesOf(facts)),
      tryTo(say('closer.secret'), () => exposedSecrets(facts.inspection)),
      runtimeOf(context, facts, options.signal),
      tryTo(say('closer.drift'), () => driftIn(gathered, options.signal)),
      ended ? lastLinesOf(context, gathered) : [],
      holderAndPort(context, facts),
      silent ? located.adapter.detect({ signal: options.signal }) : null,
      changedAt(facts.profile.configPath),
    ]);
  const closer: CloserLook = {
    disk,
    logFolder,
    configModes,
    exposed,
    runtime,
    drift,
    lastLines,
    ...holding,
    refusal: refusal === null || refusal.available ? null : refusal,
    configChangedAt,
    ownAddresses: ownAddresses(),
    notFoundOut: [
      ...(facts.portOwner.owner === 'unknown'
        ? [say('closer.port', { port: facts.port, why: reasonSaid(facts.portOwner) })]
        : []),
      ...notFoundOut,
    ],
  };
  return { ...gathered, facts: { ...facts, closer } };
}

/** Of the folder itself, or of the nearest one above it that exists. */
async function diskOf(path: string): Promise<CloserLook['disk']> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      const { bavail, bsize, blocks } = await statfs(folder);
      return { path, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    } catch (cause) {
      if (errnoOf(cause) !== 'ENOENT' || dirname(folder) === folder) throw cause;
    }
  }
}

/** Only a place that was chosen can be a wrong one: the default is left by OpenClaw itself when it cannot write there (logger, 2026.9.6). */
async function logFolderOf({ config }: ProfileFacts): Promise<CloserLook['logFolder']> {
  const file = config.ok ? config.config.logFile : null;
  if (file === null) return null;
  const path = dirname(file);
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return { path, state: 'writable' };
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return { path, state: code === 'ENOENT' ? 'missing' : 'unwritable' };
  }
}

async function modesOf({ profile }: ProfileFacts): Promise<{ path: string; mode: number }[]> {
  try {
    return [{ path: profile.configPath, mode: (await stat(profile.configPath)).mode & 0o777 }];
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return [];
    throw cause;
  }
}

const VERSION_TIMEOUT_MS = 5_000;

/** Starts the definition's runtime once, to ask for its version. null without a definition, or when the program is gone. */
async function runtimeOf(
  context: CoreContext,
  { program, inspection }: ProfileFacts,
  signal: AbortSignal | undefined,
): Promise<RuntimeLook | null> {
  const path = program.runtime;
  if (path === null || program.missing.includes(path) || inspection.definition.status !== 'present') return null;
  const { BUN_FLOOR, NODE_FLOOR } = await import('../openclaw/locate-runtime.ts');
  const { satisfies } = await import('../openclaw/version-range.ts');
  const { versionManagerOf } = await import('../openclaw/version-manager.ts');
  const wanted = /bun(?:\.exe)?$/.test(path) ? BUN_FLOOR : NODE_FLOOR;
  const result = await context.runner.run([path, '--version'], { timeoutMs: VERSION_TIMEOUT_MS, signal });
  const version = result.exitCode === 0 ? (/^v?(\d+\.\d+\.\d+\S*)$/m.exec(result.stdout.trim())?.[1] ?? null) : null;
  return {
    path,
    version,
    accepted: version === null ? null : satisfies(version, wanted),
    wanted,
    manager: versionManagerOf(path, context.host.env),
  };
}

async function driftIn(
  { facts, located }: GatheredProfile,
  signal: AbortSignal | undefined,
): Promise<readonly DriftItem[] | null> {
  const { definition, supervisor } = facts.inspection;
  if (definition.status !== 'present') return [];
  if (definition.parsed === null) return definition.problem === null ? null : []; // Unreadable: a finding of its own.
  const { adapter, identity } = located;
  return driftOf({
    installed: definition.parsed,
    profileName: facts.profile.name,
    needsPath: supervisor.startsWith('systemd') || supervisor === 'launchd',
    settings: (await adapter.compareSettings?.(definition.parsed, identity, { signal })) ?? null,
  });
}

function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return [
    ...new Set(all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)),
  ];
}

const LINES_READ = 80;

/** What the program itself said before it ended; the supervisor's own lines only repeat how. */
async function lastLinesOf(context: CoreContext, gathered: GatheredProfile): Promise<readonly string[]> {
  const [{ recentLogs }, { lastWords }] = await Promise.all([
    import('../logs/recent.ts'),
    import('../logs/last-words.ts'),
  ]);
  const { lines } = await recentLogs(context, logSubjectOf(gathered), LINES_READ);
  return lastWords(lines);
}

async function holderAndPort(
  context: CoreContext,
  facts: ProfileFacts,
): Promise<Pick<CloserLook, 'holder' | 'freePort'>> {
  const holder = await findHolder(context, facts);
  if (holder === null) return { holder, freePort: null };
  return { holder, freePort: await freePortFor(context, facts.profile, facts.port) };
}

async function changedAt(path: string): Promise<number | null> {
  try {
    return Math.round((await stat(path)).mtimeMs);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}
