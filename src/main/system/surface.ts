/** Where a person could be asked for a password. */
import { closeSync, openSync } from 'node:fs';
import { errnoOf } from './files.ts';
import type { Host } from './host.ts';

export type Surface = 'terminal' | 'desktop' | 'nobody';

/** The surface of a process of the shim: a terminal that it is really connected to, else nobody. Never a desktop dialog behind a script. */
export function terminalSurface(streams: {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
}): Surface {
  if (streams.stdin.isTTY !== true || streams.stderr.isTTY !== true) return 'nobody';
  try {
    // sudo reads the password from here, not from standard input, which carries the plan.
    closeSync(openSync('/dev/tty', 'r+'));
    return 'terminal';
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return 'nobody';
  }
}

/** The surface of the app: a desktop session, in which a polkit agent can show its dialog. */
export function desktopSurface(env: Host['env']): Surface {
  const set = (value: string | undefined) => value !== undefined && value !== '';
  return set(env.DISPLAY) || set(env.WAYLAND_DISPLAY) ? 'desktop' : 'nobody';
}
