import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LINK_SCHEME } from '../../shared/deep-link.ts';
import { createLinkInbox, registerLinks } from './deep-links.ts';

const LINK = `${LINK_SCHEME}://profile/work/logs`;

/** `app` as far as links need it. */
function makeApp(packaged = true, takes = true) {
  const registered: string[] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged: packaged,
    isDefaultProtocolClient: (scheme: string) => registered.includes(scheme),
    setAsDefaultProtocolClient: (scheme: string) => {
      if (takes) registered.push(scheme);
      return takes;
    },
  });
  return { app: app as never, emitter: app, registered };
}

describe('links that reach the app', () => {
  test('the one of the launch is delivered once, when the window can take it', () => {
    const { app } = makeApp();
    const inbox = createLinkInbox(app, ['/opt/openclaw-tray', LINK]);
    const opened: string[] = [];
    expect(inbox.waiting).toBe(true);
    inbox.deliverTo((text) => opened.push(text));
    expect([inbox.waiting, opened]).toEqual([false, [LINK]]);
  });

  test('macOS may tell before the app is ready, and later; both are prevented, a strange address is not answered', () => {
    const { app, emitter } = makeApp();
    const inbox = createLinkInbox(app, ['/opt/openclaw-tray']);
    const opened: string[] = [];
    let prevented = 0;
    const event = { preventDefault: () => (prevented += 1) };
    emitter.emit('open-url', event, LINK);
    expect(inbox.waiting).toBe(true);
    inbox.deliverTo((text) => opened.push(text));
    emitter.emit('open-url', event, 'https://example.org/');
    emitter.emit('open-url', event, `${LINK}?since=1m`);
    expect([opened, prevented]).toEqual([[LINK, `${LINK}?since=1m`], 3]);
  });

  test('a later launch hands over its link', () => {
    const inbox = createLinkInbox(makeApp().app, []);
    expect(inbox.of(['openclaw-tray', '--hidden', LINK])).toBe(LINK);
    expect(inbox.of(['openclaw-tray'])).toBeNull();
  });
});

test('only an installed app becomes the handler, once, and says when the system refuses', () => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const checkout = makeApp(false);
  registerLinks(checkout.app, warn);
  expect(checkout.registered).toEqual([]);
  const installed = makeApp();
  registerLinks(installed.app, warn);
  registerLinks(installed.app, warn);
  expect([installed.registered, warnings]).toEqual([[LINK_SCHEME], []]);
  registerLinks(makeApp(true, false).app, warn);
  expect(warnings).toEqual([expect.stringContaining(LINK_SCHEME)]);
});

test('the packages declare the same scheme', () => {
  const config = readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8');
  expect(config).toMatch(new RegExp(`^protocols:\\n  - name: .*\\n    schemes: \\[${LINK_SCHEME}\\]$`, 'm'));
});
