import { describeSupervisorContract } from '../../../src/main/supervisors/contract-suite.ts';
import { createWindowsHost } from './windows-host.ts';

// The watch's times are a hundred times shorter here; what is left of ten failures is the start of forty programs.
describeSupervisorContract('task-scheduler (simulated)', () => createWindowsHost('de'), {
  settleMs: 60_000,
  autostart: false,
});
