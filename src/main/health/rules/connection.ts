import type { Diagnosis } from '../../../shared/diagnosis.ts';
import type { ConnectionTrouble } from '../../gateway/trouble.ts';
import type { ProfileFacts } from '../facts.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

/** Fewer drops than this within ten minutes happen to everybody: a laptop's lid, a busy machine. */
const DROPS = 3;

function rule(
  id: string,
  rank: number,
  evidence: (trouble: ConnectionTrouble, facts: ProfileFacts) => readonly string[] | null,
  title: (name: string) => string,
): DiagnosisRule {
  return {
    id,
    rank,
    evaluate(facts): Diagnosis | null {
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

const times = (n: number) => (n === 1 ? 'Once' : `${n} times`);

/** What the held connection went through. Seen by the app only: a single status does not stay connected. */
export const connectionRules: readonly DiagnosisRule[] = [
  rule(
    'connection-identity',
    49,
    ({ identityChanges }, { port }) =>
      identityChanges === 0
        ? null
        : [
            `${times(identityChanges)} in the last ten minutes a gateway with another boot id answered on port ${port} although the process of the service is the same.`,
            'Another program may share the port.',
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
            `${times(badFrames)} in the last ten minutes it sent a message that is no frame of the protocol, or too large.`,
          ],
    (name) => `${name} sends messages that cannot be read`,
  ),
  rule(
    'connection-drops',
    59,
    ({ drops }) =>
      drops < DROPS
        ? null
        : [`${times(drops)} in the last ten minutes it ended the connection although its process goes on.`],
    (name) => `${name} keeps dropping its connection`,
  ),
  rule(
    'connection-flood',
    68,
    ({ floods }) =>
      floods === 0
        ? null
        : [
            `${times(floods)} in the last ten minutes it sent so much that reading was paused. What it shows may be late.`,
          ],
    (name) => `${name} floods its connection with events`,
  ),
];
