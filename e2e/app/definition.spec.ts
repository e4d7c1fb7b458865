import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from './app-fixture.ts';
import { headline, installByClicking, picture, sheet } from './steps.ts';

test('the definition as it is and as it would be: the same after installing, told when a hand changed it, and put right', async ({
  app,
  demo,
}) => {
  const page = await app.page();
  await installByClicking(page);
  await page.getByRole('tab', { name: 'Service' }).click();
  await expect(page.getByText('It is what this app would write now.')).toBeVisible();
  await picture(page, '50-definition-same');

  const { definitionPath } = await demo.status();
  if (definitionPath === null) throw new Error('The service has no definition.');
  const before = await readFile(definitionPath, 'utf8');
  const changed = before.replace(
    /"OPENCLAW_PROFILE": "[^"]*"|"OPENCLAW_GATEWAY_PORT": "\d+"/,
    '"CHANGED_BY_HAND": "1"',
  );
  expect(changed).not.toBe(before);
  await writeFile(definitionPath, changed, { mode: 0o600 });
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('tab', { name: 'Service' }).click();
  await expect(page.getByText('1 file differs')).toBeVisible();
  await expect(page.getByText('CHANGED_BY_HAND')).toBeVisible();
  // Looking has written nothing.
  expect(await readFile(definitionPath, 'utf8')).toBe(changed);
  await picture(page, '51-definition-differs');
  await page.getByRole('tabpanel').getByRole('button', { name: 'Install again…' }).click();
  await sheet(page).getByRole('button', { name: 'Write it again' }).click();
  await expect(sheet(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText('It is what this app would write now.')).toBeVisible();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(headline(page)).toHaveText(/ is healthy$/);
});

test('the profile’s own settings: what is running, and a port that waits for its plan', async ({ app, demo }) => {
  const page = await app.page();
  await installByClicking(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  const port = page.getByLabel('Port of default');
  await expect(port).toHaveValue(String(demo.port));
  await port.fill(String(demo.port + 200));
  await expect(page.getByText('1 change, not applied')).toBeVisible();
  await picture(page, '52-profile-settings');
  await page.getByRole('button', { name: 'Review the plan…' }).click();
  await sheet(page)
    .getByRole('button', { name: `Use port ${demo.port + 200}` })
    .click();
  await expect(sheet(page)).toHaveCount(0, { timeout: 30_000 });
  await expect.poll(async () => (await demo.status()).port).toBe(demo.port + 200);
  await expect(page.getByText('1 change, not applied')).toHaveCount(0);
});
