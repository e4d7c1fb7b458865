/** Says on stdout why a test host cannot be booted here, with exit code 1; silent with 0 when it can. */
import { systemdHostProblem } from './systemd-host.ts';

const problem = systemdHostProblem();
if (problem !== null) {
  console.log(problem);
  process.exitCode = 1;
}
