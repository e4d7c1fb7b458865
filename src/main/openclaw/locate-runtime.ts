/**
 * Finds the Node (or Bun) that a service should be pinned to. Each candidate is asked for its version; one that lives in a stable place
 * is preferred over one that a version manager may remove. Order: openclaw 2026.9.6, runtime-paths; but the Node that runs us comes last.
 */

import { access, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, say } from '../../shared/said.ts';
import type { CommandRunner } from '../system/command-runner.ts';
import { errnoOf } from '../system/files.ts';
import { type Host, isExecutable } from '../system/host.ts';
import { brewPrefixes, managedNodes } from './install-places.ts';
import type { EntryScript, RuntimeProgram } from './types.ts';
import { passingPlaceOf, placeWarnings, versionManagerOf } from './version-manager.ts';
import { parseVersion, satisfies } from './version-range.ts';

export interface RuntimeQuestion {
  readonly kind: 'node' | 'bun';
  /** `--runtime-path`: absolute. */
  readonly option?: string | null | undefined;
  /** Runtime of the installed definition. */
  readonly definitionRuntime?: string | null | undefined;
  /** The package that it will run; its `engines` and the Node installed beside it are looked at. */
  readonly entry: EntryScript | null;
  readonly host: Host;
  readonly runner: CommandRunner;
  /** The program that runs us, when it is a Node; null inside Electron, whose program is none. */
  readonly ownNode?: string | null | undefined;
}

/** What every gateway of today needs, whatever its package says (openclaw 2026.9.6, node-version, runtime-guard). */
export const NODE_FLOOR = '>=24.16.0 <25 || >=26.1.0';
export const BUN_FLOOR = '>=1.4.0';
const VERSION_TIMEOUT_MS = 5000;

/**
 * @throws ExpectedError `runtime-not-found` or `runtime-too-old`, with every candidate that was looked at; `invalid-option` when the one
 * given is no absolute path.
 */
export async function locateRuntime(question: RuntimeQuestion): Promise<RuntimeProgram> {
  const { kind, entry } = question;
  const ranges = kind === 'bun' ? [BUN_FLOOR] : [NODE_FLOOR, ...(entry?.nodeRange == null ? [] : [entry.nodeRange])];
  const option = question.option?.trim() ?? '';
  if (option !== '') return pinned(option, ranges, question);

  const rejected: Phrase[] = [];
  let tooOld = false;
  for (const path of await candidatesFor(question)) {
    const result = await examine(path, ranges, question);
    if (result.ok) return result.program;
    if (result.why !== 'absent') rejected.push(result.words);
    tooOld ||= result.why === 'version';
  }
  const name = kind === 'bun' ? 'Bun' : 'Node';
  const wanted = ranges.at(-1) ?? NODE_FLOOR;
  const hint = kind === 'bun' ? say('runtime.bun-hint') : say('runtime.node-hint', { range: wanted });
  if (tooOld) {
    throw new ExpectedError('runtime-too-old', say('runtime.too-old', { name, range: wanted }), {
      hint,
      details: rejected,
    });
  }
  throw new ExpectedError('runtime-not-found', say('runtime.not-found', { name }), {
    hint,
    details: rejected,
  });
}

async function pinned(option: string, ranges: readonly string[], question: RuntimeQuestion): Promise<RuntimeProgram> {
  const { kind } = question;
  if (!isAbsolute(option) || /[\0\r\n]/.test(option)) {
    throw new ExpectedError('invalid-option', say('runtime.absolute'), {
      hint: say('runtime.for-example', { kind }),
    });
  }
  const result = await examine(option, ranges, question);
  if (result.ok) return result.program;
  const code = result.why === 'version' ? 'runtime-too-old' : 'runtime-not-found';
  throw new ExpectedError(code, say('runtime.unusable', { words: result.words }), {
    hint: say('runtime.name-another', { name: kind === 'bun' ? 'Bun' : 'Node', range: ranges.at(-1) ?? '' }),
  });
}

type Examined =
  | { readonly ok: true; readonly program: RuntimeProgram }
  | { readonly ok: false; readonly why: 'absent' | 'broken' | 'version'; readonly words: Phrase };

async function examine(found: string, ranges: readonly string[], question: RuntimeQuestion): Promise<Examined> {
  const { kind, host, runner } = question;
  if (!isExecutable(found)) return { ok: false, why: 'absent', words: say('runtime.absent', { path: found }) };
  const path = await stablePath(found);
  const result = await runner.run([path, '--version'], {
    timeoutMs: VERSION_TIMEOUT_MS,
    // Options meant for another program must neither break nor extend this question.
    env: { NODE_OPTIONS: undefined, ELECTRON_RUN_AS_NODE: undefined, BUN_OPTIONS: undefined },
  });
  if (result.timedOut) return { ok: false, why: 'broken', words: say('runtime.silent', { path }) };
  const version = parseVersion(result.stdout) === null ? null : result.stdout.trim().replace(/^v/, '');
  if (result.exitCode !== 0 || version === null || !hasPrefix(kind, result.stdout)) {
    return { ok: false, why: 'broken', words: say('runtime.other', { path, name: kind === 'bun' ? 'Bun' : 'Node' }) };
  }
  // A range of a form that we do not know is left to OpenClaw's own check; the floor always counts.
  const unfit = ranges.find((range) => satisfies(version, range) === false);
  if (unfit !== undefined)
    return { ok: false, why: 'version', words: say('runtime.version', { path, version, range: unfit }) };
  const warnings = placeWarnings(kind === 'bun' ? 'Bun' : 'Node', path, host.env);
  if (kind === 'bun') warnings.push(say('place.bun'));
  return { ok: true, program: { kind, path, version, warnings } };
}

/** Node says `v24.16.0`, Bun says `1.4.0`: a program of the other name is not taken. */
function hasPrefix(kind: 'node' | 'bun', output: string): boolean {
  return kind === 'node' ? output.startsWith('v') : !output.startsWith('v');
}

/** In order of preference; those in passing places last, those of version managers before them. */
async function candidatesFor(question: RuntimeQuestion): Promise<readonly string[]> {
  const { kind, host, entry } = question;
  const program = host.platform === 'win32' ? `${kind}.exe` : kind;
  const found: string[] = [];
  const definition = question.definitionRuntime ?? null;
  if (
    definition !== null &&
    isAbsolute(definition) &&
    new RegExp(`^${kind}(?:\\.exe)?$`, 'i').test(basename(definition))
  ) {
    found.push(definition);
  }
  if (kind === 'node') {
    found.push(...systemNodes(host));
    for (const place of onPath(program, host)) found.push(place);
    for (const { path } of await managedNodes(host))
      found.push(join(path, host.platform === 'win32' ? '' : 'bin', program));
    found.push(join(host.env.VOLTA_HOME ?? join(host.home, '.volta'), 'bin', program));
    if (entry !== null) {
      found.push(join(entry.packageRoot, 'node_modules', '.bin', program));
      found.push(join(dirname(entry.packageRoot), '.bin', program));
    }
  } else {
    found.push(join(host.env.BUN_INSTALL ?? join(host.home, '.bun'), 'bin', program), ...onPath(program, host));
    found.push('/opt/homebrew/bin/bun', '/usr/local/bin/bun', '/usr/bin/bun');
  }
  // The Node that runs us may be a private one of this product, gone with its next update: only when there is no other.
  const own = kind === 'node' ? (question.ownNode === undefined ? ownNode() : question.ownNode) : null;
  const lastResort = own !== null && !found.includes(own) ? own : null;
  if (lastResort !== null) found.push(lastResort);
  const unique = [...new Set(found)].filter((path) => isAbsolute(path));
  const rank = (path: string): number =>
    path === lastResort
      ? 4
      : path === definition && passingPlaceOf(path) === null
        ? 0
        : passingPlaceOf(path) !== null
          ? 3
          : path.includes('/node_modules/')
            ? 2
            : versionManagerOf(path, host.env) !== null
              ? 1
              : 0;
  return unique.toSorted((a, b) => rank(a) - rank(b));
}

function systemNodes(host: Host): readonly string[] {
  if (host.platform === 'win32') {
    const roots = [host.env.ProgramW6432, host.env.ProgramFiles, host.env['ProgramFiles(x86)']];
    return roots
      .filter((root) => root !== undefined && root !== '')
      .map((root) => join(root ?? '', 'nodejs', 'node.exe'));
  }
  const brew = brewPrefixes(host).flatMap((prefix) => [
    join(prefix, 'bin/node'),
    join(prefix, 'opt/node/bin/node'),
    join(prefix, 'opt/node@24/bin/node'),
  ]);
  return host.platform === 'darwin'
    ? [...brew, '/usr/local/bin/node', '/usr/bin/node']
    : ['/usr/local/bin/node', '/usr/bin/node', ...brew];
}

function onPath(program: string, host: Host): readonly string[] {
  const folders = (host.env.PATH ?? host.env.Path ?? '').split(host.platform === 'win32' ? ';' : ':');
  return folders.filter((folder) => isAbsolute(folder)).map((folder) => join(folder, program));
}

/** Electron's own program is no Node that a service could run, whatever mode it was started in. */
function ownNode(): string | null {
  return 'electron' in process.versions || !/^node(?:\.exe)?$/i.test(basename(process.execPath))
    ? null
    : process.execPath;
}

/**
 * The path to write down: Homebrew's `opt` link instead of the versioned folder; the real program instead of a link that lives no longer
 * than a shell (fnm) or that would put a whole `.bin` folder on the service's PATH.
 */
async function stablePath(path: string): Promise<string> {
  const cellar = /^(.+?)\/Cellar\/([^/]+)\/[^/]+\/bin\/node$/.exec(path);
  if (cellar !== null) {
    const candidates = [`${cellar[1]}/opt/${cellar[2]}/bin/node`];
    if (cellar[2] === 'node') candidates.push(`${cellar[1]}/bin/node`);
    for (const candidate of candidates) if (await isThere(candidate)) return candidate;
  }
  if (!/\/fnm_multishells\/|[\\/]node_modules[\\/]\.bin[\\/]/.test(path)) return path;
  return realpath(path);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    // Absent or closed to us: not a path to pin a service to.
    if (errnoOf(cause) !== null) return false;
    throw cause;
  }
}
