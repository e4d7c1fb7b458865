/** Each rule over facts: it fires for its failure, as the headline where it is alone, and not on a healthy host or where nothing is known. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { asksFirst, diagnosisSchema } from '../../../shared/diagnosis.ts';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { ja } from '../../../shared/text/ja.ts';
import { tell, tellAll } from '../../../shared/text/tell.ts';
import { zh } from '../../../shared/text/zh.ts';
import { NO_TROUBLE } from '../../gateway/trouble.ts';
import type { CloserLook, PortHolder } from '../closer-look.ts';
import { diagnose } from '../evaluate.ts';
import type { ProfileFacts } from '../facts.ts';
import { written } from '../finding.ts';
import { blindCloser, healthyCloser, healthyFacts, notInstalledFacts, probe, withProcess } from '../testing.ts';
import { verdictOf } from '../verdict.ts';
import { RULES } from './registry.ts';

const refused = probe({ code: 'refused', phase: 'connect', message: 'Nothing listens there.', latencyMs: null });
const nobody = { probe: refused, portOwner: { owner: 'nobody' } } as const;
const inspected = (facts: ProfileFacts, change: Partial<ProfileFacts['inspection']>): ProfileFacts => ({
  ...facts,
  inspection: { ...facts.inspection, ...change },
});
const defined = (facts: ProfileFacts, change: object): ProfileFacts =>
  inspected(facts, { definition: { ...facts.inspection.definition, ...change } as never });
const closer = (change: Partial<CloserLook>, facts = healthyFacts()): ProfileFacts => ({
  ...facts,
  closer: healthyCloser(change),
});
const configured = (change: object, facts = healthyFacts()): ProfileFacts =>
  facts.config.ok ? { ...facts, config: { ok: true, config: { ...facts.config.config, ...change } } } : facts;
const exit = (code: number | null, words: string) => ({ code, signal: null, at: '2026-11-22T14:00:00.000Z', words });
const parsed = {
  profile: 'default',
  serviceName: 'openclaw-gateway.service',
  description: 'OpenClaw Gateway',
  command: ['/usr/bin/node', '/opt/openclaw/dist/index.js', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: { OPENCLAW_SERVICE_MARKER: 'openclaw' },
  environmentFiles: [],
};
const foreign = { owner: 'process', pid: 12, command: 'nc -l 18789', user: 'me', startedAt: null, own: false } as const;
const holder = (change: Partial<PortHolder>): PortHolder => ({
  class: 'foreign',
  pid: 12,
  startKey: 'boot:1',
  command: 'nc -l 18789',
  user: 'me',
  profile: null,
  service: null,
  parent: null,
  startedAt: null,
  ...change,
});
const held = (change: Partial<PortHolder>, freePort: number | null = 19_029): ProfileFacts =>
  closer(
    { holder: holder(change), freePort },
    withProcess({ state: 'stopped' }, { probe: probe({ code: 'not-a-gateway' }), portOwner: foreign }),
  );
const extra = (kind: ExtraService['kind']): ExtraService => ({
  name: 'clawdbot-gateway.service',
  path: '/home/me/.config/systemd/user/clawdbot-gateway.service',
  scope: 'user',
  supervisor: 'systemd-user',
  kind,
  runs: null,
  reason: 'An older name of the same gateway.',
  evidence: [],
  removal: [['systemctl', '--user', 'disable', '--now', 'clawdbot-gateway.service']],
});
const samePort = {
  kind: 'port',
  profiles: ['default', 'work'],
  how: 'same',
  severity: 'error',
  message: 'default and work use port 18789.',
} as const;
const readiness = { path: '/readyz', status: 503, ok: false, detail: 'channels' };
const scoped = inspected(healthyFacts(), {});
const interrupted = { action: 'install', startedAt: '2026-11-22T14:00:00.000Z', oldPid: 12, written: true } as const;
/** The process started on 2026-11-20 at 8 o'clock. */
const editedOn = (day: string, reloadMode: 'off' | 'restart' | 'hybrid'): ProfileFacts =>
  closer({ configChangedAt: Date.parse(`2026-11-${day}T08:00:00.000Z`) }, configured({ reloadMode }));

/** For each rule: facts that make it fire. `also` = another rule is rightly the headline of these facts. */
const CASES: Record<string, { facts: ProfileFacts; also?: true }[]> = {
  'externally-managed': [
    {
      facts: {
        ...healthyFacts(),
        profile: { ...healthyFacts().profile, env: { OPENCLAW_SUPERVISOR_MODE: 'external' } },
      },
    },
  ],
  'user-bus-missing': [
    {
      facts: closer(
        { refusal: { code: 'user-bus-missing', reason: 'No medium found.', hint: 'Log in.' } },
        withProcess({ state: 'unknown' }, nobody),
      ),
    },
  ],
  'supervisor-silent': [
    { facts: withProcess({ state: 'unknown' }, nobody) },
    {
      facts: closer(
        { refusal: { code: 'supervisor-unavailable', reason: 'It hangs.', hint: 'Wait.' } },
        withProcess({ state: 'unknown' }, nobody),
      ),
    },
  ],
  'disk-full': [{ facts: closer({ disk: { path: '/', freeBytes: 0, totalBytes: 1e9 } }) }],
  'disk-nearly-full': [{ facts: closer({ disk: { path: '/', freeBytes: 100 * 1024 * 1024, totalBytes: 1e9 } }) }],
  'config-unreadable': [
    { facts: healthyFacts({ config: { ok: false, error: { code: 'config-unreadable', message: 'No.' } } }) },
  ],
  'config-invalid': [
    { facts: healthyFacts({ config: { ok: false, error: { code: 'config-invalid', message: 'Line 2.' } } }) },
  ],
  'config-incomplete': [
    { facts: configured({ exists: false, mode: null }, defined(healthyFacts(), { parsed })) },
    { facts: configured({ mode: 'remote' }, defined(healthyFacts(), { parsed })) },
    { facts: configured({ bind: 'custom', customBindHost: '::1' }, defined(healthyFacts(), { parsed })) },
  ],
  'secret-unresolved': [
    {
      facts: healthyFacts({ credentials: { token: null, password: null, source: null, problem: 'TOKEN is not set.' } }),
    },
  ],
  'bind-without-auth': [
    { facts: configured({ bind: 'lan', authMode: 'none' }) },
    { facts: configured({ bind: 'tailnet', authMode: null, token: { kind: 'absent' } }) },
    {
      facts: configured({ bind: 'custom', customBindHost: '192.0.2.7', authMode: 'token', token: { kind: 'absent' } }),
    },
  ],
  'bind-address-missing': [
    {
      facts: closer(
        {},
        configured(
          { bind: 'custom', customBindHost: '192.0.2.7' },
          defined(healthyFacts({ probe: refused }), { parsed }),
        ),
      ),
    },
    { facts: closer({}, configured({ bind: 'tailnet' }, defined(healthyFacts(), { parsed }))) },
  ],
  'program-gone': [{ facts: healthyFacts({ program: { ...healthyFacts().program, missing: ['/usr/bin/node'] } }) }],
  'openclaw-missing': [
    {
      facts: notInstalledFacts({
        program: { ...healthyFacts().program, problem: { code: 'entry-not-found', message: 'Looked.' } },
      }),
    },
  ],
  'runtime-missing': [
    {
      facts: notInstalledFacts({
        program: { ...healthyFacts().program, problem: { code: 'runtime-not-found', message: 'No Node.' } },
      }),
    },
  ],
  'runtime-too-old': [
    {
      facts: notInstalledFacts({
        program: { ...healthyFacts().program, problem: { code: 'runtime-too-old', message: 'Node 18.' } },
      }),
    },
    {
      facts: closer({
        runtime: { path: '/usr/bin/node', version: '20.1.0', accepted: false, wanted: '>=24.16.0', manager: null },
      }),
    },
  ],
  'dueling-scopes': [
    {
      facts: {
        ...scoped,
        scopes: { user: scoped.inspection, system: { ...scoped.inspection, supervisor: 'systemd-system' } },
      },
    },
  ],
  'definition-masked': [
    { facts: defined(withProcess({ state: 'stopped' }, nobody), { masked: true, problem: 'masked' }) },
  ],
  'definition-unreadable': [{ facts: defined(healthyFacts(), { problem: 'No ExecStart.' }) }],
  'launchd-disabled': [
    {
      facts: inspected(withProcess({ state: 'stopped' }, nobody), {
        supervisor: 'launchd',
        enabled: false,
        words: { override: 'disabled' },
      }),
    },
  ],
  'port-held-by-own-gateway': [{ facts: held({ class: 'this-profile' }) }, { facts: held({ class: 'gateway' }) }],
  'port-held-by-profile': [{ facts: held({ class: 'other-profile', profile: 'work' }) }],
  'port-held-by-user': [{ facts: held({ class: 'other-user', user: 'her' }) }],
  'port-taken': [
    { facts: held({}) },
    { facts: withProcess({ state: 'crash-looping' }, { probe: probe({ code: 'not-a-gateway' }), portOwner: foreign }) },
    {
      facts: {
        ...healthyFacts({ probe: probe({ serverPid: 12 }), portOwner: foreign }),
      },
    },
  ],
  'port-holder-unknown': [
    { facts: withProcess({ state: 'stopped' }, { probe: refused, portOwner: { owner: 'unreadable', uid: null } }) },
  ],
  'unmanaged-gateway': [
    { facts: withProcess({ state: 'stopped' }, { portOwner: foreign }) },
    { facts: notInstalledFacts({ probe: probe(), portOwner: foreign }) },
  ],
  'extra-services': [
    { facts: healthyFacts({ extraServices: [extra('legacy')] }) },
    { facts: healthyFacts({ extraServices: [extra('extra'), extra('orphaned')] }) },
  ],
  'extra-scan-incomplete': [{ facts: healthyFacts({ extraProblems: ['/etc/systemd/system could not be read.'] }) }],
  'instance-collision': [
    { facts: healthyFacts({ instances: { collisions: [samePort], unknown: [], freePort: 19109 } }) },
  ],
  'instance-check-incomplete': [
    { facts: healthyFacts({ instances: { collisions: [], unknown: ['work could not be read.'], freePort: null } }) },
  ],
  'process-paused': [{ facts: healthyFacts({ processPaused: true }) }],
  'connection-identity': [{ facts: healthyFacts({ connection: { ...NO_TROUBLE, identityChanges: 1 } }) }],
  'connection-bad-frames': [{ facts: healthyFacts({ connection: { ...NO_TROUBLE, badFrames: 2 } }) }],
  'connection-drops': [{ facts: healthyFacts({ connection: { ...NO_TROUBLE, drops: 3 } }) }],
  'connection-flood': [{ facts: healthyFacts({ connection: { ...NO_TROUBLE, floods: 1 } }) }],
  'start-limit': [
    {
      facts: inspected(withProcess({ state: 'crash-looping', gaveUp: true }, nobody), {
        words: { Result: 'start-limit-hit' },
      }),
    },
    {
      facts: inspected(withProcess({ state: 'stopped' }, nobody), {
        words: { Result: 'start-limit-hit', StartLimitBurst: '5' },
      }),
    },
  ],
  'out-of-memory': [
    {
      facts: inspected(
        withProcess({ state: 'crashed', lastExit: exit(null, 'killed because memory ran out') }, nobody),
        {
          words: { Result: 'oom-kill' },
        },
      ),
    },
    {
      facts: closer(
        { lastLines: ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'] },
        withProcess({ state: 'crash-looping', lastExit: exit(134, '134') }, nobody),
      ),
    },
  ],
  'crash-loop': [{ facts: withProcess({ state: 'crash-looping', lastExit: exit(1, 'code 1') }, nobody) }],
  'config-refused': [
    { facts: withProcess({ state: 'crashed', lastExit: exit(78, '78') }, nobody) },
    {
      facts: closer(
        {
          lastLines: [
            '[gateway] starting...',
            'Gateway failed to start: Invalid config at /home/me/.openclaw/openclaw.json:',
            'openclaw.json:2 — gateway: Unrecognized key: "prot"',
            'Run "openclaw doctor --fix" to repair, then retry.',
          ],
        },
        withProcess({ state: 'crashed', lastExit: exit(78, '78') }, nobody),
      ),
    },
  ],
  crashed: [{ facts: withProcess({ state: 'crashed', lastExit: exit(1, 'code 1') }, nobody) }],
  'protocol-mismatch': [{ facts: healthyFacts({ probe: probe({ code: 'protocol-mismatch' }) }) }],
  'not-a-gateway': [{ facts: healthyFacts({ probe: probe({ code: 'not-a-gateway' }) }) }],
  'no-answer': [{ facts: healthyFacts({ probe: probe({ code: 'timeout', phase: 'hello' }) }) }],
  'bind-mismatch': [{ facts: healthyFacts({ probe: refused }) }],
  'not-listening': [{ facts: healthyFacts(nobody) }],
  'not-ready': [{ facts: healthyFacts({ probe: probe({ readiness }) }) }],
  'auth-mismatch': [{ facts: healthyFacts({ probe: probe({ code: 'auth-mismatch', message: 'Wrong.' }) }) }],
  'auth-missing': [{ facts: healthyFacts({ probe: probe({ code: 'auth-required' }) }) }],
  'pairing-required': [{ facts: healthyFacts({ probe: probe({ code: 'pairing-required' }) }) }],
  'rate-limited': [{ facts: healthyFacts({ probe: probe({ code: 'rate-limited', retryAfterMs: 7_538 }) }) }],
  'secret-in-definition': [
    { facts: closer({ exposed: [{ path: '/u.service', kind: 'definition', names: ['OPENCLAW_GATEWAY_TOKEN'] }] }) },
    {
      facts: closer({
        exposed: [{ path: '/u.service.d/x.conf', kind: 'override', names: ['OPENCLAW_GATEWAY_TOKEN'] }],
      }),
    },
  ],
  'secret-in-backup': [
    { facts: closer({ exposed: [{ path: '/u.service.bak', kind: 'backup', names: ['--token'] }] }) },
  ],
  'config-exposed': [{ facts: closer({ configModes: [{ path: '/c.json', mode: 0o644 }] }) }],
  'log-folder-unwritable': [{ facts: closer({ logFolder: { path: '/var/log/x', state: 'unwritable' } }) }],
  'config-path-mismatch': [
    { facts: healthyFacts({ service: { configPath: '/other.json', stateDir: '/home/me/.openclaw' } }) },
  ],
  'state-path-mismatch': [
    { facts: healthyFacts({ service: { configPath: '/home/me/.openclaw/openclaw.json', stateDir: '/other' } }) },
  ],
  'definition-not-reloaded': [{ facts: defined(healthyFacts(), { needsReload: true }) }],
  'definition-drift': [
    { facts: closer({ drift: [{ kind: 'edited', field: 'Service.Restart', now: 'no', expected: 'always' }] }) },
    { facts: closer({ drift: [{ kind: 'wrong-profile', field: 'OPENCLAW_PROFILE', now: 'work', expected: null }] }) },
  ],
  'port-mismatch': [{ facts: configured({ port: 20_500 }) }],
  'change-unfinished': [
    { facts: healthyFacts({ unfinished: { ...interrupted, written: false } }) },
    // Written, and the process from before still runs: the new definition has not come up.
    { facts: healthyFacts({ unfinished: { ...interrupted, oldPid: 4127 } }) },
    { facts: healthyFacts({ unfinished: { ...interrupted, action: 'uninstall' } }) },
    { facts: withProcess({ state: 'stopped' }, { ...nobody, unfinished: { ...interrupted, action: 'restart' } }) },
  ],
  'restart-needed': [
    { facts: healthyFacts({ probe: probe({ serverVersion: '2026.9.5' }) }) },
    { facts: editedOn('21', 'off') },
    { facts: editedOn('21', 'restart') },
  ],
  'runtime-version-manager': [
    {
      facts: closer({
        runtime: { path: '/home/me/.nvm/n', version: '24.21.0', accepted: true, wanted: '>=24', manager: 'nvm' },
      }),
    },
  ],
  'program-in-temporary-folder': [
    {
      facts: closer(
        {},
        healthyFacts({ program: { ...healthyFacts().program, entry: '/tmp/x/openclaw/dist/index.js' } }),
      ),
    },
  ],
  disabled: [{ facts: inspected(healthyFacts(), { enabled: false }) }],
  stopped: [{ facts: withProcess({ state: 'stopped' }, nobody) }],
  'not-installed': [{ facts: notInstalledFacts() }],
  'task-limits': [
    {
      facts: inspected(healthyFacts(), {
        supervisor: 'task-scheduler',
        words: { 'Stops because of': 'stop on battery, at most PT72H of running' },
      }),
    },
  ],
  'no-reboot': [
    { facts: healthyFacts({ survival: { logout: true, reboot: false, reason: 'Its target is not wanted.' } }) },
  ],
  'linger-off': [{ facts: healthyFacts({ survival: { logout: false, reboot: false, reason: 'Lingering is off.' } }) }],
};

/** Sentences that the cases hand in as facts, as an adapter would that has no code for them. */
const OF_OTHERS: ReadonlySet<string> = new Set([
  '/etc/systemd/system could not be read.',
  'An older name of the same gateway.',
  'Its target is not wanted.',
  'Lingering is off.',
  'Log in.',
  'Looked.',
  'No ExecStart.',
  'No medium found.',
  'TOKEN is not set.',
  'The user bus does not answer.',
  'default and work use port 18789.',
  'work could not be read.',
  'It hangs.',
  'Wait.',
]);

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('fires for its failure, as the headline, under its own id', () => {
    const cases = CASES[id] ?? [];
    expect(cases.length).toBeGreaterThan(0);
    for (const { facts } of cases) {
      const found = rule.evaluate(facts);
      expect(found === null ? null : diagnosisSchema.parse(written(found))).toMatchObject({
        code: id,
        title: expect.stringMatching(/\S/),
      });
      expect(found?.fix).not.toBeNull();
      expect(diagnose(facts)[0]?.code).toBe(id);
    }
  });
  test.each([
    ['ja', ja],
    ['zh', zh],
  ] as const)('everything that it says itself has words in %s', (_tag, words) => {
    for (const { facts } of CASES[id] ?? []) {
      const found = rule.evaluate(facts);
      if (found === null) throw new Error('it does not fire');
      const finding = written(found);
      const fixes = [...(finding.fix === null ? [] : [finding.fix]), ...(finding.otherFixes ?? [])];
      const advice = fixes.filter(({ kind }) => kind !== 'operation').map((fix) => tell(words, fix, 'label'));
      const foreign = [...tellAll(words, finding, 'evidence'), ...advice].filter(({ foreign }) => foreign);
      expect(foreign.map(({ text }) => text).filter((text) => !OF_OTHERS.has(text))).toEqual([]);
    }
  });
  test('is silent on a healthy host, looked at closely or not', () => {
    expect(rule.evaluate(healthyFacts())).toBeNull();
    expect(rule.evaluate({ ...healthyFacts(), extraServices: [], closer: healthyCloser() })).toBeNull();
  });
  test('does not fire for what could not be found out', () => {
    const blind = {
      ...inspected(healthyFacts({ closer: blindCloser(), portOwner: { owner: 'unknown', reason: 'x' } }), {
        enabled: null,
      }),
      survival: { logout: null, reboot: null, reason: null },
      service: null,
    };
    expect(rule.evaluate(blind)).toBeNull();
  });
});

test('every case is of a rule, ids and ranks are each there once', () => {
  expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
  expect(new Set(RULES.map(({ rank }) => rank)).size).toBe(RULES.length);
  expect(RULES.map(({ rank }) => rank)).toEqual(RULES.map(({ rank }) => rank).toSorted((a, b) => a - b));
});

describe('two failures at once: the one whose cure is needed first', () => {
  const loop = { state: 'crash-looping', lastExit: exit(1, 'code 1') } as const;
  test.each<[string, readonly string[], ProfileFacts]>([
    [
      'a full disk before the crash it causes',
      ['disk-full', 'crash-loop'],
      closer({ disk: { path: '/', freeBytes: 0, totalBytes: 1 } }, withProcess(loop, nobody)),
    ],
    [
      'no authentication before the refusal it causes',
      ['bind-without-auth', 'config-refused'],
      configured(
        { bind: 'lan', authMode: 'none' },
        withProcess({ state: 'crashed', lastExit: exit(78, '78') }, nobody),
      ),
    ],
    [
      'an old runtime before the loop it causes',
      ['runtime-too-old', 'crash-loop'],
      closer(
        { runtime: { path: '/n', version: '18.0.0', accepted: false, wanted: '>=24', manager: null } },
        withProcess(loop, nobody),
      ),
    ],
    [
      'a mask before being stopped',
      ['definition-masked', 'stopped'],
      defined(withProcess({ state: 'stopped' }, nobody), { masked: true }),
    ],
    ['a taken port before being stopped', ['port-taken', 'stopped'], held({})],
    [
      'a stop before lingering',
      ['stopped', 'linger-off'],
      { ...withProcess({ state: 'stopped' }, nobody), survival: { logout: false, reboot: false, reason: null } },
    ],
  ])('%s', (_what, codes, facts) => {
    expect(diagnose(facts).map(({ code }) => code)).toEqual(codes);
  });
});

test('a service that is only switched off is a notice: somebody chose that', () => {
  const off = inspected(healthyFacts(), { enabled: false });
  expect(diagnose(off).map(({ code, severity }) => [code, severity])).toEqual([['disabled', 'notice']]);
  expect(verdictOf(off).level).toBe('healthy');
  const mac = inspected(healthyFacts(), { supervisor: 'launchd', enabled: false, words: { override: 'disabled' } });
  expect(diagnose(mac).map(({ code, severity }) => [code, severity])).toEqual([['launchd-disabled', 'notice']]);
});

test('what another supervisor manages gets no button of ours', () => {
  const facts = withProcess({ state: 'stopped' }, nobody);
  const external = { ...facts, profile: { ...facts.profile, env: { OPENCLAW_SUPERVISOR_MODE: 'external' } } };
  expect(diagnose(external).map(({ code, fix }) => [code, fix?.kind])).toEqual([
    ['externally-managed', 'advice'],
    ['stopped', 'advice'],
  ]);
});

test('only a proved gateway of this profile is offered to be ended, and only with an installed service', () => {
  const fixes = (facts: ProfileFacts) =>
    diagnose(facts).flatMap(({ fix }) => (fix?.kind === 'operation' ? [fix.action] : []));
  expect(fixes(held({ class: 'this-profile' }))).toContain('free-port');
  for (const each of ['other-profile', 'other-user', 'foreign', 'unreadable'] as const) {
    expect(fixes(held({ class: each }))).not.toContain('free-port');
  }
  expect(fixes(held({}, 19_029))).toContain('move-port');
  expect(fixes(held({}, null))).not.toContain('move-port');
});

test('a change that came to its end is no finding, whatever is left of its record', () => {
  const codes = (facts: ProfileFacts) => diagnose(facts).map(({ code }) => code);
  expect(codes(healthyFacts({ unfinished: interrupted }))).toEqual([]);
  expect(codes(healthyFacts({ unfinished: { ...interrupted, action: 'restart' } }))).toEqual([]);
  expect(codes({ ...notInstalledFacts(), unfinished: { ...interrupted, action: 'uninstall' } })).not.toContain(
    'change-unfinished',
  );
});

test('a configuration that the gateway takes over by itself needs no restart, and neither does an old one', () => {
  expect(diagnose(editedOn('21', 'hybrid'))).toEqual([]);
  expect(diagnose(editedOn('19', 'off'))).toEqual([]);
});

test('each rule has its page, each page its rule, and what pages refer to is there', async () => {
  const folder = new URL('../../../../docs/rules/', import.meta.url);
  const pages = (await readdir(folder)).filter((name) => name.endsWith('.md'));
  expect(pages.map((name) => name.slice(0, -'.md'.length)).sort()).toEqual(RULES.map(({ id }) => id).sort());
  for (const page of pages) {
    const text = await readFile(new URL(page, folder), 'utf8');
    expect(text).toMatch(/^# \S.*\n\n`[\w-]+`\n\n\S/);
    expect(text).toContain(`\`${page.slice(0, -'.md'.length)}\``);
    for (const part of ['**How it is found.**', '**By hand.**', '**Related.**']) expect(text).toContain(part);
    for (const [, link] of text.matchAll(/\]\(([^)]+)\)/g)) expect(pages).toContain(link);
  }
});

test('an ellipsis on a cure says that its plan is shown first, and only that', () => {
  const fixes = Object.values(CASES)
    .flat()
    .flatMap(({ facts }) => diagnose(facts))
    .flatMap(({ fix, otherFixes = [] }) => (fix === null ? [] : [fix, ...otherFixes]))
    .filter(({ kind }) => kind !== 'advice');
  expect(fixes.length).toBeGreaterThan(30);
  for (const fix of fixes) expect([fix.label, fix.label.endsWith('…')]).toEqual([fix.label, asksFirst(fix)]);
});

describe('what OpenClaw says of a configuration that it refuses', () => {
  const refusal = (lastLines: readonly string[]) =>
    diagnose(closer({ lastLines }, withProcess({ state: 'crashed', lastExit: exit(78, '78') }, nobody)))
      .find(({ code }) => code === 'config-refused')
      ?.evidence.filter((line) => line.startsWith('OpenClaw says'));
  test('is the first evidence, without its advice', () => {
    expect(
      refusal([
        'Gateway failed to start: Invalid config at /c.json:',
        'c.json:2 — gateway: Unrecognized key: "prot"',
        '  - logging.level: Invalid option',
        'Run "openclaw doctor --fix" to repair, then retry.',
      ]),
    ).toEqual([
      'OpenClaw says: c.json:2 — gateway: Unrecognized key: "prot"',
      'OpenClaw says: - logging.level: Invalid option',
    ]);
  });
  test.each([
    ['nothing is known', []],
    ['it said something else', ['refusing to bind gateway to 0.0.0.0 without auth']],
    ['the lines end there', ['Invalid config at /c.json:']],
  ])('%s: nothing is made up', (_what, lines) => {
    expect(refusal(lines)).toEqual([]);
  });
});
