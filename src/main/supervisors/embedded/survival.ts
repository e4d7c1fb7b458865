import { readFileSync } from 'node:fs';
import { both, type Phrase, say } from '../../../shared/said.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import { bootedWithSystemd, type Platform } from '../../system/host.ts';
import type { ControlOptions, Survival } from '../supervisor.ts';

/** A detached process outlives the session unless somebody cleans the session up; who does is different everywhere. */
export async function embeddedSurvival(
  platform: Platform,
  runner: CommandRunner,
  options: ControlOptions = {},
): Promise<Survival> {
  const { logout, why } = await survivesLogout(platform, runner, options);
  return { logout, reboot: false, reason: both(why, say('survives.embedded-not-at-boot')) };
}

async function survivesLogout(
  platform: Platform,
  runner: CommandRunner,
  options: ControlOptions,
): Promise<{ readonly logout: boolean | null; readonly why: Phrase }> {
  if (platform !== 'linux') {
    return { logout: null, why: say('survives.unknown-here') };
  }
  if (isWsl()) return { logout: null, why: say('survives.wsl') };
  if (!bootedWithSystemd()) return { logout: true, why: say('survives.no-session-manager') };
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
  if (answer === 'b false') return { logout: true, why: say('survives.logind-leaves') };
  if (answer === 'b true') return { logout: false, why: say('survives.logind-ends') };
  return { logout: null, why: say('survives.logind-silent') };
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
