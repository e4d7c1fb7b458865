/**
 * OpenClaw's own reader and auditor of Windows services look at what we install: the modules of its real package, on our files, with a
 * `schtasks` that prints the registered task as Windows does. On Linux, so paths are this machine's; everything else is as on Windows.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeText, encodeText } from '../../src/main/supervisors/task-scheduler/encoding.ts';
import { renderTaskFiles } from '../../src/main/supervisors/task-scheduler/render.ts';
import { taskPathsIn, watchTaskName } from '../../src/main/supervisors/task-scheduler/windows-paths.ts';
import type { Host } from '../../src/main/system/host.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import { ensureOpenclaw, type OpenclawInstall } from '../hosts/openclaw-cache.ts';

const NAME = 'OpenClaw Gateway (work)';

/** What the script below prints. */
interface Answer {
  readonly command: { readonly programArguments: readonly string[]; readonly environment: Record<string, string> };
  readonly findings: readonly { readonly kind: string; readonly key: string }[];
}

describe('openclaw reads our Windows service', () => {
  let openclaw: OpenclawInstall;
  let root = '';
  beforeAll(async () => {
    openclaw = await ensureOpenclaw();
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'audit-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const stateDir = () => join(root, '.openclaw-work');
  const host = (): Host => ({
    platform: 'win32',
    hostname: 'DESKTOP',
    uid: null,
    userName: 'me',
    accountHome: root,
    home: root,
    tempDir: root,
    env: { USERNAME: 'me', USERDOMAIN: 'DESKTOP' },
    appDirs: { config: root, state: root, runtime: root },
  });
  const definition = (): ServiceDefinition => ({
    profile: 'work',
    serviceName: NAME,
    description: 'OpenClaw Gateway (profile: work)',
    command: [
      openclaw.node,
      '--max-old-space-size=8192',
      join(openclaw.root, 'dist', 'index.js'),
      'gateway',
      '--port',
      '19001',
    ],
    workingDirectory: null,
    environment: {
      HOME: root,
      NODE_OPTIONS: '',
      OPENCLAW_STATE_DIR: stateDir(),
      OPENCLAW_PROFILE: 'work',
      OPENCLAW_GATEWAY_PORT: '19001',
      OPENCLAW_WINDOWS_TASK_NAME: NAME,
      OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER: '1',
      OPENCLAW_SERVICE_MARKER: 'openclaw',
      OPENCLAW_SERVICE_KIND: 'gateway',
    },
    environmentFiles: [],
  });
  const paths = () => taskPathsIn(stateDir());
  const write = (logon: 'interactive' | 'logged-off' = 'interactive') => {
    mkdirSync(stateDir(), { recursive: true });
    for (const file of renderTaskFiles(host(), definition(), stateDir(), logon)) {
      writeFileSync(file.path, encodeText(file.content, file.encoding));
    }
  };
  const edit = (path: string, change: (text: string) => string) => {
    const text = decodeText(readFileSync(path)).replace(/^\ufeff/, '');
    writeFileSync(path, encodeText(change(text), 'utf-16le-bom'));
  };

  /** Runs OpenClaw's modules, found by the names of their files without the hash. */
  function audit(): Answer {
    const bin = join(root, 'bin');
    mkdirSync(bin, { recursive: true });
    const registered = join(root, 'registered.xml');
    const xml = decodeText(readFileSync(paths().xml)).replace(/^\ufeff/, '');
    // The service adds the task's name.
    writeFileSync(registered, xml.replace('</RegistrationInfo>', `<URI>\\${NAME}</URI></RegistrationInfo>`));
    const tool = join(bin, 'schtasks');
    writeFileSync(tool, `#!/bin/sh\nexec cat '${registered}'\n`);
    chmodSync(tool, 0o755);
    const dist = join(openclaw.root, 'dist');
    const module = (stem: string) => {
      const file = readdirSync(dist).find((name) => name.startsWith(`${stem}-`) && name.endsWith('.mjs'));
      if (file === undefined) throw new Error(`openclaw has no module ${stem}`);
      return join(dist, file);
    };
    const script = `
      const named = async (path, name) => Object.values(await import(path)).find((one) => one.name === name);
      const audit = await named(${JSON.stringify(module('service-audit-schtasks'))}, 'auditScheduledTaskDefinition');
      const read = await named(${JSON.stringify(module('schtasks-layout'))}, 'readScheduledTaskCommand');
      const env = { ...process.env, OPENCLAW_STATE_DIR: ${JSON.stringify(stateDir())}, OPENCLAW_PROFILE: 'work', USERNAME: 'me',
        USERDOMAIN: 'DESKTOP' };
      const command = await read(env, { requireEffective: true });
      const findings = [];
      await audit(env, findings, 5000, command);
      process.stdout.write('\\n@@' + JSON.stringify({ command, findings }) + '\\n');
      process.exit(0);`;
    const ran = spawnSync(openclaw.node, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: root },
    });
    const line = ran.stdout.split('\n').find((one) => one.startsWith('@@'));
    if (line === undefined) throw new Error(`openclaw did not answer: ${ran.stderr.slice(-2_000)}`);
    return JSON.parse(line.slice(2)) as Answer;
  }

  it('understands it, and finds nothing that it would not have written', () => {
    write();
    const { command, findings } = audit();
    expect(command.programArguments).toEqual(definition().command);
    expect(command.environment.OPENCLAW_PROFILE).toBe('work');
    expect(findings).toEqual([]);
  });

  it('minds a loop in the launcher and a working folder in the task, which is why there are none', () => {
    write();
    edit(paths().launcher, (text) => `Do\r\n${text.replace('WScript.Quit ', 'code = ')}Loop While code <> 0\r\n`);
    edit(paths().xml, (text) => text.replace('</Command>', '</Command><WorkingDirectory>/x</WorkingDirectory>'));
    expect(audit().findings.map(({ kind, key }) => [kind, key])).toEqual([
      ['unknown-edit', 'Actions.Exec.WorkingDirectory'],
      ['unknown-edit', 'TaskLauncher'],
    ]);
  });

  it('minds the task that runs while nobody is logged on, as we say when we plan it', () => {
    write('logged-off');
    expect(audit().findings.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['Triggers.BootTrigger', 'Principals.Principal.LogonType']),
    );
  });

  it('does not take the watch for a foreign service', () => {
    // The test by which its deep scan passes over tasks (inspect, isOpenClawGatewayTaskName), asked of the module's own text.
    const dist = join(openclaw.root, 'dist');
    const source = readdirSync(dist)
      .filter((name) => /^inspect-.*\.mjs$/.test(name))
      .map((name) => readFileSync(join(dist, name), 'utf8'))
      .find((text) => text.includes('function isOpenClawGatewayTaskName'));
    const pattern = /\/(\^openclaw gateway[^/]*)\/\.test\(stripped\)/.exec(source ?? '')?.[1];
    expect(pattern).toBeDefined();
    for (const name of ['OpenClaw Gateway', NAME]) {
      expect(watchTaskName(name).toLowerCase()).toMatch(new RegExp(pattern ?? 'none'));
    }
  });
});
