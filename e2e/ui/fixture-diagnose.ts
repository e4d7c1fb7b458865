/** What the Diagnose page shows: a held port with its cure, and a support bundle. */
import type { Diagnosis } from '../../src/shared/diagnosis.ts';
import type { OperationStep } from '../../src/shared/operation.ts';
import type { RepairPlan } from '../../src/shared/repair.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import type { SupportPreview } from '../../src/shared/support.ts';
import { portTaken } from './fixtures.ts';

const HELD: Diagnosis = {
  code: 'port-held-by-own-gateway',
  severity: 'error',
  title: 'A gateway of default that its service did not start holds port 18789',
  evidence: [
    'Port 18789 is listened on by openclaw-gateway (pid 4711, user me), not by the service of default.',
    'It runs since 2026-11-22T13:58:03.000Z.',
    'It was started by -bash (pid 2201).',
  ],
  fix: {
    kind: 'operation',
    action: 'free-port',
    label: 'End it and start the service…',
    command: ['openclaw-tray', 'doctor', '--fix', 'port-held-by-own-gateway'],
  },
  otherFixes: [
    {
      kind: 'operation',
      action: 'move-port',
      label: 'Use port 18909 instead…',
      command: ['openclaw-tray', 'gateway', 'install', '--force', '--port', '18909'],
    },
  ],
};

const NOTICED: readonly Diagnosis[] = [
  {
    code: 'config-exposed',
    severity: 'warning',
    title: 'Other users of this computer can read the configuration with its secret',
    evidence: ['/home/me/.openclaw/openclaw.json has mode 0644.'],
    fix: {
      kind: 'operation',
      action: 'protect-config',
      label: 'Make it private (0600)…',
      command: ['openclaw-tray', 'doctor', '--fix', 'config-exposed'],
    },
  },
  {
    code: 'definition-drift',
    severity: 'notice',
    title: 'The service of default was edited by hand',
    evidence: ['Service.Restart is "no" (expected: "always").', 'Service.Nice is "10", and nothing is expected there.'],
    fix: {
      kind: 'operation',
      action: 'install',
      label: 'Undo the edits…',
      command: ['openclaw-tray', 'gateway', 'install', '--force'],
    },
  },
];

export function heldPort(now: number): StatusReport {
  return { ...portTaken(now), diagnoses: [HELD, ...NOTICED] };
}

export function endHolderPlan(profile: string): RepairPlan {
  if (HELD.fix === null) throw new Error('the fixture has a fix');
  return {
    rule: HELD.code,
    profile,
    diagnosis: HELD,
    fix: HELD.fix,
    steps: [
      'End openclaw-gateway (pid 4711, user me): SIGTERM, and SIGKILL after 30 seconds.',
      'Start the service and see it answer.',
    ],
    commands: [['openclaw-tray', 'gateway', 'restart', '--force']],
    plan: null,
    privileges: 'user',
  };
}

/** Its cure under way: the other process has ended, and the service starts. */
export const cureSteps: readonly OperationStep[] = [
  {
    id: 'end-holder',
    label: 'Ended openclaw-gateway (pid 4711, user me); port 18789 is free.',
    state: 'done',
    ms: 2_140,
  },
  { id: 'ask', label: 'Ask systemd to start it', state: 'done', ms: 120 },
  { id: 'process', label: 'A new process runs (pid 4870)', state: 'done', ms: 160 },
  { id: 'port', label: 'It owns port 18789', state: 'now', ms: null },
  { id: 'answer', label: 'It answers as default', state: 'waiting', ms: null },
  { id: 'look-again', label: 'Look again whether it is cured', state: 'waiting', ms: null },
];

export function supportPreview(profile: string): SupportPreview {
  const logs = Array.from(
    { length: 60 },
    (_, line) => `2026-11-22T14:0${line % 10}:00Z gateway polling, token=[hidden]`,
  );
  const file = (name: string, text: string, hidden: number) => ({ name, bytes: text.length, hidden, text });
  return {
    profile,
    name: `openclaw-support-${profile}-20261122-140600.tar.gz`,
    files: [
      file('issue.md', '### What is wrong\n', 0),
      file('versions.json', '{ "tray": "0.1.0" }', 0),
      file('doctor.json', '{ "report": {} }', 1),
      file('definition/openclaw-gateway.service.txt', '[Service]\nExecStart=/usr/bin/node', 0),
      file('openclaw-config.json', '{ "gateway": { "auth": { "token": "[hidden]" } } }', 4),
      file('logs.txt', logs.join('\n'), 60),
      file('selftest.json', '{ "ok": true }', 0),
    ],
    markdown: '### What is wrong\n',
  };
}
