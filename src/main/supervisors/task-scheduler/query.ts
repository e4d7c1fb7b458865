/**
 * One PowerShell start that asks the Task Scheduler (COM, Schedule.Service) about many tasks, and Windows about the processes that may be
 * theirs. Numbers and XML come back, in JSON, in Base64: neither the display language nor the console's code page can spoil them.
 */

import { z } from 'zod';
import { type Phrase, say } from '../../../shared/said.ts';
import {
  askPowershell,
  CONNECT,
  decodeAnswer,
  noUsableAnswer,
  PRINT_ANSWER,
  type QueryDeps,
} from './ask-powershell.ts';
import { HRESULT, hexOf } from './result-codes.ts';

/** A cold start of PowerShell on a slow disk takes several seconds. */
const QUERY_TIMEOUT_MS = 20_000;

const processSchema = z.object({
  pid: z.number().int().positive(),
  parent: z.number().int(),
  name: z.string(),
  commandLine: z.string(),
  /** ISO 8601 or null. */
  started: z.string().nullable(),
});
export type WindowsProcess = z.infer<typeof processSchema>;

const taskSchema = z.object({
  found: z.boolean(),
  /** HRESULT of what could not be read. */
  error: z.number().int().nullable(),
  state: z.number().int().nullable(),
  enabled: z.boolean().nullable(),
  lastResult: z.number().int().nullable(),
  lastRun: z.string().nullable(),
  xml: z.string().nullable(),
});

const answerSchema = z.object({
  /** Version of Windows, for example 10.0.26100.0. */
  version: z.string(),
  tasks: z.array(taskSchema),
  processes: z.array(processSchema).nullable(),
});

export interface TaskFacts {
  readonly state: number | null;
  readonly enabled: boolean | null;
  /** Signed 32-bit number. */
  readonly lastResult: number | null;
  /** ISO 8601; of a task that never ran it means nothing. */
  readonly lastRun: string | null;
  readonly xml: string | null;
}

export type TaskAnswer =
  | { readonly status: 'found'; readonly task: TaskFacts }
  | { readonly status: 'absent' }
  | { readonly status: 'unknown'; readonly reason: Phrase };

export type QueryResult =
  | {
      readonly ok: true;
      readonly version: string;
      /** In the order asked. */
      readonly tasks: readonly TaskAnswer[];
      /** Processes with the word "gateway" in their command line; null when they could not be listed. */
      readonly processes: readonly WindowsProcess[] | null;
    }
  | { readonly ok: false; readonly reason: Phrase };

/** Asks about these tasks of the root folder. Rejects only when aborted. */
export async function queryTasks(
  deps: QueryDeps,
  names: readonly string[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<QueryResult> {
  const asked = await askPowershell(deps, {
    script: queryScript(names),
    schema: answerSchema,
    timeoutMs: QUERY_TIMEOUT_MS,
    signal: options.signal,
  });
  if (!asked.ok) return asked;
  const { version, tasks, processes } = asked.value;
  if (tasks.length !== names.length) return noUsableAnswer(asked.exitCode);
  return { ok: true, version, tasks: tasks.map(answerOf), processes };
}

/** Pure: what the script prints; null for anything else. */
export function parseAnswer(stdout: string): z.infer<typeof answerSchema> | null {
  return decodeAnswer(stdout, answerSchema);
}

function answerOf(task: z.infer<typeof taskSchema>): TaskAnswer {
  const { found, error, ...facts } = task;
  if (found) return { status: 'found', task: facts };
  if (error === HRESULT.notFound || error === HRESULT.pathNotFound) return { status: 'absent' };
  const code = error === null ? '' : ` (${hexOf(error)})`;
  return { status: 'unknown', reason: say('task.scheduler-unsure', { code }) };
}

/**
 * The script. Names are put in as Base64, so that no name can be taken for code. Windows PowerShell 5.1, which every Windows 10 and 11 has.
 * @param names Task names.
 */
export function queryScript(names: readonly string[]): string {
  const list = names.map((name) => `'${Buffer.from(name, 'utf8').toString('base64')}'`).join(',');
  return [
    ...CONNECT,
    "function When($date) { if($null -eq $date) { return $null }; ([DateTime]$date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ',[Globalization.CultureInfo]::InvariantCulture) }",
    `$names=@(${list})`,
    '$tasks=@(foreach($encoded in $names) {',
    '  $row=@{found=$false;error=$null;state=$null;enabled=$null;lastResult=$null;lastRun=$null;xml=$null}',
    '  try {',
    '    $task=$root.GetTask([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($encoded)))',
    '    $row.found=$true',
    '    $row.state=[int]$task.State',
    '    $row.enabled=[bool]$task.Enabled',
    '    $row.lastResult=[int]$task.LastTaskResult',
    '    $row.xml=[string]$task.Xml',
    '    $row.lastRun=When $task.LastRunTime',
    '  } catch { $row.error=Code $_ }',
    '  $row',
    '})',
    '$processes=$null',
    'try {',
    '  $processes=@(Get-CimInstance -ClassName Win32_Process -Filter "CommandLine LIKE \'%gateway%\'" | ForEach-Object { @{pid=[long]$_.ProcessId;parent=[long]$_.ParentProcessId;name=[string]$_.Name;commandLine=[string]$_.CommandLine;started=(When $_.CreationDate)} })',
    '} catch { $processes=$null }',
    '$answer=@{version=[Environment]::OSVersion.Version.ToString();tasks=$tasks;processes=$processes}',
    ...PRINT_ANSWER,
  ].join('\n');
}
