/**
 * The core as the app sees it: the monitor, the operations, and the remembered profiles, behind calls that answer with data.
 */
import type { CallInput, CallOutput, StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { OperationResult, OperationStep } from '../../shared/operation.ts';
import { ExpectedError, fail, type Outcome, ok } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';
import { parseProfileName } from '../../shared/profile.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { resolveProfileById } from '../profiles/resolve.ts';
import { type Care, createCare } from './care.ts';
import type { CoreContext } from './context.ts';
import { look } from './control.ts';
import { logSubjectOf } from './gather.ts';
import { createMonitor } from './monitor.ts';
import { listProfiles } from './profiles.ts';
import { runAction } from './run-action.ts';

export interface AppCore {
  /** All profiles with the last that is known of each; never waits. */
  snapshot(): StatusSnapshot;
  /** Called with every changed snapshot. Returns the function that ends the subscription. */
  onChange(listener: (snapshot: StatusSnapshot) => void): () => void;
  /** Reads one profile, or all of them, now. Resolves with the fresh snapshot. */
  refresh(input: { profile?: string; deep?: boolean }): Promise<StatusSnapshot>;
  plan(input: CallInput<'operation.plan'>): Promise<Outcome<Plan>>;
  run(
    input: CallInput<'operation.run'>,
    onStep: (steps: readonly OperationStep[]) => void,
  ): Promise<Outcome<OperationResult>>;
  /** False when the operation is past the point where it can be left, or is not known. */
  cancel(operationId: string): boolean;
  recentLogs(input: CallInput<'logs.recent'>): Promise<Outcome<CallOutput<'logs.recent'>>>;
  /** Diagnosis, its cures, and the support bundle. */
  readonly care: Care;
  addProfile(name: string): Promise<Outcome<{ profile: string }>>;
  forgetProfile(profile: string): Promise<Outcome<Record<string, never>>>;
  /** http(s) URL on loopback, without a secret in it. */
  dashboardUrl(profile: string): Outcome<string>;
  /** Window visible: look more often. Hidden: back off. */
  setAttention(visible: boolean): void;
  /** After sleep: a fresh look at everything. */
  wake(): void;
  dispose(): Promise<void>;
}

/** Ready when the list of profiles is known; their first reports follow as changes. `onDefect` hears of what nobody waits for. */
export async function createAppCore(context: CoreContext, onDefect: (cause: unknown) => void): Promise<AppCore> {
  const monitor = createMonitor(context, onDefect);
  const running = new Map<string, AbortController>();

  const reloadProfiles = async () => {
    monitor.watch(await listProfiles(context));
  };

  const resolve = (id: string): Outcome<ResolvedProfile> => resolveProfileById(id, context.host);

  await reloadProfiles();
  monitor.refresh().catch(onDefect);

  return {
    snapshot: () => monitor.snapshot(),
    onChange: (listener) => monitor.onChange(listener),
    async refresh({ profile, deep }) {
      await reloadProfiles();
      await monitor.refresh(profile, { deep: deep ?? false });
      return monitor.snapshot();
    },
    plan: ({ action, profile, options }) =>
      asOutcome(async () => {
        const resolved = unwrap(resolve(profile));
        if (action === 'uninstall') return (await import('./uninstall.ts')).planUninstall(context, resolved);
        return (await import('./install.ts')).planInstall(context, resolved, options);
      }),
    run: ({ operationId, action, profile, options }, onStep) =>
      asOutcome(async () => {
        if (running.has(operationId))
          throw new ExpectedError('invalid-option', 'An operation of this id runs already.');
        const resolved = unwrap(resolve(profile));
        const controller = new AbortController();
        running.set(operationId, controller);
        monitor.setBusy(resolved.id, action);
        try {
          return await runAction(context, action, { profile: resolved, onStep, signal: controller.signal }, options);
        } finally {
          running.delete(operationId);
          monitor.setBusy(resolved.id, null);
          await monitor.refresh(resolved.id);
        }
      }),
    cancel(operationId) {
      const controller = running.get(operationId);
      if (controller === undefined) return false;
      controller.abort(new Error('cancelled by the person'));
      return true;
    },
    recentLogs: ({ profile, lines }) =>
      asOutcome(async () => {
        const { recentLogs } = await import('../logs/recent.ts');
        const gathered = monitor.latest(profile) ?? (await look(context, unwrap(resolve(profile)), { probe: false }));
        return recentLogs(context, logSubjectOf(gathered), lines);
      }),
    care: createCare(context, {
      resolve: (id) => unwrap(resolve(id)),
      outcomeOf: asOutcome,
      changed: (id) => monitor.refresh(id),
    }),
    addProfile: (name) =>
      asOutcome(async () => {
        const { id } = unwrap(parseProfileName(name));
        unwrap(resolve(id));
        await context.profiles.remember(id);
        await reloadProfiles();
        await monitor.refresh(id);
        return { profile: id };
      }),
    forgetProfile: (profile) =>
      asOutcome(async () => {
        const { id } = unwrap(parseProfileName(profile));
        await context.profiles.forget(id);
        await reloadProfiles();
        return {};
      }),
    dashboardUrl(profile) {
      const latest = monitor.latest(profile);
      if (latest === null)
        return fail('state-unknown', `Nothing is known about ${profile} yet.`, 'Try again in a moment.');
      return ok(latest.facts.url.replace(/^ws/, 'http'));
    },
    setAttention: (visible) => monitor.setAttention(visible),
    wake() {
      monitor.refresh().catch(onDefect);
    },
    async dispose() {
      for (const controller of running.values()) controller.abort(new Error('the app quits'));
      await monitor.dispose();
    },
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, hint, details } = outcome.error;
  throw new ExpectedError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { details }),
  });
}

/** Expected failures become data; a defect goes on to whoever called. */
async function asOutcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (cause) {
    if (cause instanceof ExpectedError) return cause.toOutcome();
    throw cause;
  }
}
