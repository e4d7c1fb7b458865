/**
 * All tasks that name the product anywhere in their definition, in every folder but Windows' own, with one PowerShell start over COM:
 * XML and numbers in Base64, so that neither the display language nor the console's code page matters.
 */
import { z } from 'zod';
import { PRODUCTS } from '../../../shared/gateway-invocation.ts';
import { systemToolPath } from '../../system/windows-tools.ts';
import type { QueryDeps } from './query.ts';
import { hexOf } from './result-codes.ts';

/** A cold start of PowerShell, and a machine with some thousand tasks. */
const LIST_TIMEOUT_MS = 60_000;
const EXIT_NO_SCHEDULER = 3;

const answerSchema = z.object({
  /** Security identifier of who asks, for example S-1-5-21-…-1001. */
  user: z.string(),
  tasks: z.array(z.object({ path: z.string(), xml: z.string() })),
  /** Folders that could not be looked into. */
  failed: z.array(z.string()),
});
export type TaskList = z.infer<typeof answerSchema>;

export type ListResult =
  | { readonly ok: true; readonly list: TaskList }
  | { readonly ok: false; readonly reason: string };

/** Rejects only when aborted. */
export async function listProductTasks(
  { host, runner }: QueryDeps,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ListResult> {
  const encoded = Buffer.from(listScript(), 'utf16le').toString('base64');
  const powershell = systemToolPath(host.env, 'powershell.exe');
  const result = await runner.run(
    [powershell, '-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded],
    { timeoutMs: LIST_TIMEOUT_MS, signal: options.signal },
  );
  options.signal?.throwIfAborted();
  if (result.timedOut) return { ok: false, reason: `PowerShell did not answer within ${LIST_TIMEOUT_MS / 1000} s.` };
  if (result.startError !== null) return { ok: false, reason: `PowerShell did not start: ${result.startError}.` };
  if (result.exitCode === EXIT_NO_SCHEDULER) {
    const code = Number(result.stdout.trim());
    const shown = Number.isInteger(code) ? ` (${hexOf(code)})` : '';
    return { ok: false, reason: `The Task Scheduler did not answer${shown}.` };
  }
  const list = parseTaskList(result.stdout);
  if (list !== null) return { ok: true, list };
  return { ok: false, reason: `PowerShell gave no usable answer (exit code ${result.exitCode ?? 'none'}).` };
}

/** Pure: Base64 of JSON, as the script prints it; null for anything else. */
export function parseTaskList(stdout: string): TaskList | null {
  const text = stdout.trim();
  if (text === '' || !/^[A-Za-z0-9+/=\r\n]+$/.test(text)) return null;
  try {
    const parsed = answerSchema.safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
}

/** `GetTasks(1)` lists hidden tasks too (TASK_ENUM_HIDDEN). Windows PowerShell 5.1, like `queryScript`. */
export function listScript(): string {
  return [
    "$ErrorActionPreference='Stop'",
    "$ProgressPreference='SilentlyContinue'",
    'function Code($record) { $e=$record.Exception; while($null -ne $e.InnerException) { $e=$e.InnerException }; [int]$e.HResult }',
    `try { $service=New-Object -ComObject 'Schedule.Service'; $service.Connect(); $root=$service.GetFolder('\\') } catch { Write-Output (Code $_); exit ${EXIT_NO_SCHEDULER} }`,
    '$tasks=New-Object System.Collections.ArrayList',
    '$failed=New-Object System.Collections.ArrayList',
    'function Look($folder) {',
    '  try {',
    '    foreach($task in $folder.GetTasks(1)) {',
    `      try { $xml=[string]$task.Xml; $path=[string]$task.Path; if(($path+$xml) -match '${PRODUCTS.join('|')}') { [void]$tasks.Add(@{path=$path;xml=$xml}) } } catch { [void]$failed.Add([string]$folder.Path) }`,
    '    }',
    "    foreach($inner in $folder.GetFolders(0)) { if($inner.Path -ne '\\Microsoft') { Look $inner } }",
    '  } catch { [void]$failed.Add([string]$folder.Path) }',
    '}',
    'Look $root',
    '$user=[Security.Principal.WindowsIdentity]::GetCurrent().User.Value',
    '$answer=@{user=$user;tasks=@($tasks);failed=@($failed)}',
    '[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $answer -Compress -Depth 4)))',
    'exit 0',
  ].join('\n');
}
