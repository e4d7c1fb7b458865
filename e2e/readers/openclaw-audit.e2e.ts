/**
 * OpenClaw's own audit over what we render for launchd and the Task Scheduler: nothing may be wrong with it in OpenClaw's eyes. (For systemd the
 * live suite asks the installed OpenClaw itself.) Needs the OpenClaw of the live suite in its cache; it is not downloaded for this.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentPaths } from '../../src/main/supervisors/launchd/paths.ts';
import { renderAgent } from '../../src/main/supervisors/launchd/render.ts';
import type { RenderedFile } from '../../src/main/supervisors/supervisor.ts';
import { encodeText } from '../../src/main/supervisors/task-scheduler/encoding.ts';
import { renderTaskFiles } from '../../src/main/supervisors/task-scheduler/render.ts';
import type { Host } from '../../src/main/system/host.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import { OPENCLAW_VERSION } from '../hosts/openclaw-cache.ts';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'openclaw-tray-test');
const openclaw = join(cache, `openclaw-${OPENCLAW_VERSION}`, 'node_modules', 'openclaw');
const there = existsSync(join(openclaw, 'dist'));
if (!there)
  process.stderr.write(`NOT CHECKED: OpenClaw is not in ${openclaw}; the live suite (npm test) installs it.\n`);

/** plutil in short, over Python's plistlib: `-convert xml1|json -o - -- -`. */
const PLUTIL = `#!/usr/bin/env python3
import json, plistlib, sys
data = plistlib.loads(sys.stdin.buffer.read())
kind = sys.argv[sys.argv.index("-convert") + 1]
sys.stdout.buffer.write(json.dumps(data).encode() if kind == "json" else plistlib.dumps(data))
`;

interface Answer {
  readonly command: { readonly programArguments: readonly string[] } | null;
  readonly answer: {
    readonly issues: readonly { readonly code: string }[];
    readonly definitionDrift?: readonly { readonly key: string }[];
    readonly definitionDriftError?: string;
  };
}

describe.skipIf(!there)(`the audit of OpenClaw ${OPENCLAW_VERSION}`, () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'audit-'));
    mkdirSync(join(root, 'tools'));
    tool('plutil', PLUTIL);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const tool = (name: string, text: string) => {
    writeFileSync(join(root, 'tools', name), text);
    chmodSync(join(root, 'tools', name), 0o755);
  };
  const write = (files: readonly RenderedFile[]) => {
    for (const { path, content, encoding, mode } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, encodeText(content, encoding), { mode });
    }
  };
  const audit = (platform: 'darwin' | 'win32', env: Record<string, string>): Answer => {
    const agent = fileURLToPath(new URL('openclaw-audit-agent.mjs', import.meta.url));
    const path = [join(root, 'tools'), dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
    const { status, stdout, stderr } = spawnSync(process.execPath, [agent, openclaw, platform, join(root, 'tools')], {
      encoding: 'utf8',
      timeout: 110_000,
      env: { ...env, PATH: path, HOME: root },
    });
    if (status !== 0) throw new Error(`the audit did not run: ${stderr}`);
    return JSON.parse(stdout) as Answer;
  };
  /** What is about the definition; the runtime, PATH and token belong to the machine, which is not the one of the definition. */
  const ofDefinition = ({ answer }: Answer) => ({
    issues: answer.issues.map(({ code }) => code).filter((code) => !/^gateway-(runtime|path|token)/.test(code)),
    drift: (answer.definitionDrift ?? []).map(({ key }) => key),
    error: answer.definitionDriftError ?? null,
  });
  const clean = { issues: [], drift: [], error: null };

  const macDefinition = (profile: 'default' | 'work'): ServiceDefinition => {
    const stateDir = join(root, profile === 'default' ? '.openclaw' : '.openclaw-work');
    return {
      profile,
      serviceName: profile === 'default' ? 'ai.openclaw.gateway' : 'ai.openclaw.work',
      description: profile === 'default' ? 'OpenClaw Gateway' : 'OpenClaw Gateway (profile: work)',
      command: [process.execPath, join(openclaw, 'dist', 'index.js'), 'gateway', '--port', '18789'],
      workingDirectory: stateDir,
      environment: {
        HOME: root,
        ...(profile === 'default' ? {} : { OPENCLAW_PROFILE: 'work', OPENCLAW_STATE_DIR: stateDir }),
        OPENCLAW_SERVICE_MARKER: 'openclaw',
        OPENCLAW_SERVICE_KIND: 'gateway',
      },
      environmentFiles: [],
    };
  };
  const macFiles = (definition: ServiceDefinition) =>
    renderAgent(
      definition,
      agentPaths(root, definition.serviceName, definition.workingDirectory ?? '', definition.profile),
    );
  const macEnv = (profile: string): Record<string, string> =>
    profile === 'default' ? {} : { OPENCLAW_PROFILE: profile, OPENCLAW_STATE_DIR: join(root, `.openclaw-${profile}`) };

  it.each(['default', 'work'] as const)('finds nothing in the agent of %s, and reads our command', (profile) => {
    const definition = macDefinition(profile);
    write(macFiles(definition));
    const found = audit('darwin', macEnv(profile));
    expect(found.command?.programArguments).toEqual(definition.command);
    expect(ofDefinition(found)).toEqual(clean);
  });
  it('finds what is wrong in an agent, so that its silence means something', () => {
    const files = macFiles(macDefinition('default')).map((file) => ({
      ...file,
      content: file.content.replace('<key>KeepAlive</key>', '<key>KeptAlive</key>'),
    }));
    write(files);
    expect(ofDefinition(audit('darwin', {})).issues).toContain('launchd-keep-alive');
  });

  const taskDefinition = (): ServiceDefinition => ({
    ...macDefinition('default'),
    serviceName: 'OpenClaw Gateway',
    workingDirectory: null,
  });
  const taskHost = (): Host => ({
    platform: 'win32',
    hostname: 'DESKTOP',
    uid: null,
    userName: 'me',
    accountHome: root,
    home: root,
    tempDir: tmpdir(),
    env: { USERNAME: 'me', USERDOMAIN: 'DESKTOP' },
    appDirs: { config: root, state: root, runtime: root },
  });
  const withTask = (change: (xml: string) => string) => {
    const files = renderTaskFiles(taskHost(), taskDefinition(), join(root, '.openclaw'));
    write(files);
    const xml = files.find(({ path }) => path.endsWith('.xml'))?.content ?? '';
    writeFileSync(join(root, 'task.xml'), change(xml));
    // `schtasks /Query /TN name /XML` prints the definition.
    tool('schtasks', `#!/bin/sh\nexec cat '${join(root, 'task.xml')}'\n`);
    return audit('win32', { USERNAME: 'me', USERDOMAIN: 'DESKTOP', USERPROFILE: root });
  };

  it('finds nothing in the task, and reads our command', () => {
    const found = withTask((xml) => xml);
    expect(found.command?.programArguments).toEqual(taskDefinition().command);
    expect(ofDefinition(found)).toEqual(clean);
  });
  it('finds what is wrong in a task, so that its silence means something', () => {
    const found = withTask((xml) => xml.replace(/<Settings>/, '<Settings><WakeToRun>true</WakeToRun>'));
    expect(ofDefinition(found).drift).toContain('Settings.WakeToRun');
  });
});
