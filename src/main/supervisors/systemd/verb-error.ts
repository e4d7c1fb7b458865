import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import type { CommandResult } from '../../system/command-runner.ts';
import { masked } from './ownership.ts';
import { commandError, type UserBus } from './user-bus.ts';

/** What a refused start, stop or restart means. Texts were measured on systemd 252. */
export async function verbError(
  bus: UserBus,
  result: CommandResult,
  unit: string,
  verb: 'start' | 'stop' | 'restart',
): Promise<ExpectedError> {
  if (/ is masked/.test(result.stderr)) return masked(unit, bus.systemctl.join(' '));
  if (/ not found| not loaded/.test(result.stderr)) return notInstalled(unit);
  const code = verb === 'stop' ? 'command-failed' : 'start-failed';
  return commandError(bus, result, say(`failed.${verb}`, { service: unit }), code);
}

export function notInstalled(unit: string): ExpectedError {
  return new ExpectedError('not-installed', say('not-installed.name', { name: unit }), {
    hint: say('hint.install-first'),
  });
}
