/** What every view is held against: no serious finding of axe, no word that was not translated, nothing cut off. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Findings of axe that keep people out: rule and the elements, empty when there are none. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map(
      (each) =>
        `${each.id}: ${each.nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
    );
}

/** Facts of the machine and sentences of the core; not ours to translate in the window. */
const DATA = [
  '.mono, code, .code, .copy-line, .diff, .log-list, .last-lines, .profile-name, .profile-port, .who, .evidence, .k-name, .map-now, [translate="no"]',
  '[lang="en"], [lang="ja"], [lang="zh-Hans"], .brand, .lines, .key, .support-text',
].join(', ');

/** Visible texts with letters that are neither bracketed nor data. */
export function untranslated(page: Page): Promise<readonly string[]> {
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
export function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) {
      const wide = [...document.querySelectorAll('body *')].filter(
        (each) => each.getBoundingClientRect().right > window.innerWidth + 1,
      );
      found.push(`the page scrolls sideways: ${wide.map((each) => `${each.tagName}.${each.className}`).join(', ')}`);
    }
    // What is hidden from sight can still make the document taller than the window; focus then scrolls all of it away.
    const { scrollHeight } = document.documentElement;
    if (scrollHeight > window.innerHeight) {
      const low = [...document.querySelectorAll('body *')].filter(
        (each) => each.getBoundingClientRect().bottom > window.innerHeight + 1 && each.childElementCount === 0,
      );
      found.push(
        `the document is ${scrollHeight} px high in ${window.innerHeight}: ${low.map((each) => `${each.tagName}.${each.className}`).join(', ')}`,
      );
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

/** `880x600` as a viewport. */
export const at = (size: string) => {
  const [width = 880, height = 600] = size.split('x').map(Number);
  return { width, height };
};
