/** The control socket: one JSON object a line, one answer for each request. Only this user can reach it (folder mode 0700). */
import { z } from 'zod';
import { supervisorStateSchema } from './state-file.ts';

/**
 * `stop` ends the gateway and keeps the supervisor; `shutdown` ends both; `restart` is stop and start as one request; `start` also ends
 * the waiting of a back-off. All but `status` are answered when accepted, not when done.
 */
export const controlVerbSchema = z.enum(['status', 'start', 'stop', 'restart', 'shutdown']);
export type ControlVerb = z.infer<typeof controlVerbSchema>;

export const controlRequestSchema = z.object({ verb: controlVerbSchema });

export const controlReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), state: supervisorStateSchema }),
  /** `leaving`: it is on its way out and takes no more requests. */
  z.object({ ok: z.literal(false), code: z.enum(['bad-request', 'leaving']), message: z.string() }),
]);
export type ControlReply = z.infer<typeof controlReplySchema>;

export const MAX_LINE_BYTES = 64 * 1024;

/** Text after the last newline stays for the next call. */
export function takeLines(buffered: string): { readonly lines: readonly string[]; readonly rest: string } {
  const parts = buffered.split('\n');
  const rest = parts.pop() ?? '';
  return { lines: parts.filter((line) => line.trim() !== ''), rest };
}

/** Parsed JSON, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse throws SyntaxError only.
    return undefined;
  }
}
