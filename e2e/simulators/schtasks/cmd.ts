/** A stand-in for cmd.exe: runs a batch file line by line, by the rules of cmd-rules.ts, and ends with the last program's exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expandPercent, programWords, readSet, splitCommands } from './cmd-rules.ts';

const env: Record<string, string | undefined> = { ...process.env };
const lines = readFileSync(process.argv[2] ?? '', 'utf8').split('\r\n');
let code = 0;
for (const raw of lines) {
  const line = raw.replace(/^@/, '');
  if (line.trim() === '' || /^(echo off|rem\b|chcp 65001 )/i.test(line)) continue;
  for (const command of splitCommands(expandPercent(line, env)).commands) {
    if (/^set /i.test(command)) {
      const [key, value] = readSet(command) ?? [];
      if (key !== undefined) env[key] = value === '' ? undefined : value; // An empty value removes the variable.
    } else if (/^cd \/d /i.test(command)) process.chdir(programWords(command)[2] ?? '');
    else code = await run(programWords(command));
  }
}
process.exitCode = code;

async function run([program = '', ...args]: readonly string[]): Promise<number> {
  const child = spawn(program, args, { env, stdio: 'ignore' });
  // A gateway that was killed has on Windows the exit code 1 that taskkill gives it.
  const [ended] = (await once(child, 'exit')) as [number | null];
  return ended ?? 1;
}
