import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SERVICE_USER } from '../../system/dedicated-account.ts';
import { readHost } from '../../system/host.ts';
import { hostOfServiceUser } from '../../system/host-of-account.ts';
import { createScriptedRunner } from '../../system/scripted-runner.ts';
import { accessOf, accountNow, requireAccess } from './system-account.ts';
import { errorOf } from './test-bench.ts';

const me = process.getuid?.() ?? 0;
const stranger = { name: 'openclaw', home: '/var/lib/openclaw', ids: null };
const owner = { ...stranger, ids: { uid: me, groups: [] } };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'closed'));
  chmodSync(join(folder, 'closed'), 0o700);
  writeFileSync(join(folder, 'closed', 'node'), '');
  chmodSync(join(folder, 'closed', 'node'), 0o755);
  symlinkSync(join(folder, 'closed', 'node'), join(folder, 'node'));
  writeFileSync(join(folder, 'index.js'), '');
  chmodSync(join(folder, 'index.js'), 0o640);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a program behind a link into a closed folder is told with that folder', async () => {
  const answer = await accessOf(stranger, join(folder, 'node'), 'execute');
  expect(answer).toMatchObject({ allowed: false, reason: { text: `it may not enter ${folder}/closed (mode 0700)` } });
  expect(await accessOf(owner, join(folder, 'node'), 'execute')).toEqual({ allowed: true });
  chmodSync(join(folder, 'closed'), 0o711);
  expect(await accessOf(stranger, join(folder, 'node'), 'execute')).toEqual({ allowed: true });
});

test('owner, group and others each have their own bits', async () => {
  const path = join(folder, 'index.js');
  const group = process.getgid?.() ?? 0;
  expect(await accessOf(stranger, path, 'read')).toMatchObject({ allowed: false });
  expect(await accessOf({ ...stranger, ids: { uid: me + 1, groups: [group] } }, path, 'read')).toEqual({
    allowed: true,
  });
  expect(await accessOf({ ...stranger, ids: { uid: me + 1, groups: [group] } }, path, 'write')).toMatchObject({
    allowed: false,
  });
  chmodSync(path, 0o044);
  expect(await accessOf(owner, path, 'read')).toMatchObject({ allowed: false });
});

test('what is not there, and the error with its cure', async () => {
  expect(await accessOf(stranger, join(folder, 'gone'), 'execute')).toMatchObject({ allowed: false });
  expect(await accessOf(stranger, join(folder, 'gone'), 'read-if-there')).toEqual({ allowed: true });
  expect(await errorOf(requireAccess(stranger, join(folder, 'node'), 'execute'))).toMatchObject({
    code: 'runtime-not-found',
    hint: expect.stringContaining('/usr/local'),
  });
});

test('the account as the system knows it', async () => {
  const passwd = (result: object) => ({ argv: ['getent', 'passwd', 'openclaw'], result });
  const line = { stdout: 'openclaw:x:998:997:,,,:/srv/claw:/usr/sbin/nologin\n' };
  const ask = (...steps: Parameters<typeof createScriptedRunner>[0]) =>
    accountNow(DEFAULT_SERVICE_USER, createScriptedRunner(steps));
  expect(await ask(passwd({ exitCode: 2 }))).toEqual({ name: 'openclaw', home: '/var/lib/openclaw', ids: null });
  const group = { argv: ['getent', 'group', 'openclaw'] };
  const ids = { argv: ['id', '-G', 'openclaw'], result: { stdout: '997 27\n' } };
  expect(await ask(passwd(line), group, ids)).toEqual({
    name: 'openclaw',
    home: '/srv/claw',
    ids: { uid: 998, groups: [997, 997, 27] },
  });
  expect(await errorOf(ask(passwd(line), { ...group, result: { exitCode: 2 } }))).toMatchObject({
    code: 'invalid-option',
  });
  expect(await errorOf(ask(passwd({ stdout: 'openclaw:x:0:0::/root:/bin/sh\n' })))).toMatchObject({
    code: 'invalid-option',
  });
  expect(await errorOf(ask(passwd({ exitCode: null, startError: 'ENOENT' })))).toMatchObject({ code: 'state-unknown' });
  expect(await errorOf(ask(passwd({ stdout: 'what is this\n' })))).toMatchObject({ code: 'state-unknown' });
});

test('the host of the account keeps nothing of the person who installs', () => {
  const host = readHost({
    HOME: '/home/me',
    OPENCLAW_GATEWAY_TOKEN: 'hush',
    NVM_DIR: '/home/me/.nvm',
    HTTPS_PROXY: 'http://p:3128',
  });
  const theirs = hostOfServiceUser(host, DEFAULT_SERVICE_USER, 998);
  expect(theirs).toMatchObject({
    uid: 998,
    home: '/var/lib/openclaw',
    accountHome: '/var/lib/openclaw',
    userName: 'openclaw',
  });
  expect(theirs.env).toEqual({
    HOME: '/var/lib/openclaw',
    USER: 'openclaw',
    LOGNAME: 'openclaw',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HTTPS_PROXY: 'http://p:3128',
  });
});
