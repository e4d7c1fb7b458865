/** What hands do to a host: edit files, run systemctl, start programs. Each rejects when it did not happen. */
import type { ExecOptions } from '../hosts/systemd-host.ts';
import { type Scene, STRAYS } from './scene.ts';

export function systemctl({ host }: Scene, ...words: readonly string[]): Promise<string> {
  return host.run(['systemctl', '--user', ...words]);
}

/** Replaces one text in the unit's file. Not reloaded. @throws Error when that text is not in it. */
export async function editUnit({ host, unitPath }: Scene, from: string, to: string, path = unitPath): Promise<void> {
  const text = await host.run(['cat', path]);
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  await host.run(['tee', path], { input: text.replace(from, to) });
}

/** Edits the unit, as a person who also knows of daemon-reload. */
export async function changeUnit(scene: Scene, from: string, to: string): Promise<void> {
  await editUnit(scene, from, to);
  await systemctl(scene, 'daemon-reload');
}

/** An `Environment=` line more in the unit. */
export function withVariable(scene: Scene, line: string): Promise<void> {
  return changeUnit(scene, '[Install]', `Environment=${line}\n\n[Install]`);
}

/** Changes openclaw.json with a jq filter; owner and mode stay. */
export async function changeConfig({ host, configPath }: Scene, filter: string, path = configPath): Promise<void> {
  const changed = await host.run(['jq', filter, path]);
  await host.run(['tee', path], { input: changed });
}

export async function write({ host }: Scene, path: string, text: string, options: ExecOptions = {}): Promise<void> {
  await host.run(['sh', '-c', 'mkdir -p "$(dirname "$1")" && cat > "$1"', 'sh', path], { ...options, input: text });
}

/** Starts a program that nobody supervises. @returns its pid. */
export async function startByHand(
  { host }: Scene,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<number> {
  const script = 'log=$(mktemp /var/tmp/by-hand-XXXXXX); setsid "$@" >"$log" 2>&1 </dev/null & echo $! | tee -a "$0"';
  const pid = Number(await host.run(['sh', '-c', script, STRAYS, ...argv], options));
  if (!Number.isInteger(pid)) throw new Error(`${argv.join(' ')} was not started`);
  return pid;
}

/** Waits until a shell test succeeds. @throws Error after `seconds`. */
export async function until({ host }: Scene, what: string, test: string, seconds = 60): Promise<void> {
  const script = 'for _ in $(seq 1 "$1"); do if eval "$0"; then exit 0; fi; sleep 0.2; done; exit 1';
  const { exitCode } = await host.exec(['bash', '-c', script, test, String(seconds * 5)], {
    timeoutMs: (seconds + 30) * 1000,
  });
  if (exitCode !== 0) throw new Error(`${what} did not happen within ${seconds} s`);
}

export function untilListening(scene: Scene, port = scene.port): Promise<void> {
  return until(scene, `listening on ${port}`, `ss -Hltn "sport = :${port}" | grep -q .`);
}

export function untilReady(scene: Scene, port = scene.port): Promise<void> {
  return until(
    scene,
    `a ready gateway on ${port}`,
    `curl -fsS -m 2 http://127.0.0.1:${port}/readyz >/dev/null 2>&1`,
    120,
  );
}

/** Waits for a word of systemd's about the unit, for example `ActiveState` `failed`. */
export function untilUnit(scene: Scene, property: string, value: string, seconds = 60): Promise<void> {
  const test = `[ "$(systemctl --user show --value -p ${property} ${scene.unit})" = ${value} ]`;
  return until(scene, `${property}=${value}`, test, seconds);
}

/** The service ends, and does not come back by itself. */
export async function stop(scene: Scene): Promise<void> {
  await systemctl(scene, 'stop', scene.unit);
}

/** Stops the service and starts it again without waiting for what comes of it. */
export async function bounce(scene: Scene): Promise<void> {
  await systemctl(scene, 'stop', scene.unit);
  await scene.host.exec(['systemctl', '--user', 'start', scene.unit]);
}

/** The service through the shim, as a person does it. */
export async function tray({ host }: Scene, ...words: readonly string[]): Promise<void> {
  await host.run(['openclaw-tray', ...words], { timeoutMs: 240_000 });
}
