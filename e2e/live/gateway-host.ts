/** A booted host with the real OpenClaw and this checkout in it, as a person's machine would look. */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
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

export interface GatewayHostOptions {
  readonly home?: string;
  /** `demo` puts the demo gateway in OpenClaw's place: it starts in a second, and there is no `openclaw` CLI. */
  readonly gateway?: 'real' | 'demo';
}

/** Where the demo gateway's package is inside the host. */
export const DEMO_INSIDE = '/usr/local/lib/node_modules/openclaw';
const SHIM_FOLDER = '/usr/local/lib/openclaw-tray';

/** Boots it: OpenClaw under /usr/local, its Node as the system's, the checkout read-only under /opt, the shim as it was built by now. */
export async function bootGatewayHost(name: string, options: GatewayHostOptions = {}): Promise<GatewayHost> {
  const { gateway = 'real', ...rest } = options;
  const results = `${root}results/live/${name}`;
  mkdirSync(results, { recursive: true });
  const host = await bootSystemdHost({
    name,
    ...rest,
    binds: [
      { from: root, to: PROJECT },
      { from: results, to: RESULTS_INSIDE, writable: true },
    ],
  });
  try {
    const node = gateway === 'demo' ? PROJECT_NODE : (await copyOpenclawInto(host)).node;
    if (gateway === 'demo') await copyDemoInto(host, results);
    await host.run(['cp', node, '/usr/local/bin/node'], { root: true });
    // Copies, so that building or installing again does not change the program under a running suite.
    await host.run(
      [
        'sh',
        '-c',
        `cp -r ${PROJECT}/dist/cli ${SHIM_FOLDER} && cp ${PROJECT_NODE} ${SHIM_FOLDER}/node && printf '#!/bin/sh\\nexec ${SHIM_FOLDER}/node ${SHIM_FOLDER}/openclaw-tray.mjs "$@"\\n' > /usr/local/bin/openclaw-tray && chmod 0755 /usr/local/bin/openclaw-tray && chmod 0777 ${RESULTS_INSIDE}`,
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

/** Through the shared results folder: what is made outside elsewhere after the boot may not be seen inside. */
async function copyDemoInto(host: SystemdHost, results: string): Promise<void> {
  const made = `${results}/demo-package`;
  try {
    await makeDemoPackage(made);
    await host.run(
      [
        'sh',
        '-c',
        `mkdir -p /usr/local/lib/node_modules && cp -r ${RESULTS_INSIDE}/demo-package/node_modules/openclaw ${DEMO_INSIDE} && ln -s ${DEMO_INSIDE}/openclaw.mjs /usr/local/bin/openclaw`,
      ],
      { root: true },
    );
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
