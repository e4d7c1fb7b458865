/**
 * Every view in the pseudo-language: what is not in brackets was never translated, what is cut off would be cut off in a longer language.
 */
import type { Page } from '@playwright/test';
import * as fixtures from './fixtures.ts';
import { expect, test } from './test.ts';

/** Facts of the machine and sentences of the core; not ours to translate in the window. */
const DATA = [
  '.mono, code, .code, .copy-line, .diff, .log-list, .last-lines, .profile-name, .profile-port, .who, .evidence, .k-name, .map-now, [translate="no"]',
  '[lang="en"], [lang="ja"], [lang="zh-Hans"], .brand, .lines, .key',
].join(', ');

/** Visible texts with letters that are neither bracketed nor data. */
function untranslated(page: Page): Promise<readonly string[]> {
  return page.evaluate((data) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (parent === null || parent.closest(data) !== null || !/[a-z]{3,}/i.test(text)) continue;
      if (parent.closest('script, style, option') !== null || parent.offsetParent === null) continue;
      if (!/⟦/.test(text) && !/⟦/.test(parent.textContent ?? '')) found.push(text);
    }
    return found;
  }, DATA);
}

/**
 * Elements whose own words do not fit although nothing says that they may be cut. A narrow window leaves the milliseconds of the log
 * and the word of the settings button out on purpose (modes.css, settings.css).
 */
function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) {
      const wide = [...document.querySelectorAll('body *')].filter(
        (each) => each.getBoundingClientRect().right > window.innerWidth + 1,
      );
      found.push(`the page scrolls sideways: ${wide.map((each) => `${each.tagName}.${each.className}`).join(', ')}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('.window *')) {
      if (
        element.offsetParent === null ||
        element.closest('.vh, svg, .side-foot, .log-time') !== null ||
        element.matches('input, select')
      )
        continue;
      const style = getComputedStyle(element);
      const mayCut = style.textOverflow === 'ellipsis' || /auto|scroll/.test(style.overflowX);
      const box = element.getBoundingClientRect();
      const outside = box.right > window.innerWidth + 1 && element.closest('.head, .diff, .log-list') === null;
      const inside = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && !mayCut;
      const ownText = [...element.childNodes].some(
        (each) => each.nodeType === 3 && (each.textContent ?? '').trim() !== '',
      );
      if (ownText && (outside || inside)) found.push(`${element.className || element.tagName}: ${element.textContent}`);
    }
    return found;
  });
}

const at = (size: string) => {
  const [width = 880, height = 600] = size.split('x').map(Number);
  return { width, height };
};

for (const size of ['880x600', '560x480']) {
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
    await page.locator('.side-foot button').click();
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
    'not installed': fixtures.notInstalled,
  })) {
    test(`a profile that is ${name} in the pseudo-language, ${size}`, async ({ page, openWindow }) => {
      await page.setViewportSize(at(size));
      await openWindow(fixtures.snapshotOf(1, [report(Date.now())]), 'en-XA');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('⟦');
      for (const tab of [0, 1, 2]) {
        await page.getByRole('tab').nth(tab).click();
        expect(await untranslated(page)).toEqual([]);
        expect(await overflowing(page)).toEqual([]);
      }
    });
  }
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
