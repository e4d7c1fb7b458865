import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'plist';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { systemClock } from '../../system/clock.ts';
import { createScriptedRunner } from '../../system/scripted-runner.ts';
import { createLaunchdAdapter } from './adapter.ts';
import { ENV_FILE_HEADER } from './env-file.ts';
import { definitionOf, parseAgentPlist } from './parse-plist.ts';
import { hostAt } from './test-bench.ts';

const adapter = createLaunchdAdapter({
  host: hostAt('/Users/me'),
  runner: createScriptedRunner([]),
  clock: systemClock,
});

function definition(profile: string, change: Partial<ServiceDefinition> = {}): ServiceDefinition {
  const stateDir = profile === 'default' ? '/Users/me/.openclaw' : `/Users/me/.openclaw-${profile}`;
  const label = profile === 'default' ? 'ai.openclaw.gateway' : `ai.openclaw.${profile}`;
  return {
    profile,
    serviceName: label,
    description: profile === 'default' ? 'OpenClaw Gateway' : `OpenClaw Gateway (profile: ${profile})`,
    command: [
      '/opt/homebrew/bin/node',
      '--max-old-space-size=8192',
      '/opt/homebrew/lib/node_modules/openclaw/dist/index.js',
      'gateway',
      '--port',
      profile === 'default' ? '18789' : '19001',
    ],
    workingDirectory: stateDir,
    environment: {
      HOME: '/Users/me',
      TMPDIR: `${stateDir}/tmp`,
      ...(profile === 'default' ? {} : { OPENCLAW_STATE_DIR: stateDir, OPENCLAW_PROFILE: profile }),
      PATH: '/opt/homebrew/bin:/usr/bin:/bin',
      NODE_OPTIONS: '',
      OPENCLAW_SERVICE_MARKER: 'openclaw',
      OPENCLAW_SERVICE_KIND: 'gateway',
    },
    environmentFiles: [],
    ...change,
  };
}

function contentOf(value: ServiceDefinition, suffix: string): string {
  const file = adapter.render(value).find(({ path }) => path.endsWith(suffix));
  if (file === undefined) throw new Error(`no file ${suffix}`);
  return file.content;
}

function readBack(value: ServiceDefinition): ServiceDefinition {
  const read = parseAgentPlist(Buffer.from(contentOf(value, '.plist')));
  if (!read.ok) throw new Error(`${read.reason}`);
  const parsed = definitionOf(read.agent, contentOf(value, '.env'));
  expect(parsed.problem).toBeNull();
  return parsed.definition;
}

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launchd-render-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('golden files', () => {
  test.each(['default', 'work'])('%s', (profile) => {
    for (const { path, mode, content } of adapter.render(definition(profile))) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const golden = readFileSync(new URL(`__fixtures__/golden-${name}`, import.meta.url), 'utf8');
      expect(content, name).toBe(golden);
      expect(mode).toBe(name.endsWith('.plist') ? 0o644 : name.endsWith('.env') ? 0o600 : 0o700);
    }
    expect(readBack(definition(profile))).toEqual(definition(profile));
  });

  test('no value of the environment is in the plist', () => {
    const secret = definition('default', { environment: { OPENCLAW_GATEWAY_TOKEN: 'very-secret' } });
    expect(contentOf(secret, '.plist')).not.toContain('very-secret');
    expect(contentOf(secret, '.plist')).not.toContain('EnvironmentVariables');
  });
});

describe('hostile values', () => {
  const hostile = [
    'a b',
    `it's "quoted"`,
    '&<>&amp;]]><!--',
    '日本語 ✓',
    '$HOME `id` $(id) \\',
    '',
    ' spaced ',
    '}}{{label}}',
    '%n',
  ];
  const wild = () =>
    definition('default', {
      description: `OpenClaw & "Söhne" <it's>`,
      command: ['/opt/node js/bin/node', ...hostile],
      environment: { ...Object.fromEntries(hostile.map((value, index) => [`K${index}`, value])) },
    });

  test('come back as they were', () => {
    expect(readBack(wild())).toEqual(wild());
  });

  test('mean the same to another reader of property lists', () => {
    const path = join(root, 'a.plist');
    writeFileSync(path, contentOf(wild(), '.plist'));
    const expected = wild().command;
    const script = 'import json,plistlib,sys; print(json.dumps(plistlib.load(open(sys.argv[1],"rb"))))';
    const read: unknown = hasPython()
      ? JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }))
      : parse(readFileSync(path, 'utf8'));
    expect(read).toMatchObject({
      Label: 'ai.openclaw.gateway',
      RunAtLoad: true,
      KeepAlive: true,
      Umask: 63,
      ThrottleInterval: 10,
      ExitTimeOut: 20,
      Comment: wild().description,
    });
    expect((read as { ProgramArguments: string[] }).ProgramArguments.slice(3)).toEqual(expected);
  });

  test.each([
    ['an argument with a line break', { command: ['/bin/node', 'a\nb'] }],
    ['a value with a line break', { environment: { A: 'a\nexport B=1' } }],
    ['a value with a NUL', { environment: { A: 'a\0b' } }],
    ['half of a character', { environment: { A: '\ud83d' } }],
    ['a name that is none', { environment: { 'A;id': '1' } }],
    ['a folder with a line break', { workingDirectory: '/Users/me/a\nb' }],
    ['a relative program', { command: ['node'] }],
    ['an environment file', { environmentFiles: ['/etc/x'] }],
  ])('%s is refused', (_what, change) => {
    expect(() => adapter.render(definition('default', change))).toThrow(ExpectedError);
  });

  test.each(['../x', 'a/b', '', '-k', 'a b', 'ai.openclaw.<x>', 'x'.repeat(300)])('the label %j is refused', (name) => {
    expect(() => adapter.render(definition('default', { serviceName: name }))).toThrow(ExpectedError);
  });
});

describe('the wrapper, run by a shell', () => {
  const run = (envText: string | null, ...command: string[]) => {
    const wrapper = join(root, 'wrapper.sh');
    const envFile = join(root, 'service.env');
    writeFileSync(wrapper, contentOf(definition('default'), '-env-wrapper.sh'));
    if (envText !== null) writeFileSync(envFile, envText);
    try {
      return {
        code: 0,
        out: execFileSync('/bin/sh', [wrapper, envFile, ...command], { encoding: 'utf8', stdio: 'pipe' }),
      };
    } catch (cause) {
      return { code: (cause as { status: number }).status, out: '' };
    }
  };
  test('gives the program exactly the values', () => {
    const values = { A: `it's $HOME "x" \`id\` \\ 日本`, B: ' two  spaces ' };
    const text = contentOf(definition('default', { environment: values }), '.env');
    const script = 'process.stdout.write(JSON.stringify([process.env.A, process.env.B, process.argv.slice(1)]))';
    const { out } = run(text, process.execPath, '-e', script, '--', 'a b', '*');
    expect(JSON.parse(out)).toEqual([values.A, values.B, ['a b', '*']]);
  });
  test.each([
    ['a missing file', null],
    ['an empty file', ''],
    ['another first line', `# mine\n${ENV_FILE_HEADER}\nexport A='1'\n`],
  ])('%s ends with 78', (_what, text) => {
    expect(run(text, '/bin/echo', 'started')).toEqual({ code: 78, out: '' });
  });
  test('nothing to run ends with 78', () => {
    expect(run(`${ENV_FILE_HEADER}\n`).code).toBe(78);
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import plistlib']);
    return true;
  } catch {
    return false; // Not installed here.
  }
}
