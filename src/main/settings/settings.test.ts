import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyPatch, DEFAULT_SETTINGS, isMuted, nameOfProfile, settingsSchema } from '../../shared/settings.ts';
import { systemClock } from '../system/clock.ts';
import { migrate } from './migrations.ts';
import { readPreferences } from './preferences.ts';
import { openSettings, type SettingsStore } from './store.ts';

let folder = '';
const stores: SettingsStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openclaw-tray-settings-'));
});
afterEach(() => {
  for (const store of stores.splice(0)) store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const dirs = () => ({ config: join(folder, 'config'), state: folder, runtime: join(folder, 'run') });
const path = () => join(folder, 'config', 'settings.json');
const open = async (follow = false): Promise<SettingsStore> => {
  const store = await openSettings({
    appDirs: dirs(),
    clock: systemClock,
    follow,
    onProblem: (message, cause) => {
      throw new Error(message, { cause });
    },
  });
  stores.push(store);
  return store;
};
async function openOver(content: string | Buffer): Promise<SettingsStore> {
  const first = await open();
  await first.change({ language: 'ja' });
  writeFileSync(path(), content);
  return open();
}

describe('the file', () => {
  it('is not there before a change, and readable by this user only afterwards', async () => {
    const store = await open();
    expect(store.settings()).toEqual(DEFAULT_SETTINGS);
    expect(readdirSync(folder)).toEqual([]);
    await store.change({ language: 'zh', notifications: { muted: ['work', 'work'] } });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({
      version: 1,
      language: 'zh',
      notifications: { on: true, muted: ['work'] },
    });
    expect((await open()).settings().language).toBe('zh');
  });

  it('is not written when nothing changes', async () => {
    const store = await open();
    await store.change({ language: 'ja' });
    const before = statSync(path()).ino;
    await store.change({ language: 'ja' });
    expect(statSync(path()).ino).toBe(before);
  });

  it.each([
    ['no JSON', '{ "version": 1,'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['no version', '{"language":"ja"}'],
    ['a version before the first', '{"version":0}'],
    ['a value of another type', '{"version":1,"logRetentionDays":"long"}'],
    ['a list', '[]'],
  ])('with %s is not used, kept as a copy at the next change and said', async (_what, content) => {
    const store = await openOver(content);
    expect(store.settings()).toEqual(DEFAULT_SETTINGS);
    expect(store.problem()).toMatchObject({ kind: 'corrupt', message: expect.stringContaining(path()) });
    expect(readFileSync(path())).toEqual(Buffer.from(content));
    await store.change({ appearance: 'dark' });
    const aside = store.keptAside();
    expect(aside).toMatch(/settings\.json\.corrupt-\d{4}-\d\d-\d\dT/);
    expect(readFileSync(aside ?? '')).toEqual(Buffer.from(content));
    expect(store.problem()).toBeNull();
    expect(store.settings()).toEqual({ ...DEFAULT_SETTINGS, appearance: 'dark' });
  });

  it('of a newer version is read as far as it is understood and never written', async () => {
    const content = '{"version":7,"language":"ja","appearance":"sepia","logRetentionDays":30,"theme":{}}';
    const store = await openOver(content);
    expect(store.problem()?.kind).toBe('newer');
    expect(store.settings()).toMatchObject({ language: 'ja', appearance: 'system', logRetentionDays: 30 });
    await expect(store.change({ language: 'en' })).rejects.toMatchObject({ code: 'config-conflict' });
    expect(readFileSync(path(), 'utf8')).toBe(content);
    expect(readdirSync(join(folder, 'config'))).toEqual(['settings.json']);
  });

  it('keeps keys that are not ours', async () => {
    const store = await openOver('{"version":1,"language":"ja","comment":"mine"}');
    await store.change({ language: 'en' });
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ language: 'en', comment: 'mine' });
  });

  it('that is a folder is said and not overwritten', async () => {
    const store = await open();
    await store.change({ language: 'ja' });
    rmSync(path());
    mkdirSync(path());
    await store.reload();
    expect(store.problem()).toMatchObject({ kind: 'unreadable', message: expect.stringContaining('EISDIR') });
    await expect(store.change({ language: 'en' })).rejects.toMatchObject({ code: 'config-unreadable' });
  });
});

describe('two processes', () => {
  it('do not lose each other’s change', async () => {
    const [one, other] = [await open(), await open()];
    await Promise.all([
      ...['a', 'b', 'c'].map((id) => one.change({ profiles: { [id]: { label: id.toUpperCase() } } })),
      ...['d', 'e'].map((id) => other.change({ profiles: { [id]: { label: id.toUpperCase() } } })),
    ]);
    const { profiles } = await one.reload().then(() => one.settings());
    expect(Object.keys(profiles).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('hear of each other’s change', async () => {
    const one = await open(true);
    const heard: string[] = [];
    one.onChange((settings) => heard.push(settings.language));
    await (await open()).change({ language: 'zh' });
    await vi.waitFor(() => expect(heard).toEqual(['zh']), { timeout: 10_000 });
    expect(one.settings().language).toBe('zh');
  });
});

it('preferences are what was set for the profile, and nothing where the file is broken', async () => {
  const store = await open();
  await store.change({ profiles: { work: { runtime: 'bun', supervisor: 'embedded' } } });
  expect(await readPreferences(dirs(), 'work')).toEqual({ supervisor: 'embedded', runtime: 'bun' });
  expect(await readPreferences(dirs(), 'constructor')).toEqual({ supervisor: null, runtime: null });
  writeFileSync(path(), '!');
  expect(await readPreferences(dirs(), 'work')).toEqual({ supervisor: null, runtime: null });
});

describe('changes', () => {
  it('touch what they name, and an entry without a value goes', () => {
    const labelled = applyPatch(DEFAULT_SETTINGS, { profiles: { work: { label: 'Büro' }, dev: { runtime: 'bun' } } });
    expect(nameOfProfile(labelled, 'work')).toBe('Büro');
    expect(nameOfProfile(labelled, 'toString')).toBe('toString');
    const both = applyPatch(labelled, { profiles: { work: { runtime: 'node' } } });
    expect(both.profiles.work).toEqual({ label: 'Büro', supervisor: null, runtime: 'node' });
    expect(applyPatch(both, { profiles: { work: null, dev: { runtime: null } } }).profiles).toEqual({});
    expect(settingsSchema.parse(both)).toEqual(both);
  });

  it('muted means muted by name or altogether', () => {
    const muted = applyPatch(DEFAULT_SETTINGS, { notifications: { muted: ['work'] } });
    expect([isMuted(muted, 'work'), isMuted(muted, 'dev')]).toEqual([true, false]);
    expect(isMuted(applyPatch(muted, { notifications: { on: false } }), 'dev')).toBe(true);
  });
});

describe('migrations', () => {
  const steps = {
    1: ({ theme, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, appearance: theme }),
    2: (data: Readonly<Record<string, unknown>>) => ({ ...data, days: Number(data.days) * 7 }),
  };
  it('run in order, each once, and say their version', () => {
    expect(migrate({ version: 1, theme: 'dark', days: 2 }, 1, 3, steps)).toEqual({
      version: 3,
      appearance: 'dark',
      days: 14,
    });
    expect(migrate({ version: 2, days: 2 }, 2, 3, steps)).toEqual({ version: 3, days: 14 });
  });
  it('a missing step is no migration', () => expect(migrate({ version: 0 }, 0, 3, steps)).toBeNull());
});
