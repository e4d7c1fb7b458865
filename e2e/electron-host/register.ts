/**
 * `node --import ./e2e/electron-host/register.ts dist/main/main.mjs` runs the built main process under plain Node: whoever imports
 * `electron` gets the stand-in. Never packaged.
 */
import { registerHooks } from 'node:module';

const standIn = new URL('electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) return { url: standIn, shortCircuit: true };
    return nextResolve(specifier, context);
  },
});
