#!/usr/bin/env node
// Starts the shim, with V8's compiled code kept between calls: without it a third of a status call would be spent compiling.
// Plain JavaScript with nothing imported, because whatever stands here is paid for before the cache helps.
const { enableCompileCache } = process.getBuiltinModule?.('node:module') ?? {};
const folder = cacheFolder();
if (folder !== null) enableCompileCache?.(folder);
await import('./shim.mjs');

/**
 * Below the person's own cache folder; null when there is none that only they can write (compiled code is code: it must not come from
 * somebody else), and for a dry run, which touches nothing.
 */
function cacheFolder() {
  const { env, argv, getuid } = process;
  const home = env.XDG_CACHE_HOME || (env.HOME ? `${env.HOME}/.cache` : '');
  if (!home.startsWith('/') || argv.includes('--dry-run') || getuid === undefined) return null;
  try {
    const { statSync } = process.getBuiltinModule('node:fs');
    const owner = statSync(env.XDG_CACHE_HOME || env.HOME);
    return owner.uid === getuid() && (owner.mode & 0o022) === 0 ? `${home}/openclaw-tray` : null;
  } catch {
    // No such folder: the shim runs without the cache.
    return null;
  }
}
