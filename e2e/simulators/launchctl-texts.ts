/**
 * What the simulated launchctl prints. Each text names the recorded sample it follows (src/main/supervisors/launchd/__fixtures__) or the
 * documentation it comes from.
 */
import type { Reply } from './daemon-client.ts';
import type { Job } from './launchctl-job.ts';

export const done: Reply = { exitCode: 0, stdout: '', stderr: '' };

export function say(stdout: string): Reply {
  return { exitCode: 0, stdout, stderr: '' };
}

function refuse(exitCode: number, stderr: string): Reply {
  return { exitCode, stdout: '', stderr: `${stderr}\n` };
}

export const texts = {
  /** macos13plus-print-not-found.stderr.txt; macos-print-not-found-system.stderr.txt for the system domain. */
  printNotFound: (label: string, domain: string) =>
    refuse(113, `Bad request.\nCould not find service "${label}" in domain for ${inWords(domain)}`),
  /** macos-kickstart-not-found.stderr.txt. */
  notFound: (label: string, domain: string) =>
    refuse(113, `Could not find service "${label}" in domain for ${inWords(domain)}`),
  /** launchctl.md of the reference, verb `list`: "domain for port". */
  listNotFound: (label: string) => refuse(113, `Could not find service "${label}" in domain for port`),
  /** macos26-print-no-domain.stderr.txt; macos-bootstrap-no-domain.stderr.txt without the first line. */
  noDomain: (uid: string, verb: string) =>
    refuse(112, `${verb === 'print' ? 'Bad request.\n' : ''}Could not find domain for user gui: ${uid}`),
  /** macos-bootstrap-125.stderr.txt and macos-bootout-125.stderr.txt: `gui/0`. */
  unsupportedDomain: (what: 'Bootstrap' | 'Boot-out') =>
    refuse(125, `${what} failed: 125: Domain does not support specified action`),
  /** macos12plus-bootstrap-5-nonroot.stderr.txt: whatever the reason, a plain user sees this. */
  bootstrapFailed: refuse(
    5,
    'Bootstrap failed: 5: Input/output error\nTry re-running the command as root for richer errors.',
  ),
  /** macos-bootout-3.stderr.txt. */
  bootoutNotLoaded: refuse(3, 'Boot-out failed: 3: No such process'),
  /** macos26-print-bad-target.stderr.txt; launchctl(1): usage errors end with 64. */
  usage: refuse(64, 'Unrecognized target specifier.'),
};

/** `user gui: 501`, `system`. */
function inWords(domain: string): string {
  return domain === 'system' ? 'system' : `user ${domain.replace('/', ': ')}`;
}

/** macos26-print-disabled.txt: one tab deep, `=> disabled` and `=> enabled` (13 and later). */
export function printDisabled(overrides: Readonly<Record<string, boolean>>): string {
  const rows = Object.entries(overrides).map(([label, off]) => `\t\t"${label}" => ${off ? 'disabled' : 'enabled'}\n`);
  return `\tdisabled services = {\n${rows.join('')}\t}\n`;
}

/** macos15plus-print-agent-not-running-exit0.txt (an agent) with the running lines of macos15plus-print-running-keepalive.txt. */
export function printJob(job: Job, domain: string): string {
  const { agent } = job;
  const lines: string[] = [
    `active count = ${job.pid === null ? 0 : 1}`,
    `path = ${job.path}`,
    'type = LaunchAgent',
    `state = ${job.state}`,
    '',
    `program = ${agent.programArguments[0] ?? ''}`,
    ...block('arguments', agent.programArguments),
    '',
    ...(agent.workingDirectory === null ? [] : [`working directory = ${agent.workingDirectory}`, '']),
    ...(agent.stdoutPath === null ? [] : [`stdout path = ${agent.stdoutPath}`]),
    ...(agent.stderrPath === null ? [] : [`stderr path = ${agent.stderrPath}`]),
    ...block('default environment', ['PATH => /usr/bin:/bin:/usr/sbin:/sbin']),
    '',
    ...block('environment', [
      ...Object.entries(agent.environment).map(([key, value]) => `${key} => ${value}`),
      `XPC_SERVICE_NAME => ${agent.label}`,
    ]),
    '',
    `domain = ${domain} [100041]`,
    'asid = 100041',
    `minimum runtime = ${agent.throttleSeconds}`,
    `exit timeout = ${agent.exitTimeoutSeconds}`,
    `runs = ${job.runs}`,
    // macos26-print-crash-signal-excerpt.txt: only after signals, and left out when 0.
    ...(job.signalCrashes === 0 ? [] : [`successive crashes = ${job.signalCrashes}`]),
    ...(job.pid === null
      ? []
      : [`pid = ${job.pid}`, `immediate reason = ${job.reason}`, 'forks = 0', 'execs = 1', 'initialized = 1']),
    lastExitLine(job),
    '',
    ...coalition('resource', agent.label),
    '',
    ...coalition('jetsam', agent.label),
    '',
    'spawn type = interactive (4)',
    'jetsam priority = 40',
    // macos26-print-spawn-failed-ex-config.txt and macos11-12-print-spawn-scheduled-clean-exit.txt.
    ...(job.state === 'spawn scheduled' ? [`job state = ${job.spawnFailed ? 'spawn failed' : 'exited'}`] : []),
    '',
    `properties = ${[...(agent.keepAlive ? ['keepalive'] : []), ...(agent.runAtLoad ? ['runatload'] : []), 'inferred program'].join(' | ')}`,
  ];
  return `${domain}/${agent.label} = {\n${lines.map((line) => (line === '' ? '' : `\t${line}`)).join('\n')}\n}\n`;
}

/** macos-list-head.txt: `-` without a process, a signal as a negative status. */
export function listJobs(jobs: readonly Job[]): string {
  const rows = jobs.map((job) => {
    const status = job.last === null ? 0 : 'signal' in job.last ? -job.last.signal : job.last.code;
    return `${job.pid ?? '-'}\t${status}\t${job.agent.label}\n`;
  });
  return `PID\tStatus\tLabel\n${rows.join('')}`;
}

/** osx10.10-list-label.txt; the raw wait status as in launchctl.md of the reference (75 -> 19200). */
export function listJob(job: Job): string {
  const status = job.last === null ? 0 : 'signal' in job.last ? job.last.signal : job.last.code * 256;
  return [
    '{',
    `\t"Label" = "${job.agent.label}";`,
    '\t"LimitLoadToSessionType" = "Aqua";',
    '\t"OnDemand" = false;',
    `\t"LastExitStatus" = ${status};`,
    ...(job.pid === null ? [] : [`\t"PID" = ${job.pid};`]),
    `\t"Program" = "${job.agent.programArguments[0] ?? ''}";`,
    '};',
    '',
  ].join('\n');
}

/** sysexits(3) names after the code; `last terminating signal` takes the place of the code line. */
function lastExitLine(job: Job): string {
  if (job.last === null) return 'last exit code = (never exited)';
  if ('signal' in job.last)
    return `last terminating signal = ${SIGNAL_WORDS[job.last.signal] ?? 'Unknown signal'}: ${job.last.signal}`;
  const name = SYSEXITS[job.last.code];
  return `last exit code = ${job.last.code}${name === undefined ? '' : `: ${name}`}`;
}

const SYSEXITS: Readonly<Record<number, string>> = { 75: 'EX_TEMPFAIL', 78: 'EX_CONFIG' };
const SIGNAL_WORDS: Readonly<Record<number, string>> = {
  1: 'Hangup',
  2: 'Interrupt',
  4: 'Illegal instruction',
  6: 'Abort trap',
  9: 'Killed',
  11: 'Segmentation fault',
  15: 'Terminated',
};

function block(name: string, entries: readonly string[]): readonly string[] {
  return [`${name} = {`, ...entries.map((entry) => `\t${entry}`), '}'];
}

function coalition(kind: string, label: string): readonly string[] {
  return block(`${kind} coalition`, [
    'ID = 33304',
    `type = ${kind}`,
    'state = active',
    'active count = 1',
    `name = ${label}`,
  ]);
}
