/** Whether a task outlives the session and a reboot, from how it is registered. */
import { say } from '../../../shared/said.ts';
import type { ControlOptions, ServiceIdentity, Survival } from '../supervisor.ts';
import { type InspectDeps, lookAt } from './inspect.ts';

/** Logon types that need no session of the user ([MS-TSCH], "LogonType"). */
const WITHOUT_SESSION: ReadonlySet<string> = new Set([
  'Password',
  'S4U',
  'ServiceAccount',
  'InteractiveTokenOrPassword',
]);

/** @param enabled whether the service starts by itself; null when not known. */
export async function survivalOf(
  deps: InspectDeps,
  identity: ServiceIdentity,
  enabled: boolean | null,
  options?: ControlOptions,
): Promise<Survival> {
  const [found] = await lookAt(deps, [identity], options);
  const model = found?.installed.model ?? null;
  if (found === undefined || model === null) {
    if (found?.answer.status === 'absent') return { logout: false, reboot: false, reason: say('survives.task-none') };
    return { logout: null, reboot: null, reason: say('survives.task-unread') };
  }
  if (!WITHOUT_SESSION.has(model.logonType ?? 'InteractiveToken')) {
    return {
      logout: false,
      reboot: false,
      reason: say('survives.task-logged-on'),
    };
  }
  if (enabled === null) return { logout: true, reboot: null, reason: say('survives.task-enabled-unknown') };
  const atBoot = enabled && model.triggers.includes('BootTrigger');
  return { logout: true, reboot: atBoot, reason: atBoot ? null : say('survives.task-no-boot') };
}
