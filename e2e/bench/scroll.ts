/**
 * Two hundred profiles scrolled for three seconds each: the list in the sidebar and the table in the settings. A frame is late when
 * a whole one was left out. `node e2e/bench/scroll.ts`; Chromium draws in software here, so a machine with a GPU is not worse.
 */
import { chromium, type Page } from 'playwright';
import { manyProfiles } from '../ui/fixture-many.ts';
import { LAUNCH } from '../ui/launch.ts';
import { openScene } from '../ui/scene.ts';
import { serveWindow } from '../ui/serve.ts';
import { percentile, report } from './aims.ts';

const FRAME_MS = 1000 / 60;
const FOR_MS = 3_000;

/** Times between frames while the element scrolls from end to end, a little in each frame as a wheel does. */
function scrollFrames(page: Page, selector: string): Promise<readonly number[]> {
  return page.evaluate(
    ([which, forMs]) => {
      const element = document.querySelector(which);
      if (element === null || element.scrollHeight <= element.clientHeight)
        throw new Error(`${which} does not scroll.`);
      const frames: number[] = [];
      return new Promise<number[]>((resolve) => {
        const begun = performance.now();
        let before = begun;
        let by = 60;
        const draw = (now: number) => {
          if (now > begun) frames.push(now - before);
          before = now;
          const top = element.scrollTop;
          element.scrollTop = top + by;
          if (element.scrollTop === top) by = -by;
          if (now - begun < forMs) requestAnimationFrame(draw);
          else resolve(frames.slice(1));
        };
        requestAnimationFrame(draw);
      });
    },
    [selector, FOR_MS] as const,
  );
}

function tell(name: string, frames: readonly number[]): void {
  const total = frames.reduce((sum, each) => sum + each, 0);
  const late = frames.filter((each) => each > FRAME_MS * 1.5).length;
  report({ name: `${name}: frames a second`, value: (frames.length / total) * 1000, unit: '', atLeast: 59, digits: 1 });
  report({
    name: `${name}: 99 of 100 frames within`,
    value: percentile(frames, 0.99),
    unit: 'ms',
    atMost: 17.5,
    digits: 1,
  });
  report({ name: `${name}: late frames of ${frames.length}`, value: late, unit: '', digits: 0 });
}

const served = await serveWindow();
const browser = await chromium.launch(LAUNCH);
try {
  const page = await browser.newPage({ viewport: { width: 880, height: 600 } });
  await openScene(page, served.url, manyProfiles(Date.now()));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  process.stdout.write('\n200 profiles scrolled\n');
  await scrollFrames(page, '.profiles');
  tell('sidebar', await scrollFrames(page, '.profiles'));
  await page.locator('.side-foot button').click();
  await page.locator('.profile-set').nth(199).waitFor();
  await scrollFrames(page, '.settings .page');
  tell('table of the settings', await scrollFrames(page, '.settings .page'));
} finally {
  await browser.close();
  await served.close();
}
