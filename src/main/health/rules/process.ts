import type { DiagnosisRule } from './rule.ts';
import { shimCommand } from './rule.ts';

const crashLoop: DiagnosisRule = {
  id: 'crash-loop',
  rank: 40,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (process.state !== 'crash-looping') return null;
    return {
      code: 'crash-loop',
      severity: 'error',
      title: `${facts.profile.id} keeps crashing${process.lastExit === null ? '' : `: ${process.lastExit.words}`}`,
      evidence: [
        ...(process.restarts === null ? [] : [`${process.restarts} automatic restarts.`]),
        ...(process.lastExit === null ? [] : [`Last exit: ${process.lastExit.words}.`]),
        process.gaveUp ? 'The supervisor gave up and will not try again by itself.' : 'The supervisor goes on trying.',
      ],
      fix: process.gaveUp
        ? { kind: 'operation', action: 'start', label: 'Try again', command: shimCommand(facts, 'gateway', 'start') }
        : { kind: 'operation', action: 'stop', label: 'Stop the loop', command: shimCommand(facts, 'gateway', 'stop') },
    };
  },
};

/** The gateway ends with it when openclaw.json is not valid, and is not started again (openclaw 2026.9.6; RestartPreventExitStatus). */
const CONFIG_EXIT = 78;

const crashed: DiagnosisRule = {
  id: 'crashed',
  rank: 41,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (process.state !== 'crashed' || facts.inspection.definition.status === 'absent') return null;
    const refused = process.lastExit?.code === CONFIG_EXIT;
    return {
      code: refused ? 'config-refused' : 'crashed',
      severity: process.willRestart ? 'warning' : 'error',
      title: `${facts.profile.id} crashed${process.lastExit === null ? '' : `: ${process.lastExit.words}`}`,
      evidence: [
        process.willRestart ? 'The supervisor is about to start it again.' : 'The supervisor does not start it again.',
        ...(process.lastExit?.at == null ? [] : [`At ${process.lastExit.at}.`]),
        ...(refused ? [`Configuration: ${facts.service?.configPath ?? facts.profile.configPath}`] : []),
      ],
      fix: refused
        ? { kind: 'advice', label: 'Correct the configuration (the log names what is wrong in it), then start it.' }
        : process.willRestart
          ? { kind: 'advice', label: 'Wait for the next start; if it crashes again, the log says why.' }
          : { kind: 'operation', action: 'start', label: 'Start', command: shimCommand(facts, 'gateway', 'start') },
    };
  },
};

const stopped: DiagnosisRule = {
  id: 'stopped',
  rank: 75,
  evaluate(facts) {
    const { process, definition } = facts.inspection;
    if (process.state !== 'stopped' || definition.status !== 'present' || facts.probe?.ok === true) return null;
    return {
      code: 'stopped',
      severity: 'notice',
      title: `${facts.profile.id} is stopped`,
      evidence: process.lastExit === null ? [] : [`Last exit: ${process.lastExit.words}.`],
      fix: { kind: 'operation', action: 'start', label: 'Start', command: shimCommand(facts, 'gateway', 'start') },
    };
  },
};

const paused: DiagnosisRule = {
  id: 'process-paused',
  rank: 39,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (facts.processPaused !== true || process.state !== 'running') return null;
    return {
      code: 'process-paused',
      severity: 'error',
      title: `The process of ${facts.profile.id} was stopped by a signal`,
      evidence: [
        `Process ${process.pid} is in state T: it holds its port and does nothing until it gets SIGCONT (proc_pid_stat(5)).`,
      ],
      fix: { kind: 'command', label: 'Let it go on', command: ['kill', '-CONT', String(process.pid)] },
    };
  },
};

export const processRules: readonly DiagnosisRule[] = [paused, crashLoop, crashed, stopped];
