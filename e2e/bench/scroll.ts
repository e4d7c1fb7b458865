/**
 * Two hundred profiles scrolled for three seconds each: the list in the sidebar and the table in the settings. A frame is late when
 * a whole one was left out. `node e2e/bench/scroll.ts`; Chromium draws in software here, so a machine with a GPU is not worse.
 */
import { type Browser, chromium, type Page } from 'playwright';
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

/** What of a frame's work is what, by the browser's own counters; the rest of the task is paint, compositing and its housekeeping. */
const PARTS = { script: 'ScriptDuration', style: 'RecalcStyleDuration', layout: 'LayoutDuration' } as const;

interface Work {
  readonly frames: readonly number[];
  readonly workMs: number;
  /** "script 1.20, style 0.31, layout 0.40", milliseconds for a frame. */
  readonly parts: string;
}

/** What the page's main thread worked for a frame, in processor time: other programs of a busy machine are no part of it. */
async function scrollWork(page: Page, selector: string): Promise<Work> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (which: string) => metrics.find(({ name }) => name === which)?.value ?? Number.NaN;
  };
  const before = await worked();
  const frames = await scrollFrames(page, selector);
  const after = await worked();
  await session.detach();
  const forFrame = (which: string) => ((after(which) - before(which)) * 1000) / frames.length;
  const parts = Object.entries(PARTS).map(([part, which]) => `${part} ${forFrame(which).toFixed(2)}`);
  return { frames, workMs: forFrame('TaskDuration'), parts: parts.join(', ') };
}

const perSecond = (frames: readonly number[]) => (frames.length / frames.reduce((sum, each) => sum + each, 0)) * 1000;

async function measure(page: Page, name: string, selector: string): Promise<void> {
  await scrollFrames(page, selector);
  const { frames, workMs, parts } = await scrollWork(page, selector);
  const late = frames.filter((each) => each > FRAME_MS * 1.5).length;
  report({ name: `${name}: work for a frame (${parts})`, value: workMs, unit: 'ms of 16.7', atMost: 8, digits: 2 });
  report({ name: `${name}: frames a second`, value: perSecond(frames), unit: 'fps', atLeast: 59, digits: 1 });
  report({ name: `${name}: 99 of 100 frames within`, value: percentile(frames, 0.99), unit: 'ms', digits: 1 });
  report({ name: `${name}: late ones of ${frames.length} frames`, value: late, unit: 'frames' });
}

/** The most that this machine gives at this moment: a page of nothing but a block that scrolls. */
async function floor(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 880, height: 600 } });
  await page.setContent('<div id="box" style="height:500px;overflow:auto"><div style="height:9000px"></div></div>');
  const { frames, workMs } = await scrollWork(page, '#box');
  report({ name: 'an empty page at the same time: work for a frame', value: workMs, unit: 'ms', digits: 2 });
  report({ name: 'an empty page at the same time: frames a second', value: perSecond(frames), unit: 'fps', digits: 1 });
  await page.close();
}

const served = await serveWindow();
const browser = await chromium.launch(LAUNCH);
try {
  const page = await browser.newPage({ viewport: { width: 880, height: 600 } });
  await openScene(page, served.url, manyProfiles(Date.now()));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  process.stdout.write('\n200 profiles scrolled\n');
  await measure(page, 'sidebar', '.profiles');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.locator('.profile-set').first().waitFor();
  await measure(page, 'table of the settings', '.settings .page');
  await page.close();
  await floor(browser);
} finally {
  await browser.close();
  await served.close();
}
