import { lstat, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { ensureFolder, errnoOf } from '../../system/files.ts';
import {
  type ControlReply,
  type ControlVerb,
  controlRequestSchema,
  MAX_LINE_BYTES,
  parseJson,
  takeLines,
} from './control-protocol.ts';

export interface ControlServer {
  close(): Promise<void>;
}

const IDLE_MS = 30_000;
const MAX_CONNECTIONS = 32;

/**
 * Listens on `path`. Call it only while holding the supervisor's lock: what is left of a killed predecessor's socket is removed.
 * @throws ExpectedError `start-failed` when the folder is not safe or the socket cannot be made.
 */
export async function listenControl(
  place: { readonly path: string; readonly folder: string | null },
  answer: (verb: ControlVerb) => ControlReply,
): Promise<ControlServer> {
  if (place.folder !== null) {
    await ensureFolder(place.folder, 0o700);
    await assertOwnFolder(place.folder);
    await rm(place.path, { force: true });
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, answer);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    // Stays for later ones too (no more file descriptors for a moment): they must not end the supervisor.
    server.on('error', (cause) =>
      reject(
        new ExpectedError('start-failed', say('start-failed.socket', { path: place.path, error: cause.message }), {
          hint: say('hint.folder-start-again'),
          cause,
        }),
      ),
    );
    server.listen(place.path, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroySoon();
      }),
  };
}

function serve(socket: Socket, answer: (verb: ControlVerb) => ControlReply): void {
  let buffered = '';
  socket.setEncoding('utf8');
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // The other side may vanish at any moment; `close` follows and is all that matters.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    const { lines, rest } = takeLines(buffered + chunk);
    buffered = rest;
    for (const line of lines) socket.write(`${JSON.stringify(reply(line, answer))}\n`);
    if (buffered.length > MAX_LINE_BYTES) socket.destroy();
  });
}

function reply(line: string, answer: (verb: ControlVerb) => ControlReply): ControlReply {
  const request = controlRequestSchema.safeParse(parseJson(line));
  if (!request.success)
    return { ok: false, code: 'bad-request', message: 'A request is {"verb": …} with a known verb.' };
  return answer(request.data.verb);
}

/** The short socket folder lies in /tmp, where anybody could have made it before us. @throws ExpectedError `start-failed`. */
export async function assertOwnFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch((cause: unknown) => {
    throw new ExpectedError(
      'start-failed',
      say('file.not-looked-at', { path: folder, error: errnoOf(cause) ?? String(cause) }),
      {
        cause,
      },
    );
  });
  const uid = process.getuid?.();
  if (found.isDirectory() && (uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0))) return;
  throw new ExpectedError('start-failed', say('start-failed.folder-open', { path: folder }), {
    hint: say('hint.somebody-else-made-it'),
  });
}
