/**
 * Every state of the window in every look: nothing is cut off in any of them, and the pictures are left for a person to judge.
 * `playwright test -c e2e/ui/playwright.config.ts -g "picture: logs"` draws some of them.
 */
import { overflowing } from './checks.ts';
import { GROUPS } from './pictures/all.ts';
import { drawPicture } from './pictures/draw.ts';
import { expect, test } from './test.ts';

test.use({ deviceScaleFactor: 1.5 });

for (const { pictures } of GROUPS) {
  for (const picture of pictures) {
    test(`picture: ${picture.name}`, async ({ page, servedUrl }) => {
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      await drawPicture(page, servedUrl, picture, async ({ suffix }) => {
        expect.soft(await overflowing(page), `${picture.name}, ${suffix}`).toEqual([]);
      });
      expect(problems).toEqual([]);
    });
  }
}
