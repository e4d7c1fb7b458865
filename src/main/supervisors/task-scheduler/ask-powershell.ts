/**
 * One PowerShell start that asks the Task Scheduler over COM (Schedule.Service). What comes back is JSON in Base64: neither the display
 * language nor the console's code page can spoil it. The scripts are for Windows PowerShell 5.1, which every Windows 10 and 11 has.
 */

import type { z } from 'zod';
import { type Phrase, say } from '../../../shared/said.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import type { Host } from '../../system/host.ts';
import { powershellArgv } from '../../system/windows-tools.ts';
import { hexOf } from './result-codes.ts';

export interface QueryDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
}

export interface Question<S extends z.ZodType> {
  readonly script: string;
  readonly schema: S;
  /** Of the whole answer, milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly exitCode: number | null }
  | { readonly ok: false; readonly reason: Phrase };

const EXIT_NO_SCHEDULER = 3;

/** First lines of a script: `Code` gives the HRESULT of an error; `$root` is the root folder of the connected scheduler. */
export const CONNECT: readonly string[] = [
  "$ErrorActionPreference='Stop'",
  "$ProgressPreference='SilentlyContinue'",
  'function Code($record) { $e=$record.Exception; while($null -ne $e.InnerException) { $e=$e.InnerException }; [int]$e.HResult }',
  `try { $service=New-Object -ComObject 'Schedule.Service'; $service.Connect(); $root=$service.GetFolder('\\') } catch { Write-Output (Code $_); exit ${EXIT_NO_SCHEDULER} }`,
];

/** Last lines of a script: prints `$answer`. */
export const PRINT_ANSWER: readonly string[] = [
  '[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $answer -Compress -Depth 4)))',
  'exit 0',
];

/** Rejects only when aborted; why there is no answer is a sentence. */
export async function askPowershell<S extends z.ZodType>(
  { host, runner }: QueryDeps,
  { script, schema, timeoutMs, signal }: Question<S>,
): Promise<Answer<z.infer<S>>> {
  const result = await runner.run(powershellArgv(host.env, script), { timeoutMs, signal });
  signal?.throwIfAborted();
  if (result.timedOut) return { ok: false, reason: say('powershell.silent', { seconds: timeoutMs / 1000 }) };
  if (result.startError !== null)
    return { ok: false, reason: say('powershell.not-started', { error: result.startError }) };
  if (result.exitCode === EXIT_NO_SCHEDULER) {
    const code = Number(result.stdout.trim());
    const shown = Number.isInteger(code) ? ` (${hexOf(code)})` : '';
    return { ok: false, reason: say('task.scheduler-silent', { code: shown }) };
  }
  const value = decodeAnswer(result.stdout, schema);
  return value === null ? noUsableAnswer(result.exitCode) : { ok: true, value, exitCode: result.exitCode };
}

export function noUsableAnswer(exitCode: number | null): { readonly ok: false; readonly reason: Phrase } {
  return { ok: false, reason: say('powershell.unusable', { code: exitCode ?? 'none' }) };
}

/** Pure: Base64 of JSON, as a script prints it; null for anything else. */
export function decodeAnswer<S extends z.ZodType>(stdout: string, schema: S): z.infer<S> | null {
  const text = stdout.trim();
  if (text === '' || !/^[A-Za-z0-9+/=\r\n]+$/.test(text)) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
}
