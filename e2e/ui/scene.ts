/**
 * Opens the window over the mock bridge with everything answered as a healthy app would; a spec changes what it is about.
 */
import type { Page } from '@playwright/test';
import type { CallOutput, StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import type { OperationResult } from '../../src/shared/operation.ts';
import { ok } from '../../src/shared/outcome.ts';
import { applyPatch, DEFAULT_SETTINGS, type SettingsView } from '../../src/shared/settings.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { supportPreview } from './fixture-diagnose.ts';
import { timelineOf } from './fixture-timeline.ts';
import { healthy, installPlan, logLines, snapshotOf, uninstallPlan } from './fixtures.ts';
import { installMockBridge, type MockBridge } from './mock-bridge.ts';

export interface Scene {
  readonly bridge: MockBridge;
  /** What the settings calls answer; a change goes into it. */
  readonly settings: { view: SettingsView };
  /** Changes what status calls answer, and tells the page. */
  show(snapshot: StatusSnapshot): Promise<void>;
}

/** Settings at their defaults, in a box that a spec may fill differently before or after the window reads them. */
function settingsView(): { view: SettingsView } {
  return {
    view: {
      settings: DEFAULT_SETTINGS,
      path: '/home/ana/.config/openclaw-tray/settings.json',
      problem: null,
      keptAside: null,
      loginItem: { state: 'off', note: null, detail: null },
    },
  };
}

export function resultOf(action: OperationResult['action'], report: StatusReport, message: string): OperationResult {
  return {
    ok: true,
    action,
    profile: report.profile,
    changed: true,
    result: `${action}ed`,
    message,
    warnings: [],
    report,
  };
}

/** What a view of the log is answered with when it opens. */
export function openedLog(
  lines: CallOutput<'logs.open'>['lines'],
  rest: Partial<CallOutput<'logs.open'>> = {},
): CallOutput<'logs.open'> {
  return {
    lines,
    more: false,
    places: ['journalctl --user -u openclaw-gateway.service -o json', '/tmp/openclaw/openclaw-2026-11-22.log'],
    sources: ['journal', 'gateway', 'supervisor'],
    problems: [],
    inFile: true,
    ...rest,
  };
}

/** Id of the view of the log that the page opened last. */
export function openStream({ bridge }: Scene): string {
  const input = bridge.made('logs.open').at(-1)?.input;
  if (typeof input !== 'object' || input === null || !('streamId' in input)) throw new Error('No log is open.');
  return String(input.streamId);
}

/** `first` null leaves the first snapshot unanswered until `show` is called. */
export async function openScene(
  page: Page,
  url: string,
  first: StatusSnapshot | null,
  language = 'en',
): Promise<Scene> {
  const bridge = await installMockBridge(page);
  let current = first;
  const waiting: ((snapshot: StatusSnapshot) => void)[] = [];
  const snapshot = () =>
    current === null ? new Promise<StatusSnapshot>((resolve) => waiting.push(resolve)) : Promise.resolve(current);
  bridge.reply('app.info', () => ok({ version: '0.1.0', platform: 'linux', host: 'stand-in', language }));
  bridge.reply('status.snapshot', async () => ok(await snapshot()));
  bridge.reply('status.refresh', async () => ok(await snapshot()));
  bridge.reply('operation.plan', ({ action }) => ok(action === 'install' ? installPlan() : uninstallPlan()));
  bridge.reply('operation.run', ({ action, profile }) =>
    ok(resultOf(action, healthy(Date.now(), profile), `${profile} is healthy.`)),
  );
  bridge.reply('autostart.set', async ({ profile, on }) => {
    const found = (await snapshot()).profiles.find((each) => each.profile === profile)?.report ?? healthy(Date.now());
    const report = { ...found, enabled: on };
    return ok({
      ok: true as const,
      action: on ? ('enable' as const) : ('disable' as const),
      profile,
      changed: true,
      result: on ? 'enabled' : 'disabled',
      message: '',
      warnings: [],
      report,
    });
  });
  bridge.reply('operation.cancel', () => ok({ cancelled: true }));
  bridge.reply('logs.recent', () =>
    ok({ lines: logLines(Date.now()), sources: ['journal', 'gateway log'], problems: [] }),
  );
  bridge.reply('logs.open', () => ok(openedLog(logLines(Date.now()))));
  bridge.reply('logs.older', () => ok({ lines: [], more: false }));
  bridge.reply('logs.close', () => ok({}));
  bridge.reply('logs.reveal', () => ok({ path: '/tmp/openclaw/openclaw-2026-11-22.log' }));
  bridge.reply('diagnose.check', async ({ profile }) => {
    const report = (await snapshot()).profiles.find((each) => each.profile === profile)?.report ?? healthy(Date.now());
    return ok({ report, notFoundOut: [] });
  });
  bridge.reply('diagnose.fix.plan', () => ok(null));
  bridge.reply('diagnose.fix.run', () => ok(null));
  bridge.reply('support.preview', ({ profile }) => ok(supportPreview(profile)));
  bridge.reply('support.write', ({ profile }) => ok({ path: `/home/me/Downloads/${profile}.tar.gz`, bytes: 9_214 }));
  bridge.reply('profiles.add', ({ name }) => ok({ profile: name }));
  bridge.reply('profiles.forget', () => ok({}));
  bridge.reply('dashboard.open', () => ok({}));
  bridge.reply('clipboard.copy', () => ok({}));
  const settings = settingsView();
  bridge.reply('settings.read', () => ok(settings.view));
  bridge.reply('settings.change', ({ patch, startAppAtLogin }) => {
    settings.view = {
      ...settings.view,
      settings: applyPatch(settings.view.settings, patch),
      loginItem:
        startAppAtLogin === undefined
          ? settings.view.loginItem
          : { ...settings.view.loginItem, state: startAppAtLogin ? 'on' : 'off' },
    };
    return ok({ view: settings.view, loginItemError: null });
  });
  bridge.reply('timeline.read', ({ profile }) => ok(timelineOf(profile, Date.now())));
  await page.goto(url);
  return {
    bridge,
    settings,
    async show(next) {
      current = next;
      for (const resolve of waiting.splice(0)) resolve(next);
      await bridge.emit('status.changed', next);
    },
  };
}

export { snapshotOf };
