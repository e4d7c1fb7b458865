#!/bin/bash
# A throwaway Linux host for tests: systemd as PID 1, logind, journald and a lingering test user with its own user
# manager, on a copy-on-write view of this machine's root. Its network has loopback only, so ports never clash with the
# machine's. What is done inside stays inside, apart from folders given with --bind.
#
#   systemd-host.sh check                            say what is missing to run here (exit 1), or nothing (exit 0)
#   systemd-host.sh up   [--name N] [--user U] [--home DIR] [--bind DIR[:PLACE]]... [--bind-ro DIR[:PLACE]]...
#   systemd-host.sh exec [--name N] [--root] [--env K=V]... [--no-bus] -- CMD...
#                                                    run CMD as the test user (or root), stdin and exit code passed on;
#                                                    --no-bus: without XDG_RUNTIME_DIR and DBUS_SESSION_BUS_ADDRESS
#   systemd-host.sh down [--name N]                  power it off and remove every trace of it
#
# Needs root and the Debian packages systemd-container, dbus and dbus-user-session.
# Files that were made outside after `up` may be invisible inside, unless their folder was given with --bind or --bind-ro.
set -euo pipefail

say() { printf 'systemd-host: %s\n' "$*" >&2; }
usage() { sed -n '2,16p' "$0" | sed 's/^# \{0,1\}//' >&2; exit 2; }

place_inside() { # DIR -> the same place inside; DIR:PLACE -> PLACE
  case $1 in *:*) echo "${1#*:}" ;; *) realpath -- "$1" ;; esac
}

[ $# -ge 1 ] || usage
verb=$1
shift
name=host user=tester home='' as_root=no bus=yes
binds=() envs=()
while [ $# -gt 0 ]; do
  case $1 in
    --name) name=${2:?}; shift 2 ;;
    --user) user=${2:?}; shift 2 ;;
    --home) home=${2:?}; shift 2 ;;
    --bind | --bind-ro) binds+=("$1=$(realpath -- "${2%%:*}"):$(place_inside "$2")"); shift 2 ;;
    --env) envs+=("${2:?}"); shift 2 ;;
    --root) as_root=yes; shift ;;
    --no-bus) bus=no; shift ;;
    --) shift; break ;;
    *) usage ;;
  esac
done
[[ $name =~ ^[a-z][a-z0-9-]{0,30}$ ]] || { say "bad name '$name'"; exit 2; }
[[ $user =~ ^[a-z][a-z0-9-]{0,30}$ ]] || { say "bad user name '$user'"; exit 2; }
base=/var/tmp/openclaw-tray-hosts
state=$base/$name
machine=octray-$name
search_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

problem() { # prints what stands in the way; nothing when the host can run
  [ "$(uname -s)" = Linux ] || { echo 'the test host needs Linux'; return; }
  [ "$(id -u)" = 0 ] || { echo 'the test host needs root: run the tests with sudo'; return; }
  command -v systemd-nspawn >/dev/null && [ -e /usr/lib/systemd/user/dbus.socket ] && command -v dbus-daemon >/dev/null || {
    echo 'packages are missing: apt-get install -y systemd-container dbus dbus-user-session'
    return
  }
  unshare --mount --propagation private bash -c '
    set -e
    probe=$(mktemp -d); trap "umount -l $probe 2>/dev/null; rmdir $probe" EXIT
    mount -t tmpfs tmpfs $probe; mkdir $probe/u $probe/w $probe/r
    mount -t overlay overlay -o lowerdir=/,upperdir=$probe/u,workdir=$probe/w $probe/r; umount $probe/r' 2>/dev/null ||
    echo 'this machine may not mount an overlay (a container without that right?): use a virtual machine or a privileged container'
}

# The first process inside. Kept with its start time, because a number alone may have been given to another process since.
started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
leader() { cut -d' ' -f1 "$state/leader" 2>/dev/null; }
alive() {
  local pid since
  read -r pid since 2>/dev/null <"$state/leader" || return 1
  [ -n "$since" ] && [ "$(started_at "$pid")" = "$since" ]
}
inside() { nsenter --target "$(leader)" --mount --uts --ipc --net --pid --cgroup -- "$@"; }
clean() { inside env -i "PATH=$search_path" LANG=C.UTF-8 "$@"; }

boot() { # runs in a mount namespace of its own: every mount made here ends with it
  mount -t tmpfs -o mode=0755,size=80% tmpfs "$state/box"
  mkdir "$state/box/upper" "$state/box/work" "$state/box/root"
  local root=$state/box/root unit
  mount -t overlay overlay -o "lowerdir=/,upperdir=$state/box/upper,workdir=$state/box/work" "$root"
  rm -rf "$root"/etc/systemd/system/*.wants "$root"/etc/machine-id "$root"/var/lib/systemd/linger
  : >"$root/etc/machine-id"
  mkdir -p "$root/etc/systemd/journald.conf.d"
  printf '[Journal]\nStorage=persistent\nRateLimitBurst=0\n' >"$root/etc/systemd/journald.conf.d/test-host.conf"
  mkdir -p "$root/var/log/journal"
  # By this a test knows that it is here; the name of the host stays that of the machine.
  echo "$machine" >"$root/etc/openclaw-tray-test-host"
  # Without a machine id this is a first boot, at which systemd enables what the packages of this machine bring along: nothing of that.
  mkdir -p "$root/etc/systemd/system-preset" "$root/etc/systemd/user-preset"
  echo 'disable *' | tee "$root/etc/systemd/system-preset/00-test-host.preset" >"$root/etc/systemd/user-preset/00-test-host.preset"
  for unit in console-getty.service getty@.service serial-getty@.service systemd-udevd.service systemd-networkd.service \
    systemd-resolved.service systemd-timesyncd.service systemd-firstboot.service ssh.service cron.service \
    postgresql.service e2scrub_reap.service apt-daily.timer apt-daily-upgrade.timer man-db.timer logrotate.timer \
    fstrim.timer e2scrub_all.timer dpkg-db-backup.timer; do
    ln -sfn /dev/null "$root/etc/systemd/system/$unit"
  done
  exec systemd-nspawn --quiet --directory="$root" --boot --machine="$machine" --register=no --keep-unit \
    --private-network --console=pipe "$@"
}

down() {
  if alive; then
    clean systemctl poweroff >/dev/null 2>&1 || true
    for _ in $(seq 1 75); do alive || break; sleep 0.2; done
    if alive; then kill -KILL "$(leader)" 2>/dev/null || true; fi
  fi
  for _ in $(seq 1 25); do alive || break; sleep 0.1; done
  rm -rf "$state" 2>/dev/null || { sleep 1; rm -rf "$state"; }
  rmdir "$base" 2>/dev/null || true
}

case $verb in
  check)
    found=$(problem)
    [ -z "$found" ] || { echo "$found"; exit 1; }
    ;;
  boot-inside-namespace) # internal: the second half of `up`
    boot "${binds[@]}"
    ;;
  up)
    found=$(problem)
    [ -z "$found" ] || { say "$found"; exit 1; }
    alive && { say "'$name' is up already"; exit 1; }
    rm -rf "$state"
    mkdir -p "$state/box"
    chmod 0700 "$base" "$state"
    again=()
    for bind in "${binds[@]}"; do again+=("${bind%%=*}" "${bind#*=}"); done
    setsid unshare --mount --propagation private "$0" boot-inside-namespace --name "$name" "${again[@]}" \
      </dev/null >"$state/boot.log" 2>&1 &
    nspawn=$!
    ready=no
    for _ in $(seq 1 300); do
      sleep 0.1
      kill -0 "$nspawn" 2>/dev/null || break
      if ! alive; then
        for pid in $(pgrep --parent "$nspawn" 2>/dev/null); do
          [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = systemd ] && echo "$pid $(started_at "$pid")" >"$state/leader"
        done
      fi
      alive || continue
      # Its exit code is that of failure for "degraded", which a host with a broken unit of this machine is.
      case $(clean systemctl is-system-running 2>/dev/null || true) in running | degraded) ready=yes; break ;; esac
    done
    [ $ready = yes ] || { cat "$state/boot.log" >&2; say "'$name' did not boot"; down; exit 1; }
    [ -n "$home" ] || home=/home/$user
    clean mkdir -p "$(dirname -- "$home")"
    clean useradd --create-home --home-dir "$home" --shell /bin/bash "$user"
    clean loginctl enable-linger "$user"
    uid=$(clean id -u "$user")
    for _ in $(seq 1 100); do clean test -S "/run/user/$uid/bus" && break; sleep 0.1; done
    clean test -S "/run/user/$uid/bus" || { say "the user manager of '$user' did not start"; down; exit 1; }
    printf '%s\n' "$user" "$uid" "$home" >"$state/user"
    ;;
  exec)
    alive || { say "'$name' is not up"; exit 1; }
    [ $# -gt 0 ] || usage
    if [ $as_root = yes ]; then
      clean HOME=/root USER=root "${envs[@]}" "$@"
    else
      mapfile -t who <"$state/user"
      session=("XDG_RUNTIME_DIR=/run/user/${who[1]}" "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/${who[1]}/bus")
      [ $bus = yes ] || session=()
      inside setpriv "--reuid=${who[0]}" "--regid=${who[0]}" --init-groups env -i -C "${who[2]}" "HOME=${who[2]}" \
        "USER=${who[0]}" "LOGNAME=${who[0]}" SHELL=/bin/bash "PATH=$search_path" LANG=C.UTF-8 "${session[@]}" "${envs[@]}" "$@"
    fi
    ;;
  down) down ;;
  *) usage ;;
esac
