/** Which programs of the platform this product can use here: where, which version, what for, and what it costs when one is missing. */
import { type Phrase, quote, say, type ToldFields, textOf, told } from '../../shared/said.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import type { TrayHostFacts } from '../../shared/tray-host.ts';
import { type Environment, findOnPath } from '../system/host.ts';
import type { CoreContext } from './context.ts';

export interface ToolReport {
  readonly name: string;
  readonly purpose: string;
  /** null = it is not there. */
  readonly path: string | null;
  /** First line that names a version; null when it is not there or does not say. */
  readonly version: string | null;
  /** What does not work without it. */
  readonly without: string;
  readonly told?: ToldFields;
  /** The product cannot do its main job without it. */
  readonly needed: boolean;
  /** Why it is there and still of no use; null when it works. */
  readonly problem: string | null;
}

export interface SelftestReport {
  readonly ok: boolean;
  readonly version: string;
  readonly platform: string;
  readonly runtime: { readonly path: string; readonly version: string };
  /** The supervisors, in the order in which one would be chosen. */
  readonly supervisors: readonly {
    readonly kind: SupervisorKind;
    readonly available: boolean;
    readonly detail: string;
    readonly told?: ToldFields;
  }[];
  readonly tools: readonly ToolReport[];
  /** Whether this session shows tray icons; null where every session does (macOS, Windows). */
  readonly tray: TrayHostFacts | null;
}

interface Tool {
  readonly name: string;
  readonly purpose: Phrase;
  readonly without: Phrase;
  readonly needed?: true;
  /** Arguments that print a version and do nothing else; null = it has none. */
  readonly ask: readonly string[] | null;
}

const EVERYWHERE: readonly Tool[] = [
  { name: 'node', purpose: say('tool.does-run-openclaw'), without: say('tool.no-runtime'), ask: ['--version'] },
  {
    name: 'openclaw',
    purpose: say('tool.does-openclaw'),
    without: say('tool.no-openclaw'),
    ask: null,
  },
];
const LINUX: readonly Tool[] = [
  {
    name: 'systemctl',
    purpose: say('tool.does-systemctl'),
    without: say('tool.no-supervisor'),
    ask: ['--version'],
  },
  {
    name: 'loginctl',
    purpose: say('tool.does-loginctl'),
    without: say('tool.no-loginctl'),
    ask: ['--version'],
  },
  {
    name: 'journalctl',
    purpose: say('tool.does-journalctl'),
    without: say('tool.no-journalctl'),
    ask: ['--version'],
  },
  {
    name: 'pkexec',
    purpose: say('tool.does-pkexec'),
    without: say('tool.no-pkexec'),
    ask: ['--version'],
  },
  {
    name: 'sudo',
    purpose: say('tool.does-sudo'),
    without: say('tool.no-sudo'),
    ask: ['--version'],
  },
];
const MAC: readonly Tool[] = [
  {
    name: 'launchctl',
    purpose: say('tool.does-launchctl'),
    without: say('tool.no-supervisor'),
    ask: null,
  },
  { name: 'lsof', purpose: say('tool.does-lsof'), without: say('tool.no-lsof'), ask: null },
  { name: 'ps', purpose: say('tool.does-ps'), without: say('tool.no-ps'), needed: true, ask: null },
  { name: 'plutil', purpose: say('tool.does-plutil'), without: say('tool.no-plutil'), ask: null },
];
const WINDOWS: readonly Tool[] = [
  {
    name: 'schtasks',
    purpose: say('tool.does-schtasks'),
    without: say('tool.no-supervisor'),
    needed: true,
    ask: null,
  },
  {
    name: 'powershell',
    purpose: say('tool.does-powershell'),
    without: say('tool.no-powershell'),
    needed: true,
    ask: null,
  },
  {
    name: 'wscript',
    purpose: say('tool.does-wscript'),
    without: say('tool.no-wscript'),
    ask: null,
  },
];
const CANDIDATES: readonly SupervisorKind[] = [
  'systemd-user',
  'launchd',
  'task-scheduler',
  'systemd-system',
  'embedded',
];
const TIMEOUT_MS = 5_000;

/** Starts each tool once, for its version. Rejects only for an abort or a defect. */
export async function runSelftest(context: CoreContext, signal?: AbortSignal): Promise<SelftestReport> {
  const { host, version } = context;
  const own =
    host.platform === 'linux' ? LINUX : host.platform === 'darwin' ? MAC : host.platform === 'win32' ? WINDOWS : [];
  const [tools, supervisors, tray] = await Promise.all([
    Promise.all([...own, ...EVERYWHERE].map((tool) => examine(context, tool, signal))),
    Promise.all(CANDIDATES.map((kind) => ask(context, kind, signal))),
    host.platform === 'linux' ? trayHost(host.env) : null,
  ]);
  const known = supervisors.filter((each) => each !== null);
  return {
    ok:
      known.some(({ available }) => available) &&
      tools.every((tool) => !tool.needed || (tool.path !== null && tool.problem === null)),
    version,
    platform: host.platform,
    runtime: { path: process.execPath, version: process.version },
    supervisors: known,
    tools,
    tray,
  };
}

/** The bus's client is evaluated only here, so that no other verb of the shim pays for it. */
async function trayHost(env: Environment): Promise<TrayHostFacts> {
  const { lookForTrayHost } = await import('../system/tray-host.ts');
  return lookForTrayHost(env);
}

async function examine(context: CoreContext, tool: Tool, signal: AbortSignal | undefined): Promise<ToolReport> {
  const { name, purpose, without, needed } = tool;
  const path = findOnPath(name, context.host.env, context.host.platform);
  const report = {
    name,
    purpose: textOf(purpose),
    path,
    version: null,
    without: textOf(without),
    needed: needed ?? false,
    problem: null,
    ...told({ purpose, without }),
  };
  if (path === null || tool.ask === null) return report;
  const result = await context.runner.run([path, ...tool.ask], { timeoutMs: TIMEOUT_MS, signal });
  signal?.throwIfAborted();
  if (result.exitCode !== 0) {
    const ended =
      result.exitCode === null ? say('ended.no-exit-code') : say('ended.exit-code', { code: result.exitCode });
    const why = result.startError ?? (result.timedOut ? say('ended.late') : ended);
    const problem = say('tool.does-not-run', { reason: why });
    return { ...report, problem: textOf(problem), ...told({ purpose, without, problem }) };
  }
  const line = `${result.stdout}\n${result.stderr}`.split('\n').find((each) => /\d+\.\d+|\b\d{2,}\b/.test(each));
  return { ...report, version: line?.trim().slice(0, 120) ?? null };
}

/** null for a supervisor that this version or this platform does not have. */
async function ask(context: CoreContext, kind: SupervisorKind, signal: AbortSignal | undefined) {
  const { ExpectedError } = await import('../../shared/outcome.ts');
  try {
    const answer = await (await context.supervisors.get(kind)).detect({ signal });
    // A supervisor of another platform is nothing that could be missing here.
    if (!answer.available && answer.code === 'not-supported') return null;
    return {
      kind,
      available: answer.available,
      detail: answer.available ? (answer.version ?? textOf(say('tool.answers'))) : textOf(answer.reason),
      ...told({
        detail: answer.available
          ? answer.version === null
            ? say('tool.answers')
            : quote(answer.version)
          : answer.reason,
      }),
    };
  } catch (cause) {
    if (!(cause instanceof ExpectedError) || cause.code !== 'not-supported') throw cause;
    return null;
  }
}
