/** The adapter against a simulated launchctl, whose jobs are real processes. */
import { describeSupervisorContract } from '../../src/main/supervisors/contract-suite.ts';
import { createMacHost } from './mac-host.ts';

describeSupervisorContract('launchd over a simulated launchctl', async () => createMacHost(), {
  givesUp: false,
  settleMs: 20_000,
});
