/**
 * Loaded into the shim by NODE_OPTIONS: ends it with SIGKILL right before its n-th step that changes something (KILL_AT=n), or, for a
 * command, right after it ended (KILL_AT=na). Writes each step that it comes to into KILL_LOG. Steps are files that are made, replaced
 * and removed, links, and commands that change a unit.
 */
'use strict';
const fs = require('node:fs');
const childProcess = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');

const [, number, after] = /^(\d+)(a?)$/.exec(process.env.KILL_AT ?? '0') ?? [];
const log = process.env.KILL_LOG;
// Programs that the shim starts are no part of it.
for (const name of ['NODE_OPTIONS', 'KILL_AT', 'KILL_LOG']) delete process.env[name];

let count = 0;
const die = () => process.kill(process.pid, 'SIGKILL');

/** True when this is the step after which it ends. */
function step(what) {
  count += 1;
  if (log !== undefined) fs.appendFileSync(log, `${what}\n`);
  if (count !== Number(number)) return false;
  if (after !== 'a') die();
  return true;
}

/** The lock's own files and the memory of durations say nothing about the service. */
const isAside = (path) => /[/\\](?:openclaw-tray|OpenClaw Tray)[/\\](?:run|starts)[/\\]/.test(String(path));
const short = (path) => String(path).replace(/[0-9a-f]{12}\.tmp$/, 'tmp');

for (const name of ['rename', 'rm', 'unlink', 'symlink', 'chmod']) {
  const real = fs.promises[name];
  fs.promises[name] = async (...args) => {
    const path = name === 'rename' || name === 'symlink' ? args[1] : args[0];
    if (!isAside(path)) step(`${name} ${short(path)}`);
    return real(...args);
  };
}
const open = fs.promises.open;
fs.promises.open = async (path, flags, ...rest) => {
  const writes = typeof flags === 'number' && (flags & fs.constants.O_CREAT) !== 0;
  if (writes && !isAside(path)) step(`open ${short(path)}`);
  return open(path, flags, ...rest);
};
const spawn = childProcess.spawn;
childProcess.spawn = (program, args = [], ...rest) => {
  const changes =
    ['systemctl', 'loginctl'].includes(String(program)) && !args.includes('show') && !args.includes('--version');
  const last = changes && step([program, ...args].join(' '));
  const child = spawn(program, args, ...rest);
  if (last) child.once('exit', die);
  return child;
};
syncBuiltinESMExports();
