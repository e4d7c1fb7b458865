import type { LastExit } from '../../../shared/service-state.ts';
import { EXIT_CONFIG } from './back-off.ts';
import type { GatewayExit } from './gateway-process.ts';

/** How a gateway ended, in words. `asked`: we had told it to stop. `at` in milliseconds since the epoch, null when nobody saw it. */
export function describeExit(exit: GatewayExit, asked: boolean, adopted: boolean, at: number | null): LastExit {
  return {
    code: exit.code,
    signal: exit.signal,
    at: at === null ? null : new Date(at).toISOString(),
    words: exitWords(exit, asked, adopted),
  };
}

function exitWords(exit: GatewayExit, asked: boolean, adopted: boolean): string {
  const suffix = asked ? ' after it was asked to stop' : '';
  if (exit.startError !== null) return `not started: ${exit.startError}`;
  if (exit.signal !== null) return `ended by ${exit.signal}${suffix}`;
  if (exit.code === EXIT_CONFIG) return '78: the configuration does not let it start';
  if (exit.code !== null) return `${exit.code}: ended ${exit.code === 0 ? 'without' : 'with'} an error${suffix}`;
  return adopted ? `ended${suffix}; its exit code went to the supervisor that was killed` : `ended${suffix}`;
}
