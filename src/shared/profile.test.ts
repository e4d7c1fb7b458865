import { describe, expect, test } from 'vitest';
import {
  checkNameForPlatform,
  defaultPortOf,
  derivedPortsOf,
  hashedPortOf,
  parsePort,
  parseProfileName,
  portsTooClose,
  serviceDescriptionOf,
  serviceNamesOf,
} from './profile.ts';

describe('parseProfileName', () => {
  test.each(['work', 'Main', 'a', '0', 'my-profile_2', 'a'.repeat(64)])('accepts %s and keeps it as written', (raw) => {
    expect(parseProfileName(raw)).toEqual({ ok: true, value: { id: raw, name: raw } });
  });

  test.each(['default', 'Default', 'DEFAULT'])('%s is the default profile', (raw) => {
    expect(parseProfileName(raw)).toEqual({ ok: true, value: { id: 'default', name: null } });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'blank'],
    ['../x', 'a path'],
    ['a/b', 'a path'],
    ['a\\b', 'a path'],
    ['..', 'a path'],
    ['a'.repeat(65), '65 characters'],
    ['a'.repeat(300), '300 characters'],
    ['my work', 'a space'],
    [' work', 'a space'],
    ['work\n', 'line break'],
    ['wörk', 'outside ASCII'],
    ['\u001b[31mx', 'outside ASCII'],
    ['a%n', 'the character "%"'],
    ['a"b', 'the character "\\""'],
    ["a'b", 'the character "\'"'],
    ['$(id)', 'the character "$"'],
    ['a;b', 'the character ";"'],
    ['-work', 'does not begin with'],
    ['_work', 'does not begin with'],
  ])('refuses %j and says why', (raw, why) => {
    const result = parseProfileName(raw);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error.code).toBe('invalid-profile-name');
    expect(result.error.message).toContain(why);
    expect(result.error.message).toMatch(/^[\x20-\x7e]+$/);
    expect(result.error.message.length).toBeLessThan(300);
    expect(result.error.hint).toContain('letters');
  });
});

test('platforms that ignore letter case refuse upper case, macOS also its reserved labels', () => {
  expect(checkNameForPlatform('Main', 'linux').ok).toBe(true);
  expect(checkNameForPlatform('Main', 'darwin').ok).toBe(false);
  expect(checkNameForPlatform('Main', 'win32').ok).toBe(false);
  expect(checkNameForPlatform('gateway', 'darwin').ok).toBe(false);
  expect(checkNameForPlatform('node', 'darwin').ok).toBe(false);
  expect(checkNameForPlatform('gateway', 'win32').ok).toBe(true);
  expect(checkNameForPlatform(null, 'darwin')).toEqual({ ok: true, value: null });
});

// Vectors observed from OpenClaw 2026.9.6, or computed from its formula.
test.each([
  ['work', 41984],
  ['rescue', 23532],
  ['ops', 55291],
  ['myprofile', 21852],
  ['Gateway', 34105],
  ['main', 23592],
  ['Main', 25544],
  ['ref', 20834],
  ['tok', 31933],
  ['a', 22220],
  ['staging', 28422],
  ['test', 53445],
  ['personal', 58861],
  ['prod', 56084],
])('default port of %s is %i', (name, port) => {
  expect(defaultPortOf(name)).toBe(port);
});

test('default ports of the default and the dev profile', () => {
  expect(defaultPortOf(null)).toBe(18789);
  expect(defaultPortOf('dev')).toBe(19001);
  expect(hashedPortOf('dev')).toBe(38556);
});

test('service names and descriptions', () => {
  expect(serviceNamesOf(null)).toEqual({
    systemdUnit: 'openclaw-gateway.service',
    launchdLabel: 'ai.openclaw.gateway',
    windowsTask: 'OpenClaw Gateway',
  });
  expect(serviceNamesOf('work')).toEqual({
    systemdUnit: 'openclaw-gateway-work.service',
    launchdLabel: 'ai.openclaw.work',
    windowsTask: 'OpenClaw Gateway (work)',
  });
  expect(serviceDescriptionOf(null)).toBe('OpenClaw Gateway');
  expect(serviceDescriptionOf('work')).toBe('OpenClaw Gateway (profile: work)');
});

test('derived ports, and how close two gateways may be', () => {
  expect(derivedPortsOf(18789)).toEqual({
    browserControl: 18791,
    extensionRelay: 18799,
    cdp: { from: 18800, to: 18899 },
  });
  expect(derivedPortsOf(41984).cdp).toEqual({ from: 41995, to: 42094 });
  expect(derivedPortsOf(65500).cdp).toEqual({ from: 18800, to: 18899 });
  expect(portsTooClose(18789, 18908)).toBe(true);
  expect(portsTooClose(18789, 18909)).toBe(false);
  expect(portsTooClose(19001, 19001)).toBe(true);
});

test.each(['1', '80', '18789', '65535'])('port %s', (text) => {
  expect(parsePort(text)).toEqual({ ok: true, value: Number(text) });
});
test.each(['', '0', '65536', '-1', '1e3', '0x50', ' 80', '80 ', '80.5', '١٢٣', '99999999999', 'abc', '80\n'])(
  'not a port: %j',
  (text) => {
    const result = parsePort(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error.code).toBe('invalid-port');
  },
);
