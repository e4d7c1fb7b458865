/**
 * The window's calls, each handed to the core. Nothing is decided here.
 */

import type { AppInfo, EventPayload } from '../../shared/ipc/contract.ts';
import { fail, type Outcome, ok } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { AppCore } from './core-api.ts';
import type { Handlers } from './ipc-server.ts';
import type { SettingsDesk } from './settings-desk.ts';

export interface HandlerDependencies {
  readonly core: AppCore;
  readonly settings: SettingsDesk;
  readonly info: () => AppInfo;
  readonly openExternal: (url: string) => Promise<void>;
  /** Shows a file in the desktop's file manager. */
  readonly revealFile: (path: string) => void;
  readonly copyText: (text: string) => Promise<void>;
  readonly onStep: (step: EventPayload<'operation.step'>) => void;
  readonly onCureStep: (step: EventPayload<'diagnose.fix.step'>) => void;
}

export function createHandlers({
  core,
  settings,
  info,
  openExternal,
  revealFile,
  copyText,
  onStep,
  onCureStep,
}: HandlerDependencies): Handlers {
  return {
    'app.info': async () => ok(info()),
    'status.snapshot': async () => ok(core.snapshot()),
    'status.refresh': async ({ profile, deep }) =>
      ok(
        await core.refresh({ ...(profile === undefined ? {} : { profile }), ...(deep === undefined ? {} : { deep }) }),
      ),
    'operation.plan': (input) => core.plan(input),
    'operation.run': (input) =>
      core.run(input, (steps) => {
        const { operationId, profile, action } = input;
        onStep({ operationId, profile, action, steps: [...steps] });
      }),
    'operation.cancel': async ({ operationId }) => ok({ cancelled: core.cancel(operationId) }),
    'autostart.set': ({ profile, on }) => core.setAutostart(profile, on),
    'logs.recent': (input) => core.recentLogs(input),
    'extra.plan': (input) => core.planExtraRemoval(input),
    'extra.remove': (input) => core.removeExtra(input),
    'logs.open': async (input) => ok(await core.logs.open(input)),
    'logs.older': async (input) => ok(await core.logs.older(input)),
    'logs.close': async ({ streamId }) => {
      await core.logs.close(streamId);
      return ok({});
    },
    'logs.reveal': async ({ profile }) => {
      const path = await core.logs.fileOf(profile);
      revealFile(path);
      return ok({ path });
    },
    'diagnose.check': ({ profile }) => core.care.check(profile),
    'diagnose.fix.plan': (input) => core.care.planFix(input),
    'diagnose.fix.run': (input) =>
      core.care.runFix(input, (steps) => {
        const { operationId, profile, rule } = input;
        onCureStep({ operationId, profile, rule, steps: [...steps] });
      }),
    'support.preview': ({ profile }) => core.care.previewSupport(profile),
    'support.write': ({ profile }) => core.care.writeSupport(profile),
    'profiles.add': ({ name }) => core.addProfile(name),
    'profiles.forget': ({ profile }) => core.forgetProfile(profile),
    'dashboard.open': ({ profile }) => openDashboard(core, profile, openExternal),
    'timeline.read': ({ profile, hours }) => core.timeline(profile, hours),
    'clipboard.copy': async ({ text }) => {
      await copyText(text);
      return ok({});
    },
    'settings.read': async () => ok(await settings.view()),
    'settings.change': (input) => settings.change(input),
  };
}

/** Opens a profile's dashboard in the person's browser. Anything but http(s) on loopback is refused: the browser would run it. */
export async function openDashboard(
  core: Pick<AppCore, 'dashboardUrl'>,
  profile: string,
  openExternal: (url: string) => Promise<void>,
): Promise<Outcome<Record<string, never>>> {
  const url = core.dashboardUrl(profile);
  if (!url.ok) return url;
  if (!isLoopbackPage(url.value)) {
    return fail('not-supported', say('not-supported.dashboard', { profile }));
  }
  try {
    await openExternal(url.value);
  } catch (cause) {
    // The system has no browser, or it refused.
    return fail(
      'command-failed',
      say('command-failed.browser', { error: String(cause) }),
      say('hint.open-yourself', { url: url.value }),
    );
  }
  return ok({});
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An http(s) address on this computer without credentials in it. */
export function isLoopbackPage(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' && LOOPBACK.test(url.hostname);
}
