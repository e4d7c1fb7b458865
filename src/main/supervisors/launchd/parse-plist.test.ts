import { buildBinary, type PlistValue } from 'plist';
import { describe, expect, test } from 'vitest';
import { Said, say, textOf } from '../../../shared/said.ts';
import { ENV_FILE_HEADER, envFileWithoutSecrets, parseEnvFile } from './env-file.ts';
import { agentSettings, definitionOf, oddKeysOf, parseAgentPlist, plistWithoutSecrets } from './parse-plist.ts';
import { buildPlist } from './render.ts';

const command = ['/usr/local/bin/node', '/opt/openclaw/dist/index.js', 'gateway', '--port', '18789'];
const agentOf = (object: { [key: string]: PlistValue }) => {
  const read = parseAgentPlist(Buffer.from(buildPlist({ Label: 'ai.openclaw.gateway', ...object })));
  if (!read.ok) throw new Error(`${read.reason}`);
  return read.agent;
};

describe('what OpenClaw writes and wrote', () => {
  const folder = '/Users/me/.openclaw/service-env/ai.openclaw.gateway';
  test.each([
    ['through the shell', ['/bin/sh', `${folder}-env-wrapper.sh`, `${folder}.env`, ...command]],
    ['without the shell', [`${folder}-env-wrapper.sh`, `${folder}.env`, ...command]],
  ])('wrapper %s', (_how, words) => {
    const agent = agentOf({ ProgramArguments: words, RunAtLoad: true, WorkingDirectory: '/Users/me/.openclaw' });
    expect(agent).toMatchObject({ command, envFile: `${folder}.env`, programArguments: words });
    const text = `${ENV_FILE_HEADER}\nexport OPENCLAW_PROFILE='work'\nexport X='it'\\''s'\n`;
    expect(definitionOf(agent, text)).toMatchObject({
      problem: null,
      definition: { profile: 'work', command, environment: { OPENCLAW_PROFILE: 'work', X: "it's" } },
    });
    expect(definitionOf(agent, null).problem).toEqual(say('problem.env-missing', { path: `${folder}.env` }));
    expect(definitionOf(agent, "export X='1'\n").problem).toEqual(
      say('problem.env-headless', { path: `${folder}.env` }),
    );
  });
  test('values inside the plist; those of the file win', () => {
    const inline = agentOf({ ProgramArguments: command, EnvironmentVariables: { OPENCLAW_PROFILE: 'old', N: 5 } });
    expect(definitionOf(inline, null)).toMatchObject({
      problem: null,
      definition: { profile: 'old', command, environment: { OPENCLAW_PROFILE: 'old' } },
    });
    const both = agentOf({
      ProgramArguments: ['/bin/sh', `${folder}-env-wrapper.sh`, `${folder}.env`, ...command],
      EnvironmentVariables: { A: 'plist', B: 'plist' },
    });
    expect(definitionOf(both, `${ENV_FILE_HEADER}\nexport A='file'\n`).definition.environment).toEqual({
      A: 'file',
      B: 'plist',
    });
  });
  test('a binary property list', () => {
    const read = parseAgentPlist(buildBinary({ Label: 'x', ProgramArguments: command }));
    expect(read).toMatchObject({ ok: true, agent: { label: 'x', command } });
  });
  test('hand-made changes are named, older releases of OpenClaw are not', () => {
    const agent = agentOf({
      ProgramArguments: command,
      ThrottleInterval: 60,
      KeepAlive: false,
      Nice: 5,
      RunAtLoad: true,
    });
    expect(oddKeysOf(agent).map(textOf)).toEqual([
      'KeepAlive is false instead of true.',
      "Nice is not part of a gateway's plist.",
    ]);
    expect(agentSettings(agent)).toEqual({
      now: { ThrottleInterval: '60', KeepAlive: 'false', Nice: '5', RunAtLoad: 'true' },
      expected: { ThrottleInterval: '60', KeepAlive: 'true', RunAtLoad: 'true' },
    });
  });
  test('what launchd needs to start it is missed, what an older release left out is not', () => {
    const { now, expected } = agentSettings(agentOf({ ProgramArguments: command, RunAtLoad: true }));
    expect(now).toEqual({ RunAtLoad: 'true' });
    expect(expected).toEqual({ RunAtLoad: 'true', KeepAlive: 'true' });
  });
});

describe('files that are none', () => {
  const xml = (body: string) => `<?xml version="1.0"?><plist version="1.0">${body}</plist>`;
  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['cut off', '<?xml version="1.0"?><plist version="1.0"><dict><key>Label</key><str'],
    ['an array', xml('<array><string>x</string></array>')],
    ['a key without a value', xml('<dict><key>Label</key></dict>')],
    ['an unknown tag', xml('<dict><key>Label</key><wrong>x</wrong></dict>')],
    ['no program', xml('<dict><key>Label</key><string>x</string></dict>')],
    [
      'a number for a program',
      xml('<dict><key>Label</key><string>x</string><key>Program</key><integer>1</integer></dict>'),
    ],
    ['a prototype', xml('<dict><key>__proto__</key><dict/></dict>')],
    ['entities', `<!DOCTYPE plist [<!ENTITY a "aaaa">]>${xml('<dict/>')}`],
    ['broken binary', 'bplist00garbage'],
    ['old style, cut off', '{ Label = "x'],
  ])('%s', (_what, text) => {
    expect(parseAgentPlist(Buffer.from(text))).toMatchObject({ ok: false, reason: expect.any(Said) });
  });
});

describe('secrets', () => {
  test('are not shown of a plist', () => {
    const bytes = Buffer.from(
      buildPlist({
        Label: 'x',
        ProgramArguments: ['/bin/node', '--token', 'hush-1', '--password=hush-2'],
        EnvironmentVariables: { OPENCLAW_GATEWAY_TOKEN: 'hush-3', PATH: '/bin' },
      }),
    );
    const text = plistWithoutSecrets(bytes);
    expect(text).not.toContain('hush');
    expect(text).toContain('/bin');
    expect(plistWithoutSecrets(Buffer.from('token=hush'))).not.toContain('hush');
  });
  test('are not shown of an environment file, nor are those that came from .env', () => {
    const text = [
      ENV_FILE_HEADER,
      "export OPENAI_API_KEY='hush-1'",
      "export MINE='hush-2'",
      "export MULTI_SECRET='hush-3",
      "hush-4'",
      "export OPENCLAW_SERVICE_MANAGED_ENV_KEYS='MINE,OTHER'",
      "export PATH='/bin'",
      'echo hush-5',
      '',
    ].join('\n');
    expect(envFileWithoutSecrets(text)).not.toContain('hush');
    expect(envFileWithoutSecrets(text)).toContain("PATH='/bin'");
  });
  test('do not leave with the definition', () => {
    const agent = agentOf({ ProgramArguments: command, EnvironmentVariables: { OPENCLAW_GATEWAY_TOKEN: 'hush' } });
    expect(definitionOf(agent, null).definition.environment).toEqual({ OPENCLAW_GATEWAY_TOKEN: '(hidden)' });
  });
  test('a shell line is counted, never taken for a value', () => {
    const { environment, oddLines } = parseEnvFile(
      `${ENV_FILE_HEADER}\nexport A=$(id)\nexport B='x'$(id)\nrm -rf x\nexport C=c\n`,
    );
    expect(environment).toEqual({ C: 'c' });
    expect(oddLines).toBe(3);
  });
});
