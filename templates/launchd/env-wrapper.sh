#!/bin/sh
# Starts the OpenClaw gateway for launchd: env-wrapper.sh ENV_FILE PROGRAM [ARGUMENT ...]
# The values live in ENV_FILE, which only its owner can read. Without a sound ENV_FILE the exit code is 78 (EX_CONFIG).
set -eu

refuse() {
  printf '%s\n' "The environment file of this service $1. Repair it with: openclaw gateway install --force" >&2
  exit 78
}

if [ "$#" -lt 2 ]; then
  refuse 'was not given'
fi
values=$1
shift
if [ ! -f "$values" ] || [ ! -r "$values" ]; then
  refuse 'is missing or cannot be read'
fi
first_line=
IFS= read -r first_line <"$values" || refuse 'is empty'
if [ "$first_line" != '{{header}}' ]; then
  refuse 'was not written by OpenClaw'
fi
. "$values"
exec "$@"
