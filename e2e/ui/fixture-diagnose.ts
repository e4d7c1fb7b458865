/** What the Diagnose page shows: a held port with its cure, and a support bundle. */
import type { Diagnosis } from '../../src/shared/diagnosis.ts';
import type { OperationStep } from '../../src/shared/operation.ts';
import type { RepairPlan } from '../../src/shared/repair.ts';
import { type Phrase, quote, say, textOf, told } from '../../src/shared/said.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import type { SupportPreview } from '../../src/shared/support.ts';
import { evidenceOf } from './fixture-evidence.ts';
import { portTaken } from './fixtures.ts';

const HOLDER = say('holder.pid-user', { command: quote('openclaw-gateway'), pid: 4711, user: 'me' });

const HELD: Diagnosis = {
  code: 'port-held-by-own-gateway',
  severity: 'error',
  title: 'A gateway of default that its service did not start holds port 18789',
  ...evidenceOf(
    say('seen.holder', { port: 18789, holder: HOLDER, profile: 'default' }),
    say('seen.holder-since', { at: '2026-11-22T13:58:03.000Z' }),
    say('seen.holder-parent', { parent: say('holder.pid', { command: quote('-bash'), pid: 2201 }) }),
  ),
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
    ...evidenceOf(say('config-exposed.mode', { path: '/home/me/.openclaw/openclaw.json', mode: '0644' })),
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
    ...evidenceOf(
      say('drift.differs', { field: 'Service.Restart', now: 'no', expected: 'always' }),
      say('drift.surplus', { field: 'Service.Nice', now: '10' }),
    ),
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

function step(id: string, state: OperationStep['state'], label: Phrase, ms: number | null = null): OperationStep {
  return { id, label: textOf(label), ...told({ label }), state, ms };
}

const END_AND_START = [say('repair.end-holder', { holder: HOLDER }), say('repair.start-answer')];

export function endHolderPlan(profile: string): RepairPlan {
  if (HELD.fix === null) throw new Error('the fixture has a fix');
  return {
    rule: HELD.code,
    profile,
    diagnosis: HELD,
    fix: HELD.fix,
    steps: END_AND_START.map((each) => textOf(each)),
    ...told({ steps: END_AND_START }),
    commands: [['openclaw-tray', 'gateway', 'restart', '--force']],
    plan: null,
    privileges: 'user',
  };
}

/** Its cure under way: the other process has ended, and the service starts. */
export const cureSteps: readonly OperationStep[] = [
  step('end-holder', 'done', say('repaired.ended', { holder: HOLDER, port: 18789 }), 2_140),
  step('ask', 'done', say('step.ask-start', { supervisor: 'systemd' }), 120),
  step('process', 'done', say('step.new-process-pid', { pid: 4870 }), 160),
  step('port', 'now', say('step.port', { port: 18789 })),
  step('answer', 'waiting', say('step.answer', { profile: 'default' })),
  step('look-again', 'waiting', say('step.look-again')),
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
