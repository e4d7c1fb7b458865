/** Every broken host, and which rules are proved elsewhere. `catalogue.unit.test.ts` asserts that no rule is forgotten. */
import { authHosts } from './auth.ts';
import type { BrokenHost } from './broken-host.ts';
import { configHosts } from './config.ts';
import { definitionHosts } from './definition.ts';
import { diskHosts } from './disk.ts';
import { portHosts } from './port.ts';
import { processHosts } from './process.ts';
import { profileHosts } from './profiles.ts';
import { systemdHosts } from './systemd.ts';

export const CATALOGUE: readonly BrokenHost[] = [
  ...configHosts,
  ...authHosts,
  ...portHosts,
  ...definitionHosts,
  ...systemdHosts,
  ...processHosts,
  ...diskHosts,
  ...profileHosts,
];

/** Rules that another suite makes fire for real, and its file. */
export const PROVED_ELSEWHERE: Readonly<Record<string, string>> = {
  'change-unfinished': 'e2e/live/transactions.live.ts',
  'connection-bad-frames': 'e2e/demo-gateway/monitor.unit.test.ts',
  'connection-drops': 'e2e/demo-gateway/monitor.unit.test.ts',
  'connection-flood': 'e2e/demo-gateway/monitor.unit.test.ts',
  'connection-identity': 'e2e/demo-gateway/monitor.unit.test.ts',
  'externally-managed': 'e2e/live/rules.live.ts',
  'extra-scan-incomplete': 'e2e/live/rules.live.ts',
  'instance-check-incomplete': 'e2e/live/extra-services.live.ts',
  'supervisor-silent': 'e2e/live/bad-places.live.ts',
};

/** Rules over recorded facts only, and why a booted host does not show them. */
export const RECORDED_ONLY: Readonly<Record<string, string>> = {
  'bind-mismatch':
    'OpenClaw listens on 127.0.0.1 under every gateway.bind that it starts with; only another version could be elsewhere.',
  'launchd-disabled': 'Only macOS has this list; it fires on the recorded answers of launchctl.',
  'task-limits': 'Only Windows has these limits; it fires on a recorded task.',
  'no-reboot':
    "Both of systemd's reasons (disabled, lingering off) have rules of their own; this one is for a supervisor that knows another reason.",
  'not-listening': 'A process has to be silent for 90 s after its start, which no suite waits for.',
  'not-ready': 'A gateway has to be unready for 90 s after its start, which no suite waits for.',
  'pairing-required': 'OpenClaw pairs what connects over loopback by itself; only a recorded refusal shows it.',
  'rate-limited': 'OpenClaw never limits loopback unless it is told to; only a recorded refusal shows it.',
  'runtime-missing': 'The Node that runs the shim itself is always found, so it takes a host without any.',
};
