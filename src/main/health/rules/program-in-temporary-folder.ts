import { quote, say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled } from './rule.ts';

export const programInTemporaryFolder: DiagnosisRule = {
  id: 'program-in-temporary-folder',
  rank: 67,
  evaluate(facts) {
    if (facts.closer == null || !isInstalled(facts) || facts.program.missing.length > 0) return null;
    const places = [facts.program.runtime, facts.program.entry].filter(
      (path): path is string => path !== null && PASSING.some((pattern) => pattern.test(path)),
    );
    if (places.length === 0) return null;
    return {
      code: 'program-in-temporary-folder',
      severity: 'notice',
      title: 'The service starts a program from a folder that is emptied from time to time',
      evidence: places.map(quote),
      fix: { kind: 'advice', label: say('temporary-folder.advice') },
    };
  },
};

/** The temporary folders (openclaw 2026.9.6 takes a service from there for a broken one), and the mount of a running AppImage. */
const PASSING = [/^(?:\/private)?\/(?:var\/)?tmp\//, /(?:^|\/)\.mount_[^/]+\//];
