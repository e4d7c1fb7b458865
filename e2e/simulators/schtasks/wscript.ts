/**
 * A stand-in for the process that the scheduler starts: wscript.exe with the task's launcher or script. It reads the launcher, runs its batch
 * file in a process of its own, waits, and notes the exit code as the task's last result (which the scheduler does on Windows). A script of
 * JScript is run here.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { changeState, findTask, putTask, readState } from './state.ts';

const name = process.argv[2] ?? '';
const task = findTask(readState(), name);
if (task === undefined) throw new Error(`no task ${name}`);
const launcher = unescapeXml(/<Command>(.*?)<\/Command>/.exec(task.xml)?.[1] ?? '');
const folder = unescapeXml(/<WorkingDirectory>(.*?)<\/WorkingDirectory>/.exec(task.xml)?.[1] ?? '/');
changeState((state) => putTask(state, { ...task, state: 4, lastResult: 267009, hostPid: process.pid }));

const script = /\/\/E:JScript "([^"]*)"/.exec(
  unescapeXml(/<Arguments>(.*?)<\/Arguments>/.exec(task.xml)?.[1] ?? ''),
)?.[1];
if (script !== undefined) {
  const { runWatchScript } = await import('./watch-host.ts');
  runWatchScript(script);
  finish(0);
} else launch();

function launch(): void {
  const text = new TextDecoder('utf-16le').decode(readFileSync(launcher));
  const env: Record<string, string | undefined> = { ...process.env };
  for (const [, key, value] of text.matchAll(/^shell\.Environment\("Process"\)\("(\w+)"\) = "(\w*)"\r?$/gm)) {
    if (key !== undefined) env[key] = value;
  }
  const literal = /^WScript\.Quit shell\.Run\("((?:[^"]|"")*)", 0, True\)\r?$/m.exec(text)?.[1] ?? '';
  const batchFile = literal.replaceAll('""', '"').replace(/^"(.*)"$/, '$1');
  const batch = spawn(process.execPath, [fileURLToPath(new URL('./cmd.ts', import.meta.url)), batchFile], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  batch.once('exit', (code) => finish(code ?? 1));
  batch.once('error', () => finish(-2147024894));
}

function finish(code: number): void {
  changeState((state) => {
    const now = findTask(state, name);
    if (now === undefined || now.hostPid !== process.pid) return state;
    return putTask(state, { ...now, state: now.enabled ? 3 : 1, lastResult: code, hostPid: null });
  });
}

function unescapeXml(value: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return value.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_whole, word: string) => names[word] ?? '');
}
