import type { Page } from 'playwright';
import { expect, test } from './app-fixture.ts';

interface BridgeOnPage {
  call(
    name: string,
    input: unknown,
  ): Promise<{ ok: boolean; value?: unknown; error?: { code: string; message: string } }>;
  on(name: string, listener: (payload: unknown) => void): () => void;
}
declare global {
  interface Window {
    openclawTray: BridgeOnPage;
  }
}

const call = (page: Page, name: string, input: unknown) =>
  page.evaluate(([to, what]) => window.openclawTray.call(to, what), [name, input] as const);

test('starts with a window of the app on its own origin', async ({ app }) => {
  const page = await app.page();
  await expect(page).toHaveTitle('OpenClaw Tray');
  expect(await page.evaluate(() => location.pathname)).toBe('/index.html');
  expect(await app.windowCount()).toBe(1);
  const info = await call(page, 'app.info', {});
  expect(info).toMatchObject({ ok: true, value: { host: app.host, version: '0.1.0' } });
});

test('the bridge is frozen and holds call and on, nothing else', async ({ app }) => {
  const page = await app.page();
  const surface = await page.evaluate(() => ({
    keys: Object.keys(window.openclawTray).sort(),
    frozen: Object.isFrozen(window.openclawTray),
    replaced: Reflect.set(window, 'openclawTray', {}),
    node: [
      typeof Reflect.get(window, 'require'),
      typeof Reflect.get(window, 'process'),
      typeof Reflect.get(window, 'Buffer'),
    ],
  }));
  expect(surface).toEqual({
    keys: ['call', 'on'],
    frozen: true,
    replaced: false,
    node: ['undefined', 'undefined', 'undefined'],
  });
});

test('calls that break the contract come back as errors and end nothing', async ({ app }) => {
  const page = await app.page();
  expect(await call(page, 'status.refresh', { profile: 7 })).toMatchObject({ ok: false, error: { code: 'usage' } });
  expect(await call(page, 'clipboard.copy', null)).toMatchObject({ ok: false, error: { code: 'usage' } });
  const unknown = await page.evaluate(() =>
    window.openclawTray.call('constructor', {}).then(
      () => 'answered',
      () => 'refused',
    ),
  );
  expect(unknown).toBe('refused');
  expect(await call(page, 'status.snapshot', {})).toMatchObject({ ok: true });
});

test('a window that the app did not open may not call', async ({ app }) => {
  const own = await app.page();
  const { FIXTURE_PRELOAD } = await import('./fixture/build.ts');
  const stranger = await app.openStranger(FIXTURE_PRELOAD, 'app://ui/index.html');
  expect(await call(stranger, 'status.snapshot', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await call(own, 'status.snapshot', {})).toMatchObject({ ok: true });
});

test('the policy stops inline scripts, styles and every fetch', async ({ app }) => {
  const page = await app.page();
  const seen = await page.evaluate(async () => {
    const violated: string[] = [];
    Reflect.set(window, 'violated', violated);
    document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
    const script = document.createElement('script');
    let thrown = '';
    try {
      script.textContent = 'window.ranInline = true';
    } catch (cause) {
      // Trusted types refuse the text before the policy has a script to refuse.
      thrown = (cause as Error).name;
    }
    document.head.append(script);
    const outside = document.createElement('script');
    try {
      outside.setAttribute('src', 'https://example.com/x.js');
    } catch (cause) {
      thrown += (cause as Error).name;
    }
    const image = new Image();
    image.src = 'https://example.com/x.png';
    document.body.append(image);
    const style = document.createElement('style');
    style.textContent = 'body{--inline:1}';
    document.head.append(style);
    const fetched = await fetch('https://example.com/').then(
      () => 'answered',
      () => 'failed',
    );
    const own = await fetch('/index.html').then(
      () => 'answered',
      () => 'failed',
    );
    const inline = getComputedStyle(document.body).getPropertyValue('--inline');
    return { thrown, ran: Reflect.get(window, 'ranInline') ?? false, fetched, own, inline };
  });
  expect(seen).toEqual({ thrown: 'TypeErrorTypeError', ran: false, fetched: 'failed', own: 'failed', inline: '' });
  const violated = () => page.evaluate(() => [...new Set(Reflect.get(window, 'violated') as string[])].sort());
  await expect
    .poll(violated)
    .toEqual(expect.arrayContaining(['connect-src', 'img-src', 'require-trusted-types-for', 'style-src-elem']));
});

test('a page can neither leave nor open windows', async ({ app }) => {
  const page = await app.page();
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  const opened = await page.evaluate(() => window.open('https://example.com/') === null);
  expect(opened).toBe(true);
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  await expect.poll(() => app.windowCount()).toBe(1);
  await expect.poll(() => app.mainLog()).toContain('wanted to leave for https://example.com');
  expect(page.url()).toBe(before);
  expect(await call(page, 'status.snapshot', {})).toMatchObject({ ok: true });
});

test('a page gets no permissions', async ({ app }) => {
  const page = await app.page();
  const position = await page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'),
          { timeout: 3000 },
        ),
      ),
  );
  expect(position).toBe('denied');
  const desktop = await app.desktop();
  if (desktop !== null)
    expect([...desktop.permissionGuards].sort()).toEqual(['check', 'device', 'display-media', 'request']);
});

test('files outside the window folder are not served', async ({ app }) => {
  const page = await app.page();
  for (const path of ['/../preload.cjs', '/%2e%2e/preload.cjs', '/..%2fpreload.cjs', '/none.html']) {
    const state = await page.evaluate((src) => {
      const script = document.createElement('img');
      return new Promise<string>((resolve) => {
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
        script.src = src;
        document.body.append(script);
      });
    }, path);
    expect(state, path).toBe('refused');
  }
});
