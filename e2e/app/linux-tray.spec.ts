/**
 * The tray of a Linux desktop, driven as a panel drives it: over a session bus of the spec's own. Elsewhere trays need no watcher.
 */

import { type PanelItem, type PanelRow, startPanel } from '../desktop/panel.ts';
import { launchApp } from '../electron-host/launch.ts';
import type { DrawnRow } from '../electron-host/parts/tray.ts';
import { expect, test } from './app-fixture.ts';
import { isAlive } from './processes.ts';
import { button, headline, installByClicking, sheet, shownPid } from './steps.ts';

test.skip(process.platform !== 'linux', 'StatusNotifierItem is what Linux desktops have');

/** A watcher that comes back has the icon again within this time. */
const BACK_MS = 4_000;
const STARTED_MS = 30_000;

/** The icon that the panel shows; there is exactly one. */
async function shownIcon(
  panel: { items(): Promise<readonly PanelItem[]> } | null,
  timeout = 5_000,
): Promise<PanelItem> {
  await expect.poll(async () => (await panel?.items())?.length, { timeout }).toBe(1);
  const [item] = (await panel?.items()) ?? [];
  if (item === undefined) throw new Error('The panel shows no icon.');
  return item;
}

/** What both the model and the panel say of a row. */
const said = (row: DrawnRow | PanelRow): unknown =>
  row.kind === 'separator'
    ? '---'
    : { kind: row.kind, label: row.label, enabled: row.enabled, rows: row.rows.map(said) };

test('the icon is announced, with the types of the specification, and says what the app says', async ({
  app,
  panel,
}) => {
  await app.page();
  const icon = await shownIcon(panel);
  expect(icon.name).toMatch(new RegExp(`^org\\.freedesktop\\.StatusNotifierItem-${app.pid}-\\d+$`));
  const properties = await icon.properties();
  expect(
    Object.fromEntries(Object.entries(properties).map(([name, { signature }]) => [name, signature])),
  ).toMatchObject({
    Category: 's',
    Id: 's',
    Title: 's',
    Status: 's',
    WindowId: 'i',
    IconName: 's',
    IconPixmap: 'a(iiay)',
    OverlayIconName: 's',
    OverlayIconPixmap: 'a(iiay)',
    AttentionIconName: 's',
    AttentionIconPixmap: 'a(iiay)',
    AttentionMovieName: 's',
    ToolTip: '(sa(iiay)ss)',
    ItemIsMenu: 'b',
    Menu: 'o',
  });
  expect(properties).toMatchObject({ Category: { value: 'ApplicationStatus' }, Status: { value: 'Active' } });
  const [pixmap] = (properties.IconPixmap?.value ?? []) as readonly (readonly [number, number, Buffer])[];
  expect(pixmap?.slice(0, 2)).toEqual([22, 22]);
  expect(pixmap?.[2].length).toBe(22 * 22 * 4);
  expect(pixmap?.[2].some((byte, at) => at % 4 === 0 && byte === 255)).toBe(true);
  expect(properties.ToolTip?.value).toMatchObject(['', [], expect.stringMatching(/^default/), '']);
  expect((await icon.menu()).map(said)).toEqual((await app.trayItems()).map(said));
});

test('a click on Stop over the bus stops the gateway, and the menu follows', async ({ app, panel, demo }) => {
  const page = await app.page();
  await installByClicking(page);
  const pid = await shownPid(page);
  const icon = await shownIcon(panel);
  await expect.poll(async () => (await icon.menu())[0]?.label).toMatch(/^Healthy/);
  const changes = icon.menuChanges();

  await icon.click('Stop');
  await expect(headline(page)).toHaveText('default is stopped', { timeout: STARTED_MS });
  expect(isAlive(pid)).toBe(false);
  expect(await demo.status()).toMatchObject({ state: 'stopped' });
  await expect.poll(async () => (await icon.menu())[0]?.label).toMatch(/^Stopped/);
  expect(icon.menuChanges()).toBeGreaterThan(changes);
  await expect(icon.click('Stop')).rejects.toThrow('nobody could click');
});

test('a click on the icon opens the window', async ({ app, panel }) => {
  await app.page();
  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);
  await (await shownIcon(panel)).activate();
  await expect.poll(() => app.windowCount()).toBe(1);
});

test('a panel that goes away and comes back has the icon again', async ({ app, bus, panel }) => {
  await app.page();
  await shownIcon(panel);
  panel?.stop();
  const back = await startPanel(bus?.address ?? '');
  const icon = await shownIcon(back, BACK_MS);
  expect((await icon.menu()).map(said)).toEqual((await app.trayItems()).map(said));
  // Electron announced itself again; nothing had to be made anew.
  expect(back.announcements()).toEqual([icon.name]);
  back.stop();
});

test('a panel that refuses the announcement at first gets another icon', async ({ app, bus, panel }) => {
  await app.page();
  const before = (await shownIcon(panel)).name;
  panel?.stop();
  const back = await startPanel(bus?.address ?? '', { refuse: 1 });
  const icon = await shownIcon(back, BACK_MS);
  expect(icon.name).not.toBe(before);
  expect((await icon.menu()).map(said)).toEqual((await app.trayItems()).map(said));
  back.stop();
});

test.describe('without a panel', () => {
  test.use({ desktopTray: 'nothing' });

  test('the window opens, has every row of the tray in its menu bar, says so once, and closing it quits', async ({
    env,
    main,
  }) => {
    const app = await launchApp({ main, env });
    await app.page();
    await expect.poll(() => app.menuBar(), { timeout: 10_000 }).not.toBeNull();
    expect((await app.menuBar())?.[0]?.rows.map(said)).toEqual((await app.trayItems()).map(said));
    expect((await app.desktop())?.notifications.map(({ title }) => title)).toEqual(['No tray icon here']);
    expect(await app.clickMenuBar(['app', 'settings'])).toBe(true);
    await expect((await app.page()).getByRole('heading', { name: 'Settings' }).first()).toBeVisible();
    await app.closeWindow();
    expect(await app.gone).toBe(0);

    const again = await launchApp({ main, env });
    await again.page();
    await expect.poll(() => again.menuBar(), { timeout: 10_000 }).not.toBeNull();
    expect((await again.desktop())?.notifications).toEqual([]);
    await again.quit();
  });

  test('closing the window quits even before the app is sure', async ({ env, main }) => {
    const app = await launchApp({ main, env });
    await app.page();
    await app.closeWindow();
    expect(await app.gone).toBe(0);
  });

  test('a hidden start gets its window after all', async ({ env, main }) => {
    const app = await launchApp({ main, env, args: ['--hidden'] });
    expect(await app.windowCount()).toBe(0);
    await expect.poll(() => app.windowCount(), { timeout: 20_000 }).toBe(1);
    await app.quit();
  });

  test('a panel that appears later shows the icon, and closing only hides again', async ({ app, bus }) => {
    await app.page();
    await expect.poll(() => app.menuBar(), { timeout: 10_000 }).not.toBeNull();
    const panel = await startPanel(bus?.address ?? '');
    const icon = await shownIcon(panel, BACK_MS);
    expect((await icon.menu()).map(said)).toEqual((await app.trayItems()).map(said));
    await expect.poll(() => app.menuBar()).toBeNull();
    await app.closeWindow();
    await expect.poll(() => app.windowCount()).toBe(0);
    await icon.click('Open OpenClaw Tray');
    await expect.poll(() => app.windowCount()).toBe(1);
    panel.stop();
  });

  test('a watcher without a panel counts as none', async ({ bus, env, main }) => {
    const watcher = await startPanel(bus?.address ?? '', { withoutHost: true });
    const app = await launchApp({ main, env });
    await app.page();
    await app.closeWindow();
    expect(await app.gone).toBe(0);
    expect(watcher.announcements()).toEqual([]);
    watcher.stop();
  });

  test('the actions of the desktop entry reach the app that runs', async ({ app, env, main }) => {
    const page = await app.page();
    await installByClicking(page);
    const ask = async (word: string): Promise<void> => {
      const second = await launchApp({ main, env, args: [`--do=${word}`] });
      expect(await second.gone).toBe(0);
    };
    await ask('settings');
    await expect(page.getByRole('heading', { name: 'Settings' }).first()).toBeVisible();
    await ask('stop-all');
    await expect.poll(async () => (await app.desktop())?.dialogs.length).toBe(1);
    // Not answered with yes: nothing was stopped.
    expect((await app.trayItems())[0]?.label).toMatch(/^Healthy/);
    await ask('quit');
    expect(await app.gone).toBe(0);
  });
});

test.describe('without a session bus', () => {
  test.use({ desktopTray: 'no-bus' });

  test('the app works, and closing the window quits', async ({ env, main }) => {
    const app = await launchApp({ main, env });
    const page = await app.page();
    await button(page, 'Install and start…').click();
    await expect(sheet(page)).toBeVisible();
    await app.closeWindow();
    expect(await app.gone).toBe(0);
  });
});
