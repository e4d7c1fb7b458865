import { describe, expect, test } from 'vitest';
import type { Fix } from './diagnosis.ts';
import { quote, say, textOf } from './said.ts';
import { because, cureSaid, problemSaid, reasonSaid, withProblem } from './said-facts.ts';
import { definitionStateSchema, processStateSchema } from './service-state.ts';
import { ja } from './text/ja.ts';
import { tell, tellPhrase } from './text/tell.ts';
import { zh } from './text/zh.ts';

describe('what is not known', () => {
  const reason = say('reason.orphan-unproved', { pid: 7 });
  const unknown = processStateSchema.parse({ state: 'unknown', ...because(reason) });

  test('travels with its code, and is a sentence again on the other side', () => {
    if (unknown.state !== 'unknown') throw new Error('it is unknown');
    expect(unknown.reason).toBe(reason.text);
    expect(reasonSaid(unknown)).toEqual(reason);
    expect([ja, zh].map((words) => tell(words, unknown, 'reason').foreign)).toEqual([false, false]);
    expect(tell(ja, unknown, 'reason').text).toContain('7');
  });
  test('English of an older version stays what it is', () => {
    expect(reasonSaid({ reason: 'No medium found.' })).toBe('No medium found.');
    expect(because('No medium found.')).toEqual({ reason: 'No medium found.' });
  });
  test('a clause within a clause is told as a whole', () => {
    const inner = say('problem.exec-unread', { reason: say('problem.open-quote') });
    const facts = { status: 'present', path: '/x', parsed: null, overrides: [], needsReload: false, masked: false };
    const state = definitionStateSchema.parse({ ...facts, ...withProblem(inner) });
    if (state.status !== 'present') throw new Error('it is there');
    expect(problemSaid(state)).toEqual(inner);
    expect(tell(zh, state, 'problem')).toEqual({ text: '无法读取其 ExecStart：有引号未闭合', foreign: false });
    expect(problemSaid({ problem: null })).toBeNull();
    expect(withProblem(null)).toEqual({ problem: null });
  });
});

describe('what a way out is called', () => {
  const about = { profile: 'work', port: 18_789 };
  const operation = (label: string, ...command: readonly string[]): Fix => ({
    kind: 'operation',
    action: 'install',
    label,
    command: ['openclaw-tray', ...command],
  });
  const told = (fix: Fix) => [ja, zh].map((words) => tellPhrase(words, cureSaid(fix, about)));

  test('an operation by what it does, one with a port by the port', () => {
    const write = operation('Write the service again…', 'gateway', 'install', '--force');
    expect(textOf(cureSaid(write, about))).toBe('Write the service again…');
    expect(told(write)).toEqual([
      { text: 'サービスを書き直す…', foreign: false },
      { text: '重新写入服务…', foreign: false },
    ]);
    const move = operation('Use port 18909 instead…', 'gateway', 'install', '--port', '18909');
    expect(told(move).map(({ text }) => text)).toEqual(['ポート 18909 を使う…', '使用端口 18909…']);
  });
  test('within the sentence that names it and its command', () => {
    const hint = say('hint.labelled-command', {
      label: cureSaid(operation('Write the service again…', 'gateway', 'install'), about),
      command: quote('openclaw-tray gateway install'),
    });
    expect(hint.text).toBe('Write the service again…: openclaw-tray gateway install');
    expect(tellPhrase(ja, hint)).toEqual({
      text: 'サービスを書き直す…: openclaw-tray gateway install',
      foreign: false,
    });
  });
  test('advice by its own code', () => {
    const wait = { kind: 'advice', label: 'Wait.', told: { label: { code: 'hint.try-again' } } } as const;
    expect(told(wait).map(({ text }) => text)).toEqual([ja.core['hint.try-again'], zh.core['hint.try-again']]);
  });
});
