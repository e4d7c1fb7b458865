import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { elevatedApply } from './elevation-apply.ts';
import { type ElevatedStep, elevatedPlanSchema, planScript, unitProblem } from './elevation-plan.ts';
import { createScriptedRunner, type ScriptedStep } from './scripted-runner.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'units-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unit = 'openclaw-gateway-work.service';
const text = (more = '') =>
  `[Unit]\nDescription=x\n\n[Service]\nUser=openclaw\n# why\nExecStart=/usr/bin/node /opt/index.js\nEnvironment=OPENCLAW_SERVICE_MARKER=openclaw\n${more}\n[Install]\nWantedBy=multi-user.target\n`;
const write = (change: Partial<Extract<ElevatedStep, { kind: 'write-unit' }>> = {}): ElevatedStep => ({
  kind: 'write-unit',
  unit,
  content: text(),
  before: null,
  backup: null,
  ...change,
});
const enable: ElevatedStep = { kind: 'systemctl', verb: 'enable', unit, tolerate: 'nothing', wait: true };
const isShow = (argv: readonly string[]) => argv[1] === 'show';
const apply = async (steps: readonly unknown[], script: readonly ScriptedStep[] = [], uid: number | null = 0) => {
  const runner = createScriptedRunner(script);
  const { report, exitCode } = await elevatedApply(JSON.stringify({ version: 1, steps }), {
    runner,
    uid,
    unitFolder: folder,
  });
  runner.finish();
  return { report, exitCode };
};

describe('what is refused before anything is done', () => {
  test('without the rights of root', async () => {
    expect(await apply([write()], [], 1000)).toMatchObject({ exitCode: 5, report: { ok: false, step: -1 } });
  });

  test.each([
    '',
    'no json',
    '[]',
    '{}',
    '{"version":2,"steps":[]}',
    '{"version":1,"steps":[{"kind":"run","argv":["id"]}]}',
  ])('the input %j', async (input) => {
    const deps = { runner: createScriptedRunner([]), uid: 0, unitFolder: folder };
    expect(await elevatedApply(input, deps)).toMatchObject({
      exitCode: 1,
      report: { ok: false, step: -1, undone: true },
    });
  });

  test.each([
    ['a unit of somebody else', write({ unit: 'ssh.service' })],
    ['a unit outside its folder', write({ unit: 'openclaw-gateway-../../x.service' })],
    ['a unit that runs as root', write({ content: text().replace('User=openclaw', 'User=root') })],
    ['a unit of user id 0', write({ content: text().replace('User=openclaw', 'User=0') })],
    ['a unit without an account', write({ content: text().replace('User=openclaw\n', '') })],
    ['a unit with a second account', write({ content: text('User=root') })],
    ['a program with all rights', write({ content: text().replace('=/usr/bin/node', '=+/usr/bin/node') })],
    ['a second program', write({ content: text('ExecStartPre=/bin/id') })],
    ['a joined line', write({ content: text('Environment=A=\\') })],
    ['another verb', { ...enable, verb: 'mask' }],
    ['another unit', { ...enable, unit: 'ssh.service' }],
    ['a home in /etc', { kind: 'ensure-account', account: 'openclaw', home: '/etc/openclaw' }],
    ['root as the account', { kind: 'ensure-account', account: 'root', home: '/var/lib/openclaw' }],
    ['an option as the account', { kind: 'ensure-account', account: '-o', home: '/var/lib/openclaw' }],
    ['a path with dots', { kind: 'make-folder', account: 'openclaw', path: '/var/lib/../x' }],
    ['more than it knows', { ...enable, extra: true }],
  ])('%s', async (_what, step) => {
    const { report } = await apply([step]);
    expect(report).toMatchObject({ ok: false, step: -1, error: { message: expect.stringContaining('refused') } });
    expect(existsSync(join(folder, unit))).toBe(false);
  });

  test('the lines that a unit may have', () => {
    expect(unitProblem(text())).toBeNull();
    expect(unitProblem(text('LoadCredential=x:/etc/shadow'))).toContain('LoadCredential');
  });
});

describe('units', () => {
  test('written with a backup for root only, and put back when a later step fails', async () => {
    const old = text('Environment=A=b');
    writeFileSync(join(folder, unit), old);
    const steps = [write({ before: old, backup: 'stripped' }), enable];
    const failing = await apply(steps, [
      { argv: isShow, result: { stdout: 'UnitFileState=disabled\n' } },
      {
        argv: ['systemctl', 'enable', unit],
        result: { exitCode: 1, stderr: 'Failed to enable unit: no\n' },
        effect: () => {
          expect(readFileSync(join(folder, unit), 'utf8')).toBe(text());
          expect(statSync(join(folder, `${unit}.bak`)).mode & 0o777).toBe(0o600);
        },
      },
      { argv: ['systemctl', 'disable', unit] },
      { argv: ['systemctl', 'daemon-reload'] },
    ]);
    expect(failing.report).toMatchObject({ ok: false, step: 1, undone: true, command: { exitCode: 1 } });
    expect(readFileSync(join(folder, unit), 'utf8')).toBe(old);
    expect(existsSync(join(folder, `${unit}.bak`))).toBe(false);
  });

  test('not over what somebody changed, a link, a mask, or a unit without our marker', async () => {
    const path = join(folder, unit);
    writeFileSync(path, text('Environment=A=c'));
    expect((await apply([write({ before: text() })])).report).toMatchObject({ error: { code: 'definition-conflict' } });
    writeFileSync(path, '[Service]\n');
    expect((await apply([write({ before: '[Service]\n' })])).report).toMatchObject({
      error: { code: 'definition-conflict' },
    });
    expect((await apply([{ kind: 'remove-unit', unit }])).report).toMatchObject({
      error: { code: 'definition-conflict' },
    });
    for (const [target, code] of [
      ['/dev/null', 'definition-masked'],
      ['/elsewhere', 'definition-conflict'],
    ] as const) {
      rmSync(path);
      symlinkSync(target, path);
      expect((await apply([write()])).report).toMatchObject({ error: { code } });
    }
  });

  test('removed with everything that is ours, and nothing else', async () => {
    writeFileSync(join(folder, unit), text());
    writeFileSync(join(folder, `${unit}.bak`), '');
    mkdirSync(join(folder, `${unit}.d`));
    writeFileSync(join(folder, `${unit}.d`, '50-openclaw-tray.conf'), '');
    writeFileSync(join(folder, `${unit}.d`, 'theirs.conf'), '');
    mkdirSync(join(folder, 'multi-user.target.wants'));
    symlinkSync(join(folder, unit), join(folder, 'multi-user.target.wants', unit));
    symlinkSync('/elsewhere', join(folder, 'multi-user.target.wants', 'other.service'));
    expect((await apply([{ kind: 'remove-unit', unit }])).report).toMatchObject({ ok: true });
    expect(existsSync(join(folder, unit)) || existsSync(join(folder, `${unit}.bak`))).toBe(false);
    expect(existsSync(join(folder, `${unit}.d`, 'theirs.conf'))).toBe(true);
    expect(existsSync(join(folder, `${unit}.d`, '50-openclaw-tray.conf'))).toBe(false);
    expect(() => readFileSync(join(folder, 'multi-user.target.wants', unit))).toThrow();
    expect((await apply([{ kind: 'remove-unit', unit }])).report).toMatchObject({ ok: true });
  });
});

describe('accounts', () => {
  const none: ScriptedStep = { argv: ['getent', 'passwd', 'openclaw'], result: { exitCode: 2 } };
  const there: ScriptedStep = {
    ...none,
    result: { stdout: 'openclaw:x:998:997::/var/lib/openclaw:/usr/sbin/nologin\n' },
  };
  const make: ElevatedStep = { kind: 'ensure-account', account: 'openclaw', home: '/var/lib/openclaw-of-no-machine' };

  test('made, and unmade when a later step fails', async () => {
    const access: ElevatedStep = { kind: 'require-access', account: 'openclaw', path: '/root/node', need: 'execute' };
    const { report } = await apply(
      [make, access],
      [
        none,
        { argv: (argv) => argv[0] === 'useradd' && argv.includes('--system') && argv.at(-1) === 'openclaw' },
        there,
        {
          argv: [
            'setpriv',
            '--reuid=998',
            '--regid=997',
            '--init-groups',
            '--reset-env',
            '--',
            'test',
            '-x',
            '/root/node',
          ],
          result: { exitCode: 1 },
        },
        { argv: ['userdel', '--remove', 'openclaw'] },
      ],
    );
    expect(report).toMatchObject({ ok: false, step: 1, undone: true, error: { code: 'runtime-not-found' } });
  });

  test('one that is there is kept, root under another name is refused, and what stays behind is said', async () => {
    expect((await apply([make], [there])).report).toEqual({ ok: true, done: [] });
    const toor: ScriptedStep = { ...none, result: { stdout: 'openclaw:x:0:0::/root:/bin/sh\n' } };
    expect((await apply([make], [toor])).report).toMatchObject({ error: { code: 'invalid-option' } });
    const stuck = await apply(
      [make, enable],
      [
        none,
        { argv: (argv) => argv[0] === 'useradd' },
        { argv: isShow, result: { exitCode: 1 } },
        { argv: ['systemctl', 'enable', unit], result: { exitCode: 1, stderr: 'no\n' } },
        { argv: (argv) => argv[0] === 'userdel', result: { exitCode: 8 } },
      ],
    );
    expect(stuck.report).toMatchObject({ ok: false, undone: false });
  });

  test('the contents of state files are in no command and no script', async () => {
    const file = {
      kind: 'write-state-file',
      account: 'openclaw',
      path: '/var/lib/x/openclaw.json',
      content: 'hush',
      replace: true,
    };
    const calls: (readonly string[])[] = [];
    const runner = {
      run: async (argv: readonly [string, ...string[]]) => {
        calls.push(argv);
        const stdout = argv[0] === 'getent' ? 'openclaw:x:998:997::/var/lib/x:/bin/false\n' : '';
        return {
          argv,
          exitCode: argv.includes('test') ? 1 : 0,
          signal: null,
          stdout,
          stderr: '',
          timedOut: false,
          startError: null,
        };
      },
    };
    const { report } = await elevatedApply(JSON.stringify({ version: 1, steps: [file] }), { runner, uid: 0 });
    expect(report).toMatchObject({ ok: true });
    expect(calls.filter(([name]) => name !== 'getent').every(([name]) => name === 'setpriv')).toBe(true);
    expect(JSON.stringify([calls, report])).not.toContain('hush');
    expect(planScript(elevatedPlanSchema.parse({ version: 1, steps: [file] })).join()).not.toContain('hush');
  });
});
