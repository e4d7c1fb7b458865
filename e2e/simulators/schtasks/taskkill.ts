/**
 * A stand-in for taskkill.exe: /PID n, /T (the tree), /F. Without /F a console program mostly has no window to be asked through: exit code 1;
 * 128 = no such process (Microsoft's taskkill documentation; exit codes from field reports).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { changeState } from './state.ts';

const args = process.argv.slice(2).map((part) => part.toUpperCase());
const root = Number(args[args.indexOf('/PID') + 1]);
const force = args.includes('/F');
const state = changeState((now) => ({ ...now, calls: [...now.calls, ['taskkill', ...args]] }));
const parents = readParents();
if (!parents.has(root)) {
  process.stderr.write(`ERROR: The process "${root}" not found.\r\n`);
  process.exitCode = 128;
} else if (!force && !state.politeKill) {
  process.stderr.write(
    `ERROR: The process with PID ${root} could not be terminated.\r\nReason: This process can only be terminated forcefully (with /F option).\r\n`,
  );
  process.exitCode = 1;
} else for (const pid of args.includes('/T') ? tree(root) : [root]) end(pid);

function tree(pid: number): readonly number[] {
  return [pid, ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => tree(child))];
}

function end(pid: number): void {
  try {
    process.kill(pid, force ? 'SIGKILL' : 'SIGTERM');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

function readParents(): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      found.set(Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch (cause) {
      // It ended meanwhile.
      if (!['ENOENT', 'ESRCH'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  }
  return found;
}
