import type { IpcMain, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { CALL_CHANNEL, CALL_NAMES } from '../../shared/ipc/channels.ts';
import { type Reply, replySchema } from '../../shared/ipc/contract.ts';
import { ExpectedError, ok } from '../../shared/outcome.ts';
import { DEFAULT_SETTINGS, type SettingsView } from '../../shared/settings.ts';
import { untold } from '../../shared/text/testing.ts';
import { createIpcServer, type Handlers, refuseSender, type Sender } from './ipc-server.ts';
import { makeEntry } from './tray/sample-reports.ts';

type Invoke = (event: Sender, message: unknown) => Promise<Reply>;

/** What of a refusal stays English in Japanese or Chinese. */
const untoldIn = (reply: Reply): string[] => (reply.ok ? [] : untold(reply.error));

const settingsView: SettingsView = {
  settings: DEFAULT_SETTINGS,
  path: '/x/settings.json',
  problem: null,
  keptAside: null,
  loginItem: { state: 'off', note: null, detail: null },
};
const snapshot = { seq: 1, profiles: [makeEntry('default', 'healthy')] };

/** Handlers that note that they were reached and answer with a valid value. */
function recording(reached: string[], override: Partial<Handlers> = {}): Handlers {
  const seen = <T>(name: string, value: T) => {
    reached.push(name);
    return Promise.resolve(ok(value));
  };
  return {
    'app.info': () => seen('app.info', { version: '1', platform: 'linux', host: 'stand-in', language: 'en' }),
    'status.snapshot': () => seen('status.snapshot', snapshot),
    'status.refresh': () => seen('status.refresh', snapshot),
    'operation.plan': () => Promise.reject(new ExpectedError('not-supported', 'No plan.', { hint: 'None.' })),
    'operation.run': () => Promise.reject(new Error('a secret in a defect')),
    'autostart.set': () => Promise.reject(new ExpectedError('not-supported', 'No switch.')),
    'operation.cancel': () => seen('operation.cancel', { cancelled: true }),
    'logs.recent': () => seen('logs.recent', { lines: [], sources: [], problems: [] }),
    'extra.plan': () => Promise.reject(new ExpectedError('not-installed', 'None.', { hint: 'None.' })),
    'extra.remove': () => Promise.reject(new ExpectedError('not-installed', 'None.', { hint: 'None.' })),
    'logs.open': () => Promise.reject(new ExpectedError('not-supported', 'No log.')),
    'logs.older': () => seen('logs.older', { lines: [], more: false }),
    'logs.close': () => seen('logs.close', {}),
    'logs.reveal': () => seen('logs.reveal', { path: '/x.log' }),
    'diagnose.check': () => Promise.reject(new ExpectedError('not-supported', 'No look.')),
    'diagnose.fix.plan': () => seen('diagnose.fix.plan', null),
    'diagnose.fix.run': () => seen('diagnose.fix.run', null),
    'support.preview': () => seen('support.preview', { profile: 'x', name: 'x.tar.gz', files: [], markdown: '' }),
    'support.write': () => seen('support.write', { path: '/x.tar.gz', bytes: 1 }),
    'profiles.add': () => seen('profiles.add', { profile: 'x' }),
    'profiles.forget': () => seen('profiles.forget', {}),
    'dashboard.open': () => seen('dashboard.open', {}),
    'clipboard.copy': () => seen('clipboard.copy', {}),
    'settings.read': () => seen('settings.read', settingsView),
    'settings.change': () => seen('settings.change', { view: settingsView, loginItemError: null }),
    'timeline.read': () => Promise.reject(new ExpectedError('invalid-profile-name', 'No such profile.')),
    ...override,
  };
}

/** A WebContents with what the server uses of it. */
function contentsOf() {
  const sent: unknown[][] = [];
  const listeners: (() => void)[] = [];
  let gone = false;
  const part: Pick<WebContents, 'isDestroyed' | 'send'> & { once(name: string, listener: () => void): void } = {
    isDestroyed: () => gone,
    send: (...args: unknown[]) => void sent.push(args),
    once: (_name, listener) => void listeners.push(listener),
  };
  const end = () => {
    gone = true;
    for (const listener of listeners) listener();
  };
  return { contents: part as unknown as WebContents, sent, end };
}

function frame(origin: string, parent: Sender['senderFrame'] = null): Sender['senderFrame'] {
  return { origin, parent } as Sender['senderFrame'];
}

function started(override: Partial<Handlers> = {}) {
  const reached: string[] = [];
  const lines: string[] = [];
  const handlers = new Map<string, Invoke>();
  const server = createIpcServer({
    ipcMain: {
      handle: (channel, listener) => void handlers.set(channel, listener as unknown as Invoke),
      removeHandler: (channel) => void handlers.delete(channel),
    } satisfies Pick<IpcMain, 'handle' | 'removeHandler'>,
    handlers: recording(reached, override),
    log: { warn: (line) => void lines.push(line), error: (line) => void lines.push(line) },
  });
  const window = contentsOf();
  server.trust(window.contents);
  const sender: Sender = { sender: window.contents, senderFrame: frame('app://ui') };
  const invoke = (message: unknown, from = sender): Promise<Reply> => {
    const handler = handlers.get(CALL_CHANNEL);
    if (handler === undefined) throw new Error('no handler');
    return handler(from, message);
  };
  return { server, invoke, reached, lines, window, sender };
}

describe('sender check', () => {
  const { contents } = contentsOf();
  const trusted = new Set([contents]);
  it.each([
    ['our own main frame', { sender: contents, senderFrame: frame('app://ui') }, null],
    ['a stranger', { sender: contentsOf().contents, senderFrame: frame('app://ui') }, 'the window is not one of ours'],
    ['a frame that went', { sender: contents, senderFrame: null }, 'the frame is gone'],
    [
      'a frame inside',
      { sender: contents, senderFrame: frame('app://ui', frame('app://ui')) },
      'it came from a frame inside the page',
    ],
    ['a web page', { sender: contents, senderFrame: frame('https://ui') }, 'the page is not our own'],
    ['a look-alike', { sender: contents, senderFrame: frame('app://ui.example.com') }, 'the page is not our own'],
    ['a file', { sender: contents, senderFrame: frame('file://') }, 'the page is not our own'],
  ])('%s', (_name, sender, expected) => expect(refuseSender(sender, trusted)).toBe(expected));

  it('answers a refused sender with a coded error and reaches no handler', async () => {
    const { invoke, reached, sender } = started();
    const reply = await invoke({ name: 'app.info', input: {} }, { ...sender, senderFrame: frame('https://evil.test') });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(untoldIn(reply)).toEqual([]);
    expect(reached).toEqual([]);
  });

  it('ends with the window', async () => {
    const { invoke, window, server } = started();
    window.end();
    expect(await invoke({ name: 'app.info', input: {} })).toMatchObject({ ok: false });
    server.emit('view.select', { profile: 'default', tab: 'logs' });
    expect(window.sent).toEqual([]);
  });
});

describe('calls', () => {
  it('hands a valid call over and parses its answer', async () => {
    const { invoke } = started();
    expect(await invoke({ name: 'status.snapshot', input: {} })).toEqual({ ok: true, value: snapshot });
  });

  it('turns an expected failure into its code and hint', async () => {
    const { invoke } = started();
    expect(
      await invoke({ name: 'operation.plan', input: { action: 'install', profile: 'default', options: {} } }),
    ).toEqual({ ok: false, error: { code: 'not-supported', message: 'No plan.', hint: 'None.' } });
  });

  it('does not show the page what was in a defect', async () => {
    const { invoke, lines } = started();
    const input = { operationId: '1', action: 'start', profile: 'default', options: {} };
    const reply = await invoke({ name: 'operation.run', input });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(untoldIn(reply)).toEqual([]);
    expect(JSON.stringify(reply)).not.toContain('secret');
    expect(lines).toEqual(['operation.run failed unexpectedly.']);
  });

  it('does not send an answer that breaks the contract', async () => {
    const broken = (() => Promise.resolve(ok({ profile: 7 }))) as unknown as Handlers['profiles.add'];
    const { invoke } = started({ 'profiles.add': broken });
    expect(await invoke({ name: 'profiles.add', input: { name: 'x' } })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
  });

  it('writes where an input is wrong, never what it held', async () => {
    const { invoke, lines } = started();
    const options = { token: 'tok-1234567890', port: 'abc-secret' };
    await invoke({ name: 'operation.run', input: { operationId: '1', action: 'start', profile: 'p', options } });
    expect(lines).toEqual(['Input of operation.run was refused at options.port.']);
  });
});

describe('fuzz', () => {
  const junk: readonly unknown[] = [
    undefined,
    null,
    0,
    Number.NaN,
    -1n,
    '',
    'x'.repeat(1_000_000),
    true,
    [],
    [{}],
    [['profile', 'default']],
    { profile: '' },
    { profile: 'x'.repeat(65) },
    { profile: { toString: () => 'default' } },
    { profile: 'default', extra: 1 },
    { lines: 1e9, profile: 'default' },
    { operationId: [], action: 'rm', profile: 'default', options: null },
    { text: 'x'.repeat(100_001) },
  ];

  it.each(CALL_NAMES)('%s answers junk with an error and is not reached', async (name) => {
    const { invoke, reached } = started();
    for (const input of junk) {
      const reply = await invoke({ name, input });
      expect(replySchema.safeParse(reply).success).toBe(true);
      expect(reply).toMatchObject({ ok: false, error: { code: 'usage' } });
      expect(untoldIn(reply)).toEqual([]);
    }
    expect(reached).toEqual([]);
  });

  it('takes nothing from a prototype', async () => {
    const { invoke, reached } = started();
    for (const input of [{ __proto__: { profile: 'default' } }, JSON.parse('{"__proto__":{"profile":"default"}}')]) {
      // The clone is what Electron makes of it on the way.
      expect(await invoke({ name: 'profiles.forget', input: structuredClone(input) })).toMatchObject({ ok: false });
    }
    expect(reached).toEqual([]);
  });

  it.each(['profiles.forget', 'clipboard.copy', 'operation.cancel'])(
    '%s reads nothing out of built-in objects',
    async (name) => {
      const { invoke, reached } = started();
      const fields = new Map([['profile', 'default']]);
      for (const input of [new Date(), fields, new Set(['text']), new Uint8Array(8), /x/, new Error('x')]) {
        expect(await invoke({ name, input: structuredClone(input) })).toMatchObject({
          ok: false,
          error: { code: 'usage' },
        });
      }
      expect(reached).toEqual([]);
    },
  );

  it('refuses names that every object has, and messages of another form', async () => {
    const { invoke, reached } = started();
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'app.info ', 'APP.INFO', 7, null, {}];
    for (const name of names) {
      const reply = await invoke({ name, input: {} });
      expect(reply).toMatchObject({ ok: false });
      expect(untoldIn(reply)).toEqual([]);
    }
    for (const message of [...junk, { name: 'app.info', input: {}, more: 1 }, 'app.info', ['app.info', {}]]) {
      expect(await invoke(message)).toMatchObject({ ok: false });
    }
    expect(reached).toEqual([]);
  });
});

describe('events', () => {
  it('go to trusted windows in the form the preload reads', () => {
    const { server, window } = started();
    server.emit('view.select', { profile: 'work', tab: 'logs' });
    expect(window.sent).toEqual([
      ['openclaw-tray:event', { name: 'view.select', payload: { profile: 'work', tab: 'logs' } }],
    ]);
  });

  it('that break the contract are logged and not sent', () => {
    const { server, window, lines } = started();
    server.emit('view.select', { profile: 'work', tab: 'nowhere' } as never);
    expect(window.sent).toEqual([]);
    expect(lines).toHaveLength(1);
  });
});
