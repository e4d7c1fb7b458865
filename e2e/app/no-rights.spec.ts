import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from './app-fixture.ts';
import { descendants, isAlive } from './processes.ts';
import { button, headline, picture, sheet } from './steps.ts';

const SYSTEMCTL = fileURLToPath(new URL('../simulators/systemd/bin/systemctl', import.meta.url));
const UNIT_PATH = '/etc/systemd/system/openclaw-gateway.service';

interface Machine {
  /** The commands that systemd was given, one line each. */
  commands(): Promise<readonly string[]>;
}

const test = base.extend<{ hangs: boolean; machine: Machine }>({
  /** systemd never answers. */
  hangs: [false, { option: true }],
  machine: async ({ demo }, use) => {
    const path = join(dirname(demo.home), 'commands');
    await writeFile(path, '');
    await use({ commands: async () => (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '') });
  },
  env: async ({ demo, hangs, machine: _made }, use) => {
    const scratch = dirname(demo.home);
    const [machine, tools, runtime] = ['machine', 'tools', 'runtime'].map((name) => join(scratch, name)) as [
      string,
      string,
      string,
    ];
    // The account of a system service has to reach the programs.
    await chmod(scratch, 0o755);
    for (const folder of [tools, runtime, join(machine, 'linger'), join(machine, 'run')])
      await mkdir(folder, { recursive: true });
    const answer = hangs ? 'exec sleep 600' : `exec "${process.execPath}" "${SYSTEMCTL}" "$@"`;
    await writeProgram(join(tools, 'systemctl'), `echo "$*" >>"${join(scratch, 'commands')}"\n${answer}`);
    await writeProgram(join(runtime, 'node'), 'echo v24.21.0');
    await use({
      ...demo.env,
      PATH: `${tools}:${demo.env.PATH}`,
      SIM_STATE: join(machine, 'manager.json'),
      FIXTURE_MACHINE: machine,
      FIXTURE_ENTRY: join(demo.home, 'demo'),
      FIXTURE_RUNTIME: join(runtime, 'node'),
    });
  },
});

async function writeProgram(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

test('for the whole computer, and nobody can give rights: the plan opens, applying it shows the exact commands and writes nothing', async ({
  app,
  demo,
  machine,
}) => {
  const there = existsSync(UNIT_PATH);
  const configPath = join(demo.home, '.openclaw', 'openclaw.json');
  const config = await readFile(configPath, 'utf8');
  const page = await app.page();
  await expect(headline(page)).toHaveText('Ready to run as a service');
  await page.getByRole('switch', { name: /For the whole computer/ }).check();
  await button(page, 'Install and start…').click();

  await expect(sheet(page)).toContainText(UNIT_PATH);
  await expect(sheet(page)).toContainText('User=openclaw');
  await picture(page, '30-system-plan');
  await sheet(page).getByRole('button', { name: 'Install and start' }).click();

  const error = sheet(page).getByRole('alert');
  await expect(error).toContainText('Administrator rights are needed to install the system service openclaw-gateway.');
  await expect(error).toContainText('Nobody is there to be asked for a password.');
  await picture(page, '31-system-no-rights');
  const commands = (await error.getByRole('region', { name: 'Evidence' }).textContent()) ?? '';
  expect(commands.split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^sudo useradd --system .* --home-dir \/var\/lib\/openclaw .* openclaw$/),
      `sudo tee ${UNIT_PATH} >/dev/null <<'END_OF_UNIT'`,
      'User=openclaw',
      'END_OF_UNIT',
      'sudo systemctl daemon-reload',
      'sudo systemctl enable openclaw-gateway.service',
    ]),
  );
  // The account's first configuration gets a token; it is not for the clipboard of whoever copies the commands.
  expect(commands).not.toMatch(/[0-9a-f]{48}/);
  await error.getByRole('button', { name: 'Copy details' }).click();
  // Only the stand-in can tell what was copied.
  if (app.host === 'stand-in') await expect.poll(async () => (await app.desktop())?.clipboard).toContain(commands);

  expect(existsSync(UNIT_PATH)).toBe(there);
  expect(await readFile(configPath, 'utf8')).toBe(config);
  expect(existsSync(join(demo.home, '.config', 'systemd'))).toBe(false);
  // Looking is all that was asked of systemd.
  const asked = await machine.commands();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((line) => !/^(?:--user )?show /.test(line))).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(sheet(page)).toHaveCount(0);
  await expect(headline(page)).toHaveText('Ready to run as a service');
});

test.describe('systemd that never answers', () => {
  test.use({ hangs: true });

  test('window and tray come up while the first look still waits; quitting waits for nothing either', async ({
    app,
  }) => {
    const page = await app.page();
    const waiting = () => descendants(app.pid).filter((pid) => programOf(pid) === 'sleep');
    // Nothing is known yet, so nothing is said of it.
    await expect(headline(page)).toHaveText(/default/);
    await expect(headline(page)).not.toHaveText(/stopped|not installed|Ready/);
    expect((await app.trayItems()).some(({ id }) => id === 'quit')).toBe(true);
    await expect.poll(() => waiting().length).toBeGreaterThan(0);
    const left = waiting();
    await picture(page, '32-no-answer-yet');
    expect(await app.quit()).toBe(0);
    await expect.poll(() => left.filter(isAlive)).toEqual([]);
  });
});

/** '' for a process that ended meanwhile. */
function programOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch (cause) {
    // ps(1): 1 when nothing was selected.
    if ((cause as { status?: number }).status === 1) return '';
    throw cause;
  }
}
