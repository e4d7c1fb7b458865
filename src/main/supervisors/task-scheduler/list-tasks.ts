/**
 * All tasks that name the product anywhere in their definition, in every folder but Windows' own, with one PowerShell start over COM:
 * XML and numbers in Base64, so that neither the display language nor the console's code page matters.
 */
import { z } from 'zod';
import { PRODUCTS } from '../../../shared/gateway-invocation.ts';
import { type Answer, askPowershell, CONNECT, decodeAnswer, PRINT_ANSWER, type QueryDeps } from './ask-powershell.ts';

/** A cold start of PowerShell, and a machine with some thousand tasks. */
const LIST_TIMEOUT_MS = 60_000;

const answerSchema = z.object({
  /** Security identifier of who asks, for example S-1-5-21-…-1001. */
  user: z.string(),
  tasks: z.array(z.object({ path: z.string(), xml: z.string() })),
  /** Folders that could not be looked into. */
  failed: z.array(z.string()),
});
export type TaskList = z.infer<typeof answerSchema>;

/** Rejects only when aborted. */
export function listProductTasks(
  deps: QueryDeps,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Answer<TaskList>> {
  return askPowershell(deps, { script: listScript(), schema: answerSchema, timeoutMs: LIST_TIMEOUT_MS, signal });
}

/** Pure: what the script prints; null for anything else. */
export function parseTaskList(stdout: string): TaskList | null {
  return decodeAnswer(stdout, answerSchema);
}

/** `GetTasks(1)` lists hidden tasks too (TASK_ENUM_HIDDEN).  */
export function listScript(): string {
  return [
    ...CONNECT,
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
    ...PRINT_ANSWER,
  ].join('\n');
}
