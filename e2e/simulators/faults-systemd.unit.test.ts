import { describeFaults } from './faults.ts';
import { createUserHost } from './systemd/user-host.ts';

describeFaults('systemd user', createUserHost);
