import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { say } from '../../shared/said.ts';
import { type Environment, type Host, resolveAppDirs } from '../system/host.ts';
import { createSpawnRunner } from '../system/spawn-runner.ts';
import { locateEntry } from './locate-entry.ts';
import { locateRuntime } from './locate-runtime.ts';
import { readPackageVersion } from './package-version.ts';
import type { EntryScript } from './types.ts';
import { passingPlaceOf, placeWarnings, versionManagerOf } from './version-manager.ts';
import { satisfies } from './version-range.ts';

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'locate-')));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function hostWith(env: Environment = {}): Host {
  return {
    platform: 'linux',
    hostname: 'host',
    uid: 1000,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: '/tmp',
    env: { HOME: home, PATH: '', ...env },
    appDirs: resolveAppDirs('linux', {}, home),
  };
}

async function packageAt(root: string, options: { name?: string; dist?: string | null } = {}): Promise<string> {
  await mkdir(join(root, 'dist'), { recursive: true });
  const content = {
    name: options.name ?? 'openclaw',
    version: '2026.9.6',
    engines: { node: '>=24.16.0 <25 || >=26.1.0' },
  };
  await writeFile(join(root, 'package.json'), JSON.stringify(content));
  await writeFile(join(root, 'openclaw.mjs'), '');
  if (options.dist !== null) await writeFile(join(root, 'dist', options.dist ?? 'index.js'), '');
  return root;
}

async function script(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
  return path;
}

describe('locateEntry', () => {
  test('the command on PATH, through its link', async () => {
    const root = await packageAt(join(home, 'prefix/lib/node_modules/openclaw'));
    await mkdir(join(home, 'prefix/bin'));
    await symlink('../lib/node_modules/openclaw/openclaw.mjs', join(home, 'prefix/bin/openclaw'));
    const entry = await locateEntry({ host: hostWith({ PATH: `relative:${join(home, 'prefix/bin')}` }) });
    expect(entry).toMatchObject({
      path: join(root, 'dist/index.js'),
      packageRoot: root,
      version: '2026.9.6',
      foundBy: 'path',
      nodeRange: '>=24.16.0 <25 || >=26.1.0',
    });
  });

  test("pnpm's script on PATH keeps the folder that does not change", async () => {
    const real = await packageAt(join(home, 'pnpm/global/5/.pnpm/openclaw@2026.9.6/node_modules/openclaw'));
    const stable = join(home, 'pnpm/global/5/node_modules/openclaw');
    await mkdir(dirname(stable), { recursive: true });
    await symlink(real, stable);
    await script(
      join(home, 'pnpm/openclaw'),
      '#!/bin/sh\nbasedir=$(dirname "$0")\nexec node  "$basedir/global/5/node_modules/openclaw/openclaw.mjs" "$@"\n',
    );
    expect((await locateEntry({ host: hostWith({ PATH: join(home, 'pnpm') }) })).packageRoot).toBe(stable);
  });

  test.each([
    ['npm-global', '.npm-global/lib/node_modules/openclaw', {}],
    ['pnpm', '.local/share/pnpm/global/5/node_modules/openclaw', {}],
    ['nvm', '.nvm/versions/node/v24.21.0/lib/node_modules/openclaw', {}],
    ['fnm', '.local/share/fnm/node-versions/v24.21.0/installation/lib/node_modules/openclaw', {}],
    ['volta', '.volta/tools/image/packages/openclaw/lib/node_modules/openclaw', {}],
    ['bun', '.bun/install/global/node_modules/openclaw', {}],
    ['homebrew', '.linuxbrew/opt/openclaw-cli/libexec/lib/node_modules/openclaw', {}],
    ['checkout', 'openclaw', {}],
  ])('%s at its customary place', async (foundBy, place, env) => {
    const root = await packageAt(join(home, place));
    const entry = await locateEntry({ host: hostWith(env) });
    expect(entry).toMatchObject({ foundBy, packageRoot: root });
  });

  test('the prefix of .npmrc, and the newest version of nvm', async () => {
    await writeFile(join(home, '.npmrc'), 'registry=x\nprefix = "~/mine"\n');
    const mine = await packageAt(join(home, 'mine/lib/node_modules/openclaw'));
    expect((await locateEntry({ host: hostWith() })).packageRoot).toBe(mine);
    await rm(mine, { recursive: true });
    await packageAt(join(home, '.nvm/versions/node/v24.9.0/lib/node_modules/openclaw'));
    const newest = await packageAt(join(home, '.nvm/versions/node/v24.21.0/lib/node_modules/openclaw'));
    const entry = await locateEntry({ host: hostWith() });
    expect(entry.packageRoot).toBe(newest);
  });

  test("the installed service's, when PATH has none", async () => {
    const root = await packageAt(join(home, 'somewhere'));
    const entry = await locateEntry({ host: hostWith(), definitionEntry: join(root, 'dist/index.js') });
    expect(entry).toMatchObject({ foundBy: 'definition', packageRoot: root });
  });

  test('Homebrew: the link that stays instead of the versioned folder', async () => {
    const root = await packageAt(join(home, 'brew/Cellar/openclaw-cli/2026.9.6/libexec/lib/node_modules/openclaw'));
    await mkdir(join(home, 'brew/opt'));
    await symlink('../Cellar/openclaw-cli/2026.9.6', join(home, 'brew/opt/openclaw-cli'));
    const entry = await locateEntry({ option: root, host: hostWith() });
    expect(entry.path).toBe(join(home, 'brew/opt/openclaw-cli/libexec/lib/node_modules/openclaw/dist/index.js'));
  });

  test('--entry: script, command, folder, project folder, checkout', async () => {
    const root = await packageAt(join(home, 'project/node_modules/openclaw'), { dist: 'entry.mjs' });
    await mkdir(join(root, '.git'));
    for (const option of [
      root,
      join(root, 'dist/entry.mjs'),
      join(root, 'openclaw.mjs'),
      join(home, 'project'),
      '~/project',
    ]) {
      const entry = await locateEntry({ option, host: hostWith() });
      expect(entry, option).toMatchObject({ path: join(root, 'dist/entry.mjs'), foundBy: 'option' });
      expect(entry.warnings.join()).toContain('checkout');
    }
  });

  test('--entry that is none is refused with what to do', async () => {
    const other = await packageAt(join(home, 'other'), { name: 'something-else' });
    const unbuilt = await packageAt(join(home, 'unbuilt'), { dist: null });
    for (const [option, why] of [
      [join(home, 'nothing'), 'does not exist'],
      [other, 'package named openclaw'],
      [join(other, 'dist/index.js'), 'package named openclaw'],
      [unbuilt, 'no built entry'],
      ['/dev/null', 'neither a file'],
    ] as const) {
      const failure = locateEntry({ option, host: hostWith() });
      await expect(failure, option).rejects.toMatchObject({ code: 'entry-invalid', hint: expect.any(String) });
      await expect(failure).rejects.toThrow(why);
    }
  });

  test('nothing anywhere: the places are listed', async () => {
    await script(join(home, 'bin/openclaw'), '#!/bin/sh\nexit 0\n');
    await expect(locateEntry({ host: hostWith({ PATH: join(home, 'bin') }) })).rejects.toMatchObject({
      code: 'entry-not-found',
      hint: expect.stringContaining('npm install -g openclaw@latest'),
      details: expect.arrayContaining([`looked at ${join(home, 'bin/openclaw')}`]),
    });
  });

  test('version of the package around an entry', async () => {
    const root = await packageAt(join(home, 'p'));
    expect(await readPackageVersion(join(root, 'dist/index.js'))).toBe('2026.9.6');
    await writeFile(join(root, 'package.json'), '{broken');
    expect(await readPackageVersion(join(root, 'dist/index.js'))).toBeNull();
    expect(await readPackageVersion('/nowhere/dist/index.js')).toBeNull();
  });
});

describe('locateRuntime', () => {
  const fake = (path: string, version: string) => script(join(home, path), `#!/bin/sh\necho ${version}\n`);
  const ask = (question: {
    own?: string;
    kind?: 'node' | 'bun';
    option?: string;
    definition?: string;
    entry?: EntryScript;
    env?: Environment;
  }) =>
    locateRuntime({
      kind: question.kind ?? 'node',
      option: question.option,
      definitionRuntime: question.definition,
      entry: question.entry ?? null,
      host: hostWith(question.env),
      runner: createSpawnRunner({ PATH: '/usr/bin:/bin' }),
      ownNode: question.own ?? null,
    });

  test('one that runs on PATH, whatever NODE_OPTIONS says', async () => {
    const node = await script(join(home, 'good/bin/node'), '#!/bin/sh\ntest -z "$NODE_OPTIONS" && echo v24.21.0\n');
    const found = await ask({ env: { PATH: join(home, 'good/bin') } });
    expect(found).toMatchObject({ kind: 'node', path: node, version: '24.21.0' });
  });

  test('a stable place is preferred over a version manager, and that one is said', async () => {
    const managed = await fake('.nvm/versions/node/v24.21.0/bin/node', 'v24.21.0');
    const found = await ask({});
    expect(found.path).toBe(managed);
    expect(found.warnings.join()).toMatch(/version manager nvm|temporary folder/);
  });

  test('too old ones are passed over, and listed when there is no other', async () => {
    const old = await fake('old/node', 'v20.11.0');
    const good = await fake('good/node', 'v26.1.0');
    expect((await ask({ env: { PATH: `${dirname(old)}:${dirname(good)}` } })).path).toBe(good);
    await rm(good);
    const failure = ask({ env: { PATH: dirname(old) }, definition: old });
    await expect(failure).rejects.toMatchObject({
      code: 'runtime-too-old',
      details: expect.arrayContaining([expect.stringContaining(`${old} is version 20.11.0`)]),
    });
  });

  test('the Node that runs us is the last resort: it may go with our next update', async () => {
    const own = await fake('our-app/node', 'v24.21.0');
    const managed = await fake('.nvm/versions/node/v24.20.0/bin/node', 'v24.20.0');
    expect((await ask({ own })).path).toBe(managed);
    const system = await fake('system/node', 'v24.21.0');
    expect((await ask({ own, env: { PATH: dirname(system) } })).path).toBe(system);
    await rm(managed);
    expect((await ask({ own })).path).toBe(own);
  });

  test("the installed service's Node is kept while it is good", async () => {
    const kept = await fake('kept/node', 'v24.16.0');
    const other = await fake('other/node', 'v24.21.0');
    expect((await ask({ definition: kept, env: { PATH: dirname(other) } })).path).toBe(kept);
  });

  test('the Node beside the package is the last one, by its real path', async () => {
    const root = join(home, 'proj/node_modules/openclaw');
    const node = await fake('proj/node_modules/node/bin/node', 'v24.21.0');
    await mkdir(join(home, 'proj/node_modules/.bin'), { recursive: true });
    await symlink('../node/bin/node', join(home, 'proj/node_modules/.bin/node'));
    const entry: EntryScript = {
      path: join(root, 'dist/index.js'),
      packageRoot: root,
      version: null,
      foundBy: 'option',
      nodeRange: null,
      warnings: [],
    };
    expect((await ask({ entry })).path).toBe(node);
    await expect(ask({ entry: { ...entry, nodeRange: '>=27' } })).rejects.toMatchObject({ code: 'runtime-too-old' });
  });

  test('one that is named is taken or refused, never replaced', async () => {
    const good = await fake('good/node', 'v24.21.0');
    const old = await fake('old/node', 'v24.15.9');
    const env = { PATH: dirname(good) };
    expect((await ask({ option: good })).path).toBe(good);
    await expect(ask({ option: old, env })).rejects.toMatchObject({ code: 'runtime-too-old' });
    await expect(ask({ option: '/nowhere/node', env })).rejects.toMatchObject({ code: 'runtime-not-found' });
    await expect(ask({ option: 'node', env })).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(ask({ option: '/bin/true', env })).rejects.toMatchObject({ code: 'runtime-not-found' });
  });

  test('Homebrew: opt instead of the versioned folder', async () => {
    const cellar = await fake('brew/Cellar/node@24/24.21.0/bin/node', 'v24.21.0');
    await mkdir(join(home, 'brew/opt'));
    await symlink('../Cellar/node@24/24.21.0', join(home, 'brew/opt/node@24'));
    expect((await ask({ option: cellar })).path).toBe(join(home, 'brew/opt/node@24/bin/node'));
  });

  test('Bun: allowed with a warning; Node is not taken for it', async () => {
    const bun = await fake('.bun/bin/bun', '1.4.2');
    expect(await ask({ kind: 'bun' })).toMatchObject({
      kind: 'bun',
      path: bun,
      warnings: expect.arrayContaining([say('place.bun')]),
    });
    await fake('.bun/bin/bun', 'v24.21.0');
    await expect(ask({ kind: 'bun' })).rejects.toMatchObject({ code: 'runtime-not-found' });
  });
});

test.each([
  ['24.16.0', true],
  ['24.15.9', false],
  ['24.99.1', true],
  ['25.0.0', false],
  ['25.0.0-nightly1', false],
  ['26.0.9', false],
  ['26.1.0', true],
  ['30.0.0', true],
  ['24.16.0-rc.1', false],
  ['20.19.0', false],
  ['v24.21.0', true],
  ['rubbish', null],
])('Node %s in the range of OpenClaw: %s', (version, expected) => {
  expect(satisfies(version, '>=24.16.0 <25 || >=26.1.0')).toBe(expected);
});

test.each([
  ['24.5.1', '24', true],
  ['24.5.1', '24.x', true],
  ['24.5.1', '^24.1.0', true],
  ['25.0.0', '^24.1.0', false],
  ['24.5.1', '~24.5.0', true],
  ['24.6.0', '~24.5.0', false],
  ['24.5.1', '>= 24 < 25', true],
  ['24.5.1', '*', true],
  ['24.5.1', '24.5.2', false],
  ['24.5.1', '<=24', true],
  ['24.5.1', '>24', false],
  ['24.5.1', '', null],
  ['24.5.1', 'latest', null],
])('%s in %j: %s', (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});

test('places that pass', () => {
  expect(passingPlaceOf('/tmp/.mount_OpenCxyz/usr/bin/node')).toBe('appimage');
  expect(passingPlaceOf('/private/tmp/x')).toBe('temporary');
  expect(passingPlaceOf('/var/tmp/x')).toBe('temporary');
  expect(passingPlaceOf('/usr/bin/node')).toBeNull();
  expect(versionManagerOf('/home/me/.nvm/versions/node/v24/bin/node')).toBe('nvm');
  expect(versionManagerOf('/srv/nodes/v24/bin/node', { NVM_DIR: '/srv/nodes/' })).toBe('nvm');
  expect(versionManagerOf('/run/user/1/fnm_multishells/12_3/bin/node')).toBe('fnm');
  expect(versionManagerOf('/usr/bin/node', { NVM_DIR: '' })).toBeNull();
  expect(placeWarnings('Node', '/usr/bin/node', {})).toEqual([]);
});
