/** One door to the five control operations; each is loaded when it is asked for. */
import type { ControlAction, InstallOptions, OperationResult } from '../../shared/operation.ts';
import type { CoreContext } from './context.ts';
import type { ControlRequest } from './control.ts';

export async function runAction(
  context: CoreContext,
  action: ControlAction,
  request: ControlRequest,
  options: InstallOptions,
): Promise<OperationResult> {
  switch (action) {
    case 'install':
      return (await import('./install.ts')).installService(context, request, options);
    case 'uninstall':
      return (await import('./uninstall.ts')).uninstallService(context, request);
    case 'start':
      return (await import('./start.ts')).startService(context, request);
    case 'stop':
      return (await import('./stop.ts')).stopService(context, request);
    case 'restart':
      return (await import('./restart.ts')).restartService(context, request);
    default:
      return action satisfies never;
  }
}
