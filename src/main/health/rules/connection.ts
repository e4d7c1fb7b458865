import { type Phrase, say } from '../../../shared/said.ts';
import type { ConnectionTrouble } from '../../gateway/trouble.ts';
import type { ProfileFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

/** Fewer drops than this within ten minutes happen to everybody: a laptop's lid, a busy machine. */
const DROPS = 3;

function rule(
  id: string,
  rank: number,
  evidence: (trouble: ConnectionTrouble, facts: ProfileFacts) => readonly Phrase[] | null,
  title: (name: string) => string,
): DiagnosisRule {
  return {
    id,
    rank,
    evaluate(facts): Finding | null {
      const found = facts.connection === undefined ? null : evidence(facts.connection, facts);
      if (found === null) return null;
      return {
        code: id,
        severity: 'warning',
        title: title(facts.profile.id),
        evidence: [...found],
        fix: {
          kind: 'operation',
          action: 'restart',
          label: 'Restart',
          command: shimCommand(facts, 'gateway', 'restart'),
        },
      };
    },
  };
}

/** What the held connection went through. Seen by the app only: a single status does not stay connected. */
export const connectionRules: readonly DiagnosisRule[] = [
  rule(
    'connection-identity',
    49,
    ({ identityChanges }, { port }) =>
      identityChanges === 0
        ? null
        : [
            identityChanges === 1
              ? say('connection.identity-once', { port })
              : say('connection.identity-times', { count: identityChanges, port }),
            say('connection.identity-why'),
          ],
    (name) => `Another gateway answers in the place of ${name}`,
  ),
  rule(
    'connection-bad-frames',
    58,
    ({ badFrames }) =>
      badFrames === 0
        ? null
        : [
            badFrames === 1
              ? say('connection.bad-frames-once')
              : say('connection.bad-frames-times', { count: badFrames }),
          ],
    (name) => `${name} sends messages that cannot be read`,
  ),
  rule(
    'connection-drops',
    59,
    ({ drops }) => (drops < DROPS ? null : [say('connection.drops-times', { count: drops })]),
    (name) => `${name} keeps dropping its connection`,
  ),
  rule(
    'connection-flood',
    68,
    ({ floods }) =>
      floods === 0
        ? null
        : [floods === 1 ? say('connection.flood-once') : say('connection.flood-times', { count: floods })],
    (name) => `${name} floods its connection with events`,
  ),
];
