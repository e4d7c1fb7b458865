/** The Diagnose page's calls: look closely, cure, and the support bundle. Each part is loaded when it is first used. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallInput, CallOutput } from '../../shared/ipc/contract.ts';
import type { ControlAction } from '../../shared/operation.ts';
import { ExpectedError, type Outcome } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { SupportPreview } from '../../shared/support.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { errnoOf } from '../system/files.ts';
import type { CoreContext } from './context.ts';
import type { Running } from './running.ts';
import type { StepListener } from './steps.ts';

export interface Care {
  check(profile: string): Promise<Outcome<CallOutput<'diagnose.check'>>>;
  planFix(input: CallInput<'diagnose.fix.plan'>): Promise<Outcome<CallOutput<'diagnose.fix.plan'>>>;
  runFix(input: CallInput<'diagnose.fix.run'>, onStep: StepListener): Promise<Outcome<CallOutput<'diagnose.fix.run'>>>;
  previewSupport(profile: string): Promise<Outcome<CallOutput<'support.preview'>>>;
  writeSupport(profile: string): Promise<Outcome<CallOutput<'support.write'>>>;
}

export interface CareDependencies {
  /** @throws ExpectedError for an id that is no profile's. */
  readonly resolve: (profile: string) => ResolvedProfile;
  readonly outcomeOf: <T>(work: () => Promise<T>) => Promise<Outcome<T>>;
  /** Where a cure is left by whoever does not wait any longer. */
  readonly running: Running;
  /** Which operation runs on this profile; null = none. */
  readonly setBusy: (profile: string, action: ControlAction | null) => void;
  /** Something of this profile was changed: whoever shows it should look again. */
  readonly changed: (profile: string) => Promise<void>;
}

const BUNDLE_LINES = 500;

export function createCare(
  context: CoreContext,
  { resolve, outcomeOf, running, setBusy, changed }: CareDependencies,
): Care {
  /** Exactly what was shown is written, not something collected later. */
  const shown = new Map<string, SupportPreview>();
  const requestOf = (input: CallInput<'diagnose.fix.plan'>) => ({
    profile: resolve(input.profile),
    rule: input.rule,
    choice: input.choice,
    deep: true,
  });
  return {
    check: (id) =>
      outcomeOf(async () => {
        const { diagnoseProfile } = await import('./diagnose.ts');
        const { report, notFoundOut } = await diagnoseProfile(context, resolve(id), { deep: true });
        return { report, notFoundOut: [...notFoundOut] };
      }),
    planFix: (input) =>
      outcomeOf(async () =>
        (await import('./repair.ts')).planRepair(context, { ...requestOf(input), confirmed: false }),
      ),
    runFix: ({ operationId, ...input }, onStep) =>
      outcomeOf(() =>
        running.run(operationId, async ({ signal, allow }) => {
          const request = requestOf(input);
          const { id } = request.profile;
          const heard = { onStep, onLeavable: allow, onAction: (action: ControlAction) => setBusy(id, action) };
          try {
            const { runRepair } = await import('./repair.ts');
            return await runRepair(context, { ...request, ...heard, signal, confirmed: true });
          } finally {
            setBusy(id, null);
            await changed(id);
          }
        }),
      ),
    previewSupport: (id) =>
      outcomeOf(async () => {
        const { collectSupport } = await import('./support/collect.ts');
        const preview = await collectSupport(context, resolve(id), { lines: BUNDLE_LINES });
        shown.set(id, preview);
        return preview;
      }),
    writeSupport: (id) =>
      outcomeOf(async () => {
        const preview = shown.get(id);
        if (preview === undefined) {
          throw new ExpectedError('invalid-option', say('invalid-option.bundle-unseen'), {
            hint: say('hint.look-first'),
          });
        }
        const { writeSupport } = await import('./support/write.ts');
        const path = join(await placeFor(context.host.home), preview.name);
        return { path, bytes: await writeSupport(preview, path, context.clock.now()) };
      }),
  };
}

/** Where a person looks for such files. */
async function placeFor(home: string): Promise<string> {
  const downloads = join(home, 'Downloads');
  try {
    return (await stat(downloads)).isDirectory() ? downloads : home;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return home;
  }
}
