/** The least that a status can cost: start Node, ask systemd once, shake hands with the gateway once. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import WebSocket from 'ws';

const config = JSON.parse(readFileSync(`${homedir()}/.openclaw/openclaw.json`, 'utf8'));
await promisify(execFile)('systemctl', [
  '--user',
  'show',
  'openclaw-gateway.service',
  '--property=ActiveState,SubState,MainPID,NRestarts,LoadState',
]);
const socket = new WebSocket(`ws://127.0.0.1:${config.gateway.port ?? 18789}`, { perMessageDeflate: false });
socket.on('message', (data) => {
  const frame = JSON.parse(data.toString());
  if (frame.event === 'connect.challenge') {
    socket.send(
      JSON.stringify({
        type: 'req',
        id: '1',
        method: 'connect',
        params: {
          minProtocol: 4,
          maxProtocol: 4,
          client: { id: 'gateway-client', version: '0', platform: 'linux', mode: 'backend' },
          role: 'operator',
          scopes: ['operator.read'],
          caps: [],
          auth: { token: config.gateway.auth.token },
        },
      }),
    );
  } else if (frame.type === 'res') {
    if (frame.ok !== true) process.exitCode = 1;
    socket.terminate();
  }
});
