import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import type { Fix } from '../diagnosis.ts';
import { errorOf } from '../outcome.ts';
import { say } from '../said.ts';
import { en } from './en.ts';
import { bracesOf } from './fill-in.ts';
import { ja } from './ja.ts';
import { LANGUAGE_TAGS } from './languages.ts';
import { pseudoText } from './pseudo.ts';
import { exitText, findingTitle, fixLabel, inOneBreath, verdictReason, verdictText } from './tell.ts';
import { chosenWords, type Words, wordsFor } from './words.ts';
import { zh } from './zh.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');
/** Every text of a language by its path; a function is called with sample arguments. */
function texts(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const text: unknown = Reflect.apply(
      value,
      undefined,
      path.includes('By.') ? [{ name: 'p', port: 1, installed: true }] : ['7', '8', '9', '10', '11'],
    );
    return typeof text === 'string' ? [[path, text]] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => texts(each, path === '' ? key : `${path}.${key}`));
}
/** Names, units and examples that are the same everywhere. */
const SAME =
  /^(tag|space|sentence|units\.|app\.name|supervisor\.launchd\.name|add\.example|first\.openclaw|service\.entry|fact\.rpc|fact\.pid|tray\.comma|core\.(?:seen\.pid|holder\.pid|hint\.labelled-command|what\.why|secret\.names-in-file))/;

describe.each([
  ['ja', ja],
  ['zh', zh],
] as const)('%s', (_tag, words: Words) => {
  test('no text of the English was left as it is, and none is empty', () => {
    const english = new Map(texts(en));
    const left = texts(words).filter(([path, text]) => !SAME.test(path) && (text === '' || text === english.get(path)));
    expect(left).toEqual([]);
  });
  test('a sentence of the core has the same values in braces as in English', () => {
    for (const [code, english] of Object.entries(en.core)) {
      const own = words.core[code as keyof Words['core']];
      expect([code, new Set(bracesOf(own))]).toEqual([code, new Set(bracesOf(english))]);
    }
  });
  test('every verdict of the core has its sentence', () => {
    const source = readFileSync(new URL('../../main/health/verdict.ts', import.meta.url), 'utf8');
    const codes = new Set([...source.matchAll(/'(verdict\.[A-Za-z]+)'/g)].map(([, code]) => code ?? ''));
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].filter((code) => !Object.hasOwn(words.told.verdictBy, code))).toEqual([]);
  });
  test('every exit that has English words has its own', () => {
    for (const code of [0, 1, 2, 78, 126, 127, 130, 134, 137, 139, 143, 200, 203, 208, 209, 216, 217, 226])
      expect(words.told.exit.code[code]).toBeDefined();
  });
});

test('a verdict is told by code, with the label; an unknown code keeps its English', () => {
  const report = fixtures.portTaken(NOW);
  expect(verdictText(report, ja)).toBe('ポート 18789 は使用中です');
  expect(verdictText(fixtures.healthy(NOW), zh, '办公室')).toBe('办公室 运行正常');
  expect(verdictText(fixtures.healthy(NOW), en, 'Office')).toBe('Office is healthy');
  const strange = { ...report, verdict: { ...report.verdict, code: 'constructor', text: 'It is odd' } };
  expect(verdictText(strange, ja)).toBe('It is odd');
});

test('a reason is translated where it follows from the report, else it is English and says so', () => {
  expect(verdictReason(fixtures.portTaken(NOW), zh)).toEqual({
    text: '由 /usr/bin/ssh（pid 2211）占用。',
    foreign: false,
  });
  expect(verdictReason(fixtures.unknown(NOW), ja)).toEqual({
    text: 'systemd did not answer within 5 s.',
    foreign: true,
  });
  expect(verdictReason(fixtures.unknown(NOW), en)?.foreign).toBe(false);
  expect(verdictReason(fixtures.healthy(NOW), ja)).toBeNull();
});

test('exits and findings', () => {
  const exit = { code: 78, signal: null, at: null, words: '78: the configuration is not valid' };
  expect(exitText(exit, ja)).toBe('78: 設定が正しくありません');
  expect(exitText({ ...exit, code: 55 }, zh)).toBe('55: 以其自身的退出码失败');
  expect(exitText({ ...exit, code: null, signal: 'SIGKILL' }, zh)).toContain('SIGKILL');
  expect(exitText(exit, en)).toBe(exit.words);
  const report = fixtures.tokenRefused(NOW);
  expect(report.diagnoses.map((each) => findingTitle(each, report, ja).foreign)).toEqual([false, false, true]);
});

test('ways out: a port is named, so that two of one operation differ; advice stays English and says so', () => {
  const report = fixtures.portTaken(NOW);
  const install = (...rest: readonly string[]): Fix => ({
    kind: 'operation',
    action: 'install',
    label: 'Write the service again…',
    command: ['openclaw-tray', 'gateway', 'install', ...rest],
  });
  expect(fixLabel(install('--port', '18909'), report, ja)).toEqual({ text: 'ポート 18909 を使う…', foreign: false });
  expect(fixLabel(install('--port', '18789'), report, ja).text).toContain('18789');
  expect(fixLabel(install(), report, zh).text).toBe('重新写入服务…');
  expect(fixLabel(install(), { ...report, installed: false }, zh).text).toBe('安装并启动…');
  expect(fixLabel(install('--port', '18909'), report, en).text).toBe('Write the service again…');
  expect(fixLabel({ kind: 'advice', label: 'Wait.' }, report, ja)).toEqual({ text: 'Wait.', foreign: true });
  const wait = {
    kind: 'advice',
    label: 'Wait, then look again.',
    told: { label: { code: 'rate-limited.advice' } },
  } as const;
  expect(fixLabel(wait, report, zh)).toEqual({ text: '请稍候，然后再次检查。', foreign: false });
});

test('which words a tag gets', () => {
  expect([wordsFor('ja-JP'), wordsFor('zh-Hans-CN'), wordsFor('zh-TW'), wordsFor('constructor')]).toEqual([
    ja,
    zh,
    zh,
    en,
  ]);
  expect(chosenWords('system', 'ja')).toBe(ja);
  expect(chosenWords('en', 'ja')).toBe(en);
});

test('the pseudo-language marks words and leaves data alone', () => {
  for (const [key, tag] of Object.entries(LANGUAGE_TAGS)) expect(wordsFor(key).tag).toBe(tag);
  const pseudo = wordsFor('en-XA');
  expect(pseudoText('Start')).toBe('⟦Šŧářŧ~~⟧');
  expect(pseudo.act.usePort(18789)).toContain('18789');
  expect(pseudo.verdict.looking('work')).toMatch(/^⟦.*work.*⟧$/);
  expect(verdictText(fixtures.healthy(NOW), pseudo)).toMatch(/^⟦default íš.*⟧$/);
});

test('an English sentence keeps the space after it in a language that has none', () => {
  const foreign = { message: 'It cannot be read.', hint: 'Look at it.' };
  expect(inOneBreath(ja, foreign)).toBe('It cannot be read. Look at it.');
  expect(inOneBreath(ja, { message: 'It cannot be read.' })).toBe('It cannot be read.');
  const coded = errorOf('internal', say('detail.nothing-changed'), say('hint.may-be-starting'));
  expect(inOneBreath(ja, coded)).toBe(`${ja.core['detail.nothing-changed']}${ja.core['hint.may-be-starting']}`);
  expect(inOneBreath(en, coded)).toBe(`${coded.message} ${coded.hint}`);
});
