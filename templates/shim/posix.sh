#!/bin/sh
# OpenClaw Tray on the command line: runs the app's own binary as Node, so that no second runtime is needed.
# Works without a display and over ssh. Installed as bin/openclaw-tray inside the app; may be linked to from anywhere.
set -e

# Where this file really is, through any number of links. POSIX has no "readlink -f".
self=$0
while [ -L "$self" ]; do
  folder=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)
  self=$(readlink "$self")
  case $self in
    /*) ;;
    *) self=$folder/$self ;;
  esac
done
folder=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)
resources=$(dirname -- "$folder")

case $(uname -s) in
  Darwin) binary=$(dirname -- "$resources")/MacOS/OpenClaw\ Tray ;;
  *) binary=$(dirname -- "$resources")/openclaw-tray ;;
esac
if [ ! -x "$binary" ]; then
  echo "openclaw-tray: the app is not at $binary" >&2
  exit 1
fi

# Options meant for some other Node would change how the app's own one runs.
unset NODE_OPTIONS NODE_REPL_EXTERNAL_MODULE
ELECTRON_RUN_AS_NODE=1 exec "$binary" "$resources/app.asar/dist/cli/openclaw-tray.mjs" "$@"
