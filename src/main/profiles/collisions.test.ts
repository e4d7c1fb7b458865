import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collisionsOf, findCollisions, type Instance, portsMeet } from './collisions.ts';
import { type Place, placeOf } from './places.ts';

const place = (path: string, change: Partial<Place> = {}): Place => ({ path, real: path, id: null, ...change });
const instance = (profile: string, port: number | null, change: Partial<Instance> = {}): Instance => ({
  profile,
  port,
  config: place(`/home/me/.openclaw-${profile}/openclaw.json`),
  state: place(`/home/me/.openclaw-${profile}`),
  workspace: place(`/home/me/.openclaw-${profile}/workspace`),
  serviceName: `openclaw-gateway-${profile}.service`,
  unknown: [],
  ...change,
});
const linux = { caseSensitive: true };
const mac = { caseSensitive: false };
const kinds = (a: Instance, b: Instance, options = linux) =>
  findCollisions([a, b], options).map(({ kind, how, severity }) => `${kind} ${how} ${severity}`);

describe('ports', () => {
  test.each([
    [18789, 18789, ['port same error']],
    [18789, 18790, ['derived-ports same warning']],
    [18789, 18908, ['derived-ports same warning']],
    [18789, 18909, []],
    // Near the end of the range the browsers' ports fall back to 18800-18899, which a gateway on 18789 uses too.
    [18789, 65500, ['derived-ports same warning']],
    [65430, 65535, ['derived-ports same warning']],
    [20000, 65500, []],
    [null, 18789, []],
  ])('%s and %s', (a, b, expected) => {
    expect(kinds(instance('a', a), instance('b', b))).toEqual(expected);
    expect(kinds(instance('b', b), instance('a', a))).toEqual(expected);
  });
  test('both profiles and both ports are named', () => {
    const [found] = findCollisions([instance('work', 20000), instance('ops', 20100)], linux);
    for (const word of ['work', 'ops', '20000', '20100', '100 apart']) expect(String(found?.message)).toContain(word);
  });
  test('a proposal is held against derived ports too', () => {
    expect(portsMeet(18789, 65500)).toBe(true);
    expect(portsMeet(18789, 18909)).toBe(false);
  });
});

describe('places', () => {
  test('the same configuration, state and workspace', () => {
    const b = instance('b', 30000);
    expect(kinds(instance('a', 20000, { config: b.config, state: b.state, workspace: b.workspace }), b)).toEqual([
      'config same error',
      'state same error',
      'workspace same warning',
    ]);
  });
  test('what is not known is not compared', () => {
    const none = { config: null, state: null, workspace: null };
    expect(kinds(instance('a', 20000, none), instance('a2', 30000, none))).toEqual([]);
  });
  test('letter case: two here, one on macOS and Windows', () => {
    const a = instance('work', 20000);
    const b = instance('Work', 30000);
    expect(kinds(a, b)).toEqual(['config', 'state', 'workspace', 'service-name'].map((kind) => `${kind} case notice`));
    expect(kinds(a, b, mac)).toEqual([
      'config same error',
      'state same error',
      'service-name same error',
      'workspace same warning',
    ]);
  });
  test('two files of their own are two on any platform', () => {
    const a = instance('a', 20000, { workspace: place('/w/x', { id: '1:2' }) });
    const b = instance('b', 30000, { workspace: place('/w/X', { id: '1:3' }) });
    expect(kinds(a, b, mac)).toEqual(['workspace case notice']);
  });
  test('one name in two Unicode forms', () => {
    const a = instance('a', 20000, { workspace: place('/w/caf\u00e9') });
    const b = instance('b', 30000, { workspace: place('/w/cafe\u0301') });
    expect(kinds(a, b, mac)).toEqual(['workspace same warning']);
  });
});

test('each pair once, and each profile sees its own', () => {
  const all = findCollisions([instance('a', 20000), instance('b', 20000), instance('c', 20050)], linux);
  expect(all.map(({ profiles }) => profiles.join())).toEqual(['a,b', 'a,c', 'b,c']);
  expect(collisionsOf('c', all)).toHaveLength(2);
});

describe('real folders', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'places-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const met = async (a: string, b: string) =>
    kinds(
      instance('a', 20000, { workspace: await placeOf(join(root, a)) }),
      instance('b', 30000, { workspace: await placeOf(join(root, b)) }),
    );

  test('through a link, also for what is not there yet', async () => {
    mkdirSync(join(root, 'real'));
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(await met('real', 'link')).toEqual(['workspace same warning']);
    expect(await met('real/new/work', 'link/new/work')).toEqual(['workspace same warning']);
    expect(await met('real/one', 'link/two')).toEqual([]);
  });
  test('a link in a circle is its own place', async () => {
    symlinkSync('round', join(root, 'round'));
    expect(await met('round', 'real')).toEqual([]);
  });
});
