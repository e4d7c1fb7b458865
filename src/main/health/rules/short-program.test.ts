import { expect, test } from 'vitest';
import { shortProgram } from './short-program.ts';

test.each([
  ['/opt/openclaw-tray/node_modules/node/bin/node /opt/openclaw-tray/e2e/x.ts /opt/results', 'node x.ts'],
  ['node server.js --port 1', 'node server.js'],
  ['/usr/bin/node --import tsx -r ./hook.cjs dist/server.js', 'node server.js'],
  ['/usr/bin/node -e require("net").createServer()', 'node -e'],
  ['node', 'node'],
  ['bun run ./serve.ts', 'bun serve.ts'],
  ['/usr/bin/python3.13 -m http.server 18789 --bind 127.0.0.1', 'python3.13 -m http.server'],
  ['/usr/bin/python3 /srv/app.py', 'python3 app.py'],
  ['java -Xmx1g -cp /a/b.jar org.example.Main', 'java org.example.Main'],
  ['java -jar /srv/app.jar', 'java app.jar'],
  ['nc -l 18789', 'nc'],
  ['/usr/bin/nc -l 18789', 'nc'],
  ['nginx: master process /usr/sbin/nginx -g daemon off;', 'nginx'],
  ['-bash', 'bash'],
  ['openclaw-gateway', 'openclaw-gateway'],
  ['/opt/My Programs/web server/serve --all', 'serve'],
  ['C:\\Program Files\\nodejs\\node.exe server.js', 'node.exe server.js'],
  ['"C:\\Program Files\\nodejs\\node.exe" "server.js"', 'node.exe server.js'],
  ['/usr/bin/caddy run --config /etc/caddy', 'caddy'],
  ['/', '/'],
])('%s is called %s', (command, name) => {
  expect(shortProgram(command)).toBe(name);
});
