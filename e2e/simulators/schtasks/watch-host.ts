/** The simulated scheduler as a script of the simulated machine sees it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { comError, readScript, runJscript, type ScriptTask } from './jscript.ts';
import { findTask, readState, type SimTask } from './state.ts';

/** How much shorter the watch's times are than on Windows, so that a back-off of minutes can be watched. */
const SPEED = 100;

export function runWatchScript(path: string): void {
  runJscript(readScript(path), { getTask, sleep }, SPEED);
}

function getTask(name: string): ScriptTask | null {
  const state = readState();
  if (state.schedulerDown) throw comError(-2147023174); // RPC_S_SERVER_UNAVAILABLE
  const task = findTask(state, name);
  return task === undefined ? null : scriptTask(task);
}

function scriptTask(task: SimTask): ScriptTask {
  const call = (verb: string) => schtasks([verb, '/TN', task.name]);
  return {
    State: task.enabled ? task.state : 1,
    LastTaskResult: task.lastResult,
    LastRunTime: task.lastRun === null ? 0 : Date.parse(task.lastRun),
    Run: () => call('/Run'),
    Stop: () => call('/End'),
  };
}

/** COM and schtasks.exe ask the same service; what a script asks for is not in the list of commands that were run. */
function schtasks(args: readonly string[]): void {
  const program = fileURLToPath(new URL('./schtasks.ts', import.meta.url));
  execFileSync(process.execPath, [program, ...args], { stdio: 'ignore', env: { ...process.env, SIM_SILENT: '1' } });
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
