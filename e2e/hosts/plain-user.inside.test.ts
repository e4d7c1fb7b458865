/**
 * What a plain user sees of system services, with nobody there who could be asked for a password. Runs inside the booted host, which has
 * a system and a user unit of the profile `duel` (made by `systemd-system.live.ts`).
 */
import './inside-only.ts';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSystemdUserAdapter } from '../../src/main/supervisors/systemd/adapter.ts';
import { createSystemdSystemAdapter } from '../../src/main/supervisors/systemd/system-adapter.ts';
import { scopeFight } from '../../src/main/supervisors/systemd/system-fight.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { DEFAULT_SERVICE_USER } from '../../src/main/system/dedicated-account.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';
import { ExpectedError } from '../../src/shared/outcome.ts';
import { textOf } from '../../src/shared/said.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import { host, rootElevation } from './contract-subject.ts';

const runner = createSpawnRunner(host.env);
const user = createSystemdUserAdapter({ host, runner, clock: systemClock });
const system = createSystemdSystemAdapter({
  host,
  runner,
  clock: systemClock,
  elevation: rootElevation(runner),
  serviceUser: DEFAULT_SERVICE_USER,
});
const errorOf = async (act: Promise<unknown>): Promise<ExpectedError> => {
  const cause = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof ExpectedError)) throw new Error(`no expected error: ${String(cause)}`);
  return cause;
};
const home = DEFAULT_SERVICE_USER.home;
const serviceName = 'openclaw-gateway-plain.service';
const stateDir = `${home}/.openclaw-plain`;
const plain = { profile: 'plain', serviceName, stateDir };
const duel = { profile: 'duel', serviceName: 'openclaw-gateway-duel.service', stateDir: `${home}/.openclaw-duel` };
const definition: ServiceDefinition = {
  profile: 'plain',
  serviceName,
  description: 'OpenClaw Gateway (profile: plain)',
  command: ['/usr/local/bin/node', '/usr/local/bin/node', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: {
    HOME: home,
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: `${stateDir}/openclaw.json`,
    OPENCLAW_SERVICE_MARKER: 'openclaw',
  },
  environmentFiles: [],
};

test('looking works, changing is refused with the commands for an administrator', async () => {
  expect(await system.detect()).toMatchObject({ available: false, code: 'needs-elevation' });
  expect(await system.inspect([plain])).toMatchObject([
    { definition: { status: 'absent' }, process: { state: 'stopped' } },
  ]);
  const secret = { path: `${stateDir}/openclaw.json`, content: '{"token":"hush-hush"}', replace: false };
  const refused = await errorOf(system.install(definition, plain, { stateFiles: [secret] }));
  expect(refused.code).toBe('needs-elevation');
  const script = refused.details?.join('\n') ?? '';
  expect(script).toContain(
    "sudo tee /etc/systemd/system/openclaw-gateway-plain.service >/dev/null <<'END_OF_UNIT'\n[Unit]\n",
  );
  expect(script).toContain('\nUser=openclaw\nGroup=openclaw\n');
  expect(script).toContain('sudo systemctl enable openclaw-gateway-plain.service');
  expect(script).not.toContain('hush-hush');
  expect(existsSync('/etc/systemd/system/openclaw-gateway-plain.service')).toBe(false);
  await system.uninstall(plain);
  expect(await errorOf(system.start(plain))).toMatchObject({ code: 'not-installed' });
});

test('what systemd itself refuses is told as a lack of rights', async () => {
  const result = await runner.run(['systemctl', '--no-ask-password', 'stop', duel.serviceName]);
  expect(result.exitCode).not.toBe(0);
  expect(await errorOf(system.restart(duel))).toMatchObject({
    code: 'needs-elevation',
    details: [
      'sudo systemctl reset-failed openclaw-gateway-duel.service',
      'sudo systemctl restart --no-block openclaw-gateway-duel.service',
    ],
  });
  expect(await errorOf(system.uninstall(duel))).toMatchObject({ code: 'needs-elevation' });
});

test('a user and a system service of one profile are seen as a fight', async () => {
  const [mine] = await user.inspect([duel]);
  const [theirs] = await system.inspect([duel]);
  if (mine === undefined || theirs === undefined) throw new Error('inspect answered with nothing');
  const fight = scopeFight(mine, theirs);
  expect(fight?.kind === 'shared' ? fight.shared.map(textOf) : null).toEqual(['Both use port 18789.']);
  expect(fight).toMatchObject({
    user: { path: expect.stringContaining('/.config/systemd/user/') },
    system: { path: '/etc/systemd/system/openclaw-gateway-duel.service', runs: true },
  });
});
