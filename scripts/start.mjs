/**
 * `npm start`: dependencies when missing, build when stale, then the app. On Electron when its binary is there or can be fetched, else
 * on the stand-in in the system's browser; with no display at all the same live status in this terminal.
 */
import { existsSync, writeFileSync } from 'node:fs';
import {
  at,
  capture,
  electronBinary,
  ensureBuild,
  ensureDependencies,
  findChromium,
  hasDisplay,
  node24,
  personEnv,
  run,
} from './lib/project.mjs';

const FETCH_TIMEOUT_MS = 120_000;

process.exitCode = await start(process.argv.slice(2));

async function start(args) {
  const terminal = args.includes('--terminal');
  const rest = args.filter((argument) => argument !== '--terminal');
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  if (terminal) return watchInTerminal();
  if (!hasDisplay()) {
    console.log(
      'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot be shown.',
    );
    console.log('  In a desktop session:   npm start');
    console.log('  With a virtual display: xvfb-run -a npm start      (Debian: apt-get install xvfb chromium)');
    console.log('  Without any:            npx openclaw-tray --help');
    console.log('The live status of every profile, until Ctrl+C:\n');
    return watchInTerminal();
  }
  const electron = electronBinary() ?? (await fetchElectron());
  if (electron !== null) return run(electron, [at('.'), ...rest], { env: personEnv() });
  const chromium = findChromium();
  if (chromium === null) {
    console.log('Electron could not be fetched, and no Chromium, Chrome or Edge was found to stand in for it.');
    console.log('  Debian, Ubuntu: sudo apt-get install chromium      elsewhere: set CHROME_PATH to the browser');
    console.log('The live status of every profile, until Ctrl+C:\n');
    return watchInTerminal();
  }
  console.log(`Electron is not available here; the window opens in ${chromium} instead. Same app, no tray icon.`);
  return run(node24, [at('e2e', 'electron-host', 'run.mjs'), ...rest], {
    env: { ...personEnv(), CHROME_PATH: chromium },
  });
}

function watchInTerminal() {
  return run(node24, [at('dist', 'cli', 'openclaw-tray.mjs'), 'watch'], { env: personEnv() });
}

/** Tried once per installation: where the download is not reachable, waiting for it at every start would be a nuisance. */
async function fetchElectron() {
  const mark = at('node_modules', 'electron', '.not-available');
  if (existsSync(mark)) return null;
  console.log('Fetching Electron (once) …');
  const result = await capture(node24, [at('node_modules', 'electron', 'install.js')], { timeout: FETCH_TIMEOUT_MS });
  const binary = electronBinary();
  if (binary === null) {
    writeFileSync(mark, `${result.stderr.split('\n').slice(0, 3).join('\n')}\nDelete this file to try again.\n`);
    console.log(`  It cannot be fetched (${firstReason(result.stderr)}). To try again: rm ${mark}`);
  }
  return binary;
}

function firstReason(text) {
  return (
    /(?:ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|HTTP[^\n]{0,40}|getaddrinfo[^\n]{0,60})/.exec(text)?.[0] ??
    'no answer'
  );
}
