/** Cures that change one small thing and start nothing: permissions, a mask, a reload, lingering, a secret in a backup. */

import { chmod } from 'node:fs/promises';
import type { Fix } from '../../shared/diagnosis.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { inARow, type Phrase, say } from '../../shared/said.ts';
import { errnoOf, readTextIfThere, writeFileAtomic } from '../system/files.ts';
import { acquireLock } from '../system/lock.ts';
import type { CoreContext } from './context.ts';
import type { ControlRun } from './control-run.ts';
import type { GatheredProfile } from './gather.ts';
import { lockName } from './lock-name.ts';
import { createStepRecorder, type StepRecorder } from './steps.ts';

type Action = Extract<Fix, { kind: 'operation' }>['action'];
export const QUICK_REPAIRS = [
  'enable-linger',
  'unmask',
  'reload',
  'protect-config',
  'remove-secret',
  'finish-change',
] as const;
export type QuickRepair = (typeof QUICK_REPAIRS)[number];

export function isQuickRepair(action: Action): action is QuickRepair {
  return (QUICK_REPAIRS as readonly string[]).includes(action);
}

/** What would be done; touches nothing. */
export async function quickSteps(
  context: CoreContext,
  action: QuickRepair,
  { facts }: GatheredProfile,
): Promise<{ readonly steps: readonly Phrase[]; readonly commands: string[][] }> {
  const { serviceName } = facts.inspection;
  switch (action) {
    case 'enable-linger':
      return {
        steps: [say('repair.linger')],
        commands: [['loginctl', 'enable-linger', context.host.userName]],
      };
    case 'unmask':
      return {
        steps: [say('repair.unmask', { service: serviceName })],
        commands: [
          ['systemctl', '--user', 'unmask', serviceName],
          ['systemctl', '--user', 'daemon-reload'],
        ],
      };
    case 'reload':
      return {
        steps: [say('repair.reload')],
        commands: [['systemctl', '--user', 'daemon-reload']],
      };
    case 'protect-config': {
      const paths = openConfigs(facts);
      return {
        steps: paths.map((path) => say('repair.protect', { path })),
        commands: [['chmod', '600', ...paths]],
      };
    }
    case 'remove-secret':
      return {
        steps: leaks(facts).map(({ path, names }) => say('repair.take-out', { names: names.join(', '), path })),
        commands: [],
      };
    case 'finish-change':
      return { steps: finishSteps(facts), commands: [] };
    default:
      return action satisfies never;
  }
}

function finishSteps({ unfinished }: GatheredProfile['facts']): Phrase[] {
  if (unfinished?.action === 'uninstall') return [say('repair.finish-uninstall')];
  if (unfinished?.action === 'restart') return [say('repair.start-answer')];
  return [say('repair.put-back'), say('repair.old-answers')];
}

const LOCK_WAIT_MS = 10_000;

/** Does it, under the profile's lock, in the steps that were announced. @returns what was done, in a sentence. @throws ExpectedError. */
export async function applyQuickRepair(
  context: CoreContext,
  action: QuickRepair,
  gathered: GatheredProfile,
  options: { readonly signal?: AbortSignal | undefined; readonly steps: StepRecorder },
): Promise<Phrase> {
  const { facts, located } = gathered;
  const { signal, steps } = options;
  const announced = (await quickSteps(context, action, gathered)).steps.map((label, at) => ({ id: idOf(at), label }));
  steps.plan(announced);
  const step = async (at: number, work: () => Promise<void>) => {
    steps.begin(idOf(at));
    await work();
    steps.done(idOf(at));
  };
  const lock = await acquireLock({
    folder: context.host.appDirs.runtime,
    name: lockName(facts.profile.id),
    purpose: say(`doing.${action}`),
    waitMs: LOCK_WAIT_MS,
    clock: context.clock,
    signal,
  });
  try {
    switch (action) {
      case 'enable-linger': {
        const { adapter } = located;
        await step(0, async () => {
          if (adapter.enableLinger === undefined) {
            throw new ExpectedError('not-supported', say('not-supported.no-linger', { supervisor: adapter.kind }));
          }
          await adapter.enableLinger({ signal });
        });
        return say('repaired.linger');
      }
      case 'unmask': {
        const { unmaskUnit } = await import('../supervisors/systemd/unit-verbs.ts');
        await step(0, () => unmaskUnit(context, facts.inspection.serviceName, { signal }));
        return say('repaired.unmask', { service: facts.inspection.serviceName });
      }
      case 'reload': {
        const { reloadUnits } = await import('../supervisors/systemd/unit-verbs.ts');
        await step(0, () => reloadUnits(context, { signal }));
        return say('repaired.reload');
      }
      case 'protect-config': {
        const paths = openConfigs(facts);
        for (const [at, path] of paths.entries()) await step(at, () => makePrivate(path));
        return say('repaired.protect', { paths });
      }
      case 'remove-secret': {
        const found = leaks(facts);
        for (const [at, { path }] of found.entries()) await step(at, () => stripFile(path));
        return say('repaired.take-out', { paths: found.map(({ path }) => path) });
      }
      case 'finish-change': {
        const { finishInterrupted } = await import('./transaction/recover.ts');
        const request = { profile: facts.profile, signal };
        const run: ControlRun = { context, request, steps: createStepRecorder(context.clock, undefined), warnings: [] };
        // One piece of work, whatever it comes to; its parts are told when it is over.
        steps.begin(idOf(0));
        const said = await finishInterrupted(run, null);
        for (const { id } of announced) steps.done(id);
        return inARow(said ?? say('repaired.change-over'), ...run.warnings);
      }
      default:
        return action satisfies never;
    }
  } finally {
    await lock.release();
  }
}

const idOf = (at: number) => `cure-${at}`;

function openConfigs({ closer }: GatheredProfile['facts']): string[] {
  return (closer?.configModes ?? []).filter(({ mode }) => (mode & 0o077) !== 0).map(({ path }) => path);
}

function leaks({ closer }: GatheredProfile['facts']) {
  return (closer?.exposed ?? []).filter(({ kind }) => kind === 'backup');
}

async function makePrivate(path: string): Promise<void> {
  try {
    await chmod(path, 0o600);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    throw new ExpectedError(
      'file-write-failed',
      say('file-write-failed.private', { path, error: errnoOf(cause) ?? '' }),
      {
        hint: say('hint.owner-chmod'),
        cause,
      },
    );
  }
}

/** A backup is written again without its secrets. One of a form that we cannot take apart is left as it is, and that is said. */
async function stripFile(path: string): Promise<void> {
  const { stripSecrets } = await import('../supervisors/systemd/strip-secrets.ts');
  const { secretNames } = await import('./exposed-secrets.ts');
  const text = await readTextIfThere(path);
  if (text === null) return;
  const clean = stripSecrets(text);
  if (secretNames(clean).length > 0) {
    throw new ExpectedError('not-supported', say('not-supported.strip', { path }), { hint: say('hint.edit-backup') });
  }
  await writeFileAtomic(path, clean, { mode: 0o600 });
}
