/** The disk, and folders that may not be written. */
import { smallDisk } from '../live/inside.ts';
import type { BrokenHost } from './broken-host.ts';
import { changeConfig } from './hands.ts';
import type { Scene } from './scene.ts';

const LOGS = '/opt/broken-hosts/logs';

/** The state folder on a small disk of its own with so many MB left. The gateway keeps the files that it has open. */
async function diskWith(scene: Scene, leftMb: number): Promise<void> {
  const used = Number((await scene.host.run(['du', '-sm', scene.stateDir])).split('\t')[0]);
  await smallDisk(scene.host, scene.stateDir, `${used + leftMb}m`);
}

const moreSpace: BrokenHost['cure'] = {
  by: 'person',
  does: 'makes space',
  async carryOut({ host, stateDir }) {
    await host.run(['sh', '-c', 'mount -o remount,size=2g "$1"', 'sh', stateDir], { root: true });
  },
};

export const diskHosts: readonly BrokenHost[] = [
  {
    id: 'disk-full',
    title: 'the disk of the state folder is full',
    topic: 'disk',
    rule: 'disk-full',
    on: 'demo',
    break: (scene) => diskWith(scene, 20),
    cure: moreSpace,
    gone: ({ stateDir }) => `[ "$(df --output=avail -k "${stateDir}" | tail -1)" -gt 524288 ]`,
    causeWords: [/disk|space|ENOSPC/i, /full|free|low|left/i],
  },
  {
    id: 'disk-nearly-full',
    title: 'the disk of the state folder has 300 MB left',
    topic: 'disk',
    rule: 'disk-nearly-full',
    on: 'demo',
    break: (scene) => diskWith(scene, 300),
    cure: moreSpace,
    gone: ({ stateDir }) => `[ "$(df --output=avail -k "${stateDir}" | tail -1)" -gt 524288 ]`,
    causeWords: [/disk|space/i, /full|free|low|left/i],
  },
  {
    id: 'log-folder',
    title: 'logging.file is in a folder where the gateway may not write',
    topic: 'disk',
    rule: 'log-folder-unwritable',
    on: 'demo',
    async break(scene) {
      await scene.host.run(['install', '-d', '-m', '0755', LOGS], { root: true });
      await changeConfig(scene, `.logging.file = "${LOGS}/gateway.log"`);
    },
    cure: {
      by: 'person',
      does: 'gives the folder to the user',
      async carryOut({ host }) {
        await host.run(['chown', host.user, LOGS], { root: true });
      },
    },
    gone: () => `[ -w ${LOGS} ]`,
    causeWords: [/\/opt\/broken-hosts\/logs/, /writ|permission|EACCES/i],
  },
];
