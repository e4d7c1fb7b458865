import { describe, expect, test } from 'vitest';
import { fixSchema } from '../../../shared/diagnosis.ts';
import { ja } from '../../../shared/text/ja.ts';
import { zh } from '../../../shared/text/zh.ts';
import { RULES } from './registry.ts';

const ids = RULES.map(({ id }) => id).toSorted();
const actions = fixSchema.options.flatMap((option) => ('action' in option.shape ? option.shape.action.options : []));

describe.each([
  ['ja', ja],
  ['zh', zh],
] as const)('%s', (_tag, { told }) => {
  test('every rule has a title, and every title a rule', () => {
    expect(Object.keys(told.findingBy).toSorted()).toEqual(ids);
  });
  test('every operation that cures has words for its button', () => {
    expect(actions.length).toBeGreaterThan(10);
    expect(actions.filter((action) => !Object.hasOwn(told.cureBy, action))).toEqual([]);
  });
});
