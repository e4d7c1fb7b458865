import { quote, say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, saidLast } from './rule.ts';

export const configRefused: DiagnosisRule = {
  id: 'config-refused',
  rank: 41,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (process.state !== 'crashed' || !isInstalled(facts) || process.lastExit?.code !== CONFIG_EXIT) return null;
    return {
      code: 'config-refused',
      severity: process.willRestart ? 'warning' : 'error',
      title: `${facts.profile.id} crashed (${process.lastExit.words})`,
      evidence: [
        ...complaints(facts.closer?.lastLines ?? []).map((line) => say('config-refused.says', { line: quote(line) })),
        say(process.willRestart ? 'crash.about-to-start' : 'crash.not-started'),
        ...(process.lastExit.at === null ? [] : [say('seen.at', { at: process.lastExit.at })]),
        say('seen.configuration', { path: facts.service?.configPath ?? facts.profile.configPath }),
        ...saidLast(facts),
      ],
      fix: {
        kind: 'advice',
        label: say('config-refused.advice'),
      },
    };
  },
};

/** The gateway ends with it when openclaw.json is not valid, and is not started again (openclaw 2026.9.6; RestartPreventExitStatus). */
export const CONFIG_EXIT = 78;

const MOST_COMPLAINTS = 3;

/**
 * What OpenClaw says is wrong, out of its last lines: what stands between "Invalid config at PATH:" and its advice (2026.9.6, for
 * example `openclaw.json:2 — gateway: Unrecognized key: "prot"`).
 */
function complaints(lines: readonly string[]): readonly string[] {
  const begin = lines.findLastIndex((line) => /\bInvalid config at .*:\s*$/.test(line));
  if (begin < 0) return [];
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => /^\s*(?:Run|If) /.test(line));
  return (end < 0 ? rest : rest.slice(0, end)).slice(0, MOST_COMPLAINTS).map((line) => line.trim());
}
