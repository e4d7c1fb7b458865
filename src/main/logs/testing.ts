/** A scratch folder with the logs of a profile, for tests: real files, and a `journalctl` that prints what a test wants. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LogLine } from '../../shared/log-line.ts';
import { resolveProfileById } from '../profiles/resolve.ts';
import type { LogSource, SupervisorAdapter } from '../supervisors/supervisor.ts';
import { type Host, resolveAppDirs } from '../system/host.ts';
import { createSpawnRunner } from '../system/spawn-runner.ts';
import type { StreamContext } from './stream.ts';
import type { LogSubject } from './subject.ts';

export interface LogBench {
  readonly folder: string;
  /** The gateway's own log, as `logging.file` names it. */
  readonly gatewayFile: string;
  /** Captured output of the service. */
  readonly serviceFile: string;
  readonly context: StreamContext;
  subject(sources?: readonly LogSource[], secrets?: readonly string[]): LogSubject;
  /** Puts a program of this name on the path of what is started; `script` is of Node. */
  program(name: string, script: string): Promise<void>;
  dispose(): Promise<void>;
}

export async function makeLogBench(): Promise<LogBench> {
  const folder = await mkdtemp(join(tmpdir(), 'openclaw-tray-logs-'));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await mkdir(join(folder, 'logs'));
  const env = { HOME: folder, PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`, TMPDIR: folder };
  const host: Host = {
    platform: 'linux',
    hostname: 'test',
    uid: process.getuid?.() ?? null,
    userName: 'me',
    accountHome: folder,
    home: folder,
    tempDir: folder,
    env,
    appDirs: resolveAppDirs('linux', env, folder),
  };
  const profile = resolveProfileById('default', host);
  if (!profile.ok) throw new Error(profile.error.message);
  const gatewayFile = join(folder, 'logs', 'gateway.jsonl');
  const serviceFile = join(folder, 'logs', 'service.log');
  const identity = { profile: 'default', serviceName: 'openclaw-gateway.service', stateDir: join(folder, 'state') };
  return {
    folder,
    gatewayFile,
    serviceFile,
    context: { host, runner: createSpawnRunner(env) },
    subject(sources = [{ kind: 'file', path: serviceFile }], secrets = []) {
      const adapter: Pick<SupervisorAdapter, 'kind' | 'logSources'> = { kind: 'embedded', logSources: () => sources };
      return {
        profile: profile.value,
        located: { adapter: adapter as SupervisorAdapter, identity },
        logFile: gatewayFile,
        secrets,
      };
    },
    async program(name, script) {
      const path = join(bin, name);
      await writeFile(path, `#!${process.execPath}\n${script}`);
      await chmod(path, 0o755);
    },
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** A line as the gateway writes it into its own log (form recorded from openclaw 2026.9.6). */
export function gatewayLine(at: number, message: string, level = 'INFO', subsystem = 'gateway'): string {
  const name = JSON.stringify({ subsystem });
  const date = new Date(at).toISOString();
  const _meta = { runtime: 'node', hostname: 'vm', date, logLevelId: 3, logLevelName: level, name };
  return `${JSON.stringify({ 0: name, 1: message, _meta, time: date.replace('Z', '+00:00'), hostname: 'vm', message })}\n`;
}

/** A line as the gateway prints it when its output is no terminal. */
export function serviceLine(at: number, message: string, subsystem = 'gateway'): string {
  return `${new Date(at).toISOString().replace('Z', '+00:00')} [${subsystem}] ${message}\n`;
}

export const texts = (lines: readonly LogLine[]): string[] => lines.map(({ text }) => text);

/** Waits until `done` holds; fails with what `seen` tells when it does not within 10 s. */
export async function until(done: () => boolean, seen: () => unknown): Promise<void> {
  for (let left = 500; left > 0; left -= 1) {
    if (done()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It did not come: ${JSON.stringify(seen())?.slice(0, 2_000)}`);
}
