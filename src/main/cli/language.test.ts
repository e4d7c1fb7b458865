import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseLanguage, langOption, languageOf, languageOfSettings } from './language.ts';

test.each([
  [['--lang', 'ja', 'gateway', 'status'], 'ja'],
  [['--profile', 'work', '--lang=zh', 'doctor'], 'zh'],
  [['gateway', 'status', '--lang', 'ja'], undefined],
  [['logs', '--grep', '--lang'], undefined],
  [['--lang'], undefined],
  [[], undefined],
])('%j asks for %s', (argv, language) => {
  expect(langOption(argv)).toBe(language);
});

test.each([
  ['ja_JP.UTF-8', 'ja'],
  ['zh_TW.Big5', 'zh'],
  ['zh-Hans-CN', 'zh'],
  ['en_GB', 'en'],
  ['C', 'en'],
  ['C.UTF-8', 'en'],
  ['POSIX', 'en'],
  ['de_DE.UTF-8', null],
  ['', null],
  ['constructor', null],
  [undefined, null],
])('%s is %s', (tag, language) => {
  expect(languageOf(tag)).toBe(language);
});

test('the nearest wish wins', () => {
  const never = () => null;
  expect(chooseLanguage('zh', { OPENCLAW_TRAY_LANG: 'ja', LANG: 'en_US.UTF-8' }, () => 'en')).toBe('zh');
  expect(chooseLanguage(undefined, { OPENCLAW_TRAY_LANG: 'ja', LANG: 'en_US.UTF-8' }, () => 'zh')).toBe('ja');
  expect(chooseLanguage(undefined, { LANG: 'ja_JP.UTF-8' }, () => 'zh')).toBe('zh');
  expect(chooseLanguage(undefined, { LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }, never)).toBe('en');
  expect(chooseLanguage(undefined, { LC_ALL: '', LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'ja_JP.UTF-8' }, never)).toBe('zh');
  // A locale that is set and not ours hides the ones behind it, as it does for every program.
  expect(chooseLanguage(undefined, { LC_ALL: 'de_DE.UTF-8', LANG: 'ja_JP.UTF-8' }, never)).toBe('en');
  expect(chooseLanguage(undefined, {}, never)).toBe('en');
});

test('the settings of the app, when they can be used', () => {
  const config = mkdtempSync(join(tmpdir(), 'lang-'));
  expect(languageOfSettings({ config })).toBeNull();
  for (const [text, language] of [
    ['{"version":1,"language":"ja"}', 'ja'],
    ['{"version":1,"language":"system"}', null],
    ['{"language":7}', null],
    ['[', null],
    ['null', null],
  ] as const) {
    writeFileSync(join(config, 'settings.json'), text);
    expect([text, languageOfSettings({ config })]).toEqual([text, language]);
  }
});
