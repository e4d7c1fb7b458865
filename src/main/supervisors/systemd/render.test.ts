import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { parseUnit } from './parse-unit.ts';
import { fillTemplate, renderSystemUnit, renderUserUnit } from './render.ts';

const plain: ServiceDefinition = {
  profile: 'default',
  serviceName: 'openclaw-gateway.service',
  description: 'OpenClaw Gateway',
  command: ['/opt/node/bin/node', '/opt/pkg/openclaw/dist/index.js', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: { HOME: '/home/me', NODE_OPTIONS: '' },
  environmentFiles: [],
};
const context = { serviceName: plain.serviceName, specifiers: { h: '/home/me' } };
const reread = (definition: ServiceDefinition) =>
  parseUnit([{ path: '/u', text: renderUserUnit(definition) }], { ...context, serviceName: definition.serviceName });

test('a unit that OpenClaw 2026.9.6 wrote is parsed and rendered to the same bytes', () => {
  for (const name of ['openclaw-default.service', 'openclaw-work.service']) {
    const text = readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), 'utf8');
    const written = text.slice(text.indexOf('\n') + 1);
    const parsed = parseUnit([{ path: '/u', text: written }], context);
    expect(parsed.odd).toEqual([]);
    expect(parsed.definition).not.toBeNull();
    if (parsed.definition !== null) expect(renderUserUnit(parsed.definition)).toBe(written);
  }
});

describe('difficult values come back as they were', () => {
  const homes = [
    '/home/te st',
    '/home/50%h',
    '/home/"q"',
    "/home/o'brien",
    '/home/back\\slash',
    '/home/日本 太郎',
    '/home/$USER',
  ];
  test.each(homes)('%s', (home) => {
    const definition: ServiceDefinition = {
      ...plain,
      profile: 'work',
      command: [
        `${home.replaceAll(/["'\\]/g, '_')}/node`,
        `${home}/index.js`,
        '',
        ';',
        '$HOME',
        '$'.concat('{X}'),
        'a\tb',
        '{{description}}',
        '-x',
      ],
      workingDirectory: home,
      environment: { HOME: home, OPENCLAW_PROFILE: 'work', E: `x ${home}`, EMPTY: '' },
      environmentFiles: [`${home}/a*(1)[2].env`],
    };
    expect(reread(definition)).toEqual({ definition, problem: null, odd: [] });
  });
  test('a working directory that ends in a backslash', () => {
    const definition = { ...plain, workingDirectory: '/home/x\\' };
    expect(reread(definition).definition).toEqual(definition);
  });
});

describe('what a unit cannot hold is refused', () => {
  test.each<[string, Partial<ServiceDefinition>]>([
    ['a line break in an argument', { command: ['/bin/node', 'a\nb'] }],
    ['a carriage return in a value', { environment: { A: 'x\r' } }],
    ['a line break in the description', { description: 'a\nExecStart=/bin/evil' }],
    ['a NUL in a path', { command: ['/bin/\0node'] }],
    ['a relative program', { command: ['node'] }],
    ['a quote in the path of the program', { command: ["/home/o'brien/node"] }],
    ['a backslash in the path of the program', { command: ['/home/a\\b/node'] }],
    ['a variable without a proper name', { environment: { 'A B': 'x' } }],
    ['a working directory that ends in a space', { workingDirectory: '/home/x ' }],
    ['a relative working directory', { workingDirectory: 'home' }],
    ['a line break in an environment file', { environmentFiles: ['/a\n'] }],
  ])('%s', (_what, change) => {
    const act = () => renderUserUnit({ ...plain, ...change });
    expect(act).toThrow(ExpectedError);
    expect(act).toThrow(expect.objectContaining({ code: 'definition-write-failed' }));
  });
  test('the secret-looking value itself is not in the message', () => {
    expect(() => renderUserUnit({ ...plain, environment: { A: 'hush\nhush' } })).toThrow(/^(?!.*hush)/s);
  });
});

test('a system unit names its user and starts at boot', () => {
  const text = renderSystemUnit(plain, { user: 'openclaw', group: 'openclaw' });
  expect(text).toContain('[Service]\nUser=openclaw\nGroup=openclaw\n');
  expect(text).toContain('WantedBy=multi-user.target\n');
  expect(() => renderSystemUnit(plain, { user: 'a b', group: 'openclaw' })).toThrow(ExpectedError);
});

test('a template and its values must fit', () => {
  expect(fillTemplate('A={{a}}\n{{b}}\nC\n\n', { a: '{{b}}', b: '' })).toBe('A={{b}}\nC\n\n');
  expect(() => fillTemplate('A={{a}}', {})).toThrow(/without a value/);
  expect(() => fillTemplate('A', { a: 'x' })).toThrow(/no placeholder/);
});
