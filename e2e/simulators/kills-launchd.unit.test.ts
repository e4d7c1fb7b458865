import { describeKills } from './kills.ts';
import { createMacHost } from './mac-host.ts';

describeKills('launchd', createMacHost);
