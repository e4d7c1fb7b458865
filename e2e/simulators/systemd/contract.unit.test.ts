import { describeSupervisorContract } from '../../../src/main/supervisors/contract-suite.ts';
import { createUserHost } from './user-host.ts';

describeSupervisorContract('systemd user (simulated)', async () => createUserHost(), { settleMs: 15_000 });
