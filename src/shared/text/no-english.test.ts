/**
 * Sentences for a person are said by their code. A sentence that is written down where it is thrown or pushed would be English in every
 * language, and no test of a language would meet the rare ones.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SOURCE = new URL('../../', import.meta.url);
const FOLDERS = ['main/', 'shared/'];
/** Tests and their parts; the words themselves; what is written for maintainers and scripts. */
const NOT_FOR_PEOPLE =
  /\.test\.ts$|\.live\.ts$|testing|\/fake\/|-bench\.ts$|contract-suite|test-host|shared\/text\/|\/support\//;
/** Sentences that a code of another kind goes with (`probe`, `exit`), that a program reads, or that go to the log only. */
const OTHERWISE_TOLD =
  /^main\/gateway\/|^main\/operations\/ask-gateway|^main\/supervisors\/launchd\/process-state|^main\/supervisors\/embedded\/(?:control-server|supervise)|^main\/system\/session-bus/;

const LITERAL = /(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/.source;
const PLACES = [
  `(?:new ExpectedError|\\bfail|\\berrorOf|\\binvalid|\\brefuse)\\(\\s*(?:'[\\w-]+',\\s*)?(${LITERAL})`,
  `\\b(?:hint|reason|problem|purpose|why)\\s*[:=]\\s*(${LITERAL})`,
  `(?:warnings|problems|odd|unknown|evidence|gone|refusals)\\.push\\(\\s*(${LITERAL})`,
].map((pattern) => new RegExp(pattern, 'g'));
/** Three words in a row, of which a value in braces may be one. */
const SENTENCE = /(?:[A-Za-z’']+|\$\{[^}]*\}) [a-z’']+ (?:[a-z’']+|\$\{[^}]*\})/;

function sentencesIn(path: string): string[] {
  const text = readFileSync(new URL(path, SOURCE), 'utf8').replaceAll(/^\s*(?:\*|\/\/|\/\*).*$/gm, '');
  return PLACES.flatMap((place) => [...text.matchAll(place)].map(([, literal = '']) => literal)).filter((literal) =>
    SENTENCE.test(literal.slice(1, -1)),
  );
}

test('no sentence for a person stands where it is thrown', () => {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(new URL(folder, SOURCE), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}${name}`),
  ).filter((path) => path.endsWith('.ts') && !NOT_FOR_PEOPLE.test(path) && !OTHERWISE_TOLD.test(path));
  expect(paths.length).toBeGreaterThan(300);
  const found = paths.flatMap((path) => sentencesIn(path).map((sentence) => `${path}: ${sentence}`));
  expect(found).toEqual([]);
});
