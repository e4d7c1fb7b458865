import { describe, expect, test } from 'vitest';
import {
  type DeepLink,
  linkOfArguments,
  MAX_LINK_LENGTH,
  openedLink,
  openedLinkSchema,
  parseDeepLink,
} from './deep-link.ts';

const view = (profile: string, name: string, sinceSeconds: number | null = null) => ({
  kind: 'view',
  profile,
  view: name,
  sinceSeconds,
});

test.each<[string, unknown]>([
  ['openclaw-tray://profile/work', view('work', 'overview')],
  ['openclaw-tray://profile/work/', null],
  ['openclaw-tray://profile/work/logs', view('work', 'logs')],
  ['openclaw-tray://profile/work/logs/', view('work', 'logs')],
  ['openclaw-tray://profile/work/logs?since=10m', view('work', 'logs', 600)],
  ['openclaw-tray://profile/work/logs?since=7d', view('work', 'logs', 604_800)],
  ['OpenClaw-Tray://PROFILE/Work/LOGS', view('Work', 'logs')],
  ['openclaw-tray://profile/DEFAULT/diagnose', view('default', 'diagnose')],
  ['openclaw-tray://profile/work/settings', view('work', 'settings')],
  ['openclaw-tray://profile/work/restart', { kind: 'act', profile: 'work', action: 'restart' }],
  ['openclaw-tray://profile/work/install', { kind: 'act', profile: 'work', action: 'install' }],
  ['openclaw-tray://profile/work/repair?rule=linger-off', { kind: 'repair', profile: 'work', rule: 'linger-off' }],
])('%s', (text, meaning) => {
  const parsed = parseDeepLink(text);
  expect(parsed.ok ? parsed.value : null).toEqual(meaning);
});

describe('what is no link, or asks for what links may not ask for', () => {
  test.each([
    '',
    'openclaw-tray:',
    'openclaw-tray://',
    'openclaw-tray://profile',
    'openclaw-tray:profile/work',
    'https://profile/work',
    'openclaw-tray://profile/work/uninstall',
    'openclaw-tray://profile/work/constructor',
    'openclaw-tray://profile/work/logs/more',
    'openclaw-tray://profile/../logs',
    'openclaw-tray://profile/wo%72k/logs',
    'openclaw-tray://profile/a b/logs',
    'openclaw-tray://profile/-work',
    'openclaw-tray://profile/仕事',
    'openclaw-tray://me:secret@profile/work',
    'openclaw-tray://profile:80/work',
    'openclaw-tray://profile/work#logs',
    'openclaw-tray://profile/work/logs\n',
    'openclaw-tray://profile/work/logs?since=10',
    'openclaw-tray://profile/work/logs?since=8d',
    'openclaw-tray://profile/work/logs?since=0m',
    'openclaw-tray://profile/work/logs?since=1m&since=2m',
    'openclaw-tray://profile/work/logs?until=1m',
    'openclaw-tray://profile/work/overview?since=1m',
    'openclaw-tray://profile/work/restart?force=1',
    'openclaw-tray://profile/work/repair',
    'openclaw-tray://profile/work/repair?rule=-x',
    'openclaw-tray://profile/work/repair?rule=a=b',
    `openclaw-tray://profile/${'a'.repeat(65)}`,
    `openclaw-tray://profile/work/logs?since=${'1'.repeat(MAX_LINK_LENGTH)}m`,
  ])('%j', (text) => {
    const parsed = parseDeepLink(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok || parsed.error.hint).toContain('openclaw-tray://profile/work/logs');
  });
});

test('whatever comes, it is one of the known meanings or a refusal that can be shown; never an exception', () => {
  const pieces = [
    'openclaw-tray:',
    '//',
    '/',
    'profile',
    'work',
    'default',
    'logs',
    'restart',
    'repair',
    'uninstall',
    '?',
    '&',
    '=',
    'since',
    'rule',
    '10m',
    'linger-off',
    '%2e',
    '..',
    '\\',
    '#',
    '@',
    ':',
    '\0',
    '\n',
    '"',
    "'",
    '`',
    '$(x)',
    '<b>',
    '日本',
    '\u202e',
    '\ud800',
    ' ',
    'A',
    '--profile',
    '__proto__',
    'constructor',
    '0',
    '-1',
    '9'.repeat(30),
  ];
  // A generator with a fixed seed, so that a failure can be seen again.
  let seed = 20_261_122;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  const known = new Set([
    'overview',
    'logs',
    'service',
    'diagnose',
    'settings',
    'start',
    'stop',
    'restart',
    'install',
    'repair',
  ]);
  let accepted = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const begin = random(2) === 0 ? 'openclaw-tray://profile/work' : '';
    const text = begin + Array.from({ length: random(9) }, () => pieces[random(pieces.length)]).join('');
    const opened = openedLink(text);
    expect(openedLinkSchema.safeParse(opened).success).toBe(true);
    if (!opened.ok) {
      expect(opened.text).toMatch(/^[\x20-\x7e]*$/);
      continue;
    }
    accepted += 1;
    const link: DeepLink = opened.link;
    expect(link.profile).toMatch(/^[a-z0-9][a-z0-9_-]{0,63}$/i);
    expect(known).toContain(link.kind === 'view' ? link.view : link.kind === 'act' ? link.action : 'repair');
  }
  expect(accepted).toBeGreaterThan(100);
});

test('the one link among the arguments of a launch', () => {
  const link = 'openclaw-tray://profile/work/logs';
  expect(linkOfArguments(['/opt/openclaw-tray', link])).toBe(link);
  expect(linkOfArguments(['/opt/openclaw-tray', '--hidden', 'OPENCLAW-TRAY:x'])).toBe('OPENCLAW-TRAY:x');
  expect(linkOfArguments([link])).toBeNull();
  expect(linkOfArguments(['/opt/openclaw-tray', link, link])).toBeNull();
  expect(linkOfArguments(['/opt/openclaw-tray', '--hidden'])).toBeNull();
});
