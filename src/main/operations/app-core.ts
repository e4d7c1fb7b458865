/**
 * The core as the app sees it: the monitor, the operations, and the remembered profiles, behind calls that answer with data.
 */

import type { CallInput, CallOutput, StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { AutostartResult, InstallOptions, OperationResult, OperationStep } from '../../shared/operation.ts';
import { ExpectedError, fail, type Outcome, ok } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';
import { parseProfileName } from '../../shared/profile.ts';
import { say, textOf } from '../../shared/said.ts';
import type { Timeline } from '../../shared/timeline.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { resolveProfile } from '../profiles/resolve.ts';
import { createAlerts } from './alerts/alerts.ts';
import { type Care, createCare } from './care.ts';
import type { CoreContext } from './context.ts';
import { look } from './control.ts';
import { logSubjectOf } from './gather.ts';
import { createLogStreams, type LogStreams } from './log-streams.ts';
import { createMonitor } from './monitor.ts';
import { createNotifier } from './notifier.ts';
import type { Notice } from './notify.ts';
import { listProfiles } from './profiles.ts';
import { readTimelineOf } from './read-timeline.ts';
import { recordTimeline } from './record-timeline.ts';
import { runAction } from './run-action.ts';
import { createRunning } from './running.ts';

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
  /** Whether it starts by itself at login or boot. */
  setAutostart(profile: string, on: boolean): Promise<Outcome<AutostartResult>>;
  /** False when the operation is past the point where it can be left, or is not known. */
  cancel(operationId: string): boolean;
  recentLogs(input: CallInput<'logs.recent'>): Promise<Outcome<CallOutput<'logs.recent'>>>;
  planExtraRemoval(input: CallInput<'extra.plan'>): Promise<Outcome<CallOutput<'extra.plan'>>>;
  removeExtra(input: CallInput<'extra.remove'>): Promise<Outcome<CallOutput<'extra.remove'>>>;
  /** The views of logs that the window has open. */
  readonly logs: LogStreams;
  /** Diagnosis, its cures, and the support bundle. */
  readonly care: Care;
  addProfile(name: string): Promise<Outcome<{ profile: string }>>;
  forgetProfile(profile: string): Promise<Outcome<Record<string, never>>>;
  /** http(s) URL on loopback, without a secret in it. */
  dashboardUrl(profile: string): Outcome<string>;
  /** What a profile did over the last hours. */
  timeline(profile: string, hours: number): Promise<Outcome<Timeline>>;
  /** Called with what is worth a notification. Returns the function that ends the subscription. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Window visible: look more often. Hidden: back off. */
  setAttention(visible: boolean): void;
  /** After sleep: a fresh look at everything. */
  wake(): void;
  dispose(): Promise<void>;
}

export interface AppCoreOptions {
  /** What belongs into the log, for example a hook that failed or a disk that does not take the history. */
  readonly onNote?: (text: string) => void;
  /** Writes the history down; for the one program that always runs, or two would write one file. */
  readonly record?: boolean;
  /** No notification about these profiles; asked each time. */
  readonly isMuted?: (profile: string) => boolean;
}

/** Ready when the list of profiles is known; their first reports follow as changes. `onDefect` hears of what nobody waits for. */
export async function createAppCore(
  context: CoreContext,
  onDefect: (cause: unknown) => void,
  options: AppCoreOptions = {},
): Promise<AppCore> {
  const monitor = createMonitor(context, onDefect);
  const onNote = options.onNote ?? (() => undefined);
  const alerts = createAlerts(context, { onNote: (note) => onNote(textOf(note)), onDefect });
  monitor.onChange((snapshot) => alerts.take(snapshot));
  const running = createRunning();
  const recorder = options.record === true ? recordTimeline(context, monitor, onDefect, onNote) : null;
  const notifier = createNotifier(monitor, context.clock, options.isMuted ?? (() => false));

  const reloadProfiles = async () => {
    monitor.watch(await listProfiles(context));
  };

  const changed = async (id: string) => {
    // Installing or removing can make it the system's service or the person's own.
    await reloadProfiles();
    await monitor.refresh(id);
  };

  /** The supervisor that was chosen says whose service is meant; else it is the one that is there. */
  const resolve = (id: string, options: InstallOptions = {}): Outcome<ResolvedProfile> =>
    resolveProfile(
      {
        profile: id,
        scope:
          options.supervisor === undefined ? undefined : options.supervisor === 'systemd-system' ? 'system' : 'user',
      },
      context.host,
    );

  const logSubject = async (profile: string) =>
    logSubjectOf(monitor.latest(profile) ?? (await look(context, unwrap(resolve(profile)), { probe: false })));
  const logs = createLogStreams({ context, subjectOf: logSubject, onDefect });

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
        const resolved = unwrap(resolve(profile, options));
        if (action === 'uninstall') return (await import('./uninstall.ts')).planUninstall(context, resolved);
        return (await import('./install.ts')).planInstall(context, resolved, options);
      }),
    run: ({ operationId, action, profile, options }, onStep) =>
      asOutcome(() =>
        running.run(operationId, async ({ signal }) => {
          const resolved = unwrap(resolve(profile, options));
          monitor.setBusy(resolved.id, action);
          try {
            return await runAction(context, action, { profile: resolved, onStep, signal }, options);
          } finally {
            monitor.setBusy(resolved.id, null);
            await changed(resolved.id);
          }
        }),
      ),
    setAutostart: (profile, on) =>
      asOutcome(async () => {
        const resolved = unwrap(resolve(profile));
        const { setAutostart } = await import('./autostart.ts');
        try {
          return await setAutostart(context, { profile: resolved }, on);
        } finally {
          await monitor.refresh(resolved.id);
        }
      }),
    cancel: (operationId) => running.cancel(operationId),
    recentLogs: ({ profile, lines }) =>
      asOutcome(async () => {
        const { recentLogs } = await import('../logs/recent.ts');
        return recentLogs(context, await logSubject(profile), lines);
      }),
    planExtraRemoval: (input) =>
      asOutcome(async () => (await import('./remove-extra.ts')).planRemoveExtra(context, input)),
    removeExtra: (input) =>
      asOutcome(async () => {
        const removed = await (await import('./remove-extra.ts')).removeExtraService(context, input);
        monitor.refresh(undefined, { deep: true }).catch(onDefect);
        return removed;
      }),
    logs,
    care: createCare(context, {
      resolve: (id) => unwrap(resolve(id)),
      outcomeOf: asOutcome,
      running,
      setBusy: monitor.setBusy,
      changed,
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
        return fail('state-unknown', say('state-unknown.not-yet', { profile }), say('hint.in-a-moment'));
      return ok(latest.facts.url.replace(/^ws/, 'http'));
    },
    timeline: (profile, hours) =>
      asOutcome(async () => {
        const { id } = unwrap(resolve(profile));
        return recorder === null ? readTimelineOf(context, id, hours) : recorder.read(id, hours);
      }),
    onNotice: (listener) => notifier.onNotice(listener),
    setAttention: (visible) => monitor.setAttention(visible),
    wake() {
      monitor.wake();
    },
    async dispose() {
      running.abortAll(new Error('the app quits'));
      notifier.dispose();
      await logs.closeAll();
      await monitor.dispose();
      await alerts.dispose();
      await recorder?.dispose();
    },
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw ExpectedError.from(outcome.error);
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
