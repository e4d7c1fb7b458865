/**
 * A healthy installation on a booted host, which entries of the catalogue break, and how it becomes healthy again without another boot:
 * a gateway that was not touched goes on running, anything else is put back and started.
 */
import type { GatewayHost } from '../live/gateway-host.ts';

export interface Scene {
  readonly host: GatewayHost;
  readonly gateway: 'real' | 'demo';
  readonly port: number;
  /** The unit's name and file. */
  readonly unit: string;
  readonly unitPath: string;
  readonly configPath: string;
  readonly stateDir: string;
  /** What the unit starts. */
  readonly node: string;
  readonly entry: string;
}

const BASELINE = '/var/lib/broken-hosts';
/** Process ids of programs that entries started, one a line. */
export const STRAYS = '/var/tmp/broken-hosts-started';
const READY_TIMEOUT_S = 120;

/** Installs the service and remembers what healthy looks like. @throws Error when it does not become healthy. */
export async function makeScene(host: GatewayHost, gateway: Scene['gateway']): Promise<Scene> {
  await host.run(['openclaw-tray', 'gateway', 'install', '--json'], { timeoutMs: 240_000 });
  const { program, definitionPath, port } = await host.status();
  if (program.runtime === null || program.entry === null || definitionPath === null)
    throw new Error('the installation does not say what it starts');
  const scene: Scene = {
    host,
    gateway,
    port,
    unit: 'openclaw-gateway.service',
    unitPath: definitionPath,
    configPath: `${host.home}/.openclaw/openclaw.json`,
    stateDir: `${host.home}/.openclaw`,
    node: program.runtime,
    entry: program.entry,
  };
  await rememberBaseline(scene);
  return scene;
}

/** What is there now is what `resetScene` brings back. */
export async function rememberBaseline({ host }: Scene): Promise<void> {
  const script =
    'set -e; rm -rf "$1"; mkdir -p "$1"; cp -a "$2/.config/systemd/user" "$1/units"; cp -a "$2/.openclaw/openclaw.json" "$1/openclaw.json"; install -m 0666 /dev/null "$3"';
  await host.run(['bash', '-c', script, 'bash', BASELINE, host.home, STRAYS], { root: true });
}

/** Makes the host healthy again, whatever an entry or a cure did to it. @throws Error when the gateway does not become ready. */
export async function resetScene(
  { host, port, unit }: Scene,
  options: { /** false = put back, and left stopped. */ readonly start?: boolean } = {},
): Promise<void> {
  const patience = options.start === false ? 0 : READY_TIMEOUT_S;
  const args = [BASELINE, host.home, host.user, STRAYS, unit, String(port), String(patience)];
  await host.run(['bash', '-c', RESET, 'bash', ...args], { root: true, timeoutMs: (READY_TIMEOUT_S + 60) * 1000 });
}

/** As root. Only what entries of this catalogue can have made is taken away, and only processes that they started are ended. */
const RESET = `
base=$1 home=$2 user=$3 strays=$4 unit=$5 port=$6 patience=$7
uid=$(id -u "$user") units=$home/.config/systemd/user
own() { setpriv --reuid="$user" --regid="$user" --init-groups env HOME="$home" XDG_RUNTIME_DIR="/run/user/$uid" \\
  DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$uid/bus" "$@"; }
ready() { curl -fsS -m 2 "http://127.0.0.1:$port/readyz" >/dev/null 2>&1; }
while read -r pid; do kill -KILL "$pid" 2>/dev/null; done <"$strays"
: >"$strays"
mountpoint -q "$home/.openclaw" && umount -l "$home/.openclaw"
loginctl enable-linger "$user"
for _ in $(seq 1 100); do [ -S "/run/user/$uid/bus" ] && break; sleep 0.1; done
for file in /etc/systemd/system/*openclaw*.service; do
  [ -e "$file" ] || continue
  systemctl disable --now "$(basename "$file")" 2>/dev/null; rm -f "$file"; systemctl daemon-reload
done
for file in "$units"/*.service; do
  name=$(basename "$file")
  [ "$name" = "$unit" ] || own systemctl --user disable --now "$name" 2>/dev/null
done
rm -rf "/run/user/$uid/systemd/user/$unit" "/run/user/$uid/systemd/transient"
untouched=no
if diff -rq --no-dereference "$base/units" "$units" >/dev/null 2>&1 && cmp -s "$base/openclaw.json" "$home/.openclaw/openclaw.json" &&
  [ "$(own systemctl --user show --value -p NeedDaemonReload "$unit")" = no ] && own systemctl --user -q is-active "$unit" && ready
then untouched=yes; fi
[ $untouched = yes ] && [ "$patience" != 0 ] || own systemctl --user stop "$unit" 2>/dev/null
rm -rf "$units" "$home"/.openclaw-* "$home/.nvm" "$home/.openclaw/.env" /opt/broken-hosts
cp -a "$base/units" "$units"
cp -a "$base/openclaw.json" "$home/.openclaw/openclaw.json"
chown "$user:$user" "$home/.openclaw" && chmod 0700 "$home/.openclaw"
own systemctl --user daemon-reload
[ $untouched = yes ] && [ "$patience" != 0 ] && exit 0
own systemctl --user reset-failed "$unit" 2>/dev/null
[ "$patience" = 0 ] && exit 0
own systemctl --user start "$unit" || exit 1
for _ in $(seq 1 $((patience * 5))); do ready && exit 0; sleep 0.2; done
echo "the gateway is not ready $patience s after its start"
own systemctl --user status "$unit" | tail -20
exit 1
`;
