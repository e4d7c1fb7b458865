/** Services that belong to no profile, as a deep look reports them, and the plans of their removal. */
import type { ExtraPlan, ExtraRemoval, ExtraService } from '../../src/shared/extra-service.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { HOME, healthy } from './fixture-healthy.ts';

const UNIT = 'clawdbot-gateway.service';

export const oldService: ExtraService = {
  name: UNIT,
  path: `${HOME}/.config/systemd/user/${UNIT}`,
  scope: 'user',
  supervisor: 'systemd-user',
  kind: 'legacy',
  runs: ['/usr/bin/node', '/opt/clawdbot/dist/entry.js', 'gateway', '--port', '18789'],
  reason: 'It has the name that the product had before.',
  evidence: ['It is enabled and runs (pid 1204).'],
  removal: [['systemctl', '--user', 'disable', '--now', UNIT]],
};

export const systemService: ExtraService = {
  ...oldService,
  name: 'my-gateway.service',
  path: '/etc/systemd/system/my-gateway.service',
  scope: 'system',
  supervisor: 'systemd-system',
  kind: 'extra',
  reason: 'It starts an OpenClaw gateway and belongs to no profile.',
  removal: [['sudo', 'systemctl', 'disable', '--now', 'my-gateway.service']],
};

export function withExtras(now: number): StatusReport {
  return {
    ...healthy(now),
    extraServices: [oldService, systemService],
    diagnoses: [
      {
        code: 'extra-services',
        severity: 'warning',
        title: 'There are 2 other gateway services',
        evidence: [`${UNIT} (legacy, user): ${oldService.path}`, oldService.reason],
        fix: {
          kind: 'command',
          label: 'See what removing it would do',
          command: ['openclaw-tray', 'doctor', '--deep', '--remove', UNIT, '--dry-run'],
        },
      },
    ],
  };
}

export function extraPlan(service: ExtraService): ExtraPlan {
  const backup = `${service.path}.removed-2026-11-22`;
  const sudo = service.scope === 'system' ? ['sudo'] : [];
  const user = service.scope === 'system' ? [] : ['--user'];
  return {
    action: 'remove-extra',
    service,
    backup,
    commands: [
      [...sudo, 'systemctl', ...user, 'disable', '--now', service.name],
      [...sudo, 'mv', service.path, backup],
      [...sudo, 'systemctl', ...user, 'daemon-reload'],
    ],
    restore: [
      [...sudo, 'mv', backup, service.path],
      [...sudo, 'systemctl', ...user, 'daemon-reload'],
    ],
    privileges: service.scope === 'system' ? 'administrator' : 'user',
    warnings: [],
  };
}

export function extraRemoval(service: ExtraService): ExtraRemoval {
  const { backup, restore } = extraPlan(service);
  return {
    ok: true,
    action: 'remove-extra',
    service,
    backup,
    restore,
    message: `${service.name} is removed. Its definition is kept as ${backup}.`,
    warnings: [],
  };
}
