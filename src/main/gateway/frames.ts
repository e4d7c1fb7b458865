/**
 * The gateway's wire frames, protocol 4: what we read of them, and one parser that never throws.
 * Form of the frames: captured from openclaw 2026.9.6 (`__fixtures__/captured-frames.json`).
 * Fields that we do not use are dropped; a field that we use but that has another type than expected becomes null ("not reported"),
 * except those that decide what a frame is: without them it is not a frame.
 */
import { z } from 'zod';

/** The protocol version this client speaks. */
export const PROTOCOL = 4;

/** Nesting of a frame beyond this is refused; captured frames stay under 10. */
const MAX_DEPTH = 64;
const MAX_WORD = 200;

const word = z.string().max(MAX_WORD);
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null);
const count = z.number().int().nonnegative();

const responseErrorSchema = z.object({
  code: word,
  message: maybe(z.string()),
  retryable: maybe(z.boolean()),
  retryAfterMs: maybe(z.number().nonnegative()),
  details: maybe(
    z.object({
      code: maybe(word),
      reason: maybe(word),
      expectedProtocol: maybe(count),
      requestId: maybe(word),
      missingScope: maybe(word),
    }),
  ),
});
/** `error` of a refused request. */
export type ResponseError = z.infer<typeof responseErrorSchema>;

const responseSchema = z.discriminatedUnion('ok', [
  z.object({ type: z.literal('res'), id: word, ok: z.literal(true), payload: z.unknown() }),
  z.object({ type: z.literal('res'), id: word, ok: z.literal(false), error: responseErrorSchema }),
]);

const stateVersionSchema = z.object({ presence: count, health: count });
/** Counters since the gateway's boot. */
export type StateVersion = z.infer<typeof stateVersionSchema>;

const eventSchema = z.object({
  type: z.literal('event'),
  event: word,
  payload: z.unknown(),
  stateVersion: maybe(stateVersionSchema),
});

const challengeSchema = z.object({ nonce: word.min(1) });
const shutdownSchema = z.object({ reason: maybe(word), restartExpectedMs: maybe(z.number().nonnegative()) });

const helloSchema = z.object({
  type: z.literal('hello-ok'),
  protocol: count,
  server: z.object({ version: word, bootId: maybe(word) }),
  features: maybe(z.object({ methods: maybe(z.array(z.string())) })),
  snapshot: maybe(
    z.object({
      health: z.unknown(),
      stateVersion: maybe(stateVersionSchema),
      uptimeMs: maybe(z.number().nonnegative()),
      updateAvailable: maybe(z.object({ latestVersion: maybe(word) })),
    }),
  ),
  auth: maybe(z.object({ method: maybe(word), scopes: maybe(z.array(word)) })),
  policy: maybe(z.object({ tickIntervalMs: maybe(z.number().positive()) })),
});
/** Payload of the answer to `connect`. */
export type Hello = z.infer<typeof helloSchema>;

/** One frame from the gateway, sorted by what we do with it. `event` = an event that we do not use. */
export type Frame =
  | { readonly kind: 'challenge'; readonly nonce: string }
  | { readonly kind: 'response'; readonly id: string; readonly ok: true; readonly payload: unknown }
  | { readonly kind: 'response'; readonly id: string; readonly ok: false; readonly error: ResponseError }
  | { readonly kind: 'tick' }
  | { readonly kind: 'health'; readonly payload: unknown; readonly stateVersion: StateVersion | null }
  | { readonly kind: 'presence'; readonly stateVersion: StateVersion | null }
  | { readonly kind: 'shutdown'; readonly reason: string | null; readonly restartExpectedMs: number | null }
  | { readonly kind: 'event'; readonly event: string };

export type FrameProblem = 'too-large' | 'not-json' | 'too-deep' | 'not-a-frame';

export type ParsedFrame =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: FrameProblem };

/** What a WebSocket message can be, as `ws` hands it over. */
export type RawMessage = string | Buffer | ArrayBuffer | readonly Buffer[];

/** Reads one message of at most `maxBytes` bytes. Never throws. */
export function parseFrame(data: RawMessage, maxBytes: number): ParsedFrame {
  if (byteLength(data) > maxBytes) return { ok: false, problem: 'too-large' };
  const text = toText(data);
  if (isDeeperThan(text, MAX_DEPTH)) return { ok: false, problem: 'too-deep' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A SyntaxError: the other side sent something that is not JSON, which is what this function reports.
    return { ok: false, problem: 'not-json' };
  }
  const frame = toFrame(value);
  return frame === null ? { ok: false, problem: 'not-a-frame' } : { ok: true, frame };
}

/** The payload of the answer to `connect`, or null when it is not a hello. */
export function parseHello(payload: unknown): Hello | null {
  const result = helloSchema.safeParse(payload);
  return result.success ? result.data : null;
}

function toFrame(value: unknown): Frame | null {
  const response = responseSchema.safeParse(value);
  if (response.success) {
    const { id } = response.data;
    return response.data.ok
      ? { kind: 'response', id, ok: true, payload: response.data.payload }
      : { kind: 'response', id, ok: false, error: response.data.error };
  }
  const event = eventSchema.safeParse(value);
  if (!event.success) return null;
  const { payload } = event.data;
  const stateVersion = event.data.stateVersion ?? null;
  switch (event.data.event) {
    case 'connect.challenge': {
      const challenge = challengeSchema.safeParse(payload);
      return challenge.success ? { kind: 'challenge', nonce: challenge.data.nonce } : null;
    }
    case 'tick':
      return { kind: 'tick' };
    case 'health':
      return { kind: 'health', payload, stateVersion };
    case 'presence':
      return { kind: 'presence', stateVersion };
    case 'shutdown': {
      const shutdown = shutdownSchema.safeParse(payload);
      const data = shutdown.success ? shutdown.data : null;
      return { kind: 'shutdown', reason: data?.reason ?? null, restartExpectedMs: data?.restartExpectedMs ?? null };
    }
    default:
      return { kind: 'event', event: event.data.event };
  }
}

/** Length of a message, bytes. */
export function byteLength(data: RawMessage): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (Array.isArray(data)) return data.reduce((sum, part) => sum + part.byteLength, 0);
  return (data as Buffer | ArrayBuffer).byteLength;
}

function toText(data: RawMessage): string {
  if (typeof data === 'string') return data;
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : (data as Buffer).toString('utf8');
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts brackets outside strings, before the text is handed to JSON.parse and to schemas that recurse. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === BACKSLASH) index += 1;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return false;
}
