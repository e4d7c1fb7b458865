/** Cures that change one small thing and start nothing: permissions, a mask, a reload, lingering, a secret in a backup. */
import { chmod } from 'node:fs/promises';
import type { Fix } from '../../shared/diagnosis.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { RepairPlan } from '../../shared/repair.ts';
import { errnoOf, readTextIfThere, writeFileAtomic } from '../system/files.ts';
import { acquireLock } from '../system/lock.ts';
import type { CoreContext } from './context.ts';
import type { ControlRun } from './control-run.ts';
import type { GatheredProfile } from './gather.ts';
import { lockName } from './lock-name.ts';
import { createStepRecorder } from './steps.ts';

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
): Promise<Pick<RepairPlan, 'steps' | 'commands'>> {
  const { serviceName } = facts.inspection;
  switch (action) {
    case 'enable-linger':
      return {
        steps: ['Let services of your user run without a login session.'],
        commands: [['loginctl', 'enable-linger', context.host.userName]],
      };
    case 'unmask':
      return {
        steps: [`Take the mask of ${serviceName} away. It is not started.`],
        commands: [
          ['systemctl', '--user', 'unmask', serviceName],
          ['systemctl', '--user', 'daemon-reload'],
        ],
      };
    case 'reload':
      return {
        steps: ['Make systemd read its files again. Nothing is restarted.'],
        commands: [['systemctl', '--user', 'daemon-reload']],
      };
    case 'protect-config': {
      const paths = openConfigs(facts);
      return {
        steps: paths.map((path) => `Let only your user read and write ${path} (mode 0600).`),
        commands: [['chmod', '600', ...paths]],
      };
    }
    case 'remove-secret':
      return {
        steps: leaks(facts).map(
          ({ path, names }) => `Take ${names.join(', ')} out of ${path}, and let only your user read it.`,
        ),
        commands: [],
      };
    case 'finish-change':
      return { steps: finishSteps(facts), commands: [] };
    default:
      return action satisfies never;
  }
}

function finishSteps({ unfinished }: GatheredProfile['facts']): string[] {
  if (unfinished?.action === 'uninstall') {
    return ["Remove what is left of the service. OpenClaw's data and configuration stay."];
  }
  if (unfinished?.action === 'restart') return ['Start the service and see it answer.'];
  return [
    'Put definition and configuration back as they were before; what somebody else changed since is left alone.',
    'Start the old service again, if it ran then, and see it answer.',
  ];
}

const LOCK_WAIT_MS = 10_000;

/** Does it, under the profile's lock. @returns what was done, in a sentence. @throws ExpectedError. */
export async function applyQuickRepair(
  context: CoreContext,
  action: QuickRepair,
  { facts, located }: GatheredProfile,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const lock = await acquireLock({
    folder: context.host.appDirs.runtime,
    name: lockName(facts.profile.id),
    purpose: action,
    waitMs: LOCK_WAIT_MS,
    clock: context.clock,
    signal: options.signal,
  });
  try {
    switch (action) {
      case 'enable-linger': {
        const { adapter } = located;
        if (adapter.enableLinger === undefined) {
          throw new ExpectedError('not-supported', `${adapter.kind} has no lingering.`);
        }
        await adapter.enableLinger(options);
        return 'Services of your user go on after you log out.';
      }
      case 'unmask': {
        const { unmaskUnit } = await import('../supervisors/systemd/unit-verbs.ts');
        await unmaskUnit(context, facts.inspection.serviceName, options);
        return `${facts.inspection.serviceName} is not masked any more.`;
      }
      case 'reload': {
        const { reloadUnits } = await import('../supervisors/systemd/unit-verbs.ts');
        await reloadUnits(context, options);
        return 'systemd has read its files again.';
      }
      case 'protect-config': {
        const paths = openConfigs(facts);
        for (const path of paths) await makePrivate(path);
        return `Only your user can read ${paths.join(' and ')} now.`;
      }
      case 'remove-secret': {
        const found = leaks(facts);
        for (const { path } of found) await stripFile(path);
        return `The secret is gone from ${found.map(({ path }) => path).join(' and ')}.`;
      }
      case 'finish-change': {
        const { finishInterrupted } = await import('./transaction/recover.ts');
        const steps = createStepRecorder(context.clock, undefined);
        const request = { profile: facts.profile, signal: options.signal };
        const run: ControlRun = { context, request, steps, warnings: [] };
        const said = await finishInterrupted(run, null);
        return [said ?? 'The change had come to its end; its record was removed.', ...run.warnings].join(' ');
      }
      default:
        return action satisfies never;
    }
  } finally {
    await lock.release();
  }
}

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
    throw new ExpectedError('file-write-failed', `${path} could not be made private (${errnoOf(cause)}).`, {
      hint: 'It may belong to another user. Its owner can run: chmod 600',
      cause,
    });
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
    throw new ExpectedError(
      'not-supported',
      `The secret in ${path} could not be taken out: the file is of another form.`,
      {
        hint: 'Nothing was changed. Edit it by hand, or remove the backup if you do not need it.',
      },
    );
  }
  await writeFileAtomic(path, clean, { mode: 0o600 });
}
