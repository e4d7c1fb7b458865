/**
 * Two readers of property lists that others wrote (libplist's plistutil, Python's plistlib) read what we render, and agree with our own
 * reader and with each other. Debian: apt-get install libplist-utils python3.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, hostileDefinition } from '../../src/main/supervisors/golden-bench.ts';
import { parseAgentPlist } from '../../src/main/supervisors/launchd/parse-plist.ts';
import { agentPaths } from '../../src/main/supervisors/launchd/paths.ts';
import { renderAgent } from '../../src/main/supervisors/launchd/render.ts';
import { findOnPath } from '../../src/main/system/host.ts';
import { goldens } from './goldens.ts';

const PYTHON = 'import json,plistlib,sys; print(json.dumps(plistlib.load(open(sys.argv[1],"rb"))))';
/** Each reads the file with its own parser; what libplist made of it is handed on in the binary form, because old releases write no JSON. */
const READERS = [
  { name: 'plistutil', enable: 'apt-get install libplist-utils python3' },
  { name: 'python3', enable: 'apt-get install python3' },
] as const;

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'plists-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const written = (name: string, text: string) => {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
};

describe.each(READERS)('$name', ({ name, enable }) => {
  const platform = process.platform === 'win32' ? 'win32' : 'linux';
  const there = [name, 'python3'].every((program) => findOnPath(program, process.env, platform) !== null);
  if (!there) process.stderr.write(`NOT CHECKED: ${name} is not on PATH; ${enable}\n`);
  const read = (path: string): { readonly ok: boolean; readonly value: unknown } => {
    const refused = { ok: false, value: null };
    let file = path;
    if (name === 'plistutil') {
      file = join(root, 'converted');
      rmSync(file, { force: true });
      const converted = spawnSync('plistutil', ['-i', path, '-f', 'bin', '-o', file], { timeout: 30_000 });
      if (converted.status !== 0 || !existsSync(file)) return refused;
    }
    const { status, stdout } = spawnSync('python3', ['-c', PYTHON, file], { encoding: 'utf8', timeout: 30_000 });
    return status === 0 ? { ok: true, value: JSON.parse(stdout) } : refused;
  };

  it.skipIf(!there)('reads every golden plist as we do', () => {
    for (const path of goldens('launchd', '.plist')) {
      const ours = parseAgentPlist(readFileSync(path));
      if (!ours.ok) throw new Error(`${ours.reason}`);
      const theirs = read(path);
      expect(theirs.ok, basename(path)).toBe(true);
      const dictionary = theirs.value as Record<string, unknown>;
      expect(dictionary.Label).toBe(ours.agent.label);
      expect(dictionary.ProgramArguments).toEqual(ours.agent.programArguments);
      expect(dictionary.RunAtLoad).toBe(true);
      expect(dictionary.KeepAlive).toBe(true);
    }
  });

  it.skipIf(!there)('reads each hostile value, in each field, as what it was', () => {
    for (const [index, value] of HOSTILE.entries()) {
      const definition = hostileDefinition(`/Users/${index}/${value.replaceAll('/', '')}`, {
        serviceName: 'ai.openclaw.work',
        description: `d ${value} d`,
        command: ['/bin/node', value, `x${value}`, `${value}x`],
      });
      const home = definition.environment.HOME ?? '';
      const paths = agentPaths(home, 'ai.openclaw.work', `${home}/.openclaw-work`, 'work');
      const [plist] = renderAgent(definition, paths);
      const theirs = read(written(`${index}.plist`, plist?.content ?? ''));
      expect(theirs.value).toMatchObject({
        Comment: definition.description,
        WorkingDirectory: definition.workingDirectory,
        StandardOutPath: paths.log,
        ProgramArguments: ['/bin/sh', paths.wrapper, paths.envFile, ...definition.command],
      });
    }
  });

  it.skipIf(!there)('refuses what is broken, so that its yes means something', () => {
    const [golden = ''] = goldens('launchd', '.plist');
    const text = readFileSync(golden, 'utf8');
    expect(read(golden).ok).toBe(true);
    expect(read(written('cut.plist', text.slice(0, text.length / 2))).ok).toBe(false);
    expect(read(written('tag.plist', text.replace('</array>', '</arry>'))).ok).toBe(false);
    expect(read(written('none.plist', 'this is not a property list')).ok).toBe(false);
  });
});
