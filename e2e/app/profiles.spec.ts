import { expect, test } from './app-fixture.ts';
import { button, headline, installByClicking, picture, sheet } from './steps.ts';

test('a second profile is added, gets a port of its own and lives beside the first', async ({ app, demo }) => {
  const page = await app.page();
  await installByClicking(page);

  await button(page, 'Add a profile…').click();
  await sheet(page).getByLabel('Name').fill('no spaces please');
  await expect(sheet(page).locator('#add-problem')).not.toHaveText('');
  await sheet(page).getByLabel('Name').fill('work');
  await expect(sheet(page).locator('#add-problem')).toHaveText('');
  await picture(page, '20-add-profile');
  await sheet(page).getByRole('button', { name: 'Add' }).click();
  await expect(sheet(page)).toHaveCount(0);
  await expect(headline(page)).toHaveText('Ready to run as a service');

  await button(page, 'Choose another port…').click();
  await page.getByLabel('Port for this gateway').fill(String(demo.port));
  await button(page, 'Install and start…').click();
  await expect(sheet(page)).toContainText('No plan could be made');
  await expect(sheet(page)).toContainText(String(demo.port));
  await picture(page, '21-port-collision');
  // The refusal names a free port, and one click takes it.
  const proposed = sheet(page).getByRole('button', { name: /^Use port \d+$/ });
  const port = Number(/\d+/.exec((await proposed.textContent()) ?? '')?.[0]);
  await proposed.click();
  await expect(sheet(page)).toContainText(`started on port ${port}.`);
  await sheet(page).getByRole('button', { name: 'Install and start' }).click();
  await expect(sheet(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(headline(page)).toHaveText('work is healthy');
  const [first, second] = [await demo.status(), await demo.status('work')];
  expect(first).toMatchObject({ probe: 'ok', port: demo.port });
  expect(second).toMatchObject({ probe: 'ok', port });
  expect(second.configPath.service).toBe(`${demo.home}/.openclaw-work/openclaw.json`);

  const rows = await app.trayItems();
  expect(rows[0]?.label).toMatch(/^2 well, at /);
  expect(rows.filter(({ kind }) => kind === 'submenu').map(({ label }) => label)).toEqual(['default', 'work']);
  await picture(page, '22-two-profiles');

  expect(await app.clickTray(['profile:work', 'stop'])).toBe(true);
  await expect(headline(page)).toHaveText('work is stopped', { timeout: 30_000 });
  await page
    .getByRole('navigation', { name: 'Profiles' })
    .getByRole('button', { name: /^default/ })
    .click();
  await expect(headline(page)).toHaveText('default is healthy');
  expect((await app.trayItems())[0]?.label).toMatch(/^1 well, 1 stopped/);
});
