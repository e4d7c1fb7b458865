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

/** Lines of a busy gateway, oldest first, numbered from 0; a supervisor's line about a crash is among them. */
export function manyLines(now: number, count: number): LogLine[] {
  const kinds: readonly (readonly [LogLine['level'], string, string])[] = [
    ['info', 'ws', '⇄ res ✓ config.get 504ms conn=0ca11f11…983c'],
    ['info', 'telegram', 'getUpdates: 3 updates'],
    ['warn', 'telegram', 'getUpdates: 409 conflict, another poller is active; retry in 5 s'],
    ['info', 'cron', 'job finished in 21 ms'],
    ['error', 'whatsapp', 'send failed: socket hang up'],
    ['debug', 'gateway', 'tick'],
  ];
  return Array.from({ length: count }, (_, at): LogLine => {
    const [level, subsystem, text] = kinds[at % kinds.length] ?? ['info', 'gateway', ''];
    const time = iso(now, (count - at) * 200);
    return at === Math.floor(count / 2)
      ? {
          time,
          level: 'warn',
          source: 'supervisor',
          subsystem: 'systemd',
          text: 'openclaw-gateway.service: Main process exited, code=exited, status=1/FAILURE',
        }
      : { time, level, source: 'gateway', subsystem, text: `${text} (line ${at})` };
  });
}

/** A stack, a line that is too long, colours and a hidden secret. */
export function stackLines(now: number): LogLine[] {
  const stack = (text: string): LogLine => ({ time: null, level: 'error', source: 'service', subsystem: null, text });
  return [
    ...logLines(now).slice(0, 6),
    {
      time: iso(now, 11_000),
      level: null,
      source: 'service',
      subsystem: 'gateway',
      text: 'colours: red, green, yellow and magenta on one line',
      styles: [
        { from: 9, to: 12, colour: 'red', bold: true },
        { from: 14, to: 19, colour: 'green', bold: false },
        { from: 21, to: 27, colour: 'yellow', bold: false },
        { from: 32, to: 39, colour: 'magenta', bold: false },
      ],
    },
    {
      time: iso(now, 10_000),
      level: 'error',
      source: 'service',
      subsystem: 'gateway',
      text: 'uncaught: Error: listen EADDRINUSE: address already in use 127.0.0.1:18789',
    },
    stack('    at Server.setupListenHandle [as _listen2] (node:net:1940:16)'),
    stack('    at listenInCluster (node:net:1997:12)'),
    {
      time: iso(now, 9_000),
      level: 'info',
      source: 'gateway',
      subsystem: 'agent',
      text: `a very long line ${'that goes on and on and on, '.repeat(18)}until key=[hidden] and then is cut`,
      cut: 9_984_000,
    },
  ];
}
