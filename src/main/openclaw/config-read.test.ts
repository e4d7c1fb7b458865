// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of a configuration, where such a reference is the subject.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { say } from '../../shared/said.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { Environment } from '../system/host.ts';
import { readGatewayConfig } from './config-read.ts';
import { clientCredentials, gatewayUrl, tlsFingerprintOf } from './credentials.ts';
import { parseDotEnv } from './dotenv.ts';
import type { GatewayConfig } from './types.ts';

let home: string;
let state: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'config-read-'));
  state = join(home, '.openclaw');
  await mkdir(state);
});
afterEach(() => rm(home, { recursive: true, force: true }));

function profileWith(env: Environment = {}): ResolvedProfile {
  return {
    id: 'default',
    name: null,
    account: null,
    home,
    stateDir: state,
    configPath: join(state, 'openclaw.json'),
    canonical: true,
    names: { systemdUnit: 'u', launchdLabel: 'l', windowsTask: 't' },
    description: 'd',
    defaultPort: 18789,
    env,
    warnings: [],
  };
}

const put = (name: string, content: string) => writeFile(join(state, name), content, { mode: 0o600 });

async function read(content: string, env: Environment = {}): Promise<GatewayConfig> {
  await put('openclaw.json', content);
  return readGatewayConfig(profileWith(env));
}

test('no file is an answer', async () => {
  expect(await readGatewayConfig(profileWith())).toMatchObject({
    exists: false,
    port: null,
    mode: null,
    token: { kind: 'absent' },
    warnings: [],
  });
});

test('the fields that are used', async () => {
  const config = await read(`// hand-written
    { gateway: { mode: 'local', port: 19555, bind: 'custom', customBindHost: '::1', auth: { mode: 'token', token: 'abc' },
        tls: { enabled: true }, unknown: { deeply: ['x'] } },
      agents: { defaults: { workspace: '~/work' } }, logging: { file: '/var/log/x.log' }, other: 1, }`);
  expect(config).toMatchObject({
    exists: true,
    mode: 'local',
    port: 19555,
    bind: 'custom',
    customBindHost: '::1',
    authMode: 'token',
    token: { kind: 'literal', value: 'abc' },
    tls: { enabled: true, certPath: join(state, 'gateway/tls/gateway-cert.pem') },
    workspace: join(home, 'work'),
    logFile: '/var/log/x.log',
    warnings: [],
  });
});

describe('what cannot be used is said with its place', () => {
  test.each([
    ['', /is empty/],
    ['{\n  gateway: {\n    port 1\n  }\n}', /line 3, column/],
    ['[1]', /not an object/],
    ['"text"', /not an object/],
    ['{gateway: {port: "18789"}}', /gateway\.port must be a whole number/],
    ['{gateway: {port: 70000}}', /gateway\.port/],
    ['{gateway: {port: 1.5}}', /gateway\.port/],
    ['{gateway: []}', /gateway does not have/],
    ['{gateway: {tls: {enabled: "yes"}}}', /gateway\.tls\.enabled/],
    [`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`, /nested more than/],
    ["{$include: './missing.json'}", /does not exist/],
    ["{$include: '../outside.json'}", /leads outside/],
    ["{$include: '/etc/passwd'}", /leads outside/],
    ['{$include: 5}', /\$include must be/],
    ["{$include: './list.json', a: 1}", /must name files that hold objects/],
  ])('%s', async (content, message) => {
    await put('list.json', '[1]');
    const reading = read(content);
    await expect(reading).rejects.toMatchObject({ code: 'config-invalid', hint: expect.any(String) });
    await expect(reading).rejects.toThrow(message);
  });

  test('a folder, a pipe, a huge file', async () => {
    const path = join(state, 'openclaw.json');
    await mkdir(path);
    await expect(readGatewayConfig(profileWith())).rejects.toMatchObject({ code: 'config-unreadable' });
    await rm(path, { recursive: true });
    execFileSync('mkfifo', [path]);
    await expect(readGatewayConfig(profileWith())).rejects.toMatchObject({ code: 'config-unreadable' });
    await rm(path);
    await expect(read(' '.repeat(9 * 1024 * 1024))).rejects.toThrow(/larger than 8 MiB/);
  });

  test('no secret of the file gets into a message', async () => {
    await expect(read("{gateway: {auth: {token: 'hunter2'}, port: 'hunter2'}}")).rejects.not.toThrow(/hunter2/);
  });

  test('a word of a newer OpenClaw is said and not guessed', async () => {
    const config = await read("{gateway: {bind: 'moon', mode: 'local'}}");
    expect(config.bind).toBeNull();
    expect(config.warnings.join()).toContain('gateway.bind');
  });
});

describe('includes', () => {
  test('later files and siblings win, arrays are joined', async () => {
    await put('a.json5', "{gateway: {port: 1, bind: 'lan', mode: 'remote'}}");
    await mkdir(join(state, 'sub'));
    await writeFile(join(state, 'sub/b.json5'), "{gateway: {port: 2, $include: './c.json5'}}");
    await writeFile(join(state, 'sub/c.json5'), "{bind: 'auto', port: 3}");
    const config = await read("{$include: ['./a.json5', './sub/b.json5'], gateway: {mode: 'local'}}");
    expect(config).toMatchObject({ port: 2, bind: 'auto', mode: 'local' });
    expect(config.files).toHaveLength(4);
  });

  test('a circle, too many levels, a link that leads out', async () => {
    await put('a.json', '{"$include": "./b.json"}');
    await put('b.json', '{"$include": "./a.json"}');
    await expect(read('{"$include": "./a.json"}')).rejects.toThrow(/circle/);
    for (let level = 0; level < 12; level += 1) await put(`l${level}.json`, `{"$include": "./l${level + 1}.json"}`);
    await put('l12.json', '{}');
    await expect(read('{"$include": "./l0.json"}')).rejects.toThrow(/10 levels/);
    await expect(read('{"$include": "./l3.json"}')).resolves.toMatchObject({ exists: true });
    await writeFile(join(home, 'secret.json'), '{}');
    await symlink(join(home, 'secret.json'), join(state, 'link.json'));
    await expect(read('{"$include": "./link.json"}')).rejects.toThrow(/symbolic link/);
    await expect(read('{"$include": "./link.json"}', { OPENCLAW_INCLUDE_ROOTS: home })).resolves.toMatchObject({
      exists: true,
    });
  });

  test('a prototype is not reached', async () => {
    await put('a.json', '{"__proto__": {"polluted": 1}, "gateway": {"__proto__": {"port": 5}}}');
    const config = await read('{"$include": "./a.json", "x": {}}');
    expect(config.port).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('secrets', () => {
  const tokenOf = async (token: string, env: Environment = {}, rest = '') =>
    (await read(`{gateway: {auth: {token: ${token}}}${rest}}`, env)).token;

  test('variables and references', async () => {
    const env = { MY_TOKEN: 'from-env' };
    const resolved = { kind: 'reference', value: 'from-env', origin: 'environment variable MY_TOKEN' };
    expect(await tokenOf("'${MY_TOKEN}'", env)).toEqual(resolved);
    expect(await tokenOf("'$MY_TOKEN'", env)).toEqual(resolved);
    expect(await tokenOf("{source: 'env', provider: 'default', id: 'MY_TOKEN'}", env)).toEqual(resolved);
    expect(await tokenOf("{source: 'env', id: 'MY_TOKEN'}", env)).toEqual(resolved);
    expect(await tokenOf("'x-${MY_TOKEN}'", env)).toMatchObject({ kind: 'reference', value: 'x-from-env' });
    expect(await tokenOf("'$${MY_TOKEN}'", env)).toEqual({ kind: 'literal', value: '${MY_TOKEN}' });
    expect(await tokenOf("'$lower'", env)).toEqual({ kind: 'literal', value: '$lower' });
    expect(await tokenOf("'   '", env)).toEqual({ kind: 'absent' });
  });

  test.each([
    "'${MISSING}'",
    "'$MISSING'",
    "{source: 'env', id: 'MISSING'}",
    "{source: 'exec', provider: 'vault', id: 'x'}",
    "{source: 'store', id: 'X'}",
    "{source: 'file', provider: 'none', id: '/x'}",
    "{source: 'env', provider: 'other', id: 'HOME'}",
    "{what: 'ever'}",
    '5',
    "'secretref-env:HOME'",
  ])('%s is not resolved, and why is said', async (token) => {
    const config = await read(`{gateway: {auth: {token: ${token}}}}`, { HOME: home });
    expect(config.token).toMatchObject({ kind: 'unresolved', reason: { code: expect.stringMatching(/^secret\./) } });
    expect(config.warnings.join()).toContain('gateway.auth.token');
    expect(clientCredentials(config, {})).toMatchObject({
      token: null,
      problem: { code: 'secret.not-worked-out', text: expect.stringContaining('gateway.auth.token') },
    });
    expect(clientCredentials(config, { OPENCLAW_GATEWAY_TOKEN: 'e' })).toMatchObject({ token: 'e', problem: null });
  });

  test('a program is never run', async () => {
    const marker = join(home, 'ran');
    await tokenOf(
      "{source: 'exec', provider: 'p', id: 'x'}",
      {},
      `, secrets: {providers: {p: {source: 'exec', command: '/usr/bin/touch', args: ['${marker}']}}}`,
    );
    await expect(readGatewayConfig({ ...profileWith(), configPath: marker })).resolves.toMatchObject({ exists: false });
  });

  test('files: a pointer, a single value, and one that others may read', async () => {
    await put('s.json', '{"a/b": {"t": "deep"}}');
    await put('one', 'single\n');
    const providers = `, secrets: {providers: {j: {source: 'file', path: '${state}/s.json'}, s: {source: 'file', path: '~/.openclaw/one', mode: 'singleValue'}}}`;
    expect(await tokenOf("{source: 'file', provider: 'j', id: '/a~1b/t'}", {}, providers)).toMatchObject({
      value: 'deep',
    });
    expect(await tokenOf("{source: 'file', provider: 's', id: 'value'}", {}, providers)).toMatchObject({
      value: 'single',
    });
    expect(await tokenOf("{source: 'file', provider: 'j', id: '/nope'}", {}, providers)).toMatchObject({
      kind: 'unresolved',
    });
    await chmod(join(state, 'one'), 0o644);
    expect(await tokenOf("{source: 'file', provider: 's', id: 'value'}", {}, providers)).toMatchObject({
      kind: 'unresolved',
      reason: { code: 'secret.open', text: expect.stringContaining('600') },
    });
  });

  test("the state folder's .env is consulted; the process's environment wins", async () => {
    await put('.env', 'export MY_TOKEN="from file"\nOPENCLAW_GATEWAY_TOKEN=other\n');
    expect(await tokenOf("'${MY_TOKEN}'")).toMatchObject({
      value: 'from file',
      origin: expect.stringContaining('.env'),
    });
    expect(await tokenOf("'${MY_TOKEN}'", { MY_TOKEN: 'env' })).toMatchObject({ value: 'env' });
    expect((await read('{}')).token).toMatchObject({ kind: 'reference', value: 'other' });
  });
});

test('dotenv files', () => {
  expect(
    parseDotEnv(
      '# c\nA=1\r\nexport B = two words # c\nC="x\\ny"\nD=\'a # b\'\nE=\n F: yaml\nbad line\n=x\nG="multi\nline"\nH=a=b\n',
    ),
  ).toEqual({ A: '1', B: 'two words', C: 'x\ny', D: 'a # b', E: '', F: 'yaml', G: 'multi\nline', H: 'a=b' });
});

describe('credentials', () => {
  test('the environment first, and only the secret of the mode', async () => {
    const both = (mode: string) => read(`{gateway: {auth: {${mode} token: 't', password: 'p'}}}`);
    expect(clientCredentials(await both(''), {})).toMatchObject({ token: 't', password: null });
    expect(clientCredentials(await both("mode: 'password',"), {})).toMatchObject({ token: null, password: 'p' });
    expect(clientCredentials(await both("mode: 'none',"), { OPENCLAW_GATEWAY_TOKEN: 'e' })).toEqual({
      token: null,
      password: null,
      source: null,
      problem: null,
    });
    expect(clientCredentials(await both("mode: 'token',"), { OPENCLAW_GATEWAY_TOKEN: ' e ' })).toMatchObject({
      token: 'e',
      source: 'environment variable OPENCLAW_GATEWAY_TOKEN',
    });
    expect(clientCredentials(await read('{}'), {})).toMatchObject({ token: null, password: null, problem: null });
    expect((clientCredentials(await both(''), {}).source ?? '').includes('openclaw.json')).toBe(true);
  });

  test('addresses', async () => {
    const urlOf = async (gateway: string) => gatewayUrl(await read(`{gateway: ${gateway}}`), 18789, {}).url;
    expect(await urlOf('{}')).toBe('ws://127.0.0.1:18789');
    expect(await urlOf("{bind: 'lan', tls: {enabled: true}}")).toBe('wss://127.0.0.1:18789');
    expect(await urlOf("{bind: 'custom', customBindHost: '192.168.1.5'}")).toBe('ws://127.0.0.1:18789');
    // It would not start with these; one that runs since before listens on 127.0.0.1.
    expect(await urlOf("{bind: 'custom', customBindHost: '[fd00::1]'}")).toBe('ws://127.0.0.1:18789');
    expect(await urlOf("{bind: 'custom', customBindHost: 'evil.example/path?'}")).toBe('ws://127.0.0.1:18789');
    const given = gatewayUrl({ tls: { enabled: false, certPath: null } }, 1, {
      OPENCLAW_GATEWAY_URL: 'wss://elsewhere.example',
    });
    expect(given).toMatchObject({ url: 'ws://127.0.0.1:1', warning: say('warning.url-not-followed') });
  });

  test('fingerprint of a certificate', async () => {
    const cert = join(home, 'c.pem');
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=x',
        '-keyout',
        join(home, 'k.pem'),
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
    const expected = execFileSync('openssl', ['x509', '-in', cert, '-noout', '-fingerprint', '-sha256'], {
      encoding: 'utf8',
    });
    expect(await tlsFingerprintOf(cert)).toBe(expected.split('=')[1]?.trim().replaceAll(':', '').toLowerCase());
    await writeFile(cert, 'no certificate');
    expect(await tlsFingerprintOf(cert)).toBeNull();
    expect(await tlsFingerprintOf(join(home, 'none.pem'))).toBeNull();
    expect(await tlsFingerprintOf(null)).toBeNull();
  });
});
