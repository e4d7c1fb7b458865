/** The Diagnose page with its two sheets: what is asked of the app, what a person can reach and read, in every language and size. */
import type { Locator, Page } from '@playwright/test';
import type { CallOutput } from '../../src/shared/ipc/contract.ts';
import { fail, type Outcome, ok } from '../../src/shared/outcome.ts';
import { at, overflowing, seriousFindings, untranslated } from './checks.ts';
import { cureSteps, endHolderPlan, heldPort } from './fixture-diagnose.ts';
import * as fixtures from './fixtures.ts';
import type { MockBridge } from './mock-bridge.ts';
import { expect, test } from './test.ts';

const held = () => fixtures.snapshotOf(1, [heldPort(Date.now())]);
const END_IT = 'End it and start the service…';

async function openPage(page: Page): Promise<void> {
  await page.getByRole('tab').nth(3).click();
  await expect(page.locator('.cause').first()).toBeVisible();
  await expect(page.locator('.diagnose')).toHaveAttribute('aria-busy', 'false');
}

test('a cure is planned, agreed to, carried out and told, and the page looks again', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
  bridge.reply('diagnose.fix.run', ({ profile, rule }) =>
    ok({
      ok: true,
      rule,
      profile,
      message: 'Process 4711 ended; default is healthy.',
      warnings: [],
      report: fixtures.healthy(Date.now()),
    }),
  );
  await openPage(page);
  const looks = bridge.made('diagnose.check').length;
  await page.getByRole('button', { name: END_IT }).click();
  const sheet = page.getByRole('dialog', { name: 'What will be done' });
  await expect(sheet.getByRole('listitem')).toHaveCount(2);
  // Nothing is done by a key that was meant for the page before.
  await expect(sheet.getByRole('heading', { level: 1 })).toBeFocused();
  expect(bridge.made('diagnose.fix.run')).toEqual([]);
  await sheet.getByRole('button', { name: 'End it and start the service', exact: true }).click();
  await expect(page.getByText('Process 4711 ended; default is healthy. Looked again')).toBeVisible();
  await expect(sheet).toBeHidden();
  const request = { profile: 'default', rule: 'port-held-by-own-gateway', choice: 0 };
  expect(bridge.made('diagnose.fix.plan').map(({ input }) => input)).toEqual([request]);
  expect(bridge.made('diagnose.fix.run').map(({ input }) => input)).toEqual([
    { ...request, operationId: expect.stringMatching(/^[\da-f-]{36}$/) },
  ]);
  expect(bridge.made('diagnose.check').length).toBeGreaterThan(looks);
});

const ran = (bridge: MockBridge) => bridge.made('diagnose.fix.run')[0]?.input as { operationId: string };
type Run = CallOutput<'diagnose.fix.run'>;

/** A cure that runs until the spec ends it. */
async function startCure(page: Page, bridge: MockBridge) {
  let end: (outcome: Outcome<Run>) => void = () => {};
  bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
  bridge.reply(
    'diagnose.fix.run',
    () =>
      new Promise<Outcome<Run>>((resolve) => {
        end = resolve;
      }),
  );
  await openPage(page);
  await page.getByRole('button', { name: END_IT }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'End it and start the service', exact: true }).click();
  await expect.poll(() => bridge.made('diagnose.fix.run').length).toBe(1);
  const { operationId } = ran(bridge);
  return { sheet, operationId, end: (outcome: Outcome<Run>) => end(outcome) };
}
const itemsOf = (sheet: Locator) => sheet.getByRole('list', { name: 'Steps' }).getByRole('listitem');

test('a cure that runs shows its steps; those of another one do not count', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  const { sheet, operationId, end } = await startCure(page, bridge);
  await expect(sheet.getByText('Working on it…')).toBeVisible();
  const event = { operationId, profile: 'default', rule: 'port-held-by-own-gateway', steps: [...cureSteps] };
  await bridge.emit('diagnose.fix.step', { ...event, operationId: 'another', steps: [] });
  await bridge.emit('diagnose.fix.step', event);
  await expect(itemsOf(sheet)).toHaveText([
    /^Ended openclaw-gateway \(pid 4711, user me\); port 18789 is free\., done2\.1/,
    /^Ask systemd to start it, done/,
    /^A new process runs \(pid 4870\), done/,
    /^It owns port 18789, in progress$/,
    /^It answers as default, waiting$/,
    /^Look again whether it is cured, waiting$/,
  ]);
  // One list: the sentences of the plan have become these.
  await expect(sheet.getByText('Working on it…')).toBeHidden();
  expect(await overflowing(page)).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);
  await bridge.emit('diagnose.fix.step', {
    ...event,
    steps: cureSteps.map((step) => ({ ...step, state: step.id === 'port' ? 'failed' : step.state })),
  });
  end(fail('not-verified', 'default does not answer after 60 s.', 'It may still be starting.'));
  await expect(sheet.getByRole('alert')).toContainText('default does not answer after 60 s.');
  await expect(itemsOf(sheet).nth(3)).toContainText('failed');
  await expect(sheet.getByRole('button', { name: 'Stop waiting' })).toBeHidden();
});

test('who stops waiting for a cure is told that the work may go on', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  const { sheet, operationId, end } = await startCure(page, bridge);
  const looks = bridge.made('diagnose.check').length;
  await sheet.getByRole('button', { name: 'Stop waiting' }).click();
  await expect(sheet.getByRole('status')).toHaveText('No longer waiting. The work may go on; the verdict follows.');
  expect(bridge.made('operation.cancel').map(({ input }) => input)).toEqual([{ operationId }]);
  await expect(sheet.getByRole('button')).toHaveText(['Close']);
  end(fail('cancelled', 'Stopped waiting for the cure of default.'));
  // It is no failure, and the page looks again.
  await expect.poll(() => bridge.made('diagnose.check').length).toBeGreaterThan(looks);
  await expect(sheet.getByRole('alert')).toHaveCount(0);
});

test('a cure that cannot be left now says so, and goes on to its end', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  bridge.reply('operation.cancel', () => ok({ cancelled: false }));
  const { sheet, end } = await startCure(page, bridge);
  await sheet.getByRole('button', { name: 'Stop waiting' }).click();
  await expect(sheet.getByRole('status')).toContainText('It is past the point where it can be stopped.');
  end(
    ok({
      ok: true,
      rule: 'port-held-by-own-gateway',
      profile: 'default',
      message: 'Process 4711 ended; default is healthy.',
      warnings: [],
      report: fixtures.healthy(Date.now()),
    }),
  );
  await expect(page.getByText('Process 4711 ended; default is healthy. Looked again')).toBeVisible();
  await expect(sheet).toBeHidden();
});

test('the other way out of a held port is the plan of another port', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  await openPage(page);
  await page.getByRole('button', { name: 'Use port 18909 instead…' }).click();
  await expect(page.getByRole('dialog', { name: 'Use port 18909 for default' })).toBeVisible();
  expect(bridge.made('operation.plan').at(-1)?.input).toMatchObject({
    action: 'install',
    profile: 'default',
    options: { force: true, port: 18909 },
  });
  expect(bridge.made('diagnose.fix.plan')).toEqual([]);
});

test('a cure that does not work says why and keeps its plan; Esc gives the focus back', async ({
  page,
  openWindow,
}) => {
  const { bridge } = await openWindow(held());
  bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
  bridge.reply('diagnose.fix.run', () =>
    fail('stop-timeout', 'Process 4711 did not end within 30 s.', 'Look at what it does.'),
  );
  await openPage(page);
  await page.getByRole('button', { name: END_IT }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'End it and start the service', exact: true }).click();
  await expect(sheet.getByRole('alert')).toContainText('Process 4711 did not end within 30 s.');
  await expect(sheet.getByRole('listitem')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: END_IT })).toBeFocused();
});

test('what is not found any more is not cured', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  await openPage(page);
  await page.getByRole('button', { name: END_IT }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('This is not found any more.')).toBeVisible();
  await expect(sheet.getByRole('button')).toHaveText(['Close']);
  expect(bridge.made('diagnose.fix.run')).toEqual([]);
});

test('a support bundle shows each file before it is written', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(held());
  await openPage(page);
  await page.getByRole('button', { name: 'Support bundle…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Support bundle for default' });
  const file = sheet.getByRole('button', { name: /^logs\.txt/ });
  await file.click();
  await expect(file).toHaveAttribute('aria-current', 'true');
  await expect(sheet.getByRole('region', { name: 'logs.txt' })).toContainText('token=[hidden]');
  expect(bridge.made('support.write')).toEqual([]);
  await sheet.getByRole('button', { name: 'Write the file' }).click();
  await expect(sheet.getByRole('status')).toHaveText('Written to /home/me/Downloads/default.tar.gz');
  await expect(sheet.getByRole('button', { name: 'Write the file' })).toBeHidden();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Support bundle…' }).click();
  // A new bundle begins at its first file.
  await expect(sheet.getByRole('button', { name: /^issue\.md/ })).toHaveAttribute('aria-current', 'true');
});

for (const [language, title, cause, cure, step, seen] of [
  [
    'ja',
    'ポート 18789 は使用中です',
    'ポート 18789 は Office のサービスではないゲートウェイが使用しています',
    '終了させてサービスを起動',
    /^openclaw-gateway（pid 4711、ユーザー me）/,
    '-bash（pid 2201） から起動されました。',
  ],
  [
    'zh',
    '端口 18789 已被占用',
    '端口 18789 被不属于 Office 服务的网关占用',
    '结束它并启动服务',
    /openclaw-gateway（pid 4711，用户 me）/,
    '它由 -bash（pid 2201） 启动。',
  ],
] as const) {
  test(`the page and the sheet of a cure speak ${language}, with the name that the person gave`, async ({
    page,
    openWindow,
  }) => {
    const scene = await openWindow(held());
    const { view } = scene.settings;
    await scene.bridge.emit('settings.changed', {
      ...view,
      settings: {
        ...view.settings,
        language,
        profiles: { default: { label: 'Office', supervisor: null, runtime: null } },
      },
    });
    scene.bridge.reply('diagnose.fix.plan', ({ profile }) => {
      const plan = endHolderPlan(profile);
      return ok({ ...plan, steps: [...plan.steps, 'A step that a newer core has.'] });
    });
    await openPage(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByRole('heading', { level: 2, name: cause })).toBeVisible();
    await expect(page.getByText(seen)).toBeVisible();
    await page.getByRole('button', { name: `${cure}…` }).click();
    const sheet = page.getByRole('dialog');
    await expect(sheet.getByText(cause)).toBeVisible();
    await expect(sheet.getByRole('button', { name: cure, exact: true })).toBeVisible();
    await expect(sheet.getByRole('listitem').first()).toHaveText(step);
    await expect(sheet.getByRole('listitem').first()).not.toHaveAttribute('lang', 'en');
    // What the window has no words for is English, and is marked so.
    await expect(sheet.getByRole('listitem').last()).toHaveAttribute('lang', 'en');
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious finding: the page of a held port and its sheets, ${colorScheme}`, async ({ page, openWindow }) => {
    // Six scans, each of a whole page.
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { bridge } = await openWindow(held());
    bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
    bridge.reply('diagnose.fix.run', () =>
      fail('stop-timeout', 'Process 4711 did not end within 30 s.', 'Look again.'),
    );
    await openPage(page);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByText('Evidence', { exact: true }).first().click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: END_IT }).click();
    await expect(page.getByRole('listitem').first()).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'End it and start the service', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Support bundle…' }).click();
    await page.getByRole('button', { name: /^logs\.txt/ }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Write the file' }).click();
    await expect(page.getByText('Written to')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}

for (const size of ['880x600', '560x480']) {
  test(`the sheets in the pseudo-language, ${size}`, async ({ page, openWindow }) => {
    await page.setViewportSize(at(size));
    const { bridge } = await openWindow(held(), 'en-XA');
    bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
    await openPage(page);
    await page.locator('.cause .btn').first().click();
    await expect(page.locator('.fix-steps')).toBeVisible();
    expect(await untranslated(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.diagnose-acts .btn').nth(1).click();
    await expect(page.locator('.support-files')).toBeVisible();
    expect(await untranslated(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    // Every button of both sheets can be reached by the pointer.
    for (const button of await page.getByRole('dialog').getByRole('button').all()) {
      await button.scrollIntoViewIfNeeded();
      await expect(button).toBeInViewport({ ratio: 1 });
    }
  });

  for (const language of ['ja', 'zh'] as const) {
    test(`nothing is cut off on any tab in ${language}, ${size}`, async ({ page, openWindow }) => {
      await page.setViewportSize(at(size));
      const scene = await openWindow(held());
      const { view } = scene.settings;
      await scene.bridge.emit('settings.changed', { ...view, settings: { ...view.settings, language } });
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        await expect(tab).toBeInViewport({ ratio: 1 });
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        expect(await overflowing(page)).toEqual([]);
      }
    });
  }
}

test('in forced colours what is selected differs from what is not', async ({ page, openWindow }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await openWindow(held());
  const background = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.getByRole('tab', { name: 'Logs' }).click();
  await expect(page.getByRole('log')).toContainText('polling started');
  expect(await background('.log-level[aria-pressed="true"]')).not.toBe(
    await background('.log-level[aria-pressed="false"]'),
  );
  await openPage(page);
  await page.getByRole('button', { name: 'Support bundle…' }).click();
  expect(await background('.support-files [aria-current]')).not.toBe(
    await background('.support-files button:not([aria-current])'),
  );
});
