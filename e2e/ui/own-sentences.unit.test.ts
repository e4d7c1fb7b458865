/** What the window carries of the core's English: every sentence that it says itself, and little else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { core } from '../../src/shared/text/en/core.ts';
import { codesIn, ownCodes } from '../../vite/own-sentences.ts';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** `.say(` belongs to something else, and `function say` is the function itself. */
const CALL = /(?<![.\w])(?<!function )say\(/g;

test.each(['shared', 'renderer'])('in src/%s every code is a literal, so that the build can find it', (folder) => {
  const files = readdirSync(join(source, folder), { recursive: true })
    .map((name) => join(source, folder, String(name)))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name));
  const unclear = files.filter((file) => {
    const text = readFileSync(file, 'utf8').replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
    // The store has a method of that name for what it shows for a moment.
    if (file.endsWith('renderer/state/store.ts')) return false;
    return [...text.matchAll(CALL)].length !== codesIn(text).length;
  });
  expect(unclear).toEqual([]);
});

test('every code is one of the core, and they are few', () => {
  const codes = [...ownCodes()];
  expect(codes.filter((code) => !Object.hasOwn(core, code))).toEqual([]);
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.length).toBeLessThan(Object.keys(core).length / 10);
});
