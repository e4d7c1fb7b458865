/** Many units in one `systemctl show`, and their files read from the disk. */

import { posix } from 'node:path';
import { type Phrase, say } from '../../../shared/said.ts';
import { because, withProblem } from '../../../shared/said-facts.ts';
import type { DefinitionState, ServiceInspection } from '../../../shared/service-state.ts';
import { showArgv } from '../../system/command-runner.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { dropInPathsOf, enabledOf, parseShow, processStateOf, SHOW_PROPERTIES, type ShowBlock } from './parse-show.ts';
import { parseUnit, type UnitSource } from './parse-unit.ts';
import type { Specifiers } from './unit-words.ts';
import { tail, type UserBus } from './user-bus.ts';

/** Not shown among the supervisor's words: long, or told elsewhere. */
const QUIET_WORDS = new Set(['Id', 'DropInPaths']);

export interface InspectDeps {
  readonly host: Host;
  readonly bus: UserBus;
  /** Where our units live. */
  readonly unitFolder: string;
  /** Values of the specifiers in a unit; those of a user's unit when left out. */
  readonly specifiers?: (unit: string) => Specifiers;
}

/** Answers in the order asked. Only a defect or an abort rejects. */
export async function inspectUnits(
  deps: InspectDeps,
  identities: readonly ServiceIdentity[],
  options: ControlOptions = {},
): Promise<readonly ServiceInspection[]> {
  if (identities.length === 0) return [];
  const shown = await showUnits(
    deps.bus,
    identities.map(({ serviceName }) => serviceName),
    options,
  );
  return Promise.all(
    identities.map(async ({ serviceName }, index): Promise<ServiceInspection> => {
      const block = shown.ok ? shown.blocks[index] : undefined;
      const reason = shown.ok ? say('systemd.silent-about', { service: serviceName }) : shown.reason;
      const base = { supervisor: deps.bus.kind, serviceName } as const;
      const definition = await definitionState(deps, serviceName, block);
      if (block === undefined) {
        return { ...base, definition, enabled: null, process: { state: 'unknown', ...because(reason) }, words: {} };
      }
      return { ...base, definition, enabled: enabledOf(block), process: processStateOf(block), words: wordsOf(block) };
    }),
  );
}

type Shown =
  | { readonly ok: true; readonly blocks: readonly (ShowBlock | undefined)[] }
  | { readonly ok: false; readonly reason: Phrase };

/** One command for all units. Blocks come in the order asked; the Id is looked at too, because an alias answers with another name. */
export async function showUnits(bus: UserBus, units: readonly string[], options: ControlOptions): Promise<Shown> {
  const result = await bus.run(
    [...bus.systemctl, 'show', '--no-pager', `--property=${SHOW_PROPERTIES.join(',')}`, '--', ...units],
    options,
  );
  options.signal?.throwIfAborted();
  if (result.exitCode !== 0) {
    const refused = await bus.refusal(result);
    const said = result.timedOut ? say('ended.late') : tail(result) || exitCodeSaid(result.exitCode);
    const command = showArgv([...bus.systemctl, 'show']);
    return {
      ok: false,
      reason: refused === null ? say('reason.command-failed', { command, said }) : refused.reason,
    };
  }
  if (!result.stdout.endsWith('\n')) {
    // Half of a value could be read as another one.
    return { ok: false, reason: say('reason.cut-off', { command: showArgv([...bus.systemctl, 'show']) }) };
  }
  const blocks = parseShow(result.stdout);
  const byPlace = blocks.length === units.length;
  return {
    ok: true,
    blocks: units.map(
      (unit, index) => blocks.find((block) => block.Id === unit) ?? (byPlace ? blocks[index] : undefined),
    ),
  };
}

/** A process that ended without a word. */
function exitCodeSaid(code: number | null): Phrase {
  return code === null ? say('ended.no-exit-code') : say('ended.exit-code', { code });
}

/** The definition as it is on disk now, whatever systemd has loaded. Without a block only our own place is looked at. */
async function definitionState(
  deps: InspectDeps,
  unit: string,
  block: ShowBlock | undefined,
): Promise<DefinitionState> {
  const path = block?.FragmentPath || posix.join(deps.unitFolder, unit);
  const masked = block?.LoadState === 'masked';
  const overrides = block === undefined ? [] : dropInPathsOf(block);
  const facts = { path, overrides: [...overrides], needsReload: block?.NeedDaemonReload === 'yes', masked };
  const unreadable = (problem: Phrase): DefinitionState => ({
    status: 'present',
    ...facts,
    parsed: null,
    ...withProblem(problem),
  });
  if (masked) return unreadable(say('problem.masked'));
  try {
    const text = await readTextIfThere(path);
    if (text === null) return { status: 'absent' };
    const sources: UnitSource[] = [{ path, text }];
    for (const dropIn of overrides) sources.push({ path: dropIn, text: (await readTextIfThere(dropIn)) ?? '' });
    const parsed = parseUnit(sources, {
      scope: deps.bus.kind === 'systemd-user' ? 'user' : 'system',
      serviceName: unit,
      specifiers: deps.specifiers?.(unit) ?? specifiersOf(deps.host, unit),
    });
    const loadError = block?.LoadState === 'bad-setting' || block?.LoadState === 'error' ? block.LoadError : undefined;
    const problem = parsed.problem ?? (loadError ? say('problem.systemd-refuses', { said: loadError }) : null);
    return { status: 'present', ...facts, parsed: parsed.definition, ...withProblem(problem) };
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    return code === 'ENOENT' ? { status: 'absent' } : unreadable(say('problem.unread', { error: code }));
  }
}

/** The specifiers that occur in hand-written units of a user (systemd.unit(5), "Specifiers"). */
export function specifiersOf(host: Host, unit: string): Readonly<Record<string, string>> {
  return {
    h: host.accountHome,
    u: host.userName,
    n: unit,
    N: unit.replace(/\.service$/, ''),
    ...(host.uid === null ? {} : { U: String(host.uid), t: `/run/user/${host.uid}` }),
  };
}

function wordsOf(block: ShowBlock): Record<string, string> {
  return Object.fromEntries(Object.entries(block).filter(([key, value]) => value !== '' && !QUIET_WORDS.has(key)));
}
