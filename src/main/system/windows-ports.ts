/** Who listens on a port of Windows, by `netstat -ano`, which shows the sockets of every account without an administrator. */

import { say } from '../../shared/said.ts';
import { because } from '../../shared/said-facts.ts';
import type { CommandRunner } from './command-runner.ts';
import type { Environment } from './host.ts';
import type { ListenerReader, PortListener } from './ports.ts';
import { type ProcessReader, showCommand } from './processes.ts';
import { imageNameOf } from './windows-processes.ts';
import { systemToolPath } from './windows-tools.ts';

/** A listening TCP socket. `pid` 0 is a socket that nobody owns any more. */
export interface NetstatRow {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
}

/** Never rejects: what fails becomes `unknown`. A service's own process (`likelyPid`) is named without starting PowerShell. */
export function createWindowsListenerReader(
  runner: CommandRunner,
  env: Environment,
  readProcess: ProcessReader,
): ListenerReader {
  return async (port, likelyPid = null) => {
    const result = await runner.run([systemToolPath(env, 'netstat.exe'), '-ano']);
    if (result.exitCode !== 0) {
      const why = result.timedOut
        ? say('ended.late')
        : (result.startError ??
          (result.exitCode === null ? say('ended.no-exit-code') : say('ended.exit-code', { code: result.exitCode })));
      return { owner: 'unknown', ...because(say('listener.netstat', { why })) };
    }
    const rows = parseNetstat(result.stdout);
    if (rows === null) return { owner: 'unknown', ...because(say('listener.netstat-odd')) };
    const pids = rows.filter((row) => row.port === port && row.pid > 0).map(({ pid }) => pid);
    const first = pids[0];
    if (first === undefined) return { owner: 'nobody' };
    if (likelyPid !== null && pids.includes(likelyPid)) {
      const name = await imageNameOf(runner, env, likelyPid);
      return { owner: 'process', pid: likelyPid, command: name ?? '', user: null, startedAt: null };
    }
    return describe(readProcess, first);
  };
}

async function describe(readProcess: ProcessReader, pid: number): Promise<PortListener> {
  try {
    const found = await readProcess(pid);
    if (found === null) return { owner: 'unreadable', uid: null };
    const { argv, comm, startedAt } = found;
    return {
      owner: 'process',
      pid,
      command: argv === null ? (comm ?? '') : showCommand(argv[0]?.split(' ') ?? []),
      user: null,
      startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    };
  } catch (cause) {
    // PowerShell failed; the number is still a fact.
    const why = cause instanceof Error ? cause.message : String(cause);
    return { owner: 'process', pid, command: `(${why})`, user: null, startedAt: null };
  }
}

/**
 * Pure: the listening rows; null when the text holds not one row of TCP, as no Windows does. Headers and states are localised: a listener
 * is known by its far end, which is no address, and the owner by the last column.
 */
export function parseNetstat(text: string): readonly NetstatRow[] | null {
  const rows: NetstatRow[] = [];
  let seen = false;
  for (const line of text.split(/\r?\n/)) {
    const [, local = '', remote = '', pid] = /^\s*TCP\s+(\S+:\d+)\s+(\S+:\d+)\s+.*?(\d+)\s*$/.exec(line) ?? [];
    if (local === '') continue;
    seen = true;
    if (!/^(0\.0\.0\.0|\[::\]):0$/.test(remote)) continue;
    const colon = local.lastIndexOf(':');
    rows.push({ address: local.slice(0, colon), port: Number(local.slice(colon + 1)), pid: Number(pid) });
  }
  return seen ? rows : null;
}
