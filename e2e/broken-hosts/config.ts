/** openclaw.json is wrong, or not to be read. */
import type { BrokenHost } from './broken-host.ts';
import { bounce, changeConfig, tray, untilUnit } from './hands.ts';
import type { Scene } from './scene.ts';

/** The gateway of a configuration that it refuses ends with 78 and is not started again. */
async function refused(scene: Scene): Promise<void> {
  await bounce(scene);
  await untilUnit(scene, 'ActiveState', 'failed');
}

const start = (scene: Scene) => tray(scene, 'gateway', 'start');

export const configHosts: readonly BrokenHost[] = [
  {
    id: 'config-syntax',
    title: 'openclaw.json has a syntax error (a brace too few)',
    topic: 'config',
    rule: 'config-invalid',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      const text = await scene.host.run(['cat', scene.configPath]);
      await scene.host.run(['tee', scene.configPath], { input: text.trimEnd().replace(/\}$/, '') });
      await refused(scene);
    },
    cure: {
      by: 'person',
      does: 'writes the brace and starts the service',
      async carryOut(scene) {
        await scene.host.run(['sh', '-c', 'echo "}" >> "$1"', 'sh', scene.configPath]);
        await start(scene);
      },
    },
    causeWords: [/JSON5?\b|syntax|pars(?:e|ing|eable)|unexpected|brace/i],
  },
  {
    id: 'config-unknown-key',
    title: 'openclaw.json holds a key that OpenClaw does not know, and refuses (exit 78)',
    topic: 'config',
    rule: 'config-refused',
    on: 'real',
    stopsAnyway: true,
    async break(scene) {
      await changeConfig(scene, '.gateway.prot = 18789');
      await refused(scene);
    },
    cure: {
      by: 'person',
      does: 'takes the key out and starts the service',
      async carryOut(scene) {
        await changeConfig(scene, 'del(.gateway.prot)');
        await start(scene);
      },
    },
    causeWords: [/\bprot\b/],
  },
  {
    id: 'config-without-mode',
    title: 'gateway.mode is not set, and OpenClaw refuses to start (exit 78)',
    topic: 'config',
    rule: 'config-incomplete',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await changeConfig(scene, 'del(.gateway.mode)');
      await refused(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/gateway\.mode/],
  },
  {
    id: 'config-gone',
    title: 'openclaw.json was deleted',
    topic: 'config',
    rule: 'config-incomplete',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await scene.host.run(['rm', scene.configPath]);
      await refused(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/config/i, /not there|not found|missing|no config|does not exist|not present/i],
  },
  {
    id: 'config-unreadable',
    title: 'openclaw.json belongs to root after an edit with sudo, and the gateway may not read it',
    topic: 'config',
    rule: 'config-unreadable',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await scene.host.run(['sh', '-c', 'chown root:root "$1" && chmod 0600 "$1"', 'sh', scene.configPath], {
        root: true,
      });
      await bounce(scene);
      await untilUnit(scene, 'SubState', 'failed');
    },
    cure: {
      by: 'person',
      does: 'gives the file back to its user and starts the service',
      async carryOut(scene) {
        await scene.host.run(['chown', `${scene.host.user}:${scene.host.user}`, scene.configPath], { root: true });
        await start(scene);
      },
    },
    causeWords: [/openclaw\.json/, /EACCES|permission|may not|not readable|could not be read|cannot read|owned by/i],
  },
  {
    id: 'config-exposed',
    title: 'openclaw.json with the token in it can be read by everybody (0644)',
    topic: 'config',
    rule: 'config-exposed',
    on: 'demo',
    async break(scene) {
      await scene.host.run(['chmod', '0644', scene.configPath]);
    },
    cure: { by: 'fix' },
    gone: ({ configPath }) => `[ "$(stat -c %a "${configPath}")" = 600 ]`,
    causeWords: [/0?644|readable by|other users|world|group|too open/i, /openclaw\.json|config/i],
  },
  {
    id: 'bind-without-auth',
    title: 'gateway.bind is "lan" without authentication, and OpenClaw refuses to start (exit 78)',
    topic: 'config',
    rule: 'bind-without-auth',
    on: 'real',
    stopsAnyway: true,
    async break(scene) {
      await changeConfig(scene, '.gateway.bind = "lan" | .gateway.auth = {mode: "none"}');
      await refused(scene);
    },
    cure: {
      by: 'person',
      does: 'sets gateway.bind to loopback with a token, and starts the service',
      async carryOut(scene) {
        await changeConfig(
          scene,
          'del(.gateway.bind) | .gateway.auth = {mode: "token", token: "chosen-by-a-person-4711"}',
        );
        await start(scene);
      },
    },
    causeWords: [/bind|listen to other machines|loopback/i, /auth|secret|token/i],
  },
  {
    id: 'bind-changed',
    title: 'gateway.bind was changed to an IPv6 address, and OpenClaw would not start with it',
    topic: 'config',
    rule: 'config-incomplete',
    on: 'real',
    async break(scene) {
      // It takes an IPv4 address only (2026.9.6, runtime config); the one that runs since before goes on, on 127.0.0.1.
      await changeConfig(scene, '.gateway.reload = {mode: "off"}');
      await tray(scene, 'gateway', 'restart');
      await changeConfig(scene, '.gateway.bind = "custom" | .gateway.customBindHost = "::1"');
    },
    cure: {
      by: 'person',
      does: 'takes the new address back',
      carryOut: (scene) => changeConfig(scene, 'del(.gateway.bind, .gateway.customBindHost)'),
    },
    causeWords: [/::1/, /IPv4/],
  },
  {
    id: 'bind-address-missing',
    title: 'gateway.customBindHost is an address of a network that was left, and OpenClaw refuses to start',
    topic: 'config',
    rule: 'bind-address-missing',
    on: 'real',
    stopsAnyway: true,
    loops: true,
    async break(scene) {
      // 192.0.2.0/24 is for documentation (RFC 5737): no host has it.
      await changeConfig(scene, '.gateway.bind = "custom" | .gateway.customBindHost = "192.0.2.7"');
      await bounce(scene);
      await untilUnit(scene, 'NRestarts', '1');
      await untilUnit(scene, 'SubState', 'auto-restart');
    },
    cure: {
      by: 'person',
      does: 'takes the address back, and starts the service',
      async carryOut(scene) {
        await changeConfig(scene, 'del(.gateway.bind, .gateway.customBindHost)');
        await start(scene);
      },
    },
    causeWords: [/192\.0\.2\.7/, /address|bind/i],
  },
];
