/**
 * A session bus of a spec's own: dbus-daemon with a configuration that knows no services, so that nothing of this machine can be started by
 * a message. What the person's own session does is never touched.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrivateBus {
  /** For DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 10_000;

/** @throws Error when there is no dbus-daemon. */
export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = await mkdtemp(join(tmpdir(), 'openclaw-tray-bus-'));
  const config = join(folder, 'bus.conf');
  await writeFile(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(folder, 'bus')}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'], {
    // It complains about limits that it may not raise.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(daemon);
  return {
    address,
    async stop() {
      const gone = once(daemon, 'exit');
      if (daemon.exitCode === null && daemon.kill()) await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function firstLine(daemon: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('dbus-daemon printed no address')), START_LIMIT_MS);
    const end = (): void => clearTimeout(timer);
    daemon.once('error', (cause) => {
      end();
      reject(new Error('dbus-daemon could not be started: apt-get install dbus', { cause }));
    });
    daemon.stdout?.once('data', (data: Buffer) => {
      end();
      resolve(data.toString().trim());
    });
  });
}
