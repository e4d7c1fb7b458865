import { expect, test } from './app-fixture.ts';
import { button, headline, installByClicking } from './steps.ts';

test('the log tab follows the gateway and what is done to it, and shows its file', async ({ app, demo }) => {
  const page = await app.page();
  await installByClicking(page);
  await page.getByRole('tab', { name: 'Logs' }).click();
  const log = page.getByRole('log');
  await expect(log).toContainText('ready');
  await expect(log).toContainText('Started the gateway');

  const { code } = await demo.shim('gateway', 'stop', '--json');
  expect(code).toBe(0);
  await expect(log).toContainText('The gateway was stopped');
  await expect(page.getByRole('switch', { name: 'Follow' })).toBeChecked();

  await button(page, 'Open the folder of the log').click();
  await expect.poll(async () => (await app.desktop())?.revealed.length).toBe(1);
  expect((await app.desktop())?.revealed[0]).toMatch(/\.log$/);

  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(headline(page)).toHaveText(/ is stopped$/);
});
