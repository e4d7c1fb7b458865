/**
 * Status reports as the core would send them, one for each thing that a person may see.
 */
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import { quote, say } from '../../src/shared/said.ts';
import { exitSaid } from '../../src/shared/said-facts.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { evidenceOf } from './fixture-evidence.ts';
import { HOME, HOUR, healthy, iso, MINUTE, probed } from './fixture-healthy.ts';

export * from './fixture-activity.ts';
export { healthy, iso } from './fixture-healthy.ts';

export function starting(now: number): StatusReport {
  return {
    ...healthy(now),
    state: 'starting',
    since: iso(now, 4000),
    probe: 'failed',
    probeDetail: probed(18789, {
      phase: 'hello',
      code: 'starting',
      message: 'It says that it is still starting.',
      latencyMs: null,
    }),
    health: null,
    verdict: {
      level: 'starting',
      code: 'verdict.starting',
      text: 'default is starting',
      reason: 'It says that it is still starting.',
    },
    checkedAt: iso(now, 600),
  };
}

export function tokenRefused(now: number): StatusReport {
  return {
    ...healthy(now),
    probe: 'failed',
    probeDetail: probed(18789, {
      phase: 'hello',
      code: 'auth-mismatch',
      message: 'The gateway refuses the token from openclaw.json.',
      latencyMs: null,
      scopes: null,
    }),
    health: null,
    configPath: { cli: `${HOME}/.openclaw/openclaw.json`, service: '/srv/openclaw/openclaw.json' },
    survives: { logout: false, reboot: false, reason: 'Lingering is off for ana.' },
    diagnoses: [
      {
        code: 'auth-mismatch',
        severity: 'error',
        title: 'The token changed after the gateway started',
        evidence: [
          'openclaw.json was saved at 11:20:41',
          'the gateway has run since 10:02:11',
          'connect was answered with AUTH_TOKEN_MISMATCH',
        ],
        fix: {
          kind: 'operation',
          action: 'restart',
          label: 'Restart default',
          command: ['openclaw-tray', 'gateway', 'restart'],
        },
      },
      {
        code: 'linger-off',
        severity: 'warning',
        title: 'It stops when you log out',
        evidence: ['Lingering is off for ana'],
        fix: {
          kind: 'operation',
          action: 'enable-linger',
          label: 'Keep it running…',
          command: ['openclaw-tray', 'gateway', 'install', '--linger'],
        },
      },
      {
        code: 'config-mismatch',
        severity: 'warning',
        title: 'The service reads another configuration than the command line',
        evidence: [`${HOME}/.openclaw/openclaw.json`, '/srv/openclaw/openclaw.json'],
        fix: {
          kind: 'command',
          label: 'Copy the command',
          command: ['openclaw-tray', 'gateway', 'install', '--force'],
        },
      },
    ],
    verdict: {
      level: 'degraded',
      code: 'verdict.tokenRefused',
      text: 'default refuses the token',
      reason: 'The gateway refuses the token from openclaw.json.',
    },
  };
}

export function crashLoop(now: number): StatusReport {
  const lastExit = { code: 1, signal: null, at: iso(now, 8000), words: '1: it ended with an error' };
  return {
    ...healthy(now, 'work', 41984),
    state: 'crash-looping',
    runtime: 'stopped',
    pid: null,
    since: null,
    restarts: 6,
    lastExit,
    probe: 'failed',
    probeDetail: probed(41984, {
      phase: 'connect',
      code: 'refused',
      message: 'Nothing listens on port 41984.',
      latencyMs: null,
      serverVersion: null,
    }),
    portOwner: { owner: 'nobody' },
    health: null,
    diagnoses: [
      {
        code: 'crash-loop',
        severity: 'error',
        title: 'work keeps crashing (1: it ended with an error)',
        ...evidenceOf(
          say('crash.restarts', { count: 6 }),
          say('seen.last-exit', { exit: exitSaid(lastExit) }),
          say('crash.goes-on'),
          say('seen.last-lines'),
          quote('  [secrets] required secret unresolved: channels.telegram.botToken'),
        ),
        fix: {
          kind: 'operation',
          action: 'stop',
          label: 'Stop the loop',
          command: ['openclaw-tray', '--profile', 'work', 'gateway', 'stop'],
        },
      },
      {
        code: 'linger-off',
        severity: 'notice',
        title: 'work stops when you log out',
        ...evidenceOf(say('linger-off.evidence')),
        fix: {
          kind: 'operation',
          action: 'enable-linger',
          label: 'Keep it running after logout…',
          command: ['openclaw-tray', '--profile', 'work', 'gateway', 'install', '--linger'],
        },
      },
    ],
    verdict: {
      level: 'failed',
      code: 'verdict.crashLoop',
      text: 'work keeps crashing',
      reason: '1: it ended with an error.',
    },
    checkedAt: iso(now, 900),
  };
}

export function stopped(now: number, profile = 'default', port = 18789): StatusReport {
  return {
    ...healthy(now, profile, port),
    state: 'stopped',
    runtime: 'stopped',
    pid: null,
    since: null,
    lastExit: { code: 0, signal: null, at: iso(now, 26 * MINUTE), words: '0: it was asked to stop' },
    probe: 'failed',
    probeDetail: probed(port, {
      phase: 'connect',
      code: 'refused',
      message: `Nothing listens on port ${port}.`,
      latencyMs: null,
      serverVersion: null,
    }),
    portOwner: { owner: 'nobody' },
    health: null,
    verdict: { level: 'stopped', code: 'verdict.stopped', text: `${profile} is stopped`, reason: null },
  };
}

export function notInstalled(now: number): StatusReport {
  return {
    ...stopped(now),
    installed: false,
    enabled: false,
    state: 'not-installed',
    lastExit: null,
    restarts: null,
    definitionPath: null,
    configPath: { cli: `${HOME}/.openclaw/openclaw.json`, service: null },
    statePath: { cli: `${HOME}/.openclaw`, service: null },
    logPaths: [],
    survives: { logout: false, reboot: false, reason: 'Lingering is off for ana.' },
    verdict: { level: 'not-installed', code: 'verdict.notInstalled', text: 'default is not installed', reason: null },
  };
}

export function unknown(now: number): StatusReport {
  return {
    ...healthy(now),
    installed: null,
    enabled: null,
    state: 'unknown',
    runtime: 'unknown',
    pid: null,
    since: null,
    restarts: null,
    probe: 'skipped',
    probeDetail: null,
    portOwner: { owner: 'unknown', reason: 'ss is not here' },
    health: null,
    definitionPath: null,
    program: { runtime: null, entry: null, openclawVersion: null },
    survives: { logout: null, reboot: null, reason: 'logind did not answer.' },
    diagnoses: [
      {
        code: 'user-bus-missing',
        severity: 'error',
        title: 'The user bus of systemd does not answer',
        evidence: ['systemctl --user show: Failed to connect to bus: No medium found'],
        fix: {
          kind: 'command',
          label: 'Copy the check',
          command: ['systemctl', '--user', 'status'],
        },
      },
    ],
    verdict: {
      level: 'unknown',
      code: 'verdict.unknown',
      text: 'Could not find out about default',
      reason: 'systemd did not answer within 5 s.',
    },
  };
}

export function portTaken(now: number): StatusReport {
  return {
    ...stopped(now),
    state: 'crashed',
    restarts: 2,
    lastExit: { code: 1, signal: null, at: iso(now, 9000), words: '1: it ended with an error' },
    probeDetail: probed(18789, {
      phase: 'upgrade',
      code: 'not-a-gateway',
      message: 'It does not speak the protocol.',
      latencyMs: null,
      serverVersion: null,
    }),
    portOwner: {
      owner: 'process',
      pid: 2211,
      command: '/usr/bin/ssh',
      user: 'ana',
      startedAt: iso(now, 5 * HOUR),
      own: false,
    },
    diagnoses: [
      {
        code: 'port-taken',
        severity: 'error',
        title: 'ssh listens on port 18789',
        evidence: [
          'pid 2211, /usr/bin/ssh -N -L 18789:localhost:18789 build',
          'EADDRINUSE: address already in use 127.0.0.1:18789',
        ],
        fix: {
          kind: 'operation',
          action: 'move-port',
          label: 'Move default to 18909…',
          command: ['openclaw-tray', 'gateway', 'install', '--port', '18909', '--force'],
        },
      },
    ],
    verdict: {
      level: 'failed',
      code: 'verdict.portTaken',
      text: 'Port 18789 is taken',
      reason: 'It is held by ssh (pid 2211).',
    },
  };
}

/** A snapshot of these reports; `busy` names profiles that an operation works on. */
export function snapshotOf(
  seq: number,
  reports: readonly StatusReport[],
  busy: Readonly<Record<string, 'restart' | 'stop'>> = {},
): StatusSnapshot {
  return {
    seq,
    profiles: reports.map((report) => ({
      profile: report.profile,
      report,
      problem: null,
      busy: busy[report.profile] ?? null,
    })),
  };
}
