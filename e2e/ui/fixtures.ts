/**
 * Status reports as the core would send them, one for each thing that a person may see.
 */
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import type { LogLine } from '../../src/shared/log-line.ts';
import type { OperationStep } from '../../src/shared/operation.ts';
import type { Plan } from '../../src/shared/plan.ts';
import type { ProbeDetail } from '../../src/shared/probe.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';

const HOME = '/home/ana';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const iso = (now: number, agoMs: number): string => new Date(now - agoMs).toISOString();

function probed(port: number, part: Partial<ProbeDetail> = {}): ProbeDetail {
  return {
    phase: 'done',
    code: 'ok',
    message: null,
    url: `ws://127.0.0.1:${port}`,
    latencyMs: 12.3,
    serverVersion: '2026.9.6',
    protocol: 3,
    authMethod: 'token',
    scopes: ['operator.read'],
    retryAfterMs: null,
    serverPid: 4127,
    bootId: 'b-1',
    liveness: { path: '/healthz', status: 200, ok: true, detail: null },
    readiness: { path: '/readyz', status: 200, ok: true, detail: null },
    ...part,
  };
}

/** A healthy default profile, checked 3 seconds before `now`. */
export function healthy(now: number, profile = 'default', port = 18789): StatusReport {
  const suffix = profile === 'default' ? '' : `-${profile}`;
  const unit = `openclaw-gateway${suffix}.service`;
  const state = `${HOME}/.openclaw${suffix}`;
  return {
    schemaVersion: 1,
    profile,
    supervisor: 'systemd-user',
    serviceName: unit,
    installed: true,
    enabled: true,
    state: 'running',
    runtime: 'running',
    pid: 4127,
    since: iso(now, 148 * HOUR),
    restarts: 0,
    lastExit: null,
    probe: 'ok',
    probeDetail: probed(port),
    gatewayUrl: `ws://127.0.0.1:${port}`,
    port,
    portSource: profile === 'default' ? 'config' : 'profile-default',
    portOwner: { owner: 'process', pid: 4127, command: '/usr/bin/node', user: 'ana', startedAt: null, own: true },
    configPath: { cli: `${state}/openclaw.json`, service: `${state}/openclaw.json` },
    statePath: { cli: state, service: state },
    definitionPath: `${HOME}/.config/systemd/user/${unit}`,
    logPaths: ['/tmp/openclaw/openclaw-2026-11-22.log'],
    auth: { mode: 'token', source: 'openclaw.json', problem: null },
    program: {
      runtime: '/usr/bin/node',
      entry: '/usr/local/lib/node_modules/openclaw/dist/index.js',
      openclawVersion: '2026.9.6',
    },
    survives: { logout: true, reboot: true, reason: null },
    health: {
      takenAt: iso(now, 3000),
      ok: true,
      uptimeMs: 148 * HOUR,
      stateVersion: { presence: 41, health: 12 },
      channels: [
        channel('whatsapp', 'WhatsApp', { connected: true, lastInboundAt: iso(now, 2 * MINUTE) }),
        channel('telegram', 'Telegram', { connected: true, lastInboundAt: iso(now, 41 * MINUTE) }),
        channel('slack', 'Slack', { configured: false, running: false, stateReason: 'not configured' }),
      ],
      nodes: [
        { id: 'n1', label: 'phone', online: true, platform: 'ios' },
        { id: 'n2', label: 'laptop', online: true, platform: 'darwin' },
        { id: 'n3', label: 'desk', online: true, platform: 'linux' },
        { id: 'n4', label: 'tablet', online: false, platform: 'android' },
      ],
      sessions: { stored: 14 },
      constraints: null,
      agents: 2,
      eventLoopDegraded: false,
      modelRuntimeDegraded: false,
      configReload: null,
      pluginErrors: [],
      updateAvailable: null,
    },
    extraServices: null,
    diagnoses: [],
    verdict: { level: 'healthy', code: 'verdict.healthy', text: `${profile} is healthy`, reason: null },
    checkedAt: iso(now, 3000),
  };
}

type Channel = NonNullable<NonNullable<StatusReport['health']>['channels']>[number];

function channel(id: string, label: string, part: Partial<Channel>): Channel {
  return {
    id,
    label,
    configured: true,
    enabled: true,
    running: true,
    connected: null,
    lastError: null,
    lastInboundAt: null,
    stateReason: null,
    ...part,
  };
}

export function starting(now: number): StatusReport {
  return {
    ...healthy(now),
    state: 'starting',
    since: iso(now, 4000),
    probe: 'failed',
    probeDetail: probed(18789, { phase: 'hello', code: 'starting', message: 'It says that it is still starting.', latencyMs: null }),
    health: null,
    verdict: { level: 'starting', code: 'verdict.starting', text: 'default is starting', reason: 'It says that it is still starting.' },
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
        evidence: ['openclaw.json was saved at 11:20:41', 'the gateway has run since 10:02:11', 'connect was answered with AUTH_TOKEN_MISMATCH'],
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
          command: ['loginctl', 'enable-linger'],
        },
      },
      {
        code: 'config-mismatch',
        severity: 'warning',
        title: 'The service reads another configuration than the command line',
        evidence: [`${HOME}/.openclaw/openclaw.json`, '/srv/openclaw/openclaw.json'],
        fix: { kind: 'command', label: 'Copy the command', command: ['openclaw-tray', 'gateway', 'install', '--force'] },
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
  return {
    ...healthy(now, 'work', 41984),
    state: 'crash-looping',
    runtime: 'stopped',
    pid: null,
    since: null,
    restarts: 6,
    lastExit: { code: 1, signal: null, at: iso(now, 8000), words: '1: it ended with an error' },
    probe: 'failed',
    probeDetail: probed(41984, { phase: 'connect', code: 'refused', message: 'Nothing listens on port 41984.', latencyMs: null, serverVersion: null }),
    portOwner: { owner: 'nobody' },
    health: null,
    diagnoses: [
      {
        code: 'secret-unresolved',
        severity: 'error',
        title: 'A secret it needs cannot be found',
        evidence: [
          'channels.telegram.botToken reads TELEGRAM_BOT_TOKEN, which is not set for this service',
          '[secrets] required secret unresolved: channels.telegram.botToken',
        ],
        fix: { kind: 'advice', label: 'Set TELEGRAM_BOT_TOKEN in the service’s environment file, then restart.' },
      },
      {
        code: 'start-limit',
        severity: 'notice',
        title: 'systemd gives up after 10 starts in 5 minutes',
        evidence: [],
        fix: null,
      },
    ],
    verdict: { level: 'failed', code: 'verdict.crashLoop', text: 'work keeps crashing', reason: '1: it ended with an error.' },
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
    probeDetail: probed(port, { phase: 'connect', code: 'refused', message: `Nothing listens on port ${port}.`, latencyMs: null, serverVersion: null }),
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
    probeDetail: probed(18789, { phase: 'upgrade', code: 'not-a-gateway', message: 'It does not speak the protocol.', latencyMs: null, serverVersion: null }),
    portOwner: { owner: 'process', pid: 2211, command: '/usr/bin/ssh', user: 'ana', startedAt: iso(now, 5 * HOUR), own: false },
    diagnoses: [
      {
        code: 'port-in-use',
        severity: 'error',
        title: 'ssh listens on port 18789',
        evidence: ['pid 2211, /usr/bin/ssh -N -L 18789:localhost:18789 build', 'EADDRINUSE: address already in use 127.0.0.1:18789'],
        fix: {
          kind: 'operation',
          action: 'move-port',
          label: 'Move default to 18909…',
          command: ['openclaw-tray', 'gateway', 'install', '--port', '18909', '--force'],
        },
      },
    ],
    verdict: { level: 'failed', code: 'verdict.portTaken', text: 'Port 18789 is taken', reason: 'ssh (pid 2211) holds it.' },
  };
}

/** A snapshot of these reports; `busy` names profiles that an operation works on. */
export function snapshotOf(seq: number, reports: readonly StatusReport[], busy: Readonly<Record<string, 'restart' | 'stop'>> = {}): StatusSnapshot {
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

const UNIT = `[Unit]
Description=OpenClaw Gateway
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=/usr/bin/node /usr/local/lib/node_modules/openclaw/dist/index.js gateway --port 18789
Restart=always
RestartSec=5
RestartPreventExitStatus=78
KillMode=control-group
Environment=HOME=/home/ana
Environment=OPENCLAW_GATEWAY_PORT=18789
Environment=OPENCLAW_SERVICE_KIND=gateway

[Install]
WantedBy=default.target
`;

export function installPlan(): Plan {
  const unit = 'openclaw-gateway.service';
  return {
    action: 'install',
    profile: 'default',
    supervisor: 'systemd-user',
    serviceName: unit,
    files: [
      {
        path: `${HOME}/.config/systemd/user/${unit}`,
        mode: '0644',
        content: UNIT,
        change: 'update',
        before: UNIT.replace('/usr/bin/node', `${HOME}/.nvm/versions/node/v22.14.0/bin/node`).replace(
          'KillMode=control-group\n',
          'Environment=OPENCLAW_GATEWAY_TOKEN=(hidden)\n',
        ),
      },
      {
        path: `${HOME}/.openclaw/gateway.systemd.env`,
        mode: '0600',
        content: 'OPENCLAW_PROFILE=default\n',
        change: 'create',
        before: null,
      },
    ],
    configEdits: [
      {
        path: `${HOME}/.openclaw/openclaw.json`,
        key: 'gateway.auth.token',
        value: '(hidden)',
        reason: 'The gateway has no token yet; a new one is made.',
      },
      { path: `${HOME}/.openclaw/openclaw.json`, key: 'gateway.mode', value: 'local', reason: 'It does not start without.' },
    ],
    commands: [
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', unit],
      ['systemctl', '--user', 'restart', unit],
      ['loginctl', 'enable-linger'],
    ],
    privileges: 'user',
    warnings: ['The old definition held a token that every program of yours can read. It is removed.'],
    port: 18789,
  };
}

export function uninstallPlan(): Plan {
  const install = installPlan();
  const [unit] = install.files;
  return {
    ...install,
    action: 'uninstall',
    files: unit === undefined ? [] : [{ ...unit, change: 'delete', before: unit.content }],
    configEdits: [],
    commands: [
      ['systemctl', '--user', 'disable', '--now', install.serviceName],
      ['systemctl', '--user', 'daemon-reload'],
    ],
    warnings: [],
  };
}

export const restartSteps: readonly OperationStep[] = [
  { id: 'ask', label: 'Asked systemd to restart', state: 'done', ms: 110 },
  { id: 'old', label: 'The old process ended (pid 2980, code 0)', state: 'done', ms: 2310 },
  { id: 'port', label: 'A new process owns port 18789', state: 'now', ms: null },
  { id: 'answer', label: 'It answers as default', state: 'waiting', ms: null },
];

/** Lines as a gateway writes them, oldest first. */
export function logLines(now: number): LogLine[] {
  const lines: readonly (readonly [number, LogLine['level'], string, string])[] = [
    [1460, 'info', 'gateway', 'http server listening (14 plugins: anthropic, browser, canvas, whatsapp, telegram and 9 more)'],
    [1459, 'info', 'gateway', 'log file: /tmp/openclaw/openclaw-2026-11-22.log'],
    [1458, 'info', 'spawn', 'spawn broker ready'],
    [1456, 'info', 'cron', 'started (3 jobs, next wake 14:00:30)'],
    [1450, 'info', 'whatsapp', 'connected as +81 ••• ••34'],
    [1440, 'warn', 'telegram', 'getUpdates: 409 conflict, another poller is active; retry in 5 s'],
    [1432, 'info', 'telegram', 'polling started (account default)'],
    [1431, 'info', 'gateway', 'ready'],
    [640, 'info', 'config', 'change seen: ~/.openclaw/openclaw.json'],
    [639, 'info', 'config', 'hot reload applied (channels.telegram.botToken=[hidden])'],
    [638, 'error', 'telegram', 'getMe failed: 401 Unauthorized (token [hidden])'],
    [637, 'warn', 'health', 'channel telegram: connected -> failed'],
    [20, 'info', 'telegram', 'polling started (account default)'],
    [12, 'info', 'ws', 'client connected: openclaw-tray (operator.read)'],
  ];
  return lines.map(([agoSeconds, level, subsystem, text]) => ({
    time: iso(now, agoSeconds * 1000),
    level,
    source: 'gateway',
    subsystem,
    text,
  }));
}

/** Ends as the crash loop of `work` does. */
export function crashLines(now: number): LogLine[] {
  return [
    { time: iso(now, 36_000), level: 'info', source: 'gateway', subsystem: 'gateway', text: 'loading configuration' },
    {
      time: iso(now, 9000),
      level: 'error',
      source: 'gateway',
      subsystem: 'secrets',
      text: 'required secret unresolved: channels.telegram.botToken',
    },
    {
      time: iso(now, 8000),
      level: 'warn',
      source: 'journal',
      subsystem: 'systemd',
      text: 'openclaw-gateway-work.service: Main process exited, code=exited, status=1/FAILURE',
    },
  ];
}
