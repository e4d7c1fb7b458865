import { readHealth } from '../../operations/health.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printError, printJson } from '../output.ts';
import { duration } from '../render-status.ts';
import { profileOf } from './profile-of.ts';

export interface HealthCommandOptions {
  readonly url?: string;
  readonly token?: string;
  readonly password?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

export async function healthCommand(
  cli: CliContext,
  selection: Selection,
  options: HealthCommandOptions,
): Promise<number> {
  const core = await cli.core();
  const secret = async (value: string | undefined) => (value === '-' ? await cli.readInput() : value);
  const result = await readHealth(core, {
    profile: profileOf(core, selection),
    url: options.url,
    token: await secret(options.token),
    password: await secret(options.password),
    timeoutMs: options.timeout,
    signal: cli.signal,
  });
  const { detail, health } = result;
  if (options.json === true) {
    if (result.ok) printJson(cli.output, { ok: true, url: detail.url, probeDetail: detail, health });
    else printJson(cli.output, { ok: false, error: probeError(detail), probeDetail: detail });
    return result.ok ? EXIT.done : EXIT.failed;
  }
  if (!result.ok || health === null) {
    printError(cli.output, probeError(detail), false);
    return EXIT.failed;
  }
  const notReported = 'not reported';
  const rows: [string, string][] = [
    ['Gateway', `${detail.url}${detail.serverVersion === null ? '' : `, OpenClaw ${detail.serverVersion}`}`],
    ['Well', health.ok === null ? notReported : health.ok ? 'yes' : 'no'],
    ['Up', health.uptimeMs === null ? notReported : duration(health.uptimeMs)],
    [
      'Counters',
      health.stateVersion === null
        ? notReported
        : `presence ${health.stateVersion.presence}, health ${health.stateVersion.health}`,
    ],
    ['Sessions', health.sessions === null ? notReported : `${health.sessions.stored} stored`],
    [
      'Nodes',
      health.nodes === null
        ? notReported
        : health.nodes
            .map(
              (node) =>
                `${node.label} ${node.online === true ? 'online' : node.online === false ? 'offline' : notReported}`,
            )
            .join(', ') || 'none',
    ],
    ['Limits', notReported],
  ];
  for (const [label, text] of rows) cli.output.out(`${label.padEnd(10)}${text}\n`);
  if (health.channels === null) cli.output.out(`${'Channels'.padEnd(10)}${notReported}\n`);
  for (const channel of health.channels ?? []) {
    const state =
      channel.connected === true
        ? 'connected'
        : channel.running === true
          ? 'running'
          : (channel.stateReason ?? 'not running');
    cli.output.out(
      `${'Channel'.padEnd(10)}${channel.label}: ${state}${channel.lastError === null ? '' : ` (${channel.lastError})`}\n`,
    );
  }
  return EXIT.done;
}

function probeError(detail: { url: string; code: string; phase: string; message: string | null }) {
  return {
    code: 'probe-failed' as const,
    message: `${detail.url} did not give its health: ${detail.message ?? detail.code} (${detail.code}, phase ${detail.phase}).`,
    hint: 'See the whole picture: openclaw-tray gateway status',
  };
}
