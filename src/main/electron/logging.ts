/**
 * The app's own log: one file in our state folder, and the terminal. Secrets are removed at the sink, so that no caller can forget.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
// The node entry on purpose: the main entry opens an IPC channel of its own that any page could write to.
import electronLog from 'electron-log/node.js';
import type { IpcLog } from './ipc-server.ts';

export interface AppLog extends IpcLog {
  info(message: string): void;
}

export interface LogOptions {
  /** Our state folder; the file is `main.log` in it. */
  readonly folder: string;
  /** Takes secrets out of a line. */
  readonly redact: (text: string) => string;
  /** Also write to the terminal (stderr). */
  readonly terminal: boolean;
}

const MAX_BYTES = 1024 * 1024;

/** Sets the log up. Files are readable by this user only. */
export function createAppLog({ folder, redact, terminal }: LogOptions): AppLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logger = electronLog.create({ logId: 'openclaw-tray' });
  const { file, console: screen } = logger.transports;
  file.resolvePathFn = () => join(folder, 'main.log');
  file.maxSize = MAX_BYTES;
  file.level = 'info';
  file.format = '{iso} {level} {text}';
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  screen.level = terminal ? 'warn' : false;
  screen.format = 'openclaw-tray: {text}';
  // Before any transport: what is written anywhere has been through here.
  logger.hooks.push((message) => ({ ...message, data: [oneLine(redact(format(...message.data)))] }));
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error: (message, cause) => logger.error(`${message} ${causeText(cause)}`),
  };
}

function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.stack ?? `${cause.name}: ${cause.message}`;
}

/** A message is one line of the file, whatever it quotes: nobody can forge a second one. */
function oneLine(text: string): string {
  return text.replaceAll(/\r?\n\s*/g, ' | ').replaceAll(/[\u0000-\u001f\u007f]/g, '?');
}
