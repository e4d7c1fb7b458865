import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../shared/said.ts';
import { readHost } from '../../system/host.ts';
import { DEFAULT_TUNING, parseDefinitionFile, renderDefinitionFile } from './definition-file.ts';
import { gatewayEnvironment, parseEnvironmentFile } from './environment.ts';
import { createInbox } from './inbox.ts';
import { embeddedPaths } from './paths.ts';
import { rotateIfFull } from './rotating-log.ts';
import { readState } from './state-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const service = {
  profile: 'work',
  serviceName: 'openclaw-gateway-work.service',
  description: 'OpenClaw Gateway (profile: work)',
  command: ['/usr/bin/node', '/opt/open claw/dist/index.js', 'gateway', '--port', '41984'],
  workingDirectory: null,
  environment: { HOME: '/home/me', NODE_OPTIONS: '', ODD: 'ü "quoted" $HOME\n%n' },
  environmentFiles: [],
};
const hostWith = (state: string) => readHost({ HOME: '/home/me', XDG_STATE_HOME: state });

describe('the definition file', () => {
  it('is read back to what was written', () => {
    const text = renderDefinitionFile(service, embeddedPaths(hostWith('/s'), 'work'), DEFAULT_TUNING);
    const parsed = parseDefinitionFile(text);
    expect(parsed).toMatchObject({ ok: true, value: { service, tuning: DEFAULT_TUNING } });
  });

  it('refuses what cannot be passed to a program', () => {
    const paths = embeddedPaths(hostWith('/s'), 'work');
    const nul = { ...service, command: ['/usr/bin/node', 'a\0b'] };
    expect(() => renderDefinitionFile(nul, paths, DEFAULT_TUNING)).toThrow(/NUL/);
    const name = { ...service, environment: { 'A=B': 'x' } };
    expect(() => renderDefinitionFile(name, paths, DEFAULT_TUNING)).toThrow(/"A=B"/);
  });

  it.each(['', '{', 'null', '[]', '{"format":2}', '{"format":1,"service":{"command":[]}}'])(
    'says what is wrong with %j',
    (text) => {
      const parsed = parseDefinitionFile(text);
      expect(parsed.ok).toBe(false);
      expect(!parsed.ok && textOf(parsed.problem).length > 10).toBe(true);
    },
  );
});

describe('the places', () => {
  it('keep the socket path within what the kernel takes, in a place that does not depend on TMPDIR', () => {
    const short = embeddedPaths(hostWith('/s'), 'work');
    expect(short.control.startsWith('/s/')).toBe(true);
    const deep = `/${'deep/'.repeat(30)}`;
    const long = embeddedPaths(hostWith(deep), 'work');
    expect(Buffer.byteLength(long.control)).toBeLessThan(100);
    expect(long.control.startsWith('/tmp/openclaw-tray-')).toBe(true);
    expect(embeddedPaths(hostWith(`${deep}x`), 'work').control).not.toBe(long.control);
    expect(embeddedPaths(hostWith(deep), 'home').control).not.toBe(long.control);
  });

  it('cannot be led out of their folder by a name', () => {
    const { folder: place } = embeddedPaths(hostWith('/s'), '../../etc');
    expect(place).toMatch(/^\/s\/openclaw-tray\/embedded\/x-[0-9a-f]{24}$/);
  });
});

describe('the environment of the gateway', () => {
  it('is the definition on a clean base, without words that claim a native supervisor', () => {
    const file = join(folder, 'gateway.env');
    writeFileSync(file, "# secret\nexport API_KEY='it'\\''s'\nHOME=\"/other\\\"place\"\nnot a line\n");
    const result = gatewayEnvironment(
      {
        ...service,
        environment: {
          ...service.environment,
          OPENCLAW_SYSTEMD_UNIT: 'x.service',
          OPENCLAW_SERVICE_MARKER: 'openclaw',
        },
        environmentFiles: [file, `-${join(folder, 'missing.env')}`],
      },
      {
        PATH: '/bin',
        LC_ALL: 'C',
        INVOCATION_ID: '1',
        XPC_SERVICE_NAME: 'x',
        NODE_OPTIONS: '--inspect',
        OPENAI_API_KEY: 'k',
      },
    );
    expect(result).toEqual({
      PATH: '/bin',
      LC_ALL: 'C',
      HOME: '/other"place',
      NODE_OPTIONS: '',
      ODD: service.environment.ODD,
      API_KEY: "it's",
      OPENCLAW_SERVICE_MARKER: 'openclaw',
      OPENCLAW_SUPERVISOR_MODE: 'external',
      OPENCLAW_EXEC_SHELL_SNAPSHOT: '0',
    });
  });

  it('takes environment files of any form without failing', () => {
    expect(parseEnvironmentFile('A=1\r\n=2\nB\n3C=4\nD= spaced \nE="')).toEqual({ A: '1', D: 'spaced', E: '"' });
  });
});

describe('rotation', () => {
  it('keeps as many files as told, the newest first, and never more than their size', () => {
    const path = join(folder, 'gateway.log');
    for (const letter of ['a', 'b', 'c', 'd']) {
      appendFileSync(path, letter.repeat(100));
      expect(rotateIfFull(path, { maxBytes: 100, files: 3 })).toBe(true);
      expect(statSync(path).size).toBe(0);
    }
    expect(readdirSync(folder).sort()).toEqual(['gateway.log', 'gateway.log.1', 'gateway.log.2']);
    expect([1, 2].map((index) => readFileSync(`${path}.${index}`, 'utf8')[0])).toEqual(['d', 'c']);
    appendFileSync(path, 'short');
    expect(rotateIfFull(path, { maxBytes: 100, files: 3 })).toBe(false);
    expect(rotateIfFull(join(folder, 'none.log'), { maxBytes: 1, files: 3 })).toBe(false);
  });

  it('keeps the end of a log that outgrew it, and says what is missing', () => {
    const path = join(folder, 'gateway.log');
    writeFileSync(path, `${'x'.repeat(1_000)}the end`);
    rotateIfFull(path, { maxBytes: 100, files: 2 });
    const kept = readFileSync(`${path}.1`, 'utf8');
    expect(kept.endsWith('the end')).toBe(true);
    expect(kept).toMatch(/^\[807 bytes left out/);
    expect(kept.length).toBeLessThan(300);
  });
});

describe('the state file', () => {
  it.each(['', '{', '{}', '[1]', '{"format":1}'])('is unreadable, not absent, when it holds %j', (text) => {
    const path = join(folder, 'state.json');
    writeFileSync(path, text);
    expect(readState(path).kind).toBe('unreadable');
    expect(readState(join(folder, 'other.json')).kind).toBe('absent');
  });
});

describe('the inbox', () => {
  it('keeps the latest wish, and nothing replaces a shutdown', () => {
    const inbox = createInbox();
    inbox.put('stop');
    inbox.put('restart');
    inbox.put('start');
    expect(inbox.take()).toBe('restart');
    expect(inbox.waiting).toBe(false);
    inbox.put('shutdown');
    expect(inbox.put('start')).toBe(false);
    expect(inbox.put('stop')).toBe(true);
    expect(inbox.take()).toBe('shutdown');
  });

  it('wakes whoever waits, also when the request was there first', async () => {
    const inbox = createInbox();
    inbox.put('stop');
    await inbox.arrived();
    inbox.take();
    const waiting = inbox.arrived();
    inbox.put('start');
    await waiting;
  });
});
