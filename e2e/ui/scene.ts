/**
 * Opens the window over the mock bridge with everything answered as a healthy app would; a spec changes what it is about.
 */
import type { Page } from '@playwright/test';
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import type { OperationResult } from '../../src/shared/operation.ts';
import { ok } from '../../src/shared/outcome.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { supportPreview } from './fixture-diagnose.ts';
import { healthy, installPlan, logLines, snapshotOf, uninstallPlan } from './fixtures.ts';
import { installMockBridge, type MockBridge } from './mock-bridge.ts';

export interface Scene {
  readonly bridge: MockBridge;
  /** Changes what status calls answer, and tells the page. */
  show(snapshot: StatusSnapshot): Promise<void>;
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

/** `first` null leaves the first snapshot unanswered until `show` is called. */
export async function openScene(page: Page, url: string, first: StatusSnapshot | null): Promise<Scene> {
  const bridge = await installMockBridge(page);
  let current = first;
  const waiting: ((snapshot: StatusSnapshot) => void)[] = [];
  const snapshot = () =>
    current === null ? new Promise<StatusSnapshot>((resolve) => waiting.push(resolve)) : Promise.resolve(current);
  bridge.reply('app.info', () => ok({ version: '0.1.0', platform: 'linux', host: 'stand-in', language: 'en' }));
  bridge.reply('status.snapshot', async () => ok(await snapshot()));
  bridge.reply('status.refresh', async () => ok(await snapshot()));
  bridge.reply('operation.plan', ({ action }) => ok(action === 'install' ? installPlan() : uninstallPlan()));
  bridge.reply('operation.run', ({ action, profile }) =>
    ok(resultOf(action, healthy(Date.now(), profile), `${profile} is healthy.`)),
  );
  bridge.reply('operation.cancel', () => ok({ cancelled: true }));
  bridge.reply('logs.recent', () =>
    ok({ lines: logLines(Date.now()), sources: ['journal', 'gateway log'], problems: [] }),
  );
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
  await page.goto(url);
  return {
    bridge,
    async show(next) {
      current = next;
      for (const resolve of waiting.splice(0)) resolve(next);
      await bridge.emit('status.changed', next);
    },
  };
}

export { snapshotOf };
