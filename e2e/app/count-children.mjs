/** Loaded into the app by a spec: writes one line for every child process that it starts, however it starts it. */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

const file = process.env.CHILD_PROCESS_LOG;
if (file !== undefined) {
  const write = ({ process: child }) => appendFileSync(file, `${child.spawnfile} ${child.spawnargs?.join(' ')}\n`);
  subscribe('child_process', write);
}
