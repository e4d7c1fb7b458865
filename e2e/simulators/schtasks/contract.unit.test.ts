import { describeSupervisorContract } from '../../../src/main/supervisors/contract-suite.ts';
import { createWindowsHost } from './windows-host.ts';

// Every change is seen by numbers; the texts of the tools are in another language each time.
describeSupervisorContract('task-scheduler (simulated, en)', () => createWindowsHost('en'), { restarts: false });
describeSupervisorContract('task-scheduler (simulated, zh)', () => createWindowsHost('zh'), { processes: false });
