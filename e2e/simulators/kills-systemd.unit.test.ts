import { describeKills } from './kills.ts';
import { createUserHost } from './systemd/user-host.ts';

describeKills('systemd user', createUserHost);
