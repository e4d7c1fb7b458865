/**
 * What `npm start` calls when Electron's binary cannot be had: the built main process, in the stand-in, for a person.
 *   node e2e/electron-host/run.mjs [arguments for the app]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const register = new URL('register.ts', import.meta.url).href;
const main = process.env.OPENCLAW_TRAY_MAIN ?? fileURLToPath(new URL('../../dist/main/main.mjs', import.meta.url));

if (!existsSync(main)) {
  console.error(`${main} is not there. Run "npm run build" first.`);
  process.exit(1);
}
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const child = spawn(process.execPath, ['--import', register, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    OPENCLAW_STAND_IN_TERMINAL: '1',
    OPENCLAW_STAND_IN_HEADED: hasDisplay && process.env.OPENCLAW_STAND_IN_HEADED !== '0' ? '1' : '0',
  },
});
// The terminal sends Ctrl-C to both of us. The app quits in order; this process only waits and tells how it ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
