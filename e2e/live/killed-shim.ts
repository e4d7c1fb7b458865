/** A shim that is ended with SIGKILL at a chosen step; see `kill-at.cjs`. */
import type { GatewayHost } from './gateway-host.ts';
import { PROJECT } from './gateway-host.ts';

const LOG = '/tmp/kill-at.log';

/** Runs it to its end; answers with its steps, for example "rename /home/…/openclaw-gateway.service" or "systemctl --user daemon-reload". */
export async function stepsOf(host: GatewayHost, args: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stderr } = await run(host, args, '0');
  if (exitCode !== 0) throw new Error(`openclaw-tray ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return (await host.run(['cat', LOG])).trim().split('\n');
}

/**
 * Every moment at which it can be killed with another result: before each step, and right after a command whose work goes on without it.
 * After any other step nothing changes until the next one.
 */
export function momentsOf(steps: readonly string[]): readonly { readonly at: string; readonly what: string }[] {
  return steps.flatMap((step, index) => [
    { at: String(index + 1), what: `before "${step}"` },
    ...(/^systemctl .*\b(?:start|restart|stop) /.test(step) ? [{ at: `${index + 1}a`, what: `after "${step}"` }] : []),
  ]);
}

/** @throws Error when it was not killed: the moment never came. */
export async function killShim(host: GatewayHost, args: readonly string[], at: string): Promise<void> {
  const { exitCode, stdout, stderr } = await run(host, args, at);
  // 137 = 128 + SIGKILL, as the shell between us says it.
  if (exitCode === 137 || exitCode === null) return;
  throw new Error(
    `openclaw-tray ${args.join(' ')} was not killed at ${at}: it ended with ${exitCode}.\n${stdout}${stderr}`,
  );
}

async function run(host: GatewayHost, args: readonly string[], at: string) {
  await host.run(['rm', '-f', LOG]);
  const env = { NODE_OPTIONS: `--require=${PROJECT}/e2e/live/kill-at.cjs`, KILL_AT: at, KILL_LOG: LOG };
  return host.shim(args, { env });
}
