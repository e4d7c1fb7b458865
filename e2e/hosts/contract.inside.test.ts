/** The supervisor contract over a real systemd: the system adapter for root, the user adapter for everybody else. */
import './inside-only.ts';
import { describeSupervisorContract } from '../../src/main/supervisors/contract-suite.ts';
import { createContractSubject } from './contract-subject.ts';

const kind = process.getuid?.() === 0 ? 'system' : 'user';
// RestartSec of the unit is 5 s, and systemd's first answer after a daemon-reload can be slow on a small machine.
describeSupervisorContract(`systemd ${kind}`, () => createContractSubject(kind), { settleMs: 20_000 });
