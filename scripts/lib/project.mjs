/**
 * What every script needs: where things are, whether dependencies and builds are fresh, and the Node that the project brings along.
 * Runs on Node >= 20.19, because `npm start` begins on whatever Node the person has.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const at = (...parts) => join(root, ...parts);
const windows = process.platform === 'win32';

export const node24 = at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
export const bin = (name) => at('node_modules', '.bin', windows ? `${name}.cmd` : name);

/** The environment of everything we start: the project's own Node first on PATH. */
export function projectEnv(extra = {}) {
  return { ...process.env, PATH: `${at('node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`, ...extra };
}

/**
 * The person's own environment, without what `npm run` adds to it: its PATH entries would make the app find programs of this checkout,
 * and its variables are nobody's business.
 */
export function personEnv() {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/](?:.*[\\/])?(?:\.bin|node-gyp-bin)$/.test(folder));
  const own = Object.entries(process.env).filter(([key]) => !/^npm_|^INIT_CWD$/i.test(key));
  return { ...Object.fromEntries(own), PATH: path.join(delimiter) };
}

/** Runs a program to its end; resolves with its exit code (128 + n for signals, 127 when it could not be started). */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: projectEnv(), ...options });
    // Who ends this process means the program, which would otherwise go on by itself. Ctrl+C reaches it from the terminal.
    const pass = (signal) => child.kill(signal);
    const wait = () => undefined;
    process.on('SIGTERM', pass).on('SIGHUP', pass).on('SIGINT', wait);
    const done = (code) => {
      process.off('SIGTERM', pass).off('SIGHUP', pass).off('SIGINT', wait);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      done(127);
    });
    child.on('exit', (code, signal) => done(signal === null ? code : 1));
  });
}

/** Like `run`, with its output returned. */
export function capture(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env: projectEnv(), stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: `${stderr}${error.message}` }));
    child.on('exit', (code, signal) => resolve({ code: signal === null ? code : 1, stdout, stderr }));
  });
}

/** Installs what package-lock.json names, when it is not installed yet. @returns exit code */
export async function ensureDependencies() {
  const stamp = at('node_modules', '.openclaw-tray-stamp');
  const wanted = digest([at('package-lock.json'), at('package.json')]);
  if (existsSync(node24) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  if (existsSync(node24) && !existsSync(stamp) && existsSync(at('node_modules', '.package-lock.json'))) {
    // Installed by hand with npm: as good as ours.
    const installed = statSync(at('node_modules', '.package-lock.json')).mtimeMs;
    if (installed >= statSync(at('package-lock.json')).mtimeMs) {
      writeFileSync(stamp, wanted);
      return 0;
    }
  }
  console.log('Installing dependencies (once) …');
  const npm = process.env.npm_execpath;
  // Its warnings are about the Node that runs npm; everything of ours runs on the Node 24 that is being installed.
  const quietly = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const code =
    npm === undefined || !/\.[cm]?js$/.test(npm)
      ? await run(windows ? 'npm.cmd' : 'npm', quietly, { env: process.env, shell: windows })
      : await run(process.execPath, [npm, ...quietly], { env: process.env });
  if (code !== 0) return code;
  if (!existsSync(node24)) {
    // npm may be set to run no install scripts; this one fetches the Node of the platform from the registry.
    const setup = await run(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: at('node_modules', 'node'),
      env: process.env,
    });
    if (setup !== 0 || !existsSync(node24)) {
      console.error('Node 24 could not be installed from the registry. Run: npm rebuild node --ignore-scripts=false');
      return 1;
    }
  }
  writeFileSync(stamp, wanted);
  return 0;
}

const OUTPUTS = ['main', 'preload', 'renderer', 'cli'];
const SOURCES = ['src', 'templates', 'vite', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Builds the outputs whose sources changed since. @returns exit code */
export async function ensureBuild({ force = false, quiet = true } = {}) {
  const stamp = at('dist', '.stamp');
  const wanted = digest(
    SOURCES.flatMap((source) => filesBelow(at(source))).filter((file) => !/\.test\.tsx?$/.test(file)),
  );
  const complete = [
    'main/main.mjs',
    'preload/preload.cjs',
    'renderer/index.html',
    'cli/openclaw-tray.mjs',
    'cli/shim.mjs',
  ].every((file) => existsSync(at('dist', file)));
  if (!force && complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  console.log('Building …');
  for (const output of OUTPUTS) {
    const result = await capture(node24, [
      at('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '-c',
      at('vite', `${output}.config.ts`),
    ]);
    if (result.code !== 0) {
      console.error(`${result.stdout}${result.stderr}\nBuilding ${output} failed.`);
      return result.code;
    }
    if (!quiet) console.log(`  ${output}`);
  }
  const { chmodSync } = await import('node:fs');
  chmodSync(at('dist', 'cli', 'openclaw-tray.mjs'), 0o755);
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(stamp, wanted);
  return 0;
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** The first Chromium of the system, or null. CHROME_PATH wins. */
export function findChromium() {
  const named = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'brave-browser',
  ];
  const candidates = [
    process.env.CHROME_PATH,
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => named.map((name) => join(folder, name))),
    '/usr/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === '') continue;
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not this one; the next candidate is tried.
    }
  }
  return null;
}

/** Whether a program of this name is on PATH. */
export function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}

/** Path of Electron's binary when it was downloaded, else null. Downloads nothing. */
export function electronBinary() {
  const pathFile = at('node_modules', 'electron', 'path.txt');
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? at('node_modules', 'electron', 'dist');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null;
  if (name === null && process.env.ELECTRON_OVERRIDE_DIST_PATH === undefined) return null;
  const path = join(dist, name ?? (windows ? 'electron.exe' : 'electron'));
  return existsSync(path) ? path : null;
}
