/**
 * Processes of Windows. One PowerShell start tells of a process and all its ancestors, in JSON in Base64, so that neither language nor code
 * page can spoil it. What Windows does not show to this account (the command line of an elevated process) is null.
 */
import { z } from 'zod';
import type { CommandRunner } from './command-runner.ts';
import type { Environment } from './host.ts';
import type { ProcessInfo, ProcessReader } from './processes.ts';
import { powershellArgv, systemToolPath } from './windows-tools.ts';

const TIMEOUT_MS = 15_000;
/** Who asks for a process asks for its parents next; their answers came along. */
const KEEP_MS = 2_000;

const rowSchema = z.object({
  pid: z.number().int().nonnegative(),
  parent: z.number().int().nonnegative(),
  name: z.string().nullable(),
  commandLine: z.string().nullable(),
  path: z.string().nullable(),
  /** ISO 8601. */
  started: z.string().nullable(),
});

/** The reader of Windows. Rejects when PowerShell did not answer: then nothing is known, not even that there is none. */
export function createWindowsProcessReader(
  runner: CommandRunner,
  env: Environment,
  monotonic: () => number = () => performance.now(),
): ProcessReader {
  let kept: { readonly until: number; readonly found: ReadonlyMap<number, ProcessInfo> } | null = null;
  return async (pid) => {
    if (!Number.isSafeInteger(pid) || pid <= 0) return null;
    const known = kept !== null && monotonic() < kept.until ? kept.found.get(pid) : undefined;
    if (known !== undefined) return known;
    const result = await runner.run(powershellArgv(env, chainScript(pid)), { timeoutMs: TIMEOUT_MS });
    const rows = result.exitCode === 0 ? parseProcessRows(result.stdout) : null;
    if (rows === null) {
      const why = result.timedOut
        ? 'no answer in time'
        : (result.startError ?? `exit code ${result.exitCode ?? 'none'}`);
      throw new Error(`PowerShell could not tell about process ${pid}: ${why}`);
    }
    const found = new Map(rows.map((row) => [row.pid, row]));
    kept = { until: monotonic() + KEEP_MS, found };
    return found.get(pid) ?? null;
  };
}

/** Pure: what the script prints; null for anything else. */
export function parseProcessRows(stdout: string): readonly ProcessInfo[] | null {
  const text = stdout.trim();
  if (text === '' || !/^[A-Za-z0-9+/=]+$/.test(text)) return null;
  try {
    const parsed = z.array(rowSchema).safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
    return parsed.success ? parsed.data.map(infoOf) : null;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
}

/** A parent that began after its child is another process that was given the number of a dead one: there the chain ends. */
export function chainScript(pid: number): string {
  return [
    "$ErrorActionPreference='Stop'",
    "$ProgressPreference='SilentlyContinue'",
    `$id=[long]${pid}`,
    '$rows=@()',
    '$child=$null',
    'for($step=0; $step -lt 16 -and $id -gt 0; $step++) {',
    '  $one=Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$id"',
    '  if($null -eq $one) { break }',
    '  if($null -ne $child -and $null -ne $child.CreationDate -and $null -ne $one.CreationDate -and $one.CreationDate -gt $child.CreationDate) { break }',
    '  $started=$null',
    "  if($null -ne $one.CreationDate) { $started=$one.CreationDate.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ',[Globalization.CultureInfo]::InvariantCulture) }",
    '  $rows+=@{pid=[long]$one.ProcessId;parent=[long]$one.ParentProcessId;name=$one.Name;commandLine=$one.CommandLine;path=$one.ExecutablePath;started=$started}',
    '  $child=$one',
    '  $id=[long]$one.ParentProcessId',
    '}',
    '[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject @($rows) -Compress -Depth 3)))',
    'exit 0',
  ].join('\n');
}

function infoOf({ pid, parent, name, commandLine, path, started }: z.infer<typeof rowSchema>): ProcessInfo {
  const at = started === null ? Number.NaN : Date.parse(started);
  return {
    pid,
    ppid: parent === 0 ? null : parent,
    uid: null,
    startedAt: Number.isNaN(at) ? null : at,
    startKey: started,
    pgid: null,
    // One text: where its words end is the program's own business on Windows.
    argv: commandLine === null || commandLine === '' ? null : [commandLine],
    comm: name,
    exe: path,
    zombie: false,
  };
}

/**
 * Name of a process's program by `tasklist`, which is many times quicker than PowerShell; null when there is none or it was not told.
 * Header and messages are localised; only a row that begins with a name and this number counts.
 */
export async function imageNameOf(runner: CommandRunner, env: Environment, pid: number): Promise<string | null> {
  const argv = [systemToolPath(env, 'tasklist.exe'), '/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'] as const;
  const result = await runner.run(argv);
  return result.exitCode === 0 ? parseTasklist(result.stdout, pid) : null;
}

/** Pure. */
export function parseTasklist(text: string, pid: number): string | null {
  for (const line of text.split(/\r?\n/)) {
    const [, name, number] = /^"([^"]*)","(\d+)"/.exec(line) ?? [];
    if (Number(number) === pid) return name ?? null;
  }
  return null;
}
