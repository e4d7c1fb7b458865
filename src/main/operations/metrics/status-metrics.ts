/**
 * Status reports as metrics. One rule for what could not be found out: the sample is absent, never 0. So `absent()` and a gap in the
 * graph mean "not known", and 0 means "no". Nothing in it is secret: a textfile is readable by everybody. Pure.
 */
import type { StatusReport } from '../../../shared/status-report.ts';
import { verdictLevelSchema } from '../../../shared/verdict.ts';
import type { MetricFamily, Sample } from './prometheus-text.ts';

type Labels = Sample['labels'];
/** null = could not be found out. */
type Reading = number | boolean | null | undefined;

/** The metrics of these profiles, each sample with the label `profile`. `version` is that of this product. */
export function statusMetrics(reports: readonly StatusReport[], version: string): readonly MetricFamily[] {
  const family = (
    name: string,
    help: string,
    samplesOf: (report: StatusReport) => Iterable<readonly [Labels, Reading]>,
    type: MetricFamily['type'] = 'gauge',
  ): MetricFamily => ({
    name: `openclaw_gateway_${name}`,
    help,
    type,
    samples: reports.flatMap((report) =>
      [...samplesOf(report)].flatMap(([labels, reading]) => sample({ profile: report.profile, ...labels }, reading)),
    ),
  });
  const one = (
    name: string,
    help: string,
    read: (report: StatusReport) => Reading,
    type: MetricFamily['type'] = 'gauge',
  ) => family(name, help, (report) => [[{}, read(report)]], type);

  return [
    {
      name: 'openclaw_tray_build_info',
      help: 'Version of the program that wrote these metrics.',
      type: 'gauge',
      samples: [{ labels: { version }, value: 1 }],
    },
    family('info', 'What runs the gateway, and which OpenClaw.', (report) => [[infoLabels(report), 1]]),
    one('up', 'Whether the gateway answered the RPC probe.', upOf),
    one('running', 'Whether the process of the service runs.', ({ runtime }) =>
      runtime === 'unknown' ? null : runtime === 'running',
    ),
    family('verdict', 'The one judgement over service, process and probe: 1 for the level that holds.', (report) =>
      verdictLevelSchema.options.map((level) => [{ level }, level === report.verdict.level] as const),
    ),
    family('findings', 'How many things are wrong, by severity.', (report) =>
      (['error', 'warning', 'notice'] as const).map((severity) => [
        { severity },
        report.diagnoses.filter((finding) => finding.severity === severity).length,
      ]),
    ),
    one('service_installed', 'Whether a service definition is on disk.', ({ installed }) => installed),
    one('service_enabled', 'Whether the service starts by itself at login or boot.', ({ enabled }) => enabled),
    one(
      'restarts_total',
      'Automatic restarts, since the supervisor last began counting.',
      ({ restarts }) => restarts,
      'counter',
    ),
    one(
      'last_exit_code',
      'Exit code of the last process that ended; absent when a signal ended it.',
      ({ lastExit }) => lastExit?.code,
    ),
    one('last_exit_timestamp_seconds', 'When the last process ended, Unix time.', ({ lastExit }) =>
      unixSeconds(lastExit?.at),
    ),
    one('start_timestamp_seconds', 'When the process of the service started, Unix time.', ({ since }) =>
      unixSeconds(since),
    ),
    one('port', 'TCP port of the gateway.', ({ port }) => port),
    one('port_taken_by_other', 'Whether another program listens on the port of the gateway.', takenByOther),
    one('probe_duration_seconds', 'Time from TCP connect to the greeting of the gateway.', ({ probeDetail }) =>
      seconds(probeDetail?.latencyMs),
    ),
    one(
      'ready',
      'Whether the gateway says that it is ready, over HTTP.',
      ({ probeDetail }) => probeDetail?.readiness?.ok,
    ),
    one('uptime_seconds', 'How long the gateway says that it runs.', ({ health }) => seconds(health?.uptimeMs)),
    one('sessions', 'Sessions that the gateway has stored.', ({ health }) => health?.sessions?.stored),
    one('agents', 'Agents that the gateway has.', ({ health }) => health?.agents),
    one('channels', 'Channels that the gateway has.', ({ health }) => health?.channels?.length),
    one(
      'channels_connected',
      'Channels that are connected.',
      ({ health }) => health?.channels?.filter(({ connected }) => connected === true).length,
    ),
    family('channel_connected', 'Whether a channel is connected.', ({ health }) =>
      unique(health?.channels ?? []).map(({ id, connected }) => [{ channel: id }, connected] as const),
    ),
    one('nodes', 'Devices that are paired with the gateway.', ({ health }) => health?.nodes?.length),
    one(
      'nodes_online',
      'Paired devices that are online.',
      ({ health }) => health?.nodes?.filter(({ online }) => online === true).length,
    ),
    one('check_timestamp_seconds', 'When all this was found out, Unix time.', ({ checkedAt }) =>
      unixSeconds(checkedAt),
    ),
  ];
}

function sample(labels: Labels, reading: Reading): readonly Sample[] {
  if (reading === null || reading === undefined) return [];
  return [{ labels, value: Number(reading) }];
}

function infoLabels({ supervisor, serviceName, program, probeDetail }: StatusReport): Labels {
  return {
    supervisor,
    service: serviceName,
    // The gateway's own word first: the package on disk may be a newer one than what runs.
    openclaw_version: probeDetail?.serverVersion ?? program.openclawVersion ?? '',
  };
}

/** Without a secret to use nothing was asked, so nothing is known. */
function upOf({ probe, probeDetail }: StatusReport): Reading {
  if (probe === 'skipped' || probeDetail?.code === 'secret-unresolved') return null;
  return probe === 'ok';
}

function takenByOther({ portOwner, runtime }: StatusReport): Reading {
  switch (portOwner.owner) {
    case 'nobody':
      return false;
    case 'process':
      return !portOwner.own;
    case 'unreadable':
      // Somebody of another user; our own process we could read, unless it runs as that user.
      return runtime === 'stopped' ? true : null;
    case 'unknown':
      return null;
    default:
      return portOwner satisfies never;
  }
}

function seconds(ms: number | null | undefined): Reading {
  return ms === null || ms === undefined ? null : ms / 1_000;
}

/** null also for a text that is no time. */
function unixSeconds(iso: string | null | undefined): Reading {
  if (iso === null || iso === undefined) return null;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms / 1_000;
}

/** Two samples with the same labels would make the whole text invalid. */
function unique<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.id.toWellFormed(), item])).values()];
}
