/**
 * What asking the gateway itself told us. One probe = TCP connect, WebSocket upgrade, challenge, hello, reads.
 */
import { z } from 'zod';

/** How far the probe came before it ended. `done` means the reads after hello answered. */
export const probePhaseSchema = z.enum(['resolve', 'connect', 'upgrade', 'challenge', 'hello', 'read', 'done']);
export type ProbePhase = z.infer<typeof probePhaseSchema>;

export const probeCodeSchema = z.enum([
  'ok',
  /** Nothing listens on the port. */
  'refused',
  'unreachable',
  /** Silent in the phase that `phase` names. */
  'timeout',
  /** It listens but does not speak the gateway's protocol (plain HTTP server, garbage, other WebSocket server). */
  'not-a-gateway',
  /** A frame larger than we accept. */
  'frame-too-large',
  /** A frame that is not JSON or not of the protocol's form. */
  'bad-frame',
  'protocol-mismatch',
  /** The gateway wants a secret and we have none. */
  'auth-required',
  /** The gateway refuses the secret that we have. */
  'auth-mismatch',
  'pairing-required',
  'rate-limited',
  /** It listens and says that it is still starting. */
  'starting',
  /** It said that it is going away. */
  'stopping',
  /** It closed the connection without a reason we know. */
  'closed',
  'tls-failed',
  /** We could not work out which secret to use (an unresolved reference); nothing was sent. */
  'secret-unresolved',
  /** The gateway answered connect with an error that we do not know; `message` holds it. */
  'rejected',
]);
export type ProbeCode = z.infer<typeof probeCodeSchema>;

/** Answer of one HTTP path: the status, and whether the body was the gateway's. Null when there was no HTTP answer. */
export const httpCheckSchema = z.strictObject({
  path: z.string(),
  status: z.number().int(),
  ok: z.boolean(),
  detail: z.string().nullable(),
});
export type HttpCheck = z.infer<typeof httpCheckSchema>;

export const probeDetailSchema = z.strictObject({
  phase: probePhaseSchema,
  code: probeCodeSchema,
  /** One sentence; null when ok. */
  message: z.string().nullable(),
  url: z.string(),
  /** From the start of the TCP connect to hello-ok, milliseconds; null when hello never came. */
  latencyMs: z.number().nonnegative().nullable(),
  serverVersion: z.string().nullable(),
  protocol: z.number().int().nullable(),
  /** `token`, `password` or `none`, as the gateway says. */
  authMethod: z.string().nullable(),
  /** Scopes that were really granted. */
  scopes: z.array(z.string()).nullable(),
  retryAfterMs: z.number().nonnegative().nullable(),
  /** Process of the gateway as it reports itself, when a read told it. */
  serverPid: z.number().int().nullable(),
  /** Changes with every boot of the gateway. */
  bootId: z.string().nullable(),
  liveness: httpCheckSchema.nullable(),
  readiness: httpCheckSchema.nullable(),
});
export type ProbeDetail = z.infer<typeof probeDetailSchema>;
