import { readFileSync } from 'node:fs';
import type { CommandRunner } from '../../system/command-runner.ts';
import { bootedWithSystemd, type Platform } from '../../system/host.ts';
import type { ControlOptions, Survival } from '../supervisor.ts';

const NOT_AT_BOOT = 'Nothing starts the embedded supervisor when the machine boots; start it again after that.';

/** A detached process outlives the session unless somebody cleans the session up; who does is different everywhere. */
export async function embeddedSurvival(
  platform: Platform,
  runner: CommandRunner,
  options: ControlOptions = {},
): Promise<Survival> {
  const { logout, why } = await survivesLogout(platform, runner, options);
  return { logout, reboot: false, reason: `${why} ${NOT_AT_BOOT}` };
}

async function survivesLogout(
  platform: Platform,
  runner: CommandRunner,
  options: ControlOptions,
): Promise<{ readonly logout: boolean | null; readonly why: string }> {
  if (platform !== 'linux') {
    return { logout: null, why: 'Whether this system ends background processes at logout could not be found out.' };
  }
  if (isWsl()) return { logout: null, why: 'WSL ends a distribution when it thinks that nobody uses it.' };
  if (!bootedWithSystemd()) return { logout: true, why: 'No session manager ends it at logout.' };
  const result = await runner.run(
    [
      'busctl',
      'get-property',
      'org.freedesktop.login1',
      '/org/freedesktop/login1',
      'org.freedesktop.login1.Manager',
      'KillUserProcesses',
    ],
    { timeoutMs: 5_000, signal: options.signal },
  );
  const answer = result.exitCode === 0 ? result.stdout.trim() : '';
  if (answer === 'b false')
    return { logout: true, why: 'logind leaves background processes alone (KillUserProcesses=no).' };
  if (answer === 'b true')
    return { logout: false, why: 'logind ends all processes of a session at logout (KillUserProcesses=yes).' };
  return { logout: null, why: 'logind did not say whether it ends background processes at logout.' };
}

/** The kernels of both WSL versions call themselves so. */
function isWsl(): boolean {
  try {
    return /microsoft/i.test(readFileSync('/proc/sys/kernel/osrelease', 'utf8'));
  } catch {
    // No /proc/sys: then it is not WSL, which always has it.
    return false;
  }
}
