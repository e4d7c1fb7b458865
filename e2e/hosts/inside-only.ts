/** Imported first by tests that write units and make accounts: they stop here anywhere but in a test host, whose name begins like this. */
import { hostname } from 'node:os';

if (!hostname().startsWith('octray-')) {
  throw new Error(
    `This test changes the services and the accounts of the machine it runs on, and ${hostname()} is not a test host. ` +
      'Run it with `npm test -- --only live`.',
  );
}
