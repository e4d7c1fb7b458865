/** Drift over units that OpenClaw 2026.9.6 wrote itself (fixtures of the systemd adapter): none as they are, and each edit found. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { driftInWords, driftOf } from '../health/drift.ts';
import { parseUnit, unitSettings } from '../supervisors/systemd/parse-unit.ts';
import { renderSystemUnit, renderUserUnit } from '../supervisors/systemd/render.ts';

const sample = (name: string) =>
  readFileSync(new URL(`../supervisors/systemd/__fixtures__/${name}`, import.meta.url), 'utf8');

function driftIn(text: string, serviceName: string, profileName: string | null) {
  const { definition } = parseUnit([{ path: `/u/${serviceName}`, text }], {
    scope: 'user',
    serviceName,
    specifiers: {},
  });
  if (definition === null) throw new Error('the sample was not understood');
  return driftOf({
    installed: definition,
    profileName,
    needsPath: true,
    settings: { now: unitSettings(text), expected: unitSettings(renderUserUnit(definition)) },
  });
}

const DEFAULT = 'openclaw-gateway.service';

test.each([
  ['openclaw-default.service', DEFAULT, null],
  ['openclaw-work.service', 'openclaw-gateway-work.service', 'work'],
])('%s has none', (name, unit, profile) => {
  expect(driftIn(sample(name), unit, profile)).toEqual([]);
});

describe('an edit by hand', () => {
  const text = sample('openclaw-default.service');
  test.each<[string, string, object[]]>([
    [
      'another restart policy',
      text.replace(/^Restart=.*$/m, 'Restart=no'),
      [{ kind: 'edited', field: 'Service.Restart', now: 'no' }],
    ],
    [
      'a setting of its own',
      text.replace('[Service]', '[Service]\nNice=10'),
      [{ kind: 'edited', field: 'Service.Nice', now: '10', expected: null }],
    ],
    [
      'the profile of another',
      text.replace('[Service]', '[Service]\nEnvironment=OPENCLAW_PROFILE=work'),
      [{ kind: 'wrong-profile', field: 'OPENCLAW_PROFILE', now: 'work' }],
    ],
    [
      'two ports',
      text.replace(/OPENCLAW_GATEWAY_PORT=\d+/, 'OPENCLAW_GATEWAY_PORT=20500'),
      [{ kind: 'broken', field: 'OPENCLAW_GATEWAY_PORT', now: '20500' }],
    ],
    [
      'no marker',
      text.replace(/^.*OPENCLAW_SERVICE_MARKER.*\n/m, ''),
      [{ kind: 'missing', field: 'OPENCLAW_SERVICE_MARKER', now: null }],
    ],
    ['comments and order', `# mine\n${text}`.replace(/^(Restart=.*)\n(RestartSec=.*)$/m, '$2\n$1'), []],
  ])('%s', (_what, edited, items) => {
    const found = driftIn(edited, DEFAULT, null);
    expect(found).toMatchObject(items);
    expect(found).toHaveLength(items.length);
    for (const item of found) expect(driftInWords(item).text).toContain(item.field);
  });
});

describe('a system unit', () => {
  const definition = parseUnit([{ path: `/u/${DEFAULT}`, text: sample('openclaw-default.service') }], {
    scope: 'user',
    serviceName: DEFAULT,
    specifiers: {},
  }).definition;
  if (definition === null) throw new Error('the sample was not understood');
  const written = renderSystemUnit(definition, { user: 'openclaw', group: 'openclaw' });
  const driftOfSystem = (text: string) =>
    driftOf({
      installed: definition,
      profileName: null,
      needsPath: true,
      settings: { now: unitSettings(text), expected: unitSettings(written) },
    });

  test('as it is written: none', () => {
    expect(driftOfSystem(written)).toEqual([]);
  });
  test('edits are found, a credential in one is not shown', () => {
    const edited = written
      .replace(/^RestartSec=.*$/m, 'RestartSec=90')
      .replace(/^NoNewPrivileges=.*\n/m, '')
      .replace('[Service]', '[Service]\nSetCredential=token:canary-secret');
    const found = driftOfSystem(edited);
    expect(found).toMatchObject([
      { kind: 'edited', field: 'Service.SetCredential', now: 'token:…', expected: null },
      { kind: 'edited', field: 'Service.RestartSec', now: '90', expected: '5' },
      { kind: 'edited', field: 'Service.NoNewPrivileges', now: null, expected: 'yes' },
    ]);
    expect(JSON.stringify(found)).not.toContain('canary-secret');
  });
});
