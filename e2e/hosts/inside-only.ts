/** Imported first by tests that write units and make accounts: they stop here anywhere but in a test host, which has this file. */
import { existsSync } from 'node:fs';

/** Written by `systemd-host.sh` before the host boots. */
const MARK = '/etc/openclaw-tray-test-host';

if (!existsSync(MARK)) {
  throw new Error(
    `This test changes the services and the accounts of the machine it runs on, and this is no test host (${MARK} is missing). ` +
      'Run it with `npm test -- --only live`.',
  );
}
