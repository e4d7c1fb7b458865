/**
 * Where administrator rights come from when something needs them, and how they are asked for: once for a whole plan, by a program of the
 * system that the person sees (`sudo` on their terminal, the dialog of `pkexec` on their desktop), never by a prompt of our own. The
 * rights go to one short-lived process that takes nothing but the plan (`elevation-apply.ts`).
 */

import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, quote, say } from '../../shared/said.ts';
import { type CommandResult, type CommandRunner, showArgv } from './command-runner.ts';
import {
  type ElevatedPlan,
  type ElevatedReport,
  elevatedPlanSchema,
  elevatedReportSchema,
  planScript,
} from './elevation-plan.ts';
import { errnoOf } from './files.ts';
import { findOnPath, type Host } from './host.ts';
import type { Surface } from './surface.ts';

export type ElevationWay =
  /** This process is root already. */
  | { readonly kind: 'root' }
  | { readonly kind: 'sudo' | 'pkexec'; readonly program: string }
  | { readonly kind: 'none'; readonly reason: Phrase };

export interface ApplyOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long the plan itself may take, milliseconds; the time for the person's answer is added. One minute when left out. */
  readonly budgetMs?: number;
}

export interface Elevation {
  /** How rights would be had here. Looks; asks nobody. */
  way(): ElevationWay;
  /**
   * Carries out a plan with administrator rights. A failure of a step is a report, with everything put back as far as it says.
   * @param purpose continues "Administrator rights are needed to …".
   * @throws ExpectedError `needs-elevation` when nobody can be asked or the person did not agree; its details are the commands that an
   * administrator can run instead. `command-timeout` when no answer came.
   */
  apply(plan: ElevatedPlan, purpose: Phrase, options?: ApplyOptions): Promise<ElevatedReport>;
}

export interface ElevationDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  /** Where a person could be asked now. */
  surface(): Surface;
  /**
   * Program and arguments of the process that carries out a plan: absolute paths. It is started without this process's environment, so
   * what it needs of that (for example ELECTRON_RUN_AS_NODE=1) goes in front through `/usr/bin/env`.
   */
  readonly helper: readonly [string, ...string[]];
  /** Carries out a plan in this process, which is root's. */
  applyHere(plan: ElevatedPlan): Promise<ElevatedReport>;
}

/** How long a person may think over a password prompt, milliseconds. */
const ANSWER_MS = 300_000;
const DEFAULT_BUDGET_MS = 60_000;

export function createElevation(deps: ElevationDeps): Elevation {
  const { host, runner, helper } = deps;

  const way = (): ElevationWay => {
    if (host.uid === 0) return { kind: 'root' };
    if (host.platform !== 'linux') return { kind: 'none', reason: say('elevation.linux-only') };
    const surface = deps.surface();
    if (surface === 'nobody') return { kind: 'none', reason: say('elevation.nobody') };
    const name = surface === 'terminal' ? 'sudo' : 'pkexec';
    const program = findOnPath(name, host.env, host.platform);
    if (program === null) return { kind: 'none', reason: say('elevation.no-program', { program: name }) };
    return { kind: name, program };
  };

  return {
    way,
    async apply(given, purpose, options = {}) {
      // Parsed here too: a plan that the other side would refuse must not cost the person a password.
      const plan = elevatedPlanSchema.parse(given);
      const chosen = way();
      if (chosen.kind === 'root') return deps.applyHere(plan);
      if (chosen.kind === 'none') throw needsElevation(purpose, chosen.reason, plan);
      requireSafeHelper(helper, plan, purpose);
      options.signal?.throwIfAborted();
      const result = await runner.run(askingArgv(chosen, helper), {
        input: JSON.stringify(plan),
        timeoutMs: ANSWER_MS + (options.budgetMs ?? DEFAULT_BUDGET_MS),
        signal: options.signal,
      });
      const report = reportOf(result);
      if (report !== null) return report;
      options.signal?.throwIfAborted();
      throw refusedBy(chosen.kind, result, purpose, plan);
    },
  };
}

function askingArgv(
  chosen: { kind: 'sudo' | 'pkexec'; program: string },
  helper: readonly string[],
): [string, ...string[]] {
  if (chosen.kind === 'pkexec') return [chosen.program, '--disable-internal-agent', ...helper];
  return [chosen.program, '--prompt=[OpenClaw Tray] password of %p: ', '--', ...helper];
}

/** The last line of the output that is a report; null when the elevated process never spoke. */
function reportOf(result: CommandResult): ElevatedReport | null {
  const line = result.stdout.trim().split('\n').at(-1) ?? '';
  try {
    const parsed = elevatedReportSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
}

/** What the asking program's own refusals mean (pkexec(1) "RETURN VALUE": 126 dismissed, 127 not authorised; sudo(8): 1 and its words). */
function refusedBy(kind: 'sudo' | 'pkexec', result: CommandResult, purpose: Phrase, plan: ElevatedPlan): ExpectedError {
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  if (result.timedOut) {
    return new ExpectedError('command-timeout', say('elevation.no-answer', { purpose }), {
      hint: say('hint.again-or-administrator'),
      details: planScript(plan).map(quote),
    });
  }
  if (kind === 'pkexec' && result.exitCode === 126)
    return needsElevation(purpose, say('elevation.dialog-closed'), plan);
  if (kind === 'pkexec' && /No authentication agent/i.test(result.stderr)) {
    return needsElevation(purpose, say('elevation.no-agent'), plan);
  }
  const words =
    said === '' ? `it ended with ${result.exitCode ?? result.signal ?? result.startError ?? 'nothing'}` : said;
  return needsElevation(purpose, say('elevation.not-given', { program: kind, said: words.replace(/\.$/, '') }), plan);
}

function needsElevation(purpose: Phrase, reason: Phrase, plan: ElevatedPlan): ExpectedError {
  return new ExpectedError('needs-elevation', say('elevation.needed', { purpose, reason }), {
    hint: say('hint.sudo-or-administrator'),
    details: planScript(plan).map(quote),
  });
}

/**
 * The programs that are about to get root's rights must be ones that strangers cannot change.
 * @throws ExpectedError `needs-elevation`.
 */
function requireSafeHelper(helper: readonly string[], plan: ElevatedPlan, purpose: Phrase): void {
  for (const path of helper.filter((part) => isAbsolute(part))) {
    const real = realPathOf(path);
    for (const looked of [path, dirname(path), real, dirname(real)]) {
      const mode = modeOf(looked);
      if (mode === null) throw needsElevation(purpose, say('elevation.helper-unseen', { path: looked }), plan);
      // A folder like /tmp lets everybody add, but only owners replace (sticky bit).
      if ((mode & 0o002) === 0 || (looked !== path && looked !== real && (mode & 0o1000) !== 0)) continue;
      throw needsElevation(purpose, say('elevation.helper-unsafe', { path: looked, program: showArgv([path]) }), plan);
    }
  }
}

/** Permission bits, of a link's target; null when it cannot be looked at. */
function modeOf(path: string): number | null {
  try {
    return statSync(path).mode;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}

/** Where a link leads; the path itself when that cannot be found out, which the look at it then says. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return path;
  }
}
