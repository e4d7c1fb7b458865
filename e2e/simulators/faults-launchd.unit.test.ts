import { describeFaults } from './faults.ts';
import { createMacHost } from './mac-host.ts';

describeFaults('launchd', createMacHost);
