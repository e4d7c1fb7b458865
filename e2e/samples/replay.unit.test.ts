/**
 * Every recorded answer in this folder goes through the parser that would meet it: none makes one throw, what is understood is understood as
 * recorded, and an exit number is read from the message even where the tool lost it. `scripts/record-platform.mjs` records more of them.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { failureOf, isNoSession, isNotLoaded } from '../../src/main/supervisors/launchd/launchctl.ts';
import { parsePrint, parsePrintDisabled } from '../../src/main/supervisors/launchd/parse-print.ts';
import { processStateOf as launchdState } from '../../src/main/supervisors/launchd/process-state.ts';
import { parseShow, processStateOf } from '../../src/main/supervisors/systemd/parse-show.ts';
import type { CommandResult } from '../../src/main/system/command-runner.ts';
import { parseLsofHolder } from '../../src/main/system/ports.ts';
import { parseSample, readSample, type Sample } from './read-sample.ts';

const namesIn = (folder: string): readonly string[] =>
  readdirSync(fileURLToPath(new URL(`${folder}/`, import.meta.url))).filter((name) => name.endsWith('.txt'));
const each = (folder: string, pattern: RegExp): readonly (readonly [string, Sample])[] => {
  const found = namesIn(folder).filter((name) => pattern.test(name));
  if (found.length === 0) throw new Error(`no sample of ${folder} is called like ${pattern}`);
  return found.map((name) => [name, readSample(`${folder}/${name}`)] as const);
};
const resultOf = (sample: Sample): CommandResult => ({
  argv: sample.command.split(' '),
  exitCode: sample.exitCode ?? 1,
  signal: null,
  stdout: sample.stream === 'stdout' ? sample.text : '',
  stderr: sample.stream === 'stderr' ? sample.text : '',
  timedOut: false,
  startError: null,
});

describe('launchctl', () => {
  it.each(
    each('launchctl', /^(macos|osx)[\d.plus-]*-print-(?!disabled|domain|not-found|bad|no-domain).*(?<!stderr)\.txt$/),
  )('print: %s', (_name, { text }) => {
    const job = parsePrint(text);
    expect(Object.keys(job.words).length).toBeGreaterThan(0);
    // An excerpt may lack the line; what has it is understood.
    const known = /^(?:\t| {0,4})state = /m.test(text);
    expect(launchdState(job).state !== 'unknown').toBe(known);
  });
  it.each(each('launchctl', /print-disabled/))('print-disabled: %s', (_name, { text }) => {
    expect(parsePrintDisabled(text)?.size).toBeGreaterThan(0);
    // Cut anywhere, it is not believed.
    for (let end = 0; end < text.indexOf('}'); end += 7) expect(parsePrintDisabled(text.slice(0, end))).toBeNull();
  });
  it.each(each('launchctl', /\.stderr\.txt$/))('a refusal: %s', (name, sample) => {
    const failure = failureOf(resultOf(sample));
    // The two warnings of `load` as root and about ownership carry no number and no exit code.
    if (/load-as-root/.test(name)) return;
    expect(failure).not.toBeNull();
    if (sample.exitCode !== null && sample.exitCode !== 0) expect(failure?.code).toBe(sample.exitCode);
    expect(isNotLoaded(failure)).toBe(/not-found|bootout-3\./.test(name));
    expect(isNoSession(failure)).toBe(/no-domain|-125/.test(name));
  });
});

describe('systemctl', () => {
  it.each(namesIn('systemd').map((name) => [name, readSample(`systemd/${name}`)] as const))('%s', (_name, { text }) => {
    // None is an answer of `show`: nothing may be read into it.
    for (const block of parseShow(text)) expect(processStateOf(block).state).toBe('unknown');
  });
});

describe('lsof', () => {
  it.each(each('ports', /^macos-lsof/))('%s', (_name, { text }) => {
    expect(parseLsofHolder(text)?.pid).toBeGreaterThan(0);
  });
});

describe('plutil', () => {
  it.each(each('plutil', /^lint/))('%s', (name, { exitCode, text }) => {
    // What `lint` of the adapter goes by: 0 is fine, 1 comes with the reason on stdout.
    expect(exitCode).toBe(name === 'lint-ok.txt' ? 0 : 1);
    expect(text.trim()).toMatch(name === 'lint-ok.txt' ? /: OK$/ : /unknown tag/);
  });
});

describe('the form of a sample', () => {
  it('is asked for', () => {
    expect(() => parseSample('text without a source\n', 'x')).toThrow('x: the first line');
    const head = '# measured: Linux; a host, 2026-01-01; command: a "b" ; c; exit code: none; stream: stderr\n';
    expect(parseSample(`${head}\ntext`, 'x')).toEqual({
      certainty: 'measured',
      source: 'Linux; a host, 2026-01-01',
      command: 'a "b" ; c',
      exitCode: null,
      stream: 'stderr',
      text: '\ntext',
    });
  });
});
