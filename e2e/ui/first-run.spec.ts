import * as fixtures from './fixtures.ts';
import { expect, test } from './test.ts';

test('a cause with more evidence than the window is high: the page scrolls, and the cure can be reached', async ({
  page,
  openWindow,
}) => {
  await page.setViewportSize({ width: 880, height: 600 });
  const places = Array.from({ length: 30 }, (_, at) => `looked at /opt/tools-${at}/bin/openclaw`);
  await openWindow(
    fixtures.snapshotOf(1, [
      {
        ...fixtures.notInstalled(Date.now()),
        diagnoses: [
          {
            code: 'entry-not-found',
            severity: 'error',
            title: 'OpenClaw is not on this computer',
            evidence: ['OpenClaw was not found on this machine.', ...places],
            fix: {
              kind: 'command',
              label: 'Copy the command',
              command: ['npm', 'install', '-g', 'openclaw@latest'],
            },
          },
        ],
      },
    ]),
  );
  const cause = page.getByRole('region', { name: 'Cause' });
  const lines = cause.getByRole('region', { name: 'Evidence' });
  await expect(lines).toBeVisible();
  // Nothing of the card lies below its own lower edge; only the evidence scrolls by itself.
  const hidden = await cause.evaluate((card) => card.scrollHeight - card.clientHeight);
  expect(hidden).toBeLessThanOrEqual(0);
  const cure = cause.locator('footer').getByRole('button').first();
  await cure.scrollIntoViewIfNeeded();
  await expect(cure).toBeInViewport({ ratio: 1 });
});
