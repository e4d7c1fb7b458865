import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { healthyFacts } from '../../health/testing.ts';
import { secretNames } from '../exposed-secrets.ts';
import { isGatewayCommand } from '../port-holder.ts';
import { reportOf } from '../report.ts';
import { createCleaner } from './cleaner.ts';
import { shapeOf } from './config-shape.ts';
import { issueText } from './markdown.ts';
import { tarOf } from './tar.ts';

test('the archive is what tar itself reads', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'openclaw-tray-tar-'));
  try {
    const entries = [
      { name: 'a/empty.txt', content: Buffer.alloc(0) },
      { name: 'a/ホーム.txt', content: Buffer.from('x'.repeat(513)) },
    ];
    await writeFile(join(dir, 'x.tar'), tarOf(entries, 1_700_000_000));
    const { stdout } = await promisify(execFile)('tar', [
      '-tvf',
      join(dir, 'x.tar'),
      '--utc',
      '--quoting-style=literal',
    ]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/).filter((_, index) => [0, 2, 3, 5].includes(index))),
    ).toEqual([
      ['-rw-------', '0', '2023-11-14', 'a/empty.txt'],
      ['-rw-------', '513', '2023-11-14', 'a/ホーム.txt'],
    ]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  expect(() => tarOf([{ name: 'x'.repeat(101), content: Buffer.alloc(0) }], 0)).toThrow(RangeError);
});

test('known secrets go in each of their forms, and are counted; the home folder loses the name', () => {
  const cleaner = createCleaner(['s3cr"et&more'], '/home/somebody');
  const text = ['s3cr"et&more', JSON.stringify('s3cr"et&more'), 's3cr%22et%26more', '/home/somebody/x'].join(' ');
  expect(cleaner.clean(text)).toEqual({ text: '[hidden] "[hidden]" [hidden] ~/x', hidden: 3 });
});

test('the history is in the issue text: its figures, and the last stretches that were not well', () => {
  const segment = (from: string, to: string, state: 'up' | 'down', code: string | null) => ({
    from: `2026-11-22T${from}:00.000Z`,
    to: `2026-11-22T${to}:00.000Z`,
    state,
    code,
    parts: 1,
  });
  const text = (knownSince: string | null) =>
    issueText({
      diagnosed: { report: reportOf(healthyFacts()), notFoundOut: [] },
      versions: {},
      definition: null,
      logs: [],
      timeline: {
        profile: 'default',
        from: '2026-11-15T14:00:00.000Z',
        to: '2026-11-22T14:00:00.000Z',
        knownSince,
        segments: [segment('01:00', '02:00', 'up', null), segment('02:00', '02:30', 'down', 'verdict.no_answer')],
        marks: [],
        roundTrips: [],
        figures: {
          watchedMs: 5_400_000,
          answered: 0.66667,
          outages: 1,
          longestOutage: {
            from: '2026-11-22T02:00:00.000Z',
            to: '2026-11-22T02:30:00.000Z',
            ms: 1_800_000,
            ongoing: false,
          },
          restarts: 4,
          roundTripMs: null,
        },
        damagedLines: 2,
        problem: null,
      },
    });
  expect(text('2026-11-20T00:00:00.000Z').split('### History')[1]?.split('###')[0]?.trim().split('\n')).toEqual([
    '- From 2026-11-15T14:00:00.000Z to 2026-11-22T14:00:00.000Z, known since 2026-11-20T00:00:00.000Z, watched for 90 min',
    '- Answered: 66.66 %; outages: 1, the longest 1800 s; restarts: 4',
    '- Damaged lines left out: 2',
    '- 2026-11-22T02:00:00.000Z to 2026-11-22T02:30:00.000Z: down (verdict.no\\_answer)',
  ]);
  expect(text(null)).toContain('- Nothing is recorded: the app writes the history while it runs.');
});

test('a configuration keeps its shape and nothing else', () => {
  const { shape, hidden, secrets } = shapeOf({
    gateway: { mode: 'local', port: 18_789, auth: { token: 'abc', mode: 'token', password: '$PASS' } },
    channels: { whatsapp: { allowFrom: ['+15551234567'], ownerId: 987_654_321, '+1555': true } },
    agents: { list: [{ name: 'me', headers: { 'X-Plain': 'v' } }] },
  });
  expect(shape).toEqual({
    gateway: { mode: 'local', port: 18_789, auth: { token: '[hidden]', mode: 'token', password: '$PASS' } },
    channels: { whatsapp: { allowFrom: ['[text]'], ownerId: '[number]', '[key 3]': true } },
    agents: { list: [{ name: '[text]', headers: { 'X-Plain': '[hidden]' } }] },
  });
  expect({ hidden, secrets }).toEqual({ hidden: 5, secrets: ['abc', 'v'] });
});

describe('secrets are found by their names in each form of definition', () => {
  test.each([
    ['unit', 'Environment="OPENCLAW_GATEWAY_TOKEN=abc" X=1', ['OPENCLAW_GATEWAY_TOKEN']],
    ['unit command', 'ExecStart=/n /o gateway --port 1 --token abc', ['--token']],
    ['plist', '<key>OPENCLAW_GATEWAY_PASSWORD</key>\n<string>abc</string>', ['OPENCLAW_GATEWAY_PASSWORD']],
    ['plist command', '<string>--token</string>\n  <string>abc</string>', ['--token']],
    ['batch', 'set "MY_API_KEY=abc"', ['MY_API_KEY']],
    ['json', '{"env":{"BOT_TOKEN": "abc"}}', ['BOT_TOKEN']],
    ['json command', '["gateway","--token","abc"]', ['--token']],
    ['several in a line', 'Environment=A_TOKEN=a B_PASSWORD="b c"', ['A_TOKEN', 'B_PASSWORD']],
    ['what was taken out before', 'ExecStart=/n --token REMOVED\nEnvironment=A_TOKEN=$OTHER', []],
    ['nothing', 'Environment=OPENCLAW_PROFILE=token-ring PATH=/usr/bin', []],
  ])('%s', (_form, text, names) => {
    expect(secretNames(text)).toEqual(names);
  });
});

test.each<[boolean, string[]]>([
  [true, ['/usr/bin/node', '/usr/lib/node_modules/openclaw/dist/index.js', 'gateway', '--port', '1']],
  [true, ['node', '/usr/local/bin/openclaw', '--profile', 'work', 'gateway', 'run']],
  [true, ['openclaw-gateway']],
  [true, ['/usr/bin/node /opt/openclaw/dist/entry.js gateway --port 1']],
  [false, ['nc', '-l', '18789']],
  [false, ['vim', '/usr/lib/node_modules/openclaw/dist/index.js']],
  [false, ['grep', 'gateway', '/opt/openclaw/dist/index.js']],
  [false, ['node', '/home/me/gateway.js', 'openclaw']],
])('%s: the command line of an OpenClaw gateway: %j', (expected, argv) => {
  expect(isGatewayCommand(argv)).toBe(expected);
});
