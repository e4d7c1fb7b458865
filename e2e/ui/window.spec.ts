import { fail, ok } from '../../src/shared/outcome.ts';
import * as fixtures from './fixtures.ts';
import { resultOf } from './scene.ts';
import { expect, test, verdict } from './test.ts';

const two = (seq = 1) =>
  fixtures.snapshotOf(seq, [fixtures.healthy(Date.now()), fixtures.stopped(Date.now(), 'dev', 19001)]);
const never = () => new Promise<never>(() => {});

test('a healthy profile: verdict with a ticking age, three facts, snapshot, no cause', async ({ page, openWindow }) => {
  await openWindow(two());
  await expect(verdict(page)).toHaveText('default is healthy');
  const region = page.getByRole('region', { name: 'Verdict' });
  await expect(region).toContainText('Up 6 days 4 hours.');
  await expect(region).toContainText(/Checked 3\ss ago/);
  await expect(region).toContainText(/Checked [56]\ss ago/);
  const facts = page.getByRole('list', { name: 'Definition, process, RPC' }).getByRole('listitem');
  await expect(facts).toHaveText([/Definition.*Installed, enabled/, /Process.*Running/, /RPC.*Answers in 12/]);
  await expect(page.getByRole('region', { name: 'Cause' })).toHaveCount(0);
  await expect(page.getByText('Limits').locator('..')).toContainText('not reported');
  await expect(page.getByText('3 of 4 online')).toBeVisible();
});

test('the verdict follows the events, and old knowledge is told as last seen', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  await scene.show(fixtures.snapshotOf(2, [fixtures.crashLoop(Date.now())]));
  await expect(verdict(page)).toHaveText('work keeps crashing');
  await expect(page.getByRole('region', { name: 'Cause' }).getByRole('heading')).toHaveText(
    'work keeps crashing (1: it ended with an error)',
  );
  await scene.show(fixtures.snapshotOf(3, [fixtures.healthy(Date.now() - 60_000)]));
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(/Last seen: healthy, 1\smin ago/);
});

test('restart runs at once, shows its steps in place and says what was seen', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  let finish = () => {};
  scene.bridge.reply(
    'operation.run',
    () =>
      new Promise((resolve) => {
        finish = () => resolve(ok(resultOf('restart', fixtures.healthy(Date.now()), 'default is healthy.')));
      }),
  );
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(verdict(page)).toHaveText('Restarting default');
  const input = scene.bridge.made('operation.run')[0]?.input as { operationId: string };
  expect(input).toMatchObject({ action: 'restart', profile: 'default', options: {} });
  await scene.bridge.emit('operation.step', {
    operationId: input.operationId,
    profile: 'default',
    action: 'restart',
    steps: [...fixtures.restartSteps],
  });
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveText([/Asked systemd.*done.*0\.1/, /old process ended/, /in progress/, /waiting/]);
  finish();
  await expect(verdict(page)).toHaveText('default is healthy');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('default is healthy. It took');
});

test('a failed operation says what happened and what to do, and can be put away', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  scene.bridge.reply('operation.run', () =>
    fail('start-failed', 'It ended with code 78.', 'Correct the configuration.', ['status=78/CONFIG']),
  );
  await page.getByRole('button', { name: /^dev/ }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('dev was not started');
  await expect(alert).toContainText('Correct the configuration.');
  await expect(alert).toContainText('status=78/CONFIG');
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(alert).toHaveCount(0);
});

test('first run: what was found, the plan, and nothing runs before the plan is accepted', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
  await expect(verdict(page)).toHaveText('Ready to run as a service');
  await expect(page.getByText('/usr/local/lib/node_modules/openclaw/dist/index.js')).toBeVisible();
  await page.getByRole('button', { name: 'Choose another port…' }).click();
  const port = page.getByLabel('Port for this gateway');
  await port.fill('99999');
  await expect(page.getByText('A port is a whole number from 1 to 65535.')).toBeVisible();
  await page.getByRole('button', { name: 'Install and start…' }).click({ force: true });
  expect(scene.bridge.made('operation.plan')).toEqual([]);
  await port.fill('18909');
  await page.getByRole('button', { name: 'Install and start…' }).click();
  expect(scene.bridge.made('operation.plan')[0]?.input).toEqual({
    action: 'install',
    profile: 'default',
    options: { port: 18909, linger: true },
  });
  const sheet = page.getByRole('dialog', { name: 'Install and start default' });
  await expect(sheet.getByText('hidden', { exact: true })).toBeVisible();
  await expect(sheet).toContainText('Your user only');
  await expect(sheet).toContainText('systemctl --user daemon-reload');
  const diff = sheet.getByRole('region', { name: 'openclaw-gateway.service' });
  await expect(diff.getByText('+', { exact: true })).toHaveCount(2);
  await page.keyboard.press('d');
  await expect(diff).toContainText('Description=OpenClaw Gateway');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  expect(scene.bridge.made('operation.run')).toEqual([]);
});

test('a plan is applied with Ctrl+Enter, its steps replace it, and the sheet closes when it is done', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
  let finish = () => {};
  scene.bridge.reply(
    'operation.run',
    () =>
      new Promise((resolve) => {
        finish = () => resolve(ok(resultOf('install', fixtures.healthy(Date.now()), 'Installed and started.')));
      }),
  );
  await page.getByRole('button', { name: 'Install and start…' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Install and start' })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  const sheet = page.getByRole('dialog', { name: 'Installing default' });
  await expect(sheet).toBeVisible();
  await expect.poll(() => scene.bridge.made('operation.run').length).toBe(1);
  await scene.show(fixtures.snapshotOf(2, [fixtures.healthy(Date.now())]));
  finish();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(verdict(page)).toHaveText('default is healthy');
});

test('a change that is rolled back shows the way back as steps, and says what is true now', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
  let finish = () => {};
  scene.bridge.reply(
    'operation.run',
    () =>
      new Promise((resolve) => {
        const now = 'default did not come up with the change; what was before is back: it serves again.';
        finish = () => resolve(fail('rolled-back', now, undefined, ['Done: Put the old service back']));
      }),
  );
  await page.getByRole('button', { name: 'Install and start…' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Install and start' })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  const sheet = page.getByRole('dialog', { name: 'Installing default' });
  await expect.poll(() => scene.bridge.made('operation.run').length).toBe(1);
  const input = scene.bridge.made('operation.run')[0]?.input as { operationId: string };
  await scene.bridge.emit('operation.step', {
    operationId: input.operationId,
    profile: 'default',
    action: 'install',
    steps: [
      { id: 'process', label: 'A new process runs', state: 'failed', ms: 900 },
      { id: 'put-back', label: 'Put the old service back', state: 'done', ms: 200 },
      { id: 'old-answers', label: 'The old service answers again', state: 'now', ms: null },
    ],
  });
  const steps = sheet.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveText([/failed/, /Put the old service back.*done/, /answers again.*in progress/]);
  finish();
  await expect(page.getByRole('alert')).toContainText('what was before is back: it serves again.');
});

test('uninstall shows its plan too', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Uninstall…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Uninstall default' });
  const lines = fixtures.uninstallPlan().files[0]?.content.trimEnd().split('\n').length;
  await expect(sheet).toContainText('Configuration, sessions and logs stay.');
  await expect(sheet.getByText(`${lines} lines removed`)).toBeAttached();
  scene.bridge.reply('operation.run', () =>
    fail('needs-elevation', 'It belongs to the system.', 'Run the copied command.'),
  );
  await sheet.getByRole('button', { name: 'Uninstall', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('default was not uninstalled');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('stop waiting asks the app and says that the work goes on', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  scene.bridge.reply('operation.run', never);
  scene.bridge.reply('operation.cancel', () => ok({ cancelled: false }));
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Stop waiting' }).click();
  await expect(page.getByText('It is past the point where it can be stopped.')).toBeVisible();
});

test('the fix of a cause is one button: the port moves through a plan', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.portTaken(Date.now())]));
  await page.getByRole('region', { name: 'Cause' }).getByRole('button', { name: 'Move default to 18909…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(scene.bridge.made('operation.plan')[0]?.input).toEqual({
    action: 'install',
    profile: 'default',
    options: { port: 18909, force: true },
  });
});

test('a profile is added with a name that is judged as it is typed', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  await page.getByRole('button', { name: 'Add a profile…' }).click();
  const name = page.getByLabel('Name');
  await expect(name).toBeFocused();
  await name.fill('my work');
  await expect(page.getByText('holds a space')).toBeVisible();
  await name.fill('dev');
  await expect(page.getByText('dev is already in the list.')).toBeVisible();
  await page.keyboard.press('Enter');
  expect(scene.bridge.made('profiles.add')).toEqual([]);
  await name.fill('work');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(scene.bridge.made('profiles.add')).toEqual([{ name: 'profiles.add', input: { name: 'work' } }]);
});

test('service: where it is defined, what differs, what survives', async ({ page, openWindow }) => {
  await openWindow(fixtures.snapshotOf(1, [fixtures.tokenRefused(Date.now())]));
  await page.getByRole('tab', { name: 'Service' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Service' });
  await expect(panel).toContainText('/home/ana/.config/systemd/user/openclaw-gateway.service');
  await expect(panel).toContainText('/srv/openclaw/openclaw.json');
  await expect(panel.getByText('differs')).toHaveCount(1);
  await expect(panel).toContainText('Lingering is off for ana.');
});

test('everything can be reached by keyboard', async ({ page, openWindow }) => {
  const scene = await openWindow(two());
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+1');
  await page.getByRole('button', { name: /^default/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /^dev/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText('dev is stopped');
  await page.keyboard.press('Control+Shift+R');
  expect(scene.bridge.made('operation.run')).toEqual([]);
  await page.keyboard.press('Control+ArrowUp');
  await expect(verdict(page)).toHaveText('default is healthy');
  await page.keyboard.press('Control+Shift+R');
  await expect.poll(() => scene.bridge.made('operation.run').length).toBe(1);
  await page.getByRole('tab', { name: 'Overview' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Logs' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Check now' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More' })).toBeFocused();
});

test('in a narrow window the first action stays and the others move into More', async ({ page, openWindow }) => {
  await page.setViewportSize({ width: 560, height: 480 });
  const scene = await openWindow(two());
  await expect(page.getByRole('button', { name: 'Restart' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  expect(scene.bridge.made('operation.run')[0]?.input).toMatchObject({ action: 'stop' });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('a window without its app says so', async ({ page, servedUrl }) => {
  await page.goto(servedUrl);
  await expect(page.getByRole('heading')).toHaveText('The window was opened without its app.');
});

test('an app that does not answer is a problem with a way on', async ({ page, openWindow }) => {
  const scene = await openWindow(null);
  await expect(verdict(page)).toHaveText('Looking at the gateways');
  scene.bridge.reply('status.refresh', () => fail('internal', 'The core ended.', 'Start it again.'));
  await scene.show(two());
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('alert')).toContainText('The core ended.');
  await expect(verdict(page)).toHaveText('default is healthy');
  scene.bridge.reply('status.refresh', () => ok(two(2)));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('first run for the whole computer: the choice goes into plan and command, and lingering is not offered', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
  const linger = page.getByRole('switch', { name: /keep running after logout/ });
  await expect(linger).toBeVisible();
  await page.getByRole('switch', { name: /For the whole computer/ }).check();
  await expect(linger).toBeHidden();
  await expect(page.getByText('openclaw-tray gateway install --system')).toBeVisible();
  await page.getByRole('button', { name: 'Install and start…' }).click();
  expect(scene.bridge.made('operation.plan')[0]?.input).toMatchObject({ options: { supervisor: 'systemd-system' } });
});
