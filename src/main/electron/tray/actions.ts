/**
 * Carries out what a row of the tray's menu asks for.
 */
import type { CallInput, EventPayload, StatusSnapshot } from '../../../shared/ipc/contract.ts';
import type { OperationError } from '../../../shared/outcome.ts';
import type { AppCore } from '../core-api.ts';
import { openDashboard } from '../handlers.ts';
import type { MenuAction } from './menu-model.ts';

export interface ActionDependencies {
  readonly core: Pick<AppCore, 'run' | 'snapshot' | 'dashboardUrl'>;
  readonly openWindow: (view: EventPayload<'view.select'> | null) => void;
  readonly openExternal: (url: string) => Promise<void>;
  readonly copyText: (text: string) => Promise<void>;
  readonly diagnosticsText: (snapshot: StatusSnapshot) => string;
  /** Asks before several gateways are stopped. */
  readonly confirmStopAll: (profiles: readonly string[]) => Promise<boolean>;
  readonly sayFailed: (profile: string, error: OperationError) => void;
  readonly onStep: (step: EventPayload<'operation.step'>) => void;
  readonly newId: () => string;
  readonly quit: () => void;
}

/** Resolves when the action is done. Failures are said to the person, not thrown. */
export async function runMenuAction(action: MenuAction, deps: ActionDependencies): Promise<void> {
  switch (action.do) {
    case 'run':
      return operate(action.action, action.profile, deps);
    case 'run-all':
      if (action.action === 'stop' && !(await deps.confirmStopAll(action.profiles))) return;
      await Promise.all(action.profiles.map((profile) => operate(action.action, profile, deps)));
      return;
    case 'show':
      return deps.openWindow({ profile: action.profile, tab: action.tab });
    case 'open-dashboard': {
      const outcome = await openDashboard(deps.core, action.profile, deps.openExternal);
      if (!outcome.ok) deps.sayFailed(action.profile, outcome.error);
      return;
    }
    case 'copy':
      return deps.copyText(action.text);
    case 'copy-diagnostics':
      return deps.copyText(deps.diagnosticsText(deps.core.snapshot()));
    case 'open-window':
      return deps.openWindow(null);
    case 'quit':
      return deps.quit();
    default:
      return action satisfies never;
  }
}

async function operate(
  action: CallInput<'operation.run'>['action'],
  profile: string,
  deps: ActionDependencies,
): Promise<void> {
  const operationId = deps.newId();
  const outcome = await deps.core.run({ operationId, action, profile, options: {} }, (steps) =>
    deps.onStep({ operationId, profile, action, steps: [...steps] }),
  );
  if (!outcome.ok) deps.sayFailed(profile, outcome.error);
}
