/** The background side of a simulated supervisor: a socket beside its state file, prepared answers, and an end when its machine is gone. */
import { existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Reply } from './daemon-client.ts';

const requestSchema = z.strictObject({ args: z.array(z.string()), session: z.boolean() });
/** `<SIM_STATE>.faults.json`: answers given instead. */
const faultsSchema = z.array(
  z.strictObject({
    verb: z.string(),
    /** Only commands with an argument that holds this. */
    match: z.string().optional(),
    /** How often; for ever when left out. */
    times: z.number().int().optional(),
    exitCode: z.number().int(),
    stdout: z.string().optional(),
    stderr: z.string().optional(),
  }),
);

export interface Manager {
  answer(args: readonly string[], session: boolean): Reply | Promise<Reply>;
  /** Ends every process that it started, at once. */
  destroy(): void;
}

/** Listens until `sim-shutdown` comes or the folder of the state file is gone; then the process ends. */
export function serveManager(statePath: string, manager: Manager): void {
  const socketPath = `${statePath}.sock`;
  const shutDown = (): never => {
    manager.destroy();
    process.exit(0);
  };
  const serve = async (socket: Socket): Promise<void> => {
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy()); // The command was killed while it waited.
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    if (text === '') return;
    const { args, session } = requestSchema.parse(JSON.parse(text));
    const ends = args[0] === 'sim-shutdown';
    const reply = ends
      ? { exitCode: 0, stdout: '', stderr: '' }
      : (takeFault(statePath, args) ?? (await manager.answer(args, session)));
    socket.end(JSON.stringify(reply), () => {
      if (ends) shutDown();
    });
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket));
  server.on('error', (cause: NodeJS.ErrnoException) => {
    // Two commands began at once: the first manager stays.
    if (cause.code === 'EADDRINUSE') process.exit(0);
    throw cause;
  });
  server.on('listening', () => {
    // Only the one that listens takes the socket with it.
    process.on('exit', () => {
      if (existsSync(socketPath)) unlinkSync(socketPath);
    });
  });
  server.listen(socketPath);
  // It must not outlive the machine it stands for.
  setInterval(() => {
    if (!existsSync(dirname(statePath))) shutDown();
  }, 500);
}

function takeFault(statePath: string, args: readonly string[]): Reply | null {
  const path = `${statePath}.faults.json`;
  if (!existsSync(path)) return null;
  const faults = faultsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const index = faults.findIndex(
    ({ verb, match, times }) =>
      args.includes(verb) && times !== 0 && (match === undefined || args.some((word) => word.includes(match))),
  );
  const fault = faults[index];
  if (fault === undefined) return null;
  if (fault.times !== undefined) {
    writeFileSync(path, JSON.stringify(faults.with(index, { ...fault, times: fault.times - 1 })));
  }
  return { exitCode: fault.exitCode, stdout: fault.stdout ?? '', stderr: fault.stderr ?? '' };
}

/** Milliseconds of a variable such as SIM_THROTTLE_MS; null when it is not set. */
export function milliseconds(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
