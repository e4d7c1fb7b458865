/** systemd was told something that keeps the service from running, or from coming back. */
import type { BrokenHost } from './broken-host.ts';
import { stop, systemctl, tray, write } from './hands.ts';
import type { Scene } from './scene.ts';

const SYSTEM_UNIT = '/etc/systemd/system/openclaw-gateway.service';
const LEGACY = 'clawdbot-gateway.service';

/** The user's manager ends, and with it their bus. */
async function endManager({ host }: Scene): Promise<void> {
  await host.run(['loginctl', 'disable-linger', host.user], { root: true });
  const script =
    'uid=$(id -u "$1"); systemctl stop "user@$uid.service"; for _ in $(seq 1 100); do [ -S "/run/user/$uid/bus" ] || exit 0; sleep 0.1; done; exit 1';
  await host.run(['sh', '-c', script, 'sh', host.user], { root: true });
}

export const systemdHosts: readonly BrokenHost[] = [
  {
    id: 'masked',
    title: 'the unit was masked, its file moved aside',
    topic: 'systemd',
    rule: 'definition-masked',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await stop(scene);
      await systemctl(scene, 'disable', scene.unit);
      await scene.host.run(['rm', scene.unitPath]);
      await systemctl(scene, 'mask', scene.unit);
    },
    cure: { by: 'fix' },
    afterwards: ['not-installed'],
    causeWords: [/masked/i],
  },
  {
    id: 'disabled',
    title: 'the service runs but is disabled: it will not come back after a reboot',
    topic: 'systemd',
    rule: 'disabled',
    on: 'demo',
    async break(scene) {
      await systemctl(scene, 'disable', scene.unit);
    },
    cure: { by: 'fix' },
    doctorExit: 0,
    causeWords: [/disabled|not enabled|does not start by itself/i],
  },
  {
    id: 'linger-off',
    title: 'lingering is off: the gateway ends when its user logs out',
    topic: 'systemd',
    rule: 'linger-off',
    on: 'demo',
    async break({ host }) {
      // As in a session: the manager is there, and nothing keeps it after the log-out.
      await host.run(
        ['sh', '-c', 'loginctl disable-linger "$1"; systemctl start "user@$(id -u "$1").service"', 'sh', host.user],
        { root: true },
      );
    },
    cure: { by: 'fix' },
    doctorExit: 0,
    gone: ({ host }) => `[ "$(loginctl show-user --value -p Linger ${host.user})" = yes ]`,
    causeWords: [/linger/i, /off|disabled|not enabled|log ?out|enable-linger/i],
  },
  {
    id: 'no-user-bus',
    title: "the user's systemd does not run: nobody is logged in, and lingering is off",
    topic: 'systemd',
    rule: 'user-bus-missing',
    on: 'demo',
    break: endManager,
    as: { exec: { withoutBus: true } },
    doctorExit: 4,
    cure: {
      by: 'person',
      does: 'turns lingering on, as root',
      async carryOut({ host }) {
        const script =
          'loginctl enable-linger "$1"; uid=$(id -u "$1"); for _ in $(seq 1 100); do [ -S "/run/user/$uid/bus" ] && exit 0; sleep 0.1; done; exit 1';
        await host.run(['sh', '-c', script, 'sh', host.user], { root: true });
        await host.run(
          [
            'sh',
            '-c',
            'for _ in $(seq 1 600); do curl -fsS -m 2 http://127.0.0.1:18789/readyz >/dev/null 2>&1 && exit 0; sleep 0.2; done; exit 1',
          ],
          { timeoutMs: 150_000 },
        );
      },
    },
    causeWords: [/systemd|bus/i, /cannot reach|unavailable|not available|no user bus|linger|XDG_RUNTIME_DIR|session/i],
  },
  {
    id: 'user-and-system-unit',
    title: 'the same gateway is installed for the user and, stopped, for the system',
    topic: 'systemd',
    rule: 'dueling-scopes',
    on: 'demo',
    async break(scene) {
      const text = await scene.host.run(['cat', scene.unitPath]);
      const unit = text
        .replace('[Service]', `[Service]\nUser=${scene.host.user}`)
        .replace('default.target', 'multi-user.target');
      await write(scene, SYSTEM_UNIT, unit, { root: true });
      await scene.host.run(['sh', '-c', 'systemctl daemon-reload && systemctl enable openclaw-gateway.service'], {
        root: true,
      });
    },
    cure: {
      by: 'person',
      does: 'turns the one of the system off and removes it, as root',
      async carryOut({ host }) {
        await host.run(
          [
            'sh',
            '-c',
            'systemctl disable openclaw-gateway.service && rm "$1" && systemctl daemon-reload',
            'sh',
            SYSTEM_UNIT,
          ],
          { root: true },
        );
      },
    },
    gone: () => `[ ! -e ${SYSTEM_UNIT} ] || [ "$(systemctl --user is-enabled openclaw-gateway.service)" != enabled ]`,
    causeWords: [/system/i, /installed twice|fight|duel|both|another|also/i],
  },
  {
    id: 'unit-of-an-old-name',
    title: 'a service of the product’s old name still runs beside the new one',
    topic: 'systemd',
    rule: 'extra-services',
    on: 'demo',
    async break(scene) {
      const idle = '/opt/broken-hosts/clawdbot/dist/index.js';
      await write(scene, idle, 'setInterval(() => {}, 1000);\n', { root: true });
      const text = `[Unit]\nDescription=Clawdbot Gateway\n\n[Service]\nExecStart=${scene.node} ${idle} gateway --port 30000\nRestart=always\n\n[Install]\nWantedBy=default.target\n`;
      await write(scene, `${scene.host.home}/.config/systemd/user/${LEGACY}`, text);
      await systemctl(scene, 'daemon-reload');
      await systemctl(scene, 'enable', '--now', LEGACY);
    },
    deep: true,
    cure: {
      by: 'person',
      does: 'has it removed by name',
      carryOut: (scene) => tray(scene, 'doctor', '--deep', '--remove', LEGACY, '--yes'),
    },
    gone: () => `! systemctl --user -q is-active ${LEGACY}`,
    causeWords: [/clawdbot/i],
  },
];
