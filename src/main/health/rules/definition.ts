import type { ProfileFacts } from '../facts.ts';
import type { DiagnosisRule } from './rule.ts';
import { shimCommand, writeAgain } from './rule.ts';

const supervisorUnknown: DiagnosisRule = {
  id: 'supervisor-silent',
  rank: 5,
  evaluate(facts) {
    const { process, definition } = facts.inspection;
    const reason =
      process.state === 'unknown' ? process.reason : definition.status === 'unknown' ? definition.reason : null;
    if (reason === null) return null;
    return {
      code: 'supervisor-silent',
      severity: 'error',
      title: 'The supervisor could not be asked',
      evidence: [reason],
      fix: {
        kind: 'advice',
        label: 'Log in to a normal session of this user, or set XDG_RUNTIME_DIR=/run/user/$(id -u), and try again.',
      },
    };
  },
};

const notInstalled: DiagnosisRule = {
  id: 'not-installed',
  rank: 80,
  evaluate(facts) {
    if (facts.inspection.definition.status !== 'absent') return null;
    return {
      code: 'not-installed',
      severity: 'notice',
      title: `${facts.profile.id} is not installed as a service`,
      evidence: [`No definition named ${facts.inspection.serviceName} was found.`],
      fix: {
        kind: 'operation',
        action: 'install',
        label: 'Install and start…',
        command: shimCommand(facts, 'gateway', 'install'),
      },
    };
  },
};

/** The command as a person types it: for the system's units with the rights that it takes. */
function systemctl({ inspection }: ProfileFacts): readonly string[] {
  return inspection.supervisor === 'systemd-system' ? ['sudo', 'systemctl'] : ['systemctl', '--user'];
}

const masked: DiagnosisRule = {
  id: 'definition-masked',
  rank: 20,
  evaluate(facts) {
    const { definition, serviceName } = facts.inspection;
    if (definition.status !== 'present' || !definition.masked) return null;
    return {
      code: 'definition-masked',
      severity: 'error',
      title: `${serviceName} is masked: systemd refuses to start it`,
      evidence: [definition.path],
      fix: { kind: 'command', label: 'Unmask it', command: [...systemctl(facts), 'unmask', serviceName] },
    };
  },
};

const unreadable: DiagnosisRule = {
  id: 'definition-unreadable',
  rank: 21,
  evaluate(facts) {
    const { definition } = facts.inspection;
    if (definition.status !== 'present' || definition.problem === null) return null;
    return {
      code: 'definition-unreadable',
      severity: 'warning',
      title: 'The service definition could not be understood',
      evidence: [definition.path, definition.problem],
      fix: writeAgain(facts),
    };
  },
};

const needsReload: DiagnosisRule = {
  id: 'definition-not-reloaded',
  rank: 62,
  evaluate(facts) {
    const { definition } = facts.inspection;
    if (definition.status !== 'present' || !definition.needsReload) return null;
    return {
      code: 'definition-not-reloaded',
      severity: 'warning',
      title: 'The service file was changed, and systemd still uses the old one',
      evidence: [definition.path],
      fix: { kind: 'command', label: 'Make systemd read it again', command: [...systemctl(facts), 'daemon-reload'] },
    };
  },
};

/** A Node update or a removed OpenClaw leaves a definition that starts nothing: latent until the next restart. */
const programGone: DiagnosisRule = {
  id: 'program-gone',
  rank: 15,
  evaluate(facts) {
    if (facts.program.missing.length === 0) return null;
    return {
      code: 'program-gone',
      severity: 'error',
      title: 'The service starts a program that is not there any more',
      evidence: facts.program.missing.map((path) => `Missing: ${path}`),
      fix: writeAgain(facts),
    };
  },
};

/** Nothing to install: OpenClaw itself, or a runtime that it accepts, is not on this machine. */
const nothingToInstall: DiagnosisRule = {
  id: 'nothing-to-install',
  rank: 16,
  evaluate(facts) {
    const { problem } = facts.program;
    if (problem === null || facts.inspection.definition.status !== 'absent') return null;
    return {
      code: problem.code === 'entry-not-found' ? 'openclaw-missing' : problem.code,
      severity: 'error',
      title: problem.code === 'entry-not-found' ? 'OpenClaw is not on this computer' : problem.message,
      evidence: shortened(
        problem.code === 'entry-not-found' ? [problem.message, ...(problem.details ?? [])] : (problem.details ?? []),
      ),
      fix:
        problem.code === 'entry-not-found'
          ? { kind: 'command', label: 'Copy the install command', command: ['npm', 'install', '-g', 'openclaw@latest'] }
          : { kind: 'advice', label: problem.hint ?? 'Install Node 24.16 or newer.' },
    };
  },
};

const MAX_EVIDENCE = 6;

/** A long list of places tells nobody anything: the first few and their number do. */
function shortened(lines: readonly string[]): string[] {
  if (lines.length <= MAX_EVIDENCE) return [...lines];
  return [...lines.slice(0, MAX_EVIDENCE - 1), `and ${lines.length - MAX_EVIDENCE + 1} more places`];
}

const disabled: DiagnosisRule = {
  id: 'disabled',
  rank: 70,
  evaluate(facts) {
    const { definition, enabled, supervisor, serviceName } = facts.inspection;
    // The built-in supervisor never starts at boot; `survives` says so, it is no finding.
    if (definition.status !== 'present' || enabled !== false || definition.masked || supervisor === 'embedded')
      return null;
    return {
      code: 'disabled',
      severity: 'warning',
      title: `${facts.profile.id} does not start by itself`,
      evidence: [`${serviceName} is disabled.`],
      fix: writeAgain(facts, 'Enable it…'),
    };
  },
};

const lingerOff: DiagnosisRule = {
  id: 'linger-off',
  rank: 90,
  evaluate(facts) {
    if (facts.inspection.definition.status !== 'present' || facts.survival.logout !== false) return null;
    if (facts.inspection.supervisor !== 'systemd-user') return null;
    return {
      code: 'linger-off',
      severity: 'notice',
      title: `${facts.profile.id} stops when you log out`,
      evidence: [facts.survival.reason ?? 'Lingering is off for this user.'],
      fix: {
        kind: 'operation',
        action: 'enable-linger',
        label: 'Keep it running after logout',
        command: ['loginctl', 'enable-linger'],
      },
    };
  },
};

export const definitionRules: readonly DiagnosisRule[] = [
  supervisorUnknown,
  programGone,
  nothingToInstall,
  masked,
  unreadable,
  needsReload,
  disabled,
  notInstalled,
  lingerOff,
];
