/** The unit's file is not what it should be. */
import type { BrokenHost } from './broken-host.ts';
import { bounce, changeUnit, editUnit, stop, systemctl, tray, untilUnit, withVariable, write } from './hands.ts';
import type { Scene } from './scene.ts';

const OWN = '/opt/broken-hosts';

/** A copy of the unit's Node at another place, where it may be deleted. */
async function nodeAt({ host, node }: Scene, path: string, root = true): Promise<void> {
  await host.run(['sh', '-c', 'mkdir -p "$(dirname "$2")" && cp "$1" "$2"', 'sh', node, path], { root });
}

/** The unit starts what is not there any more, and systemd tries again and again. */
async function startInVain(scene: Scene): Promise<void> {
  await bounce(scene);
  await untilUnit(scene, 'SubState', 'auto-restart');
}

export const definitionHosts: readonly BrokenHost[] = [
  {
    id: 'node-deleted',
    title: 'the Node that the unit starts was deleted by an update',
    topic: 'definition',
    rule: 'program-gone',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await changeUnit(scene, `ExecStart=${scene.node}`, `ExecStart=${OWN}/node-24.15/bin/node`);
      await startInVain(scene);
    },
    cure: { by: 'fix' },
    causeWords: [
      /\/opt\/broken-hosts\/node-24\.15/,
      /not there|missing|not found|does not exist|no such file|gone|ENOENT/i,
    ],
  },
  {
    id: 'openclaw-moved',
    title: 'OpenClaw was installed anew somewhere else, and the unit starts the old place',
    topic: 'definition',
    rule: 'program-gone',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      const old = `${OWN}/lib/node_modules/openclaw/dist/index.js`;
      await changeUnit(scene, scene.entry, old);
      await startInVain(scene);
    },
    cure: { by: 'fix' },
    causeWords: [
      /\/opt\/broken-hosts\/lib/,
      /not there|missing|not found|does not exist|no such file|gone|ENOENT|MODULE_NOT_FOUND|stale|differ|does not match|mismatch/i,
    ],
  },
  {
    id: 'node-too-old',
    title: 'the unit starts a Node that is too old for OpenClaw',
    topic: 'definition',
    rule: 'runtime-too-old',
    on: 'demo',
    async break(scene) {
      // /usr/bin/node is the machine's own, of whatever version; this one says that it is an old one, and refuses as OpenClaw does.
      const old = `${OWN}/node-20/bin/node`;
      const script =
        '#!/bin/sh\n[ "$1" = --version ] && { echo v20.11.1; exit 0; }\necho "openclaw requires Node >=24.16.0 (current: 20.11.1)" >&2\nexit 1\n';
      await write(scene, old, script, { root: true });
      await scene.host.run(['chmod', '0755', old], { root: true });
      await changeUnit(scene, `ExecStart=${scene.node}`, `ExecStart=${old}`);
      await startInVain(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/node/i, /20\.11/],
  },
  {
    id: 'node-of-nvm',
    title: 'the unit starts a Node of nvm, which goes with the next "nvm uninstall"',
    topic: 'definition',
    rule: 'runtime-version-manager',
    on: 'demo',
    async break(scene) {
      const node = `${scene.host.home}/.nvm/versions/node/v24.21.0/bin/node`;
      await nodeAt(scene, node, false);
      await changeUnit(scene, `ExecStart=${scene.node}`, `ExecStart=${node}`);
      await tray(scene, 'gateway', 'restart');
    },
    cure: {
      by: 'person',
      does: 'writes the service again with the Node of the system',
      carryOut: (scene) => tray(scene, 'gateway', 'install', '--force', '--runtime-path', scene.node),
    },
    doctorExit: 0,
    gone: ({ unitPath }) => `! grep ^ExecStart= "${unitPath}" | grep -q /.nvm/`,
    causeWords: [/nvm|version manager/i, /node/i],
  },
  {
    id: 'node-in-tmp',
    title: 'the unit starts a Node in /tmp, which is emptied at the next boot',
    topic: 'definition',
    rule: 'program-in-temporary-folder',
    on: 'demo',
    async break(scene) {
      await nodeAt(scene, '/tmp/node-24/bin/node', false);
      await changeUnit(scene, `ExecStart=${scene.node}`, 'ExecStart=/tmp/node-24/bin/node');
      await tray(scene, 'gateway', 'restart');
    },
    cure: {
      by: 'person',
      does: 'writes the service again with the Node of the system',
      carryOut: (scene) => tray(scene, 'gateway', 'install', '--force', '--runtime-path', scene.node),
    },
    doctorExit: 0,
    gone: ({ unitPath }) => `! grep ^ExecStart= "${unitPath}" | grep -q =/tmp/`,
    causeWords: [/\/tmp\/node-24/, /temporary|emptied|\/tmp/i],
  },
  {
    id: 'unit-without-restart',
    title: 'Restart=no was written into the unit: a crash is for good',
    topic: 'definition',
    rule: 'definition-drift',
    on: 'demo',
    break: (scene) => changeUnit(scene, 'Restart=always', 'Restart=no'),
    cure: { by: 'fix' },
    doctorExit: 0,
    gone: ({ unit }) => `[ "$(systemctl --user show --value -p Restart ${unit})" = always ]`,
    causeWords: [/Restart=|\bService\.Restart\b|restart policy/i],
  },
  {
    id: 'unit-other-port',
    title: 'the port was changed in ExecStart only, and the rest of the unit names the old one',
    topic: 'definition',
    rule: 'definition-drift',
    on: 'demo',
    async break(scene) {
      await changeUnit(scene, `--port ${scene.port}`, '--port 20801');
      await tray(scene, 'gateway', 'restart');
    },
    cure: { by: 'fix' },
    gone: ({ unitPath }) => `grep -c 20801 "${unitPath}" | grep -qx '[02]'`,
    causeWords: [/20801/, /18789/, /port/i],
  },
  {
    id: 'unit-and-config-ports',
    title: 'gateway.port was changed in openclaw.json, and the unit names the old port',
    topic: 'definition',
    rule: 'port-mismatch',
    on: 'demo',
    async break(scene) {
      await scene.host.run([
        'sh',
        '-c',
        'jq ".gateway.port = 20801" "$1" > /tmp/c && cat /tmp/c > "$1" && rm /tmp/c',
        'sh',
        scene.configPath,
      ]);
    },
    cure: { by: 'fix' },
    causeWords: [/20801/, /18789/, /port/i],
  },
  {
    id: 'unit-other-config',
    title: 'the unit makes the gateway read another openclaw.json than the one that is edited',
    topic: 'definition',
    rule: 'config-path-mismatch',
    on: 'demo',
    async break(scene) {
      const other = `${scene.host.home}/.openclaw/other.json`;
      await scene.host.run(['cp', '-p', scene.configPath, other]);
      await withVariable(scene, `OPENCLAW_CONFIG_PATH=${other}`);
      await tray(scene, 'gateway', 'restart');
    },
    cure: { by: 'fix' },
    gone: ({ unitPath }) => `! grep -q other.json "${unitPath}"`,
    causeWords: [/other\.json/, /another|differ|mismatch|not the same|!=|service/i],
  },
  {
    id: 'unit-other-state',
    title: 'the unit makes the gateway keep its state in another folder',
    topic: 'definition',
    rule: 'state-path-mismatch',
    on: 'demo',
    async break(scene) {
      await withVariable(scene, `OPENCLAW_CONFIG_PATH=${scene.configPath}`);
      await withVariable(scene, `OPENCLAW_STATE_DIR=${scene.host.home}/elsewhere`);
      await scene.host.run(['mkdir', '-p', '-m', '0700', `${scene.host.home}/elsewhere`]);
      await tray(scene, 'gateway', 'restart');
    },
    cure: { by: 'fix' },
    gone: ({ unitPath }) => `! grep -q elsewhere "${unitPath}"`,
    causeWords: [/elsewhere/, /another|differ|mismatch|not the same|state/i],
  },
  {
    id: 'unit-not-reloaded',
    title: 'the unit was edited without "systemctl daemon-reload"',
    topic: 'definition',
    rule: 'definition-not-reloaded',
    on: 'demo',
    async break(scene) {
      await editUnit(scene, '[Service]', '# Looked at in spring.\n[Service]');
      // Files are compared to the second.
      await scene.host.run(['touch', '-d', 'now + 2 seconds', scene.unitPath]);
    },
    cure: { by: 'fix' },
    gone: ({ unit }) => `[ "$(systemctl --user show --value -p NeedDaemonReload ${unit})" = no ]`,
    causeWords: [/daemon-reload|reload|still uses the old/i],
  },
  {
    id: 'unit-damaged',
    title: 'the unit was cut off in the middle of ExecStart by a full disk',
    topic: 'definition',
    rule: 'definition-unreadable',
    on: 'demo',
    async break(scene) {
      await stop(scene);
      await write(scene, scene.unitPath, '[Unit]\nDescription=OpenClaw Gateway\n\n[Service]\nExecStart=\n');
      await systemctl(scene, 'daemon-reload');
    },
    cure: { by: 'fix' },
    causeWords: [
      /ExecStart|could not be understood|bad-setting|unit|service file|definition/i,
      /ExecStart|no command|could not be understood|missing|invalid|incomplete|bad/i,
    ],
  },
  {
    id: 'token-in-unit',
    title: 'the token stands in the unit',
    topic: 'definition',
    rule: 'secret-in-definition',
    on: 'demo',
    async break(scene) {
      const token = (await scene.host.run(['jq', '-r', '.gateway.auth.token', scene.configPath])).trim();
      await withVariable(scene, `OPENCLAW_GATEWAY_TOKEN=${token}`);
    },
    cure: { by: 'fix' },
    gone: ({ unitPath }) => `! grep -q GATEWAY_TOKEN "${unitPath}"`,
    causeWords: [
      /OPENCLAW_GATEWAY_TOKEN|embed|secret|token/i,
      /unit|service definition|service env|embed|stale token|service file/i,
    ],
  },
  {
    id: 'token-in-backup',
    title: 'the token stands in a backup beside the unit',
    topic: 'definition',
    rule: 'secret-in-backup',
    on: 'demo',
    async break(scene) {
      await scene.host.run(['cp', scene.unitPath, `${scene.unitPath}.bak`]);
      await editUnit(
        scene,
        '[Install]',
        'Environment=OPENCLAW_GATEWAY_TOKEN=old-secret-of-mine-4711\n\n[Install]',
        `${scene.unitPath}.bak`,
      );
    },
    cure: { by: 'fix' },
    gone: ({ unitPath }) => `! grep -q old-secret-of-mine "${unitPath}.bak"`,
    causeWords: [/\.service\.bak/, /secret|token/i],
  },
  {
    id: 'heap-too-small',
    title: 'somebody lowered the heap limit in the unit, and the gateway dies of it',
    topic: 'definition',
    rule: 'out-of-memory',
    on: 'real',
    loops: true,
    async break(scene) {
      await changeUnit(scene, '--max-old-space-size=8192', '--max-old-space-size=32');
      await bounce(scene);
      await untilUnit(scene, 'NRestarts', '1', 90);
      await untilUnit(scene, 'SubState', 'auto-restart', 90);
    },
    cure: { by: 'fix' },
    causeWords: [/heap|out of memory|max-old-space-size=32\b/i],
  },
  {
    id: 'not-installed',
    title: 'the service is not installed',
    topic: 'definition',
    rule: 'not-installed',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await tray(scene, 'gateway', 'uninstall');
    },
    cure: { by: 'fix' },
    doctorExit: 0,
    causeWords: [/not installed|not loaded|no (?:gateway )?service|service (?:is )?missing/i],
  },
  {
    id: 'openclaw-missing',
    title: 'neither the service nor OpenClaw is there',
    topic: 'definition',
    rule: 'openclaw-missing',
    on: 'demo',
    demoOnly: true,
    async break(scene) {
      await tray(scene, 'gateway', 'uninstall');
      await scene.host.run(
        [
          'sh',
          '-c',
          'mv /usr/local/lib/node_modules/openclaw /usr/local/lib/away && mv /usr/local/bin/openclaw /usr/local/lib/away-link',
        ],
        { root: true },
      );
    },
    cure: {
      by: 'person',
      does: 'installs OpenClaw',
      carryOut: putBack,
    },
    afterwards: ['not-installed'],
    restore: putBack,
    causeWords: [/OpenClaw is not on this computer/],
  },
];

async function putBack({ host }: Scene): Promise<void> {
  const script =
    '[ -e /usr/local/lib/away ] || exit 0; mv /usr/local/lib/away /usr/local/lib/node_modules/openclaw && mv /usr/local/lib/away-link /usr/local/bin/openclaw';
  await host.run(['sh', '-c', script], { root: true });
}
