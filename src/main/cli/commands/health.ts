import { errorOf } from '../../../shared/outcome.ts';
import { Said, say } from '../../../shared/said.ts';
import { columnsOf, padColumns } from '../../../shared/text/columns.ts';
import { readHealth } from '../../operations/health.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printError, printJson } from '../output.ts';
import { spanText } from '../render-status.ts';
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
  const { words } = cli.output;
  const { notReported, none, health: labels, status } = words.shim;
  const rows: [string, string][] = [
    [labels.gateway, `${detail.url}${detail.serverVersion === null ? '' : `, OpenClaw ${detail.serverVersion}`}`],
    [labels.well, health.ok === null ? notReported : health.ok ? labels.yes : labels.no],
    [labels.uptime, health.uptimeMs === null ? notReported : spanText(health.uptimeMs, words)],
    [
      labels.counters,
      health.stateVersion === null
        ? notReported
        : labels.versions(health.stateVersion.presence, health.stateVersion.health),
    ],
    [labels.sessions, health.sessions === null ? notReported : status.stored(health.sessions.stored)],
    [
      labels.nodes,
      health.nodes === null
        ? notReported
        : health.nodes
            .map(
              (node) =>
                `${node.label} ${node.online === true ? labels.online : node.online === false ? labels.offline : notReported}`,
            )
            .join(', ') || none,
    ],
    [labels.limits, notReported],
  ];
  const width = Math.max(
    10,
    ...[...rows.map(([label]) => label), labels.channels].map((label) => columnsOf(label) + 2),
  );
  for (const [label, text] of rows) cli.output.out(`${padColumns(label, width)}${text}\n`);
  if (health.channels === null) cli.output.out(`${padColumns(labels.channels, width)}${notReported}\n`);
  for (const channel of health.channels ?? []) {
    const state =
      channel.connected === true
        ? labels.connected
        : channel.running === true
          ? labels.running
          : (channel.stateReason ?? labels.notRunning);
    cli.output.out(
      `${padColumns(labels.channel, width)}${channel.label}: ${state}${channel.lastError === null ? '' : ` (${channel.lastError})`}\n`,
    );
  }
  return EXIT.done;
}

function probeError(detail: { url: string; code: string; phase: string; message: string | null }) {
  const { url, code, phase, message } = detail;
  const reason = message === null ? code : new Said('probe', { code }, message);
  return errorOf(
    'probe-failed',
    say('probe-failed.health', { url, reason, code, phase }),
    say('hint.whole-picture', { command: 'openclaw-tray gateway status' }),
  );
}
