/**
 * Runs inside the booted host as the unprivileged user: the app's core as it is, over three gateways that a real systemd runs. It does
 * things to them behind the core's back and prints one JSON object: how long each took to be shown, and what became of the others.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAppCore } from '../../src/main/operations/app-core.ts';
import { createContext } from '../../src/main/operations/context.ts';
import type { Notice } from '../../src/main/operations/notify.ts';
import { type Clock, systemClock } from '../../src/main/system/clock.ts';
import { readHost } from '../../src/main/system/host.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import type { MonitorFacts, Seen } from './monitor-facts.ts';

const POLL_MS = 10;
const LIMIT_MS = 60_000;
const SETTLED_MS = 6_000;
const offset = { wall: 0, sinceBoot: 0 };
const clock: Clock = {
  ...systemClock,
  now: () => Date.now() + offset.wall,
  sinceBoot: () => performance.now() + offset.sinceBoot,
};
const host = readHost();
const base = createContext({
  host,
  version: '0.0.0',
  runner: createSpawnRunner(host.env),
  embeddedProgram: { execPath: process.execPath, args: [] },
  elevation: { surface: () => 'nobody', helper: [process.execPath] },
});
const defects: string[] = [];
const problems: string[] = [];
const notices: Notice[] = [];
const core = await createAppCore({ ...base, clock }, (cause) => defects.push(String(cause)), {
  record: true,
  onNote: (message) => problems.push(message),
});
core.setAttention(true);
core.onNotice((notice) => notices.push(notice));

const report = (profile: string): StatusReport | null =>
  core.snapshot().profiles.find((each) => each.profile === profile)?.report ?? null;
const seen = (profile: string): Seen => {
  const found = report(profile);
  return {
    level: found?.verdict.level ?? 'none',
    code: found?.verdict.code ?? 'none',
    reason: found?.verdict.reason ?? null,
    pid: found?.pid ?? null,
    diagnoses: found?.diagnoses.map(({ code }) => code) ?? [],
  };
};
const run = (program: string, ...args: string[]) =>
  new Promise<string>((resolve, reject) => {
    execFile(program, args, (error, stdout) => (error === null ? resolve(stdout) : reject(error)));
  });

async function until(what: string, holds: () => boolean): Promise<number> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > LIMIT_MS)
      throw new Error(`${what} was never shown: ${JSON.stringify({ ...all(), defects })}`);
    await sleep(POLL_MS);
  }
  return performance.now() - began;
}
const all = () => Object.fromEntries(['default', 'work', 'dev'].map((name) => [name, seen(name)]));
const healthy = (profile: string) => seen(profile).level === 'healthy';

/** Healthy, and unchanged for longer than a gateway takes to notice its new configuration and restart. */
async function settled(profile: string): Promise<void> {
  let last = '';
  let since = performance.now();
  await until(`${profile} settled`, () => {
    const now = JSON.stringify(seen(profile));
    if (now !== last) since = performance.now();
    last = now;
    return healthy(profile) && performance.now() - since > SETTLED_MS;
  });
}

/** Does something to one profile, and notes when it is shown and whether the others stayed as they were. */
async function behind(profile: string, act: () => Promise<unknown>, shown: (now: Seen, before: Seen) => boolean) {
  const before = all();
  await act();
  const ms = await until(profile, () => shown(seen(profile), before[profile] ?? seen(profile)));
  const after = seen(profile);
  await sleep(500);
  const changed = Object.fromEntries(
    Object.entries(before)
      .filter(([name, then]) => name !== profile && JSON.stringify(seen(name)) !== JSON.stringify(then))
      .map(([name, then]) => [name, { before: then, now: seen(name) }]),
  );
  return { ms, after, changed };
}

async function story(): Promise<MonitorFacts> {
  await until('all healthy', () => ['default', 'work', 'dev'].every(healthy));
  const killed = await behind(
    'default',
    async () => process.kill(seen('default').pid ?? 0, 'SIGKILL'),
    (now, before) => now.level !== 'healthy' || now.pid !== before.pid,
  );
  await until('default again', () => healthy('default'));

  const stopped = await behind(
    'work',
    () => run('systemctl', '--user', 'stop', 'openclaw-gateway-work.service'),
    (now) => now.level === 'stopped',
  );
  const startedAgain = await behind(
    'work',
    () => run('systemctl', '--user', 'start', 'openclaw-gateway-work.service'),
    (now) => now.level !== 'stopped',
  );
  await until('work again', () => healthy('work'));

  const config = report('dev')?.configPath.cli ?? '';
  const good = await readFile(config, 'utf8');
  const parsed = JSON.parse(good) as { gateway: { auth: { token: string } } };
  const other = { ...parsed, gateway: { ...parsed.gateway, auth: { ...parsed.gateway.auth, token: 'another-token' } } };
  const token = await behind(
    'dev',
    () => writeFile(config, JSON.stringify(other)),
    (now, before) => now.level !== 'healthy' || now.pid !== before.pid,
  );
  await writeFile(config, good);
  await settled('dev');

  const held = await behind(
    'default',
    async () => process.kill(seen('default').pid ?? 0, 'SIGSTOP'),
    (now) => now.level === 'failed',
  );
  const letGo = await behind(
    'default',
    async () => process.kill(held.after.pid ?? 0, 'SIGCONT'),
    (now) => now.level === 'healthy',
  );

  offset.wall += 3 * 3_600_000;
  await sleep(5_000);
  const clockSet = await behind(
    'work',
    async () => process.kill(seen('work').pid ?? 0, 'SIGKILL'),
    (now, before) => now.level !== 'healthy' || now.pid !== before.pid,
  );
  await until('work after the clock', () => healthy('work'));
  const history = await core.timeline('default', 24);
  return {
    killed,
    stopped,
    startedAgain,
    token,
    held,
    letGo,
    clockSet,
    history: history.ok
      ? { states: history.value.segments.map(({ state }) => state), marks: history.value.marks.map(({ kind }) => kind) }
      : null,
    notices: notices.map(({ kind, profile }) => `${kind} ${profile}`),
    defects,
    problems,
  };
}

try {
  process.stdout.write(`${JSON.stringify(await story())}\n`);
} finally {
  await core.dispose();
}
