/**
 * A stand-in for the JScript engine of wscript.exe with the two objects that the watch uses: Schedule.Service (names and numbers of
 * Microsoft's "Task Scheduler Scripting Objects") and Scripting.FileSystemObject. The script itself is run as it was written, except that
 * its times are shorter; `speed` says how much.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

/** What a registered task shows to a script. */
export interface ScriptTask {
  readonly State: number;
  readonly LastTaskResult: number;
  /** A date of Automation; JScript's Date takes it, and so does this engine's a number. */
  readonly LastRunTime: number;
  Run(parameters: unknown): void;
  Stop(flags: number): void;
}

export interface ScriptHost {
  /** The task, or null when there is none. May throw as the service does when it does not answer. */
  getTask(name: string): ScriptTask | null;
  /** Milliseconds; blocks. */
  sleep(ms: number): void;
  /** Milliseconds since the epoch; the machine's clock when left out. */
  now?(): number;
}

/** The error that COM gives JScript: an Error with `number`, the HRESULT. */
export function comError(number: number): Error {
  return Object.assign(new Error('COM'), { number });
}

/** Runs the script until it ends by itself. Every constant `…_MS` is divided by `speed`. */
export function runJscript(text: string, host: ScriptHost, speed = 1): void {
  const source = text.replaceAll(/^(var [A-Z_]+_MS = )(\d+);/gm, (_whole, head: string, ms: string) => {
    return `${head}${Math.max(1, Math.round(Number(ms) / speed))};`;
  });
  const scheduler = {
    Connect: () => undefined,
    GetFolder: () => ({
      GetTask: (name: string) => {
        const task = host.getTask(name);
        if (task === null) throw comError(-2147024894);
        return task;
      },
    }),
  };
  const objects: Readonly<Record<string, object>> = {
    'Schedule.Service': scheduler,
    'Scripting.FileSystemObject': fileSystem,
  };
  function ActiveXObject(name: string): object {
    const found = objects[name];
    if (found === undefined) throw comError(-2146827859);
    return found;
  }
  const clock = host.now;
  const engineDate =
    clock === undefined
      ? Date
      : function EngineDate(value?: number) {
          return new Date(value ?? clock());
        };
  const context = createContext({
    ActiveXObject,
    Date: engineDate,
    WScript: { Sleep: (ms: number) => host.sleep(ms) },
  });
  runInContext(source, context);
}

const fileSystem = {
  FileExists: (path: string) => existsSync(path),
  DeleteFile: (path: string) => rmSync(path),
  MoveFile(from: string, to: string) {
    // FileSystemObject never replaces a file (Microsoft, "MoveFile method").
    if (existsSync(to)) throw comError(-2146828230);
    renameSync(from, to);
  },
  CreateTextFile(path: string, overwrite: boolean) {
    if (!overwrite && existsSync(path)) throw comError(-2146828230);
    let text = '';
    return {
      Write(part: string) {
        text += part;
      },
      Close: () => writeFileSync(path, text, 'latin1'),
    };
  },
};

/** A script file as the engine reads it. */
export function readScript(path: string): string {
  return readFileSync(path, 'latin1');
}
