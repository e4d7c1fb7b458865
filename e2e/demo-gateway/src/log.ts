/** Log lines as the real gateway writes them: to stdout for the journal and, where `logging.file` names one, as JSON lines. */
import { appendFileSync } from 'node:fs';
import { hostname } from 'node:os';

export type Log = (message: string, level?: 'INFO' | 'WARN' | 'ERROR', subsystem?: string) => void;

const LEVEL_IDS = { INFO: 3, WARN: 4, ERROR: 5 } as const;

export function createLog(file: string | null): Log {
  return (message, level = 'INFO', subsystem = 'gateway') => {
    const time = new Date().toISOString().replace('Z', '+00:00');
    process.stdout.write(`${time} [${subsystem}] ${message}\n`);
    if (file === null) return;
    const name = JSON.stringify({ subsystem });
    const meta = {
      runtime: 'node',
      runtimeVersion: process.versions.node,
      hostname: hostname(),
      date: new Date().toISOString(),
      logLevelId: LEVEL_IDS[level],
      logLevelName: level,
      name,
      parentNames: ['openclaw'],
    };
    const line = { 0: name, 1: message, _meta: meta, time, hostname: hostname(), message };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}
