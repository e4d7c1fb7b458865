/**
 * Plans, steps and log lines as the core would send them.
 */
import type { LogLine } from '../../src/shared/log-line.ts';
import type { OperationStep } from '../../src/shared/operation.ts';
import type { Plan } from '../../src/shared/plan.ts';
import { HOME, iso } from './fixture-healthy.ts';

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
      {
        path: `${HOME}/.openclaw/openclaw.json`,
        key: 'gateway.mode',
        value: 'local',
        reason: 'It does not start without.',
      },
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
    [
      1460,
      'info',
      'gateway',
      'http server listening (14 plugins: anthropic, browser, canvas, whatsapp, telegram and 9 more)',
    ],
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
