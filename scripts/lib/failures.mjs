/**
 * Which tests failed, read from the reports of the runners: named again below the summary, because a long run's own words are far up by
 * then, or cut off where only the end of a log is kept.
 */
import { readFileSync, rmSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { at } from './project.mjs';

const reportOf = (suite) => at('results', 'reports', `${suite}.json`);

/** Arguments that make vitest leave its report beside what it prints. */
export function vitestReport(suite) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${forget(suite)}`];
}

/** The same for Playwright: `args` go to it, `env` around it; `shown` is the reporter that a person reads. */
export function playwrightReport(suite, shown) {
  return { args: [`--reporter=${shown},json`], env: { PLAYWRIGHT_JSON_OUTPUT_NAME: forget(suite) } };
}

/** An old report would tell of another run. */
function forget(suite) {
  rmSync(reportOf(suite), { force: true });
  return reportOf(suite);
}

/** @returns one text for each failed test of the suite: its name and the first lines of why. Empty when there is no report. */
export function failuresOf(suite) {
  let report;
  try {
    report = JSON.parse(readFileSync(reportOf(suite), 'utf8'));
  } catch (cause) {
    if (cause.code === 'ENOENT') return [];
    return [`its report cannot be read: ${cause.message}`];
  }
  return 'testResults' in report ? ofVitest(report) : ofPlaywright(report.suites ?? [], []);
}

function ofVitest({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(`${at()}/`, '');
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [told(file, message)] : [];
    return failed.map(({ fullName, failureMessages }) => told(`${file} > ${fullName}`, failureMessages[0]));
  });
}

function ofPlaywright(suites, above) {
  return suites.flatMap(({ title, specs = [], suites: inner = [] }) => {
    const path = [...above, title];
    const failed = specs.filter(({ ok }) => !ok);
    return [
      ...failed.map((spec) =>
        told([...path, spec.title].join(' > '), spec.tests.flatMap(({ results }) => results).at(-1)?.error?.message),
      ),
      ...ofPlaywright(inner, path),
    ];
  });
}

const LINES = 6;

function told(name, why) {
  const lines = stripVTControlCharacters(why ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [name, ...lines.slice(0, LINES).map((line) => `    ${line.slice(0, 300)}`)].join('\n');
}
