import { describeSupervisorContract } from '../../../src/main/supervisors/contract-suite.ts';
import { createWindowsHost } from './windows-host.ts';

// The Task Scheduler starts nothing again by itself: its restart on failure only repeats a launch that failed.
describeSupervisorContract('task-scheduler (simulated)', () => createWindowsHost('de'), { restarts: false });
