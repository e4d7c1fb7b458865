/** Scenarios about definitions, the bus, lingering, and OpenClaw itself on the other side. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../src/shared/outcome.ts';
import { textOf } from '../../src/shared/said.ts';
import {
  adapter,
  definition,
  host,
  identity,
  is,
  look,
  prepareService,
  refusedWith,
  say,
  systemctl,
  unit,
  unitFolder,
  unitPath,
  until,
} from './inside-tools.ts';

export const DEFINITION_SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  async definitions() {
    prepareService('run');
    mkdirSync(unitFolder, { recursive: true });
    writeFileSync(
      unitPath,
      '[Unit]\nDescription=old\n[Service]\nExecStart=/bin/true\nEnvironment=OPENCLAW_GATEWAY_TOKEN=hush A=b\nNice=5\n',
    );
    const plan = await adapter.planInstall(definition, identity);
    assert.ok(
      plan.warnings.some((warning) => textOf(warning).includes('[Service] Nice')),
      plan.warnings.map(textOf).join('\n'),
    );
    assert.ok(!JSON.stringify(plan).includes('hush'));
    await adapter.install(definition, identity);
    const backup = readFileSync(`${unitPath}.bak`, 'utf8');
    assert.match(backup, /Environment=A=b/);
    assert.doesNotMatch(backup, /hush/);
    assert.equal(statSync(`${unitPath}.bak`).mode & 0o777, 0o600);
    say('install over an older unit: warned of lost edits, backup 0600 without the token');

    await adapter.start(identity);
    const { state } = await until('running', is('running'));
    await adapter.uninstall(identity);
    assert.throws(() => process.kill(state.pid, 0));
    assert.equal(execFileSync('find', [unitFolder, '-name', `${unit}*`], { encoding: 'utf8' }), '');
    assert.match(systemctl('show', unit, '--property=LoadState'), /not-found/);
    assert.doesNotMatch(systemctl('list-units', '--all', '--no-legend'), /openclaw-gateway-live/);
    say('uninstall while running: process, unit, backup and links gone');

    const wants = join(unitFolder, 'default.target.wants');
    mkdirSync(wants, { recursive: true });
    chmodSync(wants, 0o555);
    writeFileSync(unitPath, '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=default.target\n', { mode: 0o640 });
    const filesBefore = readdirSync(unitFolder).sort();
    const failure = await adapter.install(definition, identity).then(
      () => null,
      (cause: unknown) => cause,
    );
    chmodSync(wants, 0o755);
    assert.ok(failure instanceof ExpectedError, String(failure));
    assert.equal(failure.code, 'command-failed');
    assert.deepEqual(readdirSync(unitFolder).sort(), filesBefore);
    assert.match(readFileSync(unitPath, 'utf8'), /ExecStart=\/bin\/true/);
    assert.equal(statSync(unitPath).mode & 0o777, 0o640);
    say(`enable failed: everything as it was (${failure.message})`);
    rmSync(unitPath);

    systemctl('mask', unit);
    const masked = await look();
    assert.ok(masked.definition.status === 'present' && masked.definition.masked && masked.enabled === false);
    await refusedWith('definition-masked', () => adapter.start(identity));
    await refusedWith('definition-masked', () => adapter.install(definition, identity));
    await refusedWith('definition-masked', () => adapter.uninstall(identity));
    systemctl('unmask', unit);
    say('masked: seen, and start, install and uninstall refused');

    writeFileSync(unitPath, '[Unit]\nDescription=no program\n');
    systemctl('daemon-reload');
    const bad = await look();
    assert.ok(bad.definition.status === 'present' && bad.definition.parsed === null && bad.definition.problem !== null);
    await refusedWith('start-failed', () => adapter.start(identity));
    say(`bad setting: ${bad.definition.problem}`);
    rmSync(unitPath);

    chmodSync(unitFolder, 0o777);
    await refusedWith('definition-write-failed', () => adapter.install(definition, identity));
    chmodSync(unitFolder, 0o755);
    say('a folder that others can write to is refused');

    const identities = ['one', 'two', 'three'].map((name) => ({
      ...identity,
      serviceName: `openclaw-gateway-${name}.service`,
    }));
    await adapter.install({ ...definition, serviceName: 'openclaw-gateway-two.service' }, identities[1] ?? identity);
    const many = await adapter.inspect(identities);
    assert.deepEqual(
      many.map((each) => [each.serviceName, each.definition.status]),
      [
        ['openclaw-gateway-one.service', 'absent'],
        ['openclaw-gateway-two.service', 'present'],
        ['openclaw-gateway-three.service', 'absent'],
      ],
    );
    await adapter.uninstall(identities[1] ?? identity);
    say('several units in one command, answers in the order asked');
  },

  async 'bus-from-uid'() {
    assert.equal(process.env.XDG_RUNTIME_DIR, undefined);
    const answer = await adapter.detect();
    assert.ok(answer.available, JSON.stringify(answer));
    await adapter.install(definition, identity);
    assert.equal((await look()).enabled, true);
    say('without XDG_RUNTIME_DIR: everything works through the folder that logind made');
  },

  async 'bus-gone'() {
    const answer = await adapter.detect();
    assert.ok(!answer.available && answer.code === 'user-bus-missing', JSON.stringify(answer));
    const found = await look();
    assert.deepEqual([found.definition.status, found.process.state, found.enabled], ['present', 'unknown', null]);
    await refusedWith('user-bus-missing', () => adapter.start(identity));
    await refusedWith('user-bus-missing', () => adapter.uninstall(identity));
    say(`no user manager: ${answer.reason} ${answer.hint}`);
    const survival = await adapter.survival(identity, true);
    assert.deepEqual([survival.logout, survival.reboot], [false, false]);
    say(`survival: ${survival.reason}`);
  },

  async linger() {
    assert.ok(adapter.enableLinger);
    const before = await adapter.survival(identity, true);
    assert.deepEqual([before.logout, before.reboot], [true, true]);
    await adapter.enableLinger();
    say('lingering: seen, and turning it on again is harmless');
  },

  /** OpenClaw itself is on PATH here: each side must recognise what the other one wrote. */
  async openclaw() {
    for (const profile of ['default', 'work']) {
      const named = profile === 'default' ? [] : ['--profile', profile];
      const suffix = profile === 'default' ? '' : `-${profile}`;
      const openclaw = (...args: string[]) => execFileSync('openclaw', [...named, ...args], { encoding: 'utf8' });
      openclaw('config', 'set', 'gateway.mode', 'local');
      openclaw('gateway', 'install', '--json');
      const serviceName = `openclaw-gateway${suffix}.service`;
      const gateway = { profile, serviceName, stateDir: join(host.accountHome, `.openclaw${suffix}`) };
      const theirs = readFileSync(join(unitFolder, serviceName), 'utf8');
      process.stdout.write(`${theirs.trimEnd().replaceAll(/^/gm, '| ')}\n`);
      const [found] = await adapter.inspect([gateway]);
      assert.ok(found?.definition.status === 'present' && found.definition.parsed !== null);
      assert.equal(found.definition.parsed.profile, profile);
      const [rendered] = adapter.render(found.definition.parsed);
      assert.equal(rendered?.content, theirs);
      assert.deepEqual((await adapter.planInstall(found.definition.parsed, gateway)).warnings, []);
      say(`${profile}: what OpenClaw wrote is parsed and rendered to the same bytes`);

      await adapter.uninstall(gateway);
      await adapter.install(found.definition.parsed, gateway);
      await adapter.start(gateway);
      const status = JSON.parse(openclaw('gateway', 'status', '--no-probe', '--json'));
      assert.deepEqual(status.service.configAudit, { ok: true, issues: [] });
      assert.equal(status.service.loaded, true);
      say(`${profile}: what we installed passes the audit of "openclaw gateway status"`);
      await adapter.uninstall(gateway);
      const after = JSON.parse(openclaw('gateway', 'status', '--no-probe', '--json'));
      assert.equal(after.service.loaded, false);
      say(`${profile}: what we uninstalled is gone for OpenClaw too`);
    }
  },

  async 'system-unit'() {
    const refusal = await refusedWith('definition-conflict', () => adapter.install(definition, identity));
    assert.match(refusal.message, /\/etc\/systemd\/system\//);
    say(`system unit of the same name: ${refusal.message}`);
  },
};
