/** The gateway's process ends, hangs or misbehaves. */
import type { BrokenHost } from './broken-host.ts';
import { bounce, changeUnit, stop, systemctl, tray, untilListening, untilUnit, write } from './hands.ts';
import type { Scene } from './scene.ts';

const dropInOf = ({ host, unit }: Scene) => `${host.home}/.config/systemd/user/${unit}.d/override.conf`;

/** As `systemctl --user edit` would leave it. */
async function override(scene: Scene, ...lines: readonly string[]): Promise<void> {
  await write(scene, dropInOf(scene), `[Service]\n${lines.join('\n')}\n`);
  await systemctl(scene, 'daemon-reload');
}

async function withoutOverride(scene: Scene): Promise<void> {
  await scene.host.run(['rm', '-r', `${dropInOf(scene).replace('/override.conf', '')}`]);
  await systemctl(scene, 'daemon-reload');
}

/** The demo gateway, told to misbehave, and taken back by who told it so. */
function misbehaving(id: string, title: string, rule: string, mode: string, listens = true): BrokenHost {
  return {
    id,
    title,
    topic: 'process',
    rule,
    on: 'demo',
    demoOnly: true,
    async break(scene) {
      await override(scene, `Environment=DEMO_MODE=${mode}`);
      await bounce(scene);
      if (listens) await untilListening(scene);
    },
    cure: {
      by: 'person',
      does: 'takes the setting back that makes it misbehave, and restarts',
      async carryOut(scene) {
        await withoutOverride(scene);
        await tray(scene, 'gateway', 'restart');
      },
    },
    causeWords: [/./],
  };
}

export const processHosts: readonly BrokenHost[] = [
  {
    id: 'stopped',
    title: 'the service was stopped',
    topic: 'process',
    rule: 'stopped',
    on: 'demo',
    stopsAnyway: true,
    break: stop,
    cure: { by: 'fix' },
    doctorExit: 0,
    causeWords: [/\bstopped\b|\binactive\b|not running/i],
  },
  {
    id: 'paused',
    title: 'the process was stopped by a signal (SIGSTOP) and holds its port',
    topic: 'process',
    rule: 'process-paused',
    on: 'demo',
    async break(scene) {
      await systemctl(scene, 'kill', '--kill-whom=main', '--signal=STOP', scene.unit);
    },
    cure: {
      by: 'person',
      does: 'lets it go on (SIGCONT)',
      async carryOut(scene) {
        await systemctl(scene, 'kill', '--kill-whom=main', '--signal=CONT', scene.unit);
      },
    },
    causeWords: [/SIGSTOP|SIGCONT|stopped by a signal|paused|suspended|state T\b/i],
  },
  {
    id: 'crash-loop',
    title: 'the gateway crashes at every start: NODE_OPTIONS loads a file that is not there',
    topic: 'process',
    rule: 'crash-loop',
    on: 'demo',
    stopsAnyway: true,
    loops: true,
    async break(scene) {
      await override(scene, 'Environment=NODE_OPTIONS=--require=/opt/gone/hook.cjs', 'RestartSec=1');
      await bounce(scene);
      await untilUnit(scene, 'NRestarts', '3');
      await untilUnit(scene, 'SubState', 'auto-restart');
    },
    cure: {
      by: 'person',
      does: 'takes the override away and starts it',
      async carryOut(scene) {
        await withoutOverride(scene);
        await tray(scene, 'gateway', 'restart');
      },
    },
    causeWords: [/\/opt\/gone\/hook\.cjs/],
  },
  {
    id: 'start-limit',
    title: 'it was started too often by hand, and systemd refuses to start it',
    topic: 'process',
    rule: 'start-limit',
    on: 'demo',
    async break(scene) {
      await changeUnit(scene, 'StartLimitBurst=10', 'StartLimitBurst=2');
      for (let round = 0; round < 4; round += 1) {
        await scene.host.exec(['systemctl', '--user', 'restart', scene.unit]);
      }
      await untilUnit(scene, 'Result', 'start-limit-hit');
    },
    cure: { by: 'fix' },
    afterwards: ['definition-drift'],
    causeWords: [/start.?limit|too often|too quickly|repeatedly|rate.?limit/i],
  },
  {
    id: 'crashed',
    title: 'the gateway was killed, and Restart=no in an override keeps it down',
    topic: 'process',
    rule: 'crashed',
    on: 'demo',
    async break(scene) {
      await override(scene, 'Restart=no');
      await systemctl(scene, 'kill', '--kill-whom=main', '--signal=KILL', scene.unit);
      await untilUnit(scene, 'ActiveState', 'failed');
    },
    cure: { by: 'fix' },
    causeWords: [/crash|killed|failed|SIGKILL|signal 9|status=9|result.{0,3}signal/i],
  },
  misbehaving('web-server-as-gateway', 'the service starts a program that is no gateway', 'not-a-gateway', 'http-only'),
  misbehaving('mute', 'the gateway takes connections and never answers', 'no-answer', 'silent'),
  misbehaving(
    'other-protocol',
    'the gateway speaks another version of the protocol',
    'protocol-mismatch',
    'wrong-protocol',
  ),
  {
    id: 'updated-not-restarted',
    title: 'OpenClaw was updated, and the old version still runs',
    topic: 'process',
    rule: 'restart-needed',
    on: 'demo',
    demoOnly: true,
    async break(scene) {
      await setVersion(scene, '2099.1.1');
    },
    cure: {
      by: 'person',
      does: 'goes back to the version that runs (the demo gateway has only one)',
      carryOut: (scene) => setVersion(scene, null),
    },
    doctorExit: 0,
    restore: (scene) => setVersion(scene, null),
    causeWords: [/2099\.1\.1/],
  },
];

/** Version in the package of the demo gateway; null = the one that it had. */
async function setVersion({ host, entry }: Scene, version: string | null): Promise<void> {
  const file = entry.replace('/dist/index.js', '/package.json');
  const script =
    '[ -e "$1.old" ] || cp "$1" "$1.old"; if [ -n "$2" ]; then jq --arg v "$2" ".version = \\$v" "$1.old" > "$1"; else cp "$1.old" "$1"; fi';
  await host.run(['sh', '-c', script, 'sh', file, version ?? ''], { root: true });
}
