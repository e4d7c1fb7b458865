import { describe, expect, test } from 'vitest';
import { classify } from './scan-extra.ts';

const unit = (command: string, rest = '') => `[Service]\nExecStart=${command}\n${rest}`;

describe('which units are extra (the four cases seen with openclaw 2026.9.6)', () => {
  test('a named profile is first-class', () => {
    expect(classify('openclaw-gateway-ops.service', '/x', 'user', unit('node openclaw gateway'))).toBeNull();
  });
  test('another name with the marker is left alone', () => {
    const text = unit('node openclaw/dist/index.js gateway', 'Environment=OPENCLAW_SERVICE_MARKER=openclaw\n');
    expect(classify('my-gw.service', '/x', 'user', text)).toBeNull();
  });
  test('a hand-written unit is extra', () => {
    expect(
      classify('my-tray-gw.service', '/u/my-tray-gw.service', 'user', unit('/usr/bin/openclaw gateway')),
    ).toMatchObject({
      kind: 'extra',
      removal: [
        ['systemctl', '--user', 'disable', '--now', 'my-tray-gw.service'],
        ['rm', '/u/my-tray-gw.service'],
        expect.any(Array),
      ],
    });
  });
  test('the old name is legacy', () => {
    expect(classify('clawdbot-gateway.service', '/x', 'system', unit('node clawdbot gateway'))).toMatchObject({
      kind: 'legacy',
    });
  });
  test('anything else is none of our business', () => {
    expect(classify('ssh.service', '/x', 'system', unit('/usr/sbin/sshd -D'))).toBeNull();
    expect(classify('api-gateway.service', '/x', 'system', unit('/usr/bin/kong gateway'))).toBeNull();
  });
  test('a command on several lines is read whole', () => {
    expect(
      classify('x.service', '/x', 'user', unit('/usr/bin/node \\\n  /opt/openclaw/dist/index.js \\\n  gateway')),
    ).toMatchObject({ kind: 'extra' });
  });
});
