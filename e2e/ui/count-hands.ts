/** Counts what a hand does: presses of the mouse, and keys. What is typed into a field is text, not keys to find one's way. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface Hands {
  readonly clicks: number;
  /** A chord such as Ctrl+Shift+R is one. */
  readonly keys: number;
}

/** Has the page count from its next load on. Only what the browser itself received counts, nothing that a script sent. */
export async function countHands(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const hands = { clicks: 0, keys: 0 };
    Reflect.set(window, 'hands', hands);
    const isText = (target: EventTarget | null) => target instanceof HTMLInputElement && target.type !== 'checkbox';
    window.addEventListener('pointerdown', (event) => (hands.clicks += event.isTrusted ? 1 : 0), true);
    window.addEventListener(
      'keydown',
      (event) => {
        if (!event.isTrusted || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && isText(event.target)) return;
        hands.keys += 1;
      },
      true,
    );
  });
}

export function handsOf(page: Page): Promise<Hands> {
  return page.evaluate(() => {
    const { clicks, keys } = Reflect.get(window, 'hands') as { clicks: number; keys: number };
    return { clicks, keys };
  });
}

const FAR = 60;

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  for (let pressed = 0; pressed < FAR; pressed += 1) {
    if (await element.evaluate((each) => each === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${element} cannot be reached with ${FAR} presses of Tab.`);
}
