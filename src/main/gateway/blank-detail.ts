/** A file of its own, so that those who ask nobody need not load the WebSocket client. */
import type { ProbeDetail } from '../../shared/probe.ts';

/** The detail of a probe before anything is known. `url` is shown as it is: nothing secret may be in it. */
export function blankDetail(url: string): ProbeDetail {
  return {
    phase: 'done',
    code: 'ok',
    message: null,
    url,
    latencyMs: null,
    serverVersion: null,
    protocol: null,
    authMethod: null,
    scopes: null,
    retryAfterMs: null,
    serverPid: null,
    bootId: null,
    liveness: null,
    readiness: null,
  };
}
