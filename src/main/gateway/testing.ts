/** Servers for this room's tests: a gateway that plays captured frames, and ones that misbehave. Not part of the product. */
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import captured from './__fixtures__/captured-frames.json' with { type: 'json' };

export const frames = captured.frames;
export const closes = captured.closes;

export interface TestServer {
  readonly port: number;
  /** Connections that are open now. */
  sockets(): number;
  stop(): Promise<void>;
}

/** A TCP server that does `serve` with every connection. */
export function tcpServer(serve: (socket: Socket) => void): Promise<TestServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket);
    // Without a reader it would never see the other side go.
    socket.resume();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        sockets: () => open.size,
        stop: () =>
          new Promise((done) => {
            for (const socket of open) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}

export interface SocketServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Bodies by path; without one the answer is 404. */
  readonly http?: Readonly<Record<string, { readonly status: number; readonly body: string }>>;
}

/** A WebSocket server that does `serve` with every connection. */
export async function socketServer(
  serve: (ws: WebSocket) => void,
  options: SocketServerOptions = {},
): Promise<TestServer> {
  const http: Server = options.tls === undefined ? createHttpServer() : createHttpsServer(options.tls);
  http.on('request', (request, response) => {
    const answer = options.http?.[request.url ?? ''];
    response.writeHead(answer?.status ?? 404).end(answer?.body ?? 'nothing');
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const open = new Set<{ destroy(): void }>();
  http.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  http.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      serve(ws);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    sockets: () => open.size,
    stop: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        http.close(() => done());
      }),
  };
}

export interface Request {
  readonly id: string;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/**
 * Plays a gateway on one socket: challenge, then `answer` for every request. It returns the frame to send (its id is filled in),
 * null for silence, or sends by itself.
 */
export function playGateway(ws: WebSocket, answer: (request: Request) => object | null): void {
  ws.on('message', (data) => {
    const request = JSON.parse(data.toString()) as Request;
    const reply = answer(request);
    if (reply !== null) ws.send(JSON.stringify({ ...reply, id: request.id }));
  });
  ws.send(JSON.stringify(frames.challenge));
}

/** The captured answers of a healthy gateway; `hello` replaces the answer to connect. */
export function capturedAnswers(request: Request, hello: object = frames.helloToken): object | null {
  switch (request.method) {
    case 'connect':
      return hello;
    case 'health':
      return frames.healthResponseTelegram;
    case 'node.list':
      return frames.nodeListResponse;
    case 'system.info':
      return frames.systemInfoResponse;
    case 'status':
      return frames.statusResponse;
    default:
      return frames.forbiddenResponse;
  }
}
