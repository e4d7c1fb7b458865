/** Two profiles in each other's way, and one that nobody supervises. */
import type { BrokenHost } from './broken-host.ts';
import { changeConfig, editUnit, startByHand, stop, systemctl, tray, untilListening, untilReady } from './hands.ts';
import type { Scene } from './scene.ts';

const WORK_UNIT = 'openclaw-gateway-work.service';
const workUnit = ({ host }: Scene) => `${host.home}/.config/systemd/user/${WORK_UNIT}`;
const workConfig = ({ host }: Scene) => `${host.home}/.openclaw-work/openclaw.json`;

/** A second profile with a service of its own, stopped. */
async function addWork(scene: Scene): Promise<void> {
  await tray(scene, '--profile', 'work', 'gateway', 'install');
  await systemctl(scene, 'stop', WORK_UNIT);
}

export const profileHosts: readonly BrokenHost[] = [
  {
    id: 'two-on-one-port',
    title: 'two profiles have the same port',
    topic: 'profiles',
    rule: 'instance-collision',
    on: 'demo',
    async break(scene) {
      await addWork(scene);
      const text = await scene.host.run(['cat', workUnit(scene)]);
      await scene.host.run(['tee', workUnit(scene)], {
        input: text
          .replace(/--port \d+/, `--port ${scene.port}`)
          .replace(/(OPENCLAW_GATEWAY_PORT=)\d+/, `$1${scene.port}`),
      });
      await changeConfig(scene, `.gateway.port = ${scene.port}`, workConfig(scene));
      await systemctl(scene, 'daemon-reload');
    },
    cure: { by: 'fix' },
    causeWords: [/\bwork\b/, /port/i, /same|collid|conflict|both|already|shared?/i],
  },
  {
    id: 'two-in-one-folder',
    title: 'two profiles keep their state in the same folder',
    topic: 'profiles',
    rule: 'instance-collision',
    on: 'demo',
    async break(scene) {
      await addWork(scene);
      await editUnit(
        scene,
        '[Install]',
        `Environment=OPENCLAW_STATE_DIR=${scene.stateDir}\n\n[Install]`,
        workUnit(scene),
      );
      await systemctl(scene, 'daemon-reload');
    },
    cure: {
      by: 'person',
      does: 'writes the service of the other profile again',
      carryOut: (scene) => tray(scene, '--profile', 'work', 'gateway', 'install', '--force'),
    },
    causeWords: [/\bwork\b/, /state/i, /same|collid|conflict|both|shared?/i],
  },
  {
    id: 'port-of-another-profile',
    title: 'a gateway of another profile, started by hand, holds the port',
    topic: 'profiles',
    rule: 'port-held-by-profile',
    on: 'demo',
    async break(scene) {
      await addWork(scene);
      await stop(scene);
      await startByHand(scene, ['openclaw', 'gateway', '--port', String(scene.port)], {
        env: { OPENCLAW_PROFILE: 'work' },
      });
      await untilListening(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /\bwork\b/],
  },
  {
    id: 'unmanaged-profile',
    title: 'a profile runs by hand, beside its own stopped service',
    topic: 'profiles',
    rule: 'unmanaged-gateway',
    on: 'demo',
    as: { profile: 'work' },
    async break(scene) {
      await addWork(scene);
      const { port } = await scene.host.status(['--profile', 'work']);
      await startByHand(scene, ['openclaw', '--profile', 'work', 'gateway', '--port', String(port)]);
      await untilReady(scene, port);
    },
    cure: { by: 'fix' },
    causeWords: [
      /without the service|not managed|unmanaged|foreground|started by hand|outside|manual|not supervised|different process/i,
    ],
  },
];
