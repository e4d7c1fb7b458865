import type { CoreContext } from '../../operations/context.ts';

/** The same core, whose probes end with the signal: one that is under way would keep the process for seconds after its work is over. */
export function withSignal(core: CoreContext, signal: AbortSignal): CoreContext {
  return {
    ...core,
    prober: (target, options) =>
      core.prober(target, {
        ...options,
        signal: options.signal === undefined ? signal : AbortSignal.any([options.signal, signal]),
      }),
  };
}
