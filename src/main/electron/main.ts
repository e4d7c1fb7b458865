/**
 * Entry of the app on Electron: names the parts, starts them.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redact } from '../logs/redact.ts';
import { createAppCore } from '../operations/app-core.ts';
import { createContext } from '../operations/context.ts';
import { createExecaRunner } from '../system/execa-runner.ts';
import { desktopSurface } from '../system/surface.ts';
import { startApp } from './app.ts';

/** Layout of `dist`, made by `scripts/build.mjs`. */
const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

startApp({
  createCore: ({ host, version, onDefect, onNote, isMuted, packaged }) =>
    createAppCore(
      createContext({
        host,
        version,
        runner: createExecaRunner(host.env),
        embeddedProgram: shim(packaged),
        elevation: { surface: () => desktopSurface(host.env), helper: elevatedHelper(packaged) },
      }),
      onDefect,
      { onNote, record: true, isMuted },
    ),
  redact,
  paths: { window: built('../renderer'), preload: built('../preload/preload.cjs'), icons: built('./assets/tray') },
});

/** The part that gets administrator rights: the shim again, never this app. */
function elevatedHelper(packaged: boolean): [string, ...string[]] {
  const { execPath, args } = shim(packaged);
  return [execPath, ...args, 'elevated-apply'];
}

/** How a detached process of ours is started: always as the CLI, never as a second app. */
function shim(packaged: boolean): { readonly execPath: string; readonly args: readonly string[] } {
  const script = built('../cli/openclaw-tray.mjs');
  if (packaged) {
    const name = process.platform === 'win32' ? 'openclaw-tray.cmd' : 'openclaw-tray';
    return { execPath: join(process.resourcesPath, 'bin', name), args: [] };
  }
  // Electron's binary from a checkout runs a script as Node only when its environment says so.
  return process.versions.electron === undefined
    ? { execPath: process.execPath, args: [script] }
    : { execPath: '/usr/bin/env', args: ['ELECTRON_RUN_AS_NODE=1', process.execPath, script] };
}
