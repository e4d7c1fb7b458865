/**
 * The simulated scheduler within one process, for tests with thousands of commands: the same verbs and answers as the stand-in programs, a
 * harmless child in place of each gateway.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { CommandResult, CommandRunner } from '../../../src/main/system/command-runner.ts';
import { answerText, namesOf, type ProcessRow, scriptOf } from './query-answer.ts';
import { findTask, NEW_STATE, putTask, type SimState, type SimTask } from './state.ts';
import { runVerb } from './verbs.ts';

export interface MemoryTools {
  readonly runner: CommandRunner;
  state(): SimState;
  change(change: Partial<SimState>): void;
  /** Gateways that live. */
  gateways(): number;
  dispose(): void;
}

/** @param gatewayCommand how a gateway of this host shows in the list of processes. */
export function createMemoryTools(gatewayCommand: readonly string[], first: Partial<SimState> = {}): MemoryTools {
  let state: SimState = { ...NEW_STATE, ...first };
  const running = new Map<number, { readonly child: ChildProcess; readonly task: string; readonly started: string }>();

  const launch = (task: SimTask) => {
    const isWatch = task.name.endsWith(', restarts)');
    // The script host is this process's own pretence; the gateway is a real process, because its end is looked for by its number.
    if (!isWatch) {
      const child = spawn('sleep', ['600'], { stdio: 'ignore' });
      const { pid } = child;
      if (pid === undefined) throw new Error('sleep did not start');
      running.set(pid, { child, task: task.name, started: new Date().toISOString() });
      child.once('exit', () => running.delete(pid));
    }
    state = putTask(state, { ...task, state: 4, lastResult: 267009, hostPid: 1 });
  };

  const schtasks = (args: readonly string[]) => {
    const answer = runVerb(args, state, { readXml: (path) => (existsSync(path) ? readFileSync(path) : null) });
    state = answer.change(state);
    if (answer.launch !== null) launch(answer.launch);
    return answer;
  };

  const taskkill = async (args: readonly string[]) => {
    const found = running.get(Number(args[args.indexOf('/PID') + 1]));
    if (found === undefined) return { exitCode: 128 };
    if (!args.includes('/F')) return { exitCode: 1 };
    const ended = new Promise((resolve) => found.child.once('exit', resolve));
    found.child.kill('SIGKILL');
    await ended;
    const task = findTask(state, found.task);
    if (task?.state === 4) state = putTask(state, { ...task, state: 3, lastResult: 1, hostPid: null });
    return { exitCode: 0 };
  };

  const rows = (): readonly ProcessRow[] =>
    [...running].map(([pid, { started }]) => ({
      pid,
      parent: 1,
      name: 'node.exe',
      commandLine: gatewayCommand.join(' '),
      started,
    }));

  const powershell = (args: readonly string[]) => {
    const names = namesOf(scriptOf(args));
    if (names === null || state.blind) return { exitCode: 1 };
    return { exitCode: 0, stdout: `${answerText(state, names, rows())}\r\n` };
  };

  const answer = async (argv: readonly string[]): Promise<Partial<CommandResult>> => {
    const [program = '', ...args] = argv;
    if (program.endsWith('schtasks.exe')) return schtasks(args);
    if (program.endsWith('taskkill.exe')) return taskkill(args);
    if (program.endsWith('powershell.exe')) return powershell(args);
    return { exitCode: null, startError: 'ENOENT' };
  };

  return {
    runner: {
      async run(argv) {
        const { exitCode = 0, stdout = '', stderr = '', startError = null } = await answer(argv);
        return { argv, exitCode, signal: null, stdout, stderr, timedOut: false, startError };
      },
    },
    state: () => state,
    change(change) {
      state = { ...state, ...change };
    },
    gateways: () => running.size,
    dispose() {
      for (const { child } of running.values()) child.kill('SIGKILL');
    },
  };
}
