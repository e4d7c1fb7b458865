/**
 * Every view in the pseudo-language: what is not in brackets was never translated, what is cut off would be cut off in a longer language.
 */
import { healthyCloser, healthyFacts, probe, withProcess } from '../../src/main/health/testing.ts';
import { reportOf } from '../../src/main/operations/report.ts';
import { say } from '../../src/shared/said.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { at, overflowing, untranslated } from './checks.ts';
import { heldPort } from './fixture-diagnose.ts';
import * as fixtures from './fixtures.ts';
import { expect, test } from './test.ts';

// The last is a window of 880 by 600 at twice the size.
for (const size of ['880x600', '560x480', '440x300']) {
  test(`settings in the pseudo-language, ${size}`, async ({ page, openWindow }) => {
    await page.setViewportSize(at(size));
    const now = Date.now();
    await openWindow(
      fixtures.snapshotOf(1, [
        { ...fixtures.healthy(now), survives: { logout: false, reboot: false, reason: null } },
        fixtures.healthy(now, 'work', 41_984),
        { ...fixtures.notInstalled(now), profile: 'dev', port: 19_001, portSource: 'config' },
      ]),
      'en-XA',
    );
    await page.locator('.side-foot button').last().click();
    const field = page.locator('.port-field').nth(1);
    await field.fill('18850');
    await expect(page.locator('.port-problem .link')).toBeVisible();
    for (const tab of [0, 1, 2]) {
      await page.getByRole('tab').nth(tab).click();
      await expect(page.getByRole('tab').nth(tab)).toHaveAttribute('aria-selected', 'true');
      expect(await untranslated(page)).toEqual([]);
      expect(await overflowing(page)).toEqual([]);
    }
  });

  for (const [name, report] of Object.entries({
    healthy: fixtures.healthy,
    stopped: fixtures.stopped,
    'kept from its port': heldPort,
    'without its token': fixtures.tokenRefused,
    'not installed': fixtures.notInstalled,
  })) {
    test(`a profile that is ${name} in the pseudo-language, ${size}`, async ({ page, openWindow }) => {
      await page.setViewportSize(at(size));
      await openWindow(fixtures.snapshotOf(1, [report(Date.now())]), 'en-XA');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('⟦');
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        expect(await untranslated(page)).toEqual([]);
        expect(await overflowing(page)).toEqual([]);
      }
    });
  }
}

/** As the core writes them, with codes beside the English: unlike the other fixtures, which are data of an older core. */
const CORE: Readonly<Record<string, (now: number) => StatusReport>> = {
  crashed: (now) =>
    reportOf(
      withProcess(
        {
          state: 'crashed',
          lastExit: {
            code: 78,
            signal: null,
            at: new Date(now - 60_000).toISOString(),
            words: '78: the configuration is not valid',
          },
        },
        { probe: null, checkedAt: now, closer: healthyCloser({ lastLines: ['a line of the log'] }) },
      ),
    ),
  'refusing its token': (now) =>
    reportOf(healthyFacts({ probe: probe({ code: 'auth-mismatch', message: 'It refuses.' }), checkedAt: now })),
  'ending at logout': (now) =>
    reportOf(
      healthyFacts({
        survival: { logout: false, reboot: false, reason: say('survives.linger-off') },
        checkedAt: now,
      }),
    ),
};
for (const [name, report] of Object.entries(CORE)) {
  test(`nothing that the core says of a profile that is ${name} stays in English`, async ({ page, openWindow }) => {
    await openWindow(fixtures.snapshotOf(1, [report(Date.now())]), 'en-XA');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('⟦');
    for (const tab of [0, 1]) {
      await page.getByRole('tab').nth(tab).click();
      await expect(page.getByRole('tab').nth(tab)).toHaveAttribute('aria-selected', 'true');
      // Evidence is no exception here, as it is in the other checks: each line has a code or is marked as a quote.
      const said = await page.locator('.code > span:not([translate="no"])').allTextContents();
      expect(said.filter((line) => !line.includes('⟦'))).toEqual([]);
      if (name === 'crashed' && tab === 0)
        await expect(page.locator('.code > span[translate="no"]').last()).toHaveText(/a line of the log/);
      expect(await page.locator('[lang="en"]:visible').allTextContents()).toEqual([]);
      expect(await untranslated(page)).toEqual([]);
      expect(await overflowing(page)).toEqual([]);
    }
  });
}

for (const [tag, headline, cause] of [
  ['ja-JP', 'default がトークンを拒否しています', 'ja'],
  ['zh-CN', 'default 拒绝了令牌', 'zh-Hans'],
] as const) {
  test(`the system’s language is used, and what stays English says so: ${tag}`, async ({ page, openWindow }) => {
    await openWindow(fixtures.snapshotOf(1, [fixtures.tokenRefused(Date.now())]), tag);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(headline);
    await expect(page.locator('html')).toHaveAttribute('lang', cause);
    await expect(page.getByText('The service reads another configuration than the command line')).toHaveAttribute(
      'lang',
      'en',
    );
  });
}
