/** The simulated systemctl against what systemd 252 really printed: states, their order of keys, messages and exit codes. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseShow, type ShowBlock } from '../../../src/main/supervisors/systemd/parse-show.ts';
import { readSample } from '../../samples/read-sample.ts';
import { createManagerRunner } from '../manager-runner.ts';

let home = '';
let env: NodeJS.ProcessEnv = {};
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'systemctl-'));
  mkdirSync(join(home, '.config', 'systemd', 'user'), { recursive: true });
  env = { PATH: process.env.PATH, HOME: home, SIM_STATE: join(home, 'manager.json') };
});
afterEach(async () => {
  await systemctl('sim-shutdown');
  rmSync(home, { recursive: true, force: true });
});

const manager = new URL('./manager.ts', import.meta.url);
const systemctl = (...args: string[]) =>
  createManagerRunner({ program: 'systemctl', manager, env }).run(['systemctl', ...args]);
const user = (...args: string[]) => systemctl('--user', ...args);
const unitPath = (name: string) => join(home, '.config', 'systemd', 'user', name);

interface Settings {
  readonly command?: string | null;
  readonly restart?: string;
  readonly restartSec?: string;
  readonly install?: boolean;
}
/** The units of the reference: StartLimitBurst=3, Restart=always, codes 78 and 143. */
function unit(
  name: string,
  { command = 'sleep 1000', restart = 'always', restartSec = '30', install = true }: Settings = {},
) {
  const exec = command === null ? '' : `ExecStart=/bin/sh -c "${command}"\n`;
  const lines = `Restart=${restart}\nRestartSec=${restartSec}\nRestartPreventExitStatus=78\nSuccessExitStatus=0 143\nKillMode=mixed\nTimeoutStopSec=300ms\n`;
  writeFileSync(
    unitPath(name),
    `[Unit]\nStartLimitBurst=3\nStartLimitIntervalSec=60\n[Service]\n${exec}${lines}${install ? '[Install]\nWantedBy=default.target\n' : ''}`,
  );
}
const show = async (name: string): Promise<ShowBlock> =>
  parseShow((await user('show', '--no-pager', '--', name)).stdout)[0] ?? {};
const until = async (name: string, accept: (block: ShowBlock) => boolean): Promise<ShowBlock> => {
  for (;;) {
    const block = await show(name);
    if (accept(block)) return block;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const pidOf = async (name: string) => Number((await until(name, ({ MainPID }) => MainPID !== '0')).MainPID);
const started = async (name: string) => {
  await user('start', name);
  return pidOf(name);
};

/** How each recorded state comes about, and the name of the unit. */
const STATES: Readonly<Record<string, () => Promise<string>>> = {
  'not-found': async () => 'sample-missing.service',
  installed: async () => {
    unit('a.service');
    await user('daemon-reload');
    return 'a.service';
  },
  'not-reloaded-new': async () => {
    unit('a.service');
    return 'a.service';
  },
  'installed-enabled': async () => {
    unit('a.service');
    await user('enable', 'a.service');
    return 'a.service';
  },
  running: async () => {
    unit('a.service');
    await user('enable', 'a.service');
    await started('a.service');
    return 'a.service';
  },
  'running-needs-reload': async () => {
    const name = (await STATES.running?.()) ?? '';
    unit(name, { restartSec: '31' });
    return name;
  },
  stopped: async () => {
    const name = (await STATES.running?.()) ?? '';
    await user('stop', name);
    return name;
  },
  'killed-sigkill': async () => {
    unit('a.service', { restart: 'no' });
    process.kill(await started('a.service'), 'SIGKILL');
    await until('a.service', ({ ActiveState }) => ActiveState !== 'active');
    return 'a.service';
  },
  'killed-sigterm-by-other': async () => {
    unit('a.service', { restart: 'no' });
    process.kill(await started('a.service'), 'SIGTERM');
    await until('a.service', ({ ActiveState }) => ActiveState !== 'active');
    return 'a.service';
  },
  'auto-restart': async () => {
    unit('a.service', { command: 'exit 1' });
    await user('start', '--no-block', 'a.service');
    await until('a.service', ({ SubState }) => SubState === 'auto-restart');
    return 'a.service';
  },
  'start-limit-hit-after-failures': async () => {
    unit('a.service', { command: 'exit 1', restartSec: '10ms' });
    await user('start', 'a.service');
    await until('a.service', ({ ActiveState }) => ActiveState === 'failed');
    return 'a.service';
  },
  'start-limit-hit-clean': async () => {
    unit('a.service', { command: 'exit 0', restartSec: '10ms', install: false });
    await user('start', 'a.service');
    await until('a.service', ({ ActiveState }) => ActiveState === 'failed');
    return 'a.service';
  },
  'after-reset-failed': async () => {
    const name = (await STATES['start-limit-hit-after-failures']?.()) ?? '';
    await user('reset-failed', name);
    return name;
  },
  'exit-78-prevented': async () => {
    unit('a.service', { command: 'exit 78' });
    await user('start', 'a.service');
    await until('a.service', ({ ActiveState }) => ActiveState === 'failed');
    return 'a.service';
  },
  'no-execstart': async () => {
    unit('a.service', { command: null, install: false });
    return 'a.service';
  },
  masked: async () => {
    symlinkSync('/dev/null', unitPath('a.service'));
    return 'a.service';
  },
  'file-removed-running': async () => {
    const name = (await STATES.running?.()) ?? '';
    unlinkSync(unitPath(name));
    return name;
  },
  'file-removed-reloaded-running': async () => {
    const name = (await STATES['file-removed-running']?.()) ?? '';
    await user('daemon-reload');
    return name;
  },
  'stop-timeout': async () => {
    unit('a.service', { command: `trap '' TERM; : >${home}/deaf; while :; do sleep 0.05; done` });
    await started('a.service');
    while ((await readIfThere(join(home, 'deaf'))) === null) await new Promise((resolve) => setTimeout(resolve, 10));
    await user('stop', 'a.service');
    return 'a.service';
  },
};
const STABLE = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'ExecMainCode',
  'ExecMainStatus',
  'NRestarts',
  'UnitFileState',
  'NeedDaemonReload',
];

describe('states as recorded', () => {
  test.each(Object.entries(STATES))('%s', async (name, arrive) => {
    const block = await show(await arrive());
    const fixture = new URL(`../../../src/main/supervisors/systemd/__fixtures__/${name}-show.txt`, import.meta.url);
    const text = readFileSync(fixture, 'utf8');
    const recorded = parseShow(text.slice(text.indexOf('\n') + 1))[0] ?? {};
    const compared = STABLE.filter((key) => key in recorded);
    expect(compared.length).toBeGreaterThan(6);
    for (const key of compared) expect(`${key}=${block[key]}`).toBe(`${key}=${recorded[key]}`);
    expect(block.MainPID === '0').toBe(recorded.MainPID === '0');
    if (recorded.LoadError !== undefined) {
      expect(block.LoadError?.replace(/"Unit \S+/, '"Unit X')).toBe(recorded.LoadError.replace(/"Unit \S+/, '"Unit X'));
    }
    // systemd prints in its own order, whatever was asked for.
    const both = Object.keys(recorded).filter((key) => key in block);
    expect(Object.keys(block).filter((key) => both.includes(key))).toEqual(both);
  });
});

describe('messages and exit codes as recorded', () => {
  const ok = () => unit('sample-ok.service');
  const enabled = async () => {
    ok();
    await user('enable', 'sample-ok.service');
  };
  const running = async () => {
    ok();
    await started('sample-ok.service');
  };
  const limit = async () => {
    unit('sample-limit.service', { command: 'exit 1', restartSec: '10ms' });
    await user('start', 'sample-limit.service');
    await until('sample-limit.service', ({ ActiveState }) => ActiveState === 'failed');
  };
  const clean = async () => {
    unit('s-clean.service', { command: 'exit 0', restartSec: '10ms' });
    await user('start', 's-clean.service');
    await until('s-clean.service', ({ ActiveState }) => ActiveState === 'failed');
  };
  const mask = () => symlinkSync('/dev/null', unitPath('sample-mask.service'));
  const nothing = () => undefined;
  const cases: readonly (readonly [string, () => unknown])[] = [
    ['enable.stderr', ok],
    ['disable.stderr', enabled],
    ['disable-not-found.stderr', nothing],
    ['enable-not-found.stderr', nothing],
    ['enable-masked.stderr', mask],
    ['start-not-found.stderr', nothing],
    ['restart-not-found.stderr', nothing],
    ['stop-not-found.stderr', nothing],
    ['start-masked.stderr', mask],
    ['start-no-execstart.stderr', () => unit('sample-noes.service', { command: null })],
    ['start-after-limit.stderr', limit],
    ['start-limit-hit-clean-start.stderr', clean],
    ['reset-failed-not-found.stderr', nothing],
    [
      'restart-needs-reload.stderr',
      async () => {
        ok();
        await started('sample-ok.service');
        unit('sample-ok.service', { restartSec: '31' });
      },
    ],
    ['start', ok],
    ['stop', running],
    ['stop-again', ok],
    ['reset-failed', limit],
    ['daemon-reload', nothing],
  ];
  test.each(cases)('%s', async (name, prepare) => {
    const sample = readSample(`systemd/${name}.txt`);
    await prepare();
    const answer = await systemctl(...sample.command.split(' ').slice(1));
    expect(answer.exitCode).toBe(sample.exitCode);
    expect(answer[sample.stream]).toBe(sample.text.replaceAll('/home/me/', `${home}/`));
  });
});

test('the executable says the same, and without a bus what was recorded', async () => {
  const program = fileURLToPath(new URL('bin/systemctl', import.meta.url));
  const run = (extra: NodeJS.ProcessEnv, ...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(process.execPath, [program, ...args], { env: { ...env, ...extra } }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  const version = await user('show', '--property=Version', '--value', '--no-pager');
  expect(await run({}, '--user', 'show', '--property=Version', '--value', '--no-pager')).toEqual({
    code: 0,
    out: version.stdout,
    err: '',
  });
  const sample = readSample('systemd/nobus-unset.stderr.txt');
  expect(await run({ SIM_BUS: 'none' }, '--user', 'status')).toEqual({
    code: sample.exitCode,
    out: '',
    err: sample.text,
  });
});

async function readIfThere(path: string): Promise<string | null> {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null; // Not written yet.
    throw cause;
  }
}
