import { connect } from 'node:net';
import { type Phrase, say } from '../../../shared/said.ts';
import { errnoOf } from '../../system/files.ts';
import {
  type ControlReply,
  type ControlVerb,
  controlReplySchema,
  MAX_LINE_BYTES,
  parseJson,
} from './control-protocol.ts';

export type ControlAnswer =
  | { readonly kind: 'reply'; readonly reply: ControlReply }
  /** No socket, or nobody behind it. */
  | { readonly kind: 'nobody' }
  /** Somebody was there and hung up before he answered: he is ending, or was killed. Ask again. */
  | { readonly kind: 'hung-up' }
  /** Somebody is there and does not answer as he should, or we may not ask. */
  | { readonly kind: 'no-answer'; readonly reason: Phrase };

const TIMEOUT_MS = 3_000;

/** Asks the supervisor behind `path`. Never rejects. */
export function askSupervisor(path: string, verb: ControlVerb, signal?: AbortSignal): Promise<ControlAnswer> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    const finish = (answer: ControlAnswer) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(
      () => finish({ kind: 'no-answer', reason: say('reason.supervisor-silent', { seconds: TIMEOUT_MS / 1000 }) }),
      TIMEOUT_MS,
    );
    const abort = () => finish({ kind: 'no-answer', reason: say('reason.question-cancelled') });
    signal?.addEventListener('abort', abort, { once: true });
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(`${JSON.stringify({ verb })}\n`));
    socket.on('error', (cause) => {
      const code = errnoOf(cause) ?? '';
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') finish({ kind: 'nobody' });
      else if (code === 'ECONNRESET' || code === 'EPIPE') finish({ kind: 'hung-up' });
      else finish({ kind: 'no-answer', reason: say('reason.socket-unusable', { error: code || cause.message }) });
    });
    socket.on('close', () => finish({ kind: 'hung-up' }));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0) {
        if (text.length > MAX_LINE_BYTES) finish({ kind: 'no-answer', reason: say('reason.answer-too-long') });
        return;
      }
      const parsed = controlReplySchema.safeParse(parseJson(text.slice(0, end)));
      if (parsed.success) finish({ kind: 'reply', reply: parsed.data });
      else finish({ kind: 'no-answer', reason: say('reason.answer-form') });
    });
  });
}
