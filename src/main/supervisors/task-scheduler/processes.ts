/** Pure: which of the listed processes belong to a service, proven by their command lines. */
import { splitArguments } from './cmd-words.ts';
import type { WindowsProcess } from './query.ts';
import { SUPERVISOR_FLAG } from './render.ts';

/** OpenClaw's mark on the gateway that its task supervisor runs (2026.9.6, windows-task-supervisor-contract). */
const CHILD_FLAG = /^--task-supervisor-child(=\d+)?$/;
const HOST_PROGRAMS: ReadonlySet<string> = new Set(['wscript.exe', 'cscript.exe', 'cmd.exe']);

export interface ServiceProcesses {
  /** The script hosts: the task's own process and the batch file's. */
  readonly hosts: readonly WindowsProcess[];
  /** OpenClaw's parent of the gateway. */
  readonly supervisor: WindowsProcess | null;
  /** The gateway itself. */
  readonly gateway: WindowsProcess | null;
}

export const NO_PROCESSES: ServiceProcesses = { hosts: [], supervisor: null, gateway: null };

export interface ServiceTraits {
  /** The gateway's command without the supervisor flag; null when the definition could not be read. */
  readonly command: readonly string[] | null;
  /** Files that a script host of this service was started with. */
  readonly scripts: readonly string[];
}

export function findServiceProcesses(processes: readonly WindowsProcess[], traits: ServiceTraits): ServiceProcesses {
  const scripts = traits.scripts.map(normalise);
  const hosts: WindowsProcess[] = [];
  let supervisor: WindowsProcess | null = null;
  let gateway: WindowsProcess | null = null;
  for (const found of processes) {
    const argv = splitArguments(found.commandLine);
    if (HOST_PROGRAMS.has(found.name.toLowerCase())) {
      const line = normalise(found.commandLine);
      if (scripts.some((script) => line.includes(script))) hosts.push(found);
    } else if (traits.command !== null && runs(argv, traits.command)) {
      if (argv.includes(SUPERVISOR_FLAG)) supervisor = newer(supervisor, found);
      else gateway = newer(gateway, found);
    }
  }
  return { hosts, supervisor, gateway };
}

/** The processes whose parent is none of them: ending their trees ends all. */
export function rootsOf({ hosts, supervisor, gateway }: ServiceProcesses): readonly WindowsProcess[] {
  const all = [...hosts, supervisor, gateway].filter((one) => one !== null);
  return all.filter((one) => !all.some((other) => other.pid === one.parent && startsBefore(other, one)));
}

/** Same number and same start: numbers are given out again soon on Windows. */
export function isSameProcess(a: WindowsProcess, b: WindowsProcess): boolean {
  return a.pid === b.pid && a.started === b.started && a.commandLine === b.commandLine;
}

/** The program itself is not compared: Node may have been started by a link and shows where it really is. */
function runs(argv: readonly string[], command: readonly string[]): boolean {
  const found = argv.slice(1).filter((word) => word !== SUPERVISOR_FLAG && !CHILD_FLAG.test(word));
  const wanted = command.slice(1);
  return (
    wanted.length > 0 &&
    found.length === wanted.length &&
    found.every((word, index) => normalise(word) === normalise(wanted[index] ?? ''))
  );
}

function newer(a: WindowsProcess | null, b: WindowsProcess): WindowsProcess {
  return a === null || (b.started ?? '') >= (a.started ?? '') ? b : a;
}

function startsBefore(a: WindowsProcess, b: WindowsProcess): boolean {
  return (a.started ?? '') <= (b.started ?? '');
}

function normalise(text: string): string {
  return text.toLowerCase().replaceAll('\\', '/');
}
