import { describe, expect, test } from 'vitest';
import { gatewayInvocationOf, withoutSecretArguments } from './gateway-invocation.ts';

const of = (line: string, cwd: string | null = null) => gatewayInvocationOf(line.split(' '), cwd)?.product ?? null;

describe('commands that run a gateway', () => {
  test.each([
    ['/usr/bin/openclaw gateway'],
    ['/usr/bin/openclaw gateway run --port 18789'],
    ['openclaw --profile work gateway --port 18789'],
    ['/usr/bin/node --max-old-space-size=2048 /usr/lib/node_modules/openclaw/dist/index.js gateway --port 18789'],
    ['/usr/bin/node --require /x.js /opt/openclaw/dist/index.js gateway'],
    ['/usr/bin/node /home/me/.nvm/lib/node_modules/.pnpm/openclaw@2026.9.6/node_modules/x/index.js gateway'],
    ['/home/me/.bun/bin/bun run /home/me/openclaw/src/entry.ts gateway'],
    ['/usr/bin/env NODE_ENV=production npx -y openclaw@latest gateway --port 19000'],
    ['pnpm exec openclaw gateway'],
    ['/usr/bin/nice -n 10 /usr/bin/openclaw gateway'],
    ['timeout -k 5 1h openclaw gateway'],
    ['docker run --rm -p 18789:18789 ghcr.io/openclaw/openclaw:latest node dist/index.js gateway --bind lan'],
    ['C:\\nodejs\\node.exe C:\\Users\\openclaw\\AppData\\npm\\node_modules\\openclaw\\dist\\index.js gateway'],
  ])('%s', (line) => {
    expect(of(line)).toBe('openclaw');
  });
  test('in a line of a shell', () => {
    const shell = (line: string) => gatewayInvocationOf(['/bin/sh', '-lc', line])?.product ?? null;
    expect(shell('cd /srv && exec "/usr/bin/openclaw" gateway --port 1')).toBe('openclaw');
    expect(gatewayInvocationOf(['cmd.exe', '/c', 'openclaw gateway'])?.product).toBe('openclaw');
    expect(shell('tar c /home/me/.openclaw | gateway')).toBeNull();
  });
  test('a relative script in the product’s folder', () => {
    expect(of('node scripts/run-node.mjs gateway', '/home/me/openclaw')).toBe('openclaw');
    expect(of('node scripts/run-node.mjs gateway', '/home/me/other')).toBeNull();
  });
  test('under its old names', () => {
    expect(of('/usr/bin/clawdbot gateway')).toBe('clawdbot');
    expect(of('node /opt/moltbot/dist/index.js gateway')).toBe('moltbot');
  });
});

describe('commands that do not', () => {
  test.each([
    ['/usr/bin/rsync -a /home/me/.openclaw /backup/gateway'],
    ['/usr/bin/rsync /opt/openclaw gateway'],
    ['/usr/bin/openclaw gateway status --json'],
    ['/usr/bin/openclaw-tray gateway status --check'],
    ['/usr/bin/openclaw node run'],
    ['/home/openclaw/bin/kong gateway'],
    ['/usr/bin/node /home/openclaw/kong/index.js gateway'],
    ['/usr/bin/kong gateway --upstream openclaw'],
    ['/usr/bin/python3 -m http.server --directory /srv/openclaw gateway'],
    ['docker run nginx:openclaw gateway'],
    [''],
  ])('%s', (line) => {
    expect(of(line)).toBeNull();
  });
});

test('secrets of a command line are not shown', () => {
  expect(
    withoutSecretArguments(['openclaw', '--token', 'abc', 'gateway', '--password=abc', 'API_KEY=abc', '--port', '1']),
  ).toEqual(['openclaw', '--token', '(hidden)', 'gateway', '--password=(hidden)', 'API_KEY=(hidden)', '--port', '1']);
  expect(
    withoutSecretArguments(['sh', '-c', 'OPENCLAW_GATEWAY_TOKEN=abc openclaw --token abc gateway'])[2],
  ).not.toContain('abc');
});
