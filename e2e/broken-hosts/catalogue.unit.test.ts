/** No rule is forgotten: each is broken and cured on a real host, proved by another suite, or listed with the reason why neither can be. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/main/health/rules/registry.ts';
import { CATALOGUE, PROVED_ELSEWHERE, RECORDED_ONLY } from './catalogue.ts';
import { COMPARED } from './compared.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const ids = RULES.map(({ id }) => id).sort();
const inCatalogue = [...new Set(CATALOGUE.map(({ rule }) => rule))];

describe('every rule', () => {
  test('is in exactly one place', () => {
    const placed = [...inCatalogue, ...Object.keys(PROVED_ELSEWHERE), ...Object.keys(RECORDED_ONLY)];
    expect(placed.toSorted()).toEqual(ids);
  });

  test.each(Object.entries(PROVED_ELSEWHERE))('%s is asserted in %s', (rule, file) => {
    expect(existsSync(at(file))).toBe(true);
    expect(readFileSync(at(file), 'utf8')).toContain(`'${rule}'`);
  });

  test.each(Object.entries(RECORDED_ONLY))('%s has its case over facts, and a reason', (rule, reason) => {
    const facts = ['rules', 'scope', 'instance-collision'].map((name) =>
      readFileSync(at(`src/main/health/rules/${name}.test.ts`), 'utf8'),
    );
    expect(facts.some((text) => text.includes(`'${rule}'`))).toBe(true);
    expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('the catalogue', () => {
  test('has thirty hosts and more, each with an id of its own', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(30);
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  });

  test('words for the cause are no words that every report has', () => {
    const healthy =
      'default is healthy\n\nNothing is wrong.\nRuntime: running (pid 131, state active)\nConnectivity probe: ok\n';
    for (const { id, causeWords, demoOnly } of CATALOGUE) {
      if (demoOnly !== true)
        expect({ id, all: causeWords.every((words) => words.test(healthy)) }).toEqual({ id, all: false });
    }
  });

  test('thirty of them are compared, all possible with the real OpenClaw', () => {
    expect(new Set(COMPARED).size).toBe(30);
    const possible = CATALOGUE.filter(({ demoOnly }) => demoOnly !== true).map(({ id }) => id);
    for (const id of COMPARED) expect(possible).toContain(id);
  });
});
