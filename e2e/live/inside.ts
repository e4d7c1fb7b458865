/** What the live suites do inside a host besides calling the shim. */
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import type { ExecOptions } from '../hosts/systemd-host.ts';
import type { GatewayHost } from './gateway-host.ts';

/** Size, mode and content of every file below the folders, and every link and folder: equal text = nothing was changed. */
export function snapshot(host: GatewayHost, ...folders: readonly string[]): Promise<string> {
  const script =
    'find "$@" -type f -printf "%p %m " -exec sha256sum {} \\; ; find "$@" ! -type f -printf "%p %y %l\\n"';
  return host
    .run(['sh', '-c', `(${script}) 2>&1 | sort`, 'sh', ...folders], { root: true })
    .then((text) => text.replaceAll(/^.*\/run(\/.*)?$/gm, ''));
}

/** One control verb through the shim, with its JSON. */
export async function control(
  host: GatewayHost,
  verb: string,
  args: readonly string[] = [],
  options: ExecOptions = {},
) {
  const { exitCode, json } = await host.shimJson(['gateway', verb, ...args, '--json'], options);
  return { exitCode, json };
}

/** Status with other exec options than the usual ones. @throws Error when it is not of its schema. */
export async function statusWith(
  host: GatewayHost,
  options: ExecOptions,
  args: readonly string[] = [],
): Promise<StatusReport> {
  const { stdout } = await host.shim(['gateway', 'status', '--json', ...args], options);
  return statusReportSchema.parse(JSON.parse(stdout));
}

/** Settings over a unit, as a person would make them with `systemctl edit`. An empty list takes them away. */
export async function dropIn(host: GatewayHost, unit: string, lines: readonly string[]): Promise<void> {
  const folder = `${host.home}/.config/systemd/user/${unit}.d`;
  if (lines.length === 0) await host.run(['rm', '-rf', folder]);
  else {
    await host.run(['mkdir', '-p', folder]);
    await host.run(['tee', `${folder}/test.conf`], { input: `${lines.join('\n')}\n` });
  }
  await host.run(['systemctl', '--user', 'daemon-reload']);
}

/** A property of a unit as systemd has it. */
export async function unitProperty(host: GatewayHost, unit: string, property: string): Promise<string> {
  return (await host.run(['systemctl', '--user', 'show', '--value', `--property=${property}`, unit])).trim();
}

export interface SmallDisk {
  /** Leaves no free block. */
  fill(): Promise<void>;
  /** Gives the space back. */
  free(): Promise<void>;
  readOnly(on: boolean): Promise<void>;
  /** Takes it away; what it holds by then is put where it was mounted. */
  remove(): Promise<void>;
}

/** A file system of some kB over a folder of the test user, with what was in it. */
export async function smallDisk(host: GatewayHost, folder: string, size = '256k'): Promise<SmallDisk> {
  const asRoot = { root: true };
  const script = [
    'set -e',
    'mkdir -p "$1"; keep=$(mktemp -d); cp -a "$1/." "$keep"',
    'mount -t tmpfs -o "size=$2,mode=0700,uid=$(id -u "$3"),gid=$(id -g "$3")" tmpfs "$1"',
    'cp -a "$keep/." "$1"; chown "$3:$3" "$1"; rm -rf "$keep"',
  ].join('\n');
  await host.run(['install', '-d', '-m', '0700', folder]);
  await host.run(['bash', '-c', script, 'bash', folder, size, host.user], asRoot);
  const filler = `${folder}/filler`;
  return {
    fill: async () => {
      await host.exec(['dd', 'if=/dev/zero', `of=${filler}`, 'bs=4k'], asRoot);
    },
    free: async () => {
      await host.run(['rm', '-f', filler], asRoot);
    },
    readOnly: async (on) => {
      await host.run(['mount', '-o', `remount,${on ? 'ro' : 'rw'}`, folder], asRoot);
    },
    remove: async () => {
      const back =
        'keep=$(mktemp -d); cp -a "$1/." "$keep"; umount -l "$1"; rm -rf "$1"/* "$1"/.[!.]*; cp -a "$keep/." "$1"; rm -rf "$keep"';
      await host.run(['sh', '-c', back, 'sh', folder], asRoot);
    },
  };
}
