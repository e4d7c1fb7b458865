/** Starts the shim: nothing else, so that `main` can be tested without ending the process. */
import { main } from './main.ts';

process.exitCode = await main(process.argv.slice(2));
