/** A booted host with the real OpenClaw and this checkout in it, as a person's machine would look. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { copyOpenclawInto } from '../hosts/openclaw-cache.ts';
import { bootSystemdHost, type ExecOptions, type SystemdHost } from '../hosts/systemd-host.ts';

export const PROJECT = '/opt/openclaw-tray';
export const RESULTS_INSIDE = '/opt/results';
export const PROJECT_NODE = `${PROJECT}/node_modules/node/bin/node`;
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface GatewayHost extends SystemdHost {
  /** The shim, as the unprivileged user. Rejects when stdout is not one JSON object. */
  shimJson(
    args: readonly string[],
    options?: ExecOptions,
  ): Promise<{ exitCode: number | null; json: unknown; stderr: string }>;
  shim(
    args: readonly string[],
    options?: ExecOptions,
  ): Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
  status(args?: readonly string[]): Promise<StatusReport>;
  /** `openclaw gateway status --json`, parsed. */
  openclawStatus(args?: readonly string[]): Promise<OpenclawStatus>;
  /** Folder outside that is RESULTS_INSIDE inside. */
  readonly results: string;
}

/** What is compared of OpenClaw's own report. */
export interface OpenclawStatus {
  readonly service: {
    readonly loaded: boolean | null;
    readonly runtime?: { readonly status: string; readonly pid?: number; readonly state?: string };
    readonly configAudit?: { readonly ok: boolean; readonly issues: readonly unknown[] };
    readonly targetRole?: string;
  };
  readonly gateway?: { readonly port: number };
  readonly rpc?: { readonly ok: boolean };
  readonly extraServices?: readonly unknown[];
}

/** Boots it: OpenClaw from npm under /usr/local, its Node as the system's, the checkout read-only under /opt. */
export async function bootGatewayHost(name: string, options: { home?: string } = {}): Promise<GatewayHost> {
  const results = `${root}results/live/${name}`;
  mkdirSync(results, { recursive: true });
  const host = await bootSystemdHost({
    name,
    ...options,
    binds: [
      { from: root, to: PROJECT },
      { from: results, to: RESULTS_INSIDE, writable: true },
    ],
  });
  try {
    const openclaw = await copyOpenclawInto(host);
    await host.run(['cp', openclaw.node, '/usr/local/bin/node'], { root: true });
    await host.run(
      [
        'sh',
        '-c',
        `printf '#!/bin/sh\\nexec ${PROJECT_NODE} ${PROJECT}/dist/cli/openclaw-tray.mjs "$@"\\n' > /usr/local/bin/openclaw-tray && chmod 0755 /usr/local/bin/openclaw-tray && chmod 0777 ${RESULTS_INSIDE}`,
      ],
      { root: true },
    );
  } catch (cause) {
    await host.down();
    throw cause;
  }
  const shim: GatewayHost['shim'] = (args, execOptions) =>
    host.exec(['openclaw-tray', ...args], { timeoutMs: 240_000, ...execOptions });
  return {
    ...host,
    results,
    shim,
    async shimJson(args, execOptions) {
      const { exitCode, stdout, stderr } = await shim(args, execOptions);
      try {
        return { exitCode, json: JSON.parse(stdout), stderr };
      } catch (cause) {
        throw new Error(`openclaw-tray ${args.join(' ')} printed no JSON (exit ${exitCode}):\n${stdout}\n${stderr}`, {
          cause,
        });
      }
    },
    async status(args = []) {
      const { stdout, stderr } = await shim([...args, 'gateway', 'status', '--json']);
      const parsed = statusReportSchema.safeParse(JSON.parse(stdout));
      if (!parsed.success)
        throw new Error(`status is not of its schema: ${parsed.error.message}\n${stdout}\n${stderr}`);
      return parsed.data;
    },
    async openclawStatus(args = []) {
      return JSON.parse(
        await host.run(['openclaw', ...args, 'gateway', 'status', '--json'], { timeoutMs: 60_000 }),
      ) as OpenclawStatus;
    },
  };
}
