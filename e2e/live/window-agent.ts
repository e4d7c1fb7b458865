/**
 * Runs inside the booted host as the unprivileged user: drives the app's window by clicking, with the real gateway behind it, and prints
 * one JSON object of facts. Pictures go to the folder named in the first argument.
 */
import {
  activeState,
  ageOf,
  button,
  changed,
  command,
  headline,
  headlineOf,
  pidOf,
  READY_MS,
  status,
  tell,
  UNIT,
  until,
} from './window-driver.ts';

await tell(async (app, page, picture) => {
  const tray = async () => (await app.trayItems())[0]?.label ?? '';
  const seen = async () => ({ headline: await headlineOf(page), tray: await tray(), report: await status() });
  const shown = async () => ({ ...(await seen()), pid: await pidOf(page), age: await ageOf(page) });

  await headline(page, /^Ready to run as a service$/);
  await picture(page, 'first-run');
  const first = await seen();

  await button(page, 'Install and start…').click();
  const sheet = page.getByRole('dialog');
  const apply = sheet.getByRole('button', { name: 'Install and start' });
  await until(
    'the plan',
    async () => (await apply.isEnabled()) && (await apply.getAttribute('aria-disabled')) !== 'true',
  );
  const plan = (await sheet.textContent()) ?? '';
  await picture(page, 'plan');
  await apply.click();
  await headline(page, / is healthy$/, READY_MS);
  await picture(page, 'healthy');
  const installed = await shown();

  await button(page, 'Restart').click();
  await headline(page, /^Restarting /);
  await picture(page, 'restarting');
  await headline(page, / is healthy$/, READY_MS);
  const restarted = await shown();

  await button(page, 'Stop').click();
  await headline(page, / is stopped$/, READY_MS);
  await picture(page, 'stopped');
  const stopped = await seen();

  await button(page, 'Start').click();
  await headline(page, / is healthy$/, READY_MS);
  const started = await shown();

  await command('kill', ['-9', String(started.pid)]);
  const killedAt = performance.now();
  const crashText = await changed(page, / is healthy$/);
  const crashMs = performance.now() - killedAt;
  await picture(page, 'crashed');
  await headline(page, / is healthy$/, READY_MS);
  const recovered = await shown();
  await picture(page, 'recovered');

  const stopping = command('systemctl', ['--user', 'stop', UNIT]);
  await until('the unit to be inactive', async () => (await activeState()) === 'inactive', READY_MS);
  const inactiveAt = performance.now();
  await headline(page, / is stopped$/, READY_MS);
  const outsideStopMs = performance.now() - inactiveAt;
  await stopping;

  await command('systemctl', ['--user', 'start', UNIT]);
  const activeAt = performance.now();
  const startText = await changed(page, / is stopped$/);
  const outsideStartMs = performance.now() - activeAt;
  await headline(page, / is healthy$/, READY_MS);
  const outsideStarted = await shown();

  await button(page, 'More').click();
  await page.locator('.more-list').getByRole('button', { name: 'Uninstall…' }).click();
  const remove = sheet.getByRole('button', { name: 'Uninstall' });
  await until(
    'the plan',
    async () => (await remove.isEnabled()) && (await remove.getAttribute('aria-disabled')) !== 'true',
  );
  await picture(page, 'uninstall-plan');
  await remove.click();
  await headline(page, /^Ready to run as a service$/, READY_MS);
  await picture(page, 'uninstalled');
  const removed = await seen();

  return {
    first,
    plan,
    installed,
    restarted,
    stopped,
    started,
    crash: { text: crashText, ms: crashMs },
    recovered,
    outsideStop: { ms: outsideStopMs },
    outsideStart: { text: startText, ms: outsideStartMs },
    outsideStarted,
    removed,
  };
});
