// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of a configuration, where such a reference is the subject.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSON5 from 'json5';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyConfigEdits, type ConfigChange, planConfigEdits, planFirstConfig } from './config-edit.ts';
import { substitute } from './env-substitution.ts';
import { spliceValue } from './json5-splice.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-edit-'));
  path = join(folder, 'openclaw.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const port = (value: number): ConfigChange => ({ key: ['gateway', 'port'], value, reason: 'because' });
const token = (value: string): ConfigChange => ({
  key: ['gateway', 'auth', 'token'],
  value,
  reason: 'because',
  secret: true,
});

function spliced(text: string, key: readonly string[], value: string | number): string {
  const result = spliceValue(text, key, value);
  if (result.kind !== 'changed') throw new Error(JSON.stringify(result));
  return result.text;
}

describe('the text keeps its comments and layout', () => {
  test('a value is replaced where it stands', () => {
    const before = "// mine\n{\n  gateway: { port: 0x10, /* p */ mode: 'local' }, // end\n}\n";
    expect(spliced(before, ['gateway', 'port'], 19001)).toBe(before.replace('0x10', '19001'));
  });

  test('a member is added after the last one, before which a comment stays', () => {
    expect(spliced('{\n  a: 1 // one\n}\n', ['b'], 2)).toBe('{\n  a: 1, // one\n  b: 2\n}\n');
    expect(spliced('{\n  a: 1, // one\n  // tail\n}\n', ['b'], 2)).toBe('{\n  a: 1, // one\n  b: 2,\n  // tail\n}\n');
    expect(spliced('{\n\t"a": 1\n}', ['b', 'c'], 'x')).toBe('{\n\t"a": 1,\n\t"b": {\n\t\t"c": "x"\n\t}\n}');
    expect(spliced('{a:1}', ['b', 'c'], 2)).toBe('{a:1, b: { c: 2 }}');
    expect(spliced('{a:1 /* , */ , }', ['b'], 2)).toBe('{a:1 /* , */ , b: 2, }');
  });

  test('empty objects', () => {
    expect(spliced('{}\n', ['gateway', 'port'], 1)).toBe('{\n  "gateway": {\n    "port": 1\n  }\n}\n');
    expect(spliced('{\n  // nothing yet\n}\n', ['a'], 1)).toBe('{\n  // nothing yet\n  "a": 1\n}\n');
    expect(spliced('{\n  gateway: {},\n}\n', ['gateway', 'port'], 1)).toBe('{\n  gateway: {\n    port: 1\n  },\n}\n');
  });

  test('line ends of Windows are kept', () => {
    expect(spliced('{\r\n  "a": 1\r\n}\r\n', ['b'], 2)).toBe('{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n');
  });

  test('of two members with one name the one that counts is changed', () => {
    expect(spliced('{a:1, a:2}', ['a'], 3)).toBe('{a:1, a:3}');
  });

  test('a key that is no identifier is quoted', () => {
    expect(spliced('{a:1}', ['b-c'], 2)).toBe('{a:1, "b-c": 2}');
  });

  test('a list or a number on the way is said', () => {
    expect(spliceValue('{gateway: [1]}', ['gateway', 'port'], 1)).toEqual({ kind: 'blocked', at: ['gateway'] });
  });

  test.each([
    '"',
    '\\',
    "it's",
    'a\nb\tc\u0000d',
    '\u2028\u2029',
    '\ud800 lone',
    '// no comment */ }',
    '😀',
    '__proto__',
  ])('any text is kept as it is: %j', (value) => {
    const result = spliced("{ a: 'x', }", ['b'], value);
    expect(JSON5.parse(result).b).toBe(value);
    expect(JSON5.parse(spliced(result, ['b'], 'other')).b).toBe('other');
  });

  test('many shapes: exactly one value differs', () => {
    const objects = ['{}', '{a:1}', '{a:1,}', '{ /* c */ }', "{'a':{}}", '{\n a:1\n}', '{\n a:1,\n}', '{a:[{b:1}],}'];
    const around = [
      (inner: string) => inner,
      (inner: string) => `{gateway: ${inner}}`,
      (inner: string) => `{\n  // c\n  gateway: ${inner}, // d\n  z: +Infinity,\n}`,
    ];
    for (const object of objects) {
      for (const wrap of around) {
        const text = wrap(object);
        const expected = JSON5.parse(text);
        expected.gateway ??= {};
        expected.gateway.auth = { ...expected.gateway.auth, token: 't' };
        expect(JSON5.parse(spliced(text, ['gateway', 'auth', 'token'], 't')), text).toEqual(expected);
      }
    }
  });
});

describe('the file', () => {
  test('is made with its folder, only for its owner', async () => {
    const deep = join(folder, 'new', 'openclaw.json');
    await applyConfigEdits(deep, [{ key: ['gateway', 'mode'], value: 'local', reason: 'r' }, token('secret')]);
    expect(JSON.parse(await readFile(deep, 'utf8'))).toEqual({ gateway: { mode: 'local', auth: { token: 'secret' } } });
    expect((await stat(deep)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
  });

  test('an open file is closed to others when a secret is written', async () => {
    await writeFile(path, '{}', { mode: 0o644 });
    await chmod(path, 0o644);
    await applyConfigEdits(path, [token('secret')]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is not touched when all is as asked for', async () => {
    await writeFile(path, '{ gateway: { port: 1 } }');
    const before = await stat(path);
    expect(await applyConfigEdits(path, [port(1)])).toEqual([]);
    expect((await stat(path)).ino).toBe(before.ino);
  });

  test('a link to it stays a link', async () => {
    await writeFile(join(folder, 'real.json'), '{a: 1}');
    await symlink(join(folder, 'real.json'), path);
    await applyConfigEdits(path, [port(5)]);
    expect(JSON5.parse(await readFile(join(folder, 'real.json'), 'utf8'))).toEqual({ a: 1, gateway: { port: 5 } });
  });

  test('a plan shows no secret and touches nothing', async () => {
    await writeFile(path, '{}');
    const planned = await planConfigEdits(path, [token('hunter2'), port(7)]);
    expect(planned.edits).toEqual([
      { path, key: 'gateway.auth.token', value: '(hidden)', reason: 'because' },
      { path, key: 'gateway.port', value: '7', reason: 'because' },
    ]);
    expect(JSON.stringify(planned.edits)).not.toContain('hunter2');
    expect(await readFile(path, 'utf8')).toBe('{}');
    expect(await readdir(folder)).toEqual(['openclaw.json']);
  });

  test('a secret that looks like a variable is read back as given', async () => {
    for (const value of ['${HOME}', '$${X}', 'a${A_B}c', '$5', '${lower}', '$$$${X}']) {
      await rm(path, { force: true });
      await applyConfigEdits(path, [token(value)]);
      const stored = JSON.parse(await readFile(path, 'utf8')).gateway.auth.token;
      expect(substitute(stored, { HOME: 'wrong', X: 'wrong', A_B: 'wrong' }).text).toBe(value);
    }
  });

  test.each(['$TOKEN', ' x', 'x\n', 'secretref-env:X'])(
    'refuses %j, which OpenClaw would read otherwise',
    async (value) => {
      await expect(applyConfigEdits(path, [token(value)])).rejects.toMatchObject({ code: 'invalid-option' });
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

describe('a first configuration that only its account can read', () => {
  test('holds all values, a secret that looks like a variable escaped; the plan shows no secret', () => {
    const planned = planFirstConfig('/there/openclaw.json', [port(19001), token('a${HOME}b')]);
    expect(planned.creates).toBe(true);
    expect(JSON5.parse(planned.text ?? '')).toEqual({ gateway: { port: 19001, auth: { token: 'a$${HOME}b' } } });
    expect(substitute('a$${HOME}b', { HOME: '/wrong' }).text).toBe('a${HOME}b');
    expect(planned.edits).toEqual([
      { path: '/there/openclaw.json', key: 'gateway.port', value: '19001', reason: 'because' },
      { path: '/there/openclaw.json', key: 'gateway.auth.token', value: '(hidden)', reason: 'because' },
    ]);
  });

  test('a value that could not be read back is refused', () => {
    expect(() => planFirstConfig('/there/openclaw.json', [token(' spaces ')])).toThrow(/white space/);
  });
});

describe('what somebody else owns', () => {
  test.each([
    "{gateway: {auth: {token: '${MY_TOKEN}'}}}",
    "{gateway: {auth: {token: '$MY_TOKEN'}}}",
    "{gateway: {auth: {token: 'a-${MY_TOKEN}'}}}",
    "{gateway: {auth: {token: {source: 'exec', provider: 'vault', id: 'x'}}}}",
    "{gateway: {auth: {token: {source: 'env', id: 'X'}}}}",
    '{gateway: {auth: {token: [1]}}}',
  ])('is a conflict, and the file stays: %s', async (text) => {
    await writeFile(path, text);
    const failure = applyConfigEdits(path, [token('hunter2')]);
    await expect(failure).rejects.toMatchObject({ code: 'config-conflict' });
    await expect(failure).rejects.not.toThrow(/hunter2/);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('a value of an included file is a conflict; one beside the include is not', async () => {
    await writeFile(join(folder, 'auth.json5'), "{token: 'theirs', mode: 'token'}");
    await writeFile(path, "{gateway: {auth: {$include: './auth.json5'}}}");
    await expect(applyConfigEdits(path, [token('mine')])).rejects.toMatchObject({ code: 'config-conflict' });
    expect(await applyConfigEdits(path, [token('theirs')])).toEqual([]);
    await applyConfigEdits(path, [port(9)]);
    expect(JSON5.parse(await readFile(path, 'utf8'))).toEqual({
      gateway: { auth: { $include: './auth.json5' }, port: 9 },
    });
  });

  test('a read-only configuration is a conflict', async () => {
    await expect(applyConfigEdits(path, [port(1)], { env: { OPENCLAW_CONFIG_READONLY: '1' } })).rejects.toMatchObject({
      code: 'config-conflict',
    });
  });

  test('text that is no JSON5, and a folder in its place', async () => {
    await writeFile(path, '{ gateway: ');
    await expect(applyConfigEdits(path, [port(1)])).rejects.toMatchObject({ code: 'config-invalid' });
    await rm(path);
    await mkdir(path);
    await expect(applyConfigEdits(path, [port(1)])).rejects.toMatchObject({ code: 'config-unreadable' });
  });
});
