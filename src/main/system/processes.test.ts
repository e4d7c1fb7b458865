import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  createProcessReader,
  isSameIdentity,
  isSameProcess,
  parseProcStat,
  parsePsLine,
  readProcess,
  readProcessByPs,
  showCommand,
} from './processes.ts';
import { createSpawnRunner } from './spawn-runner.ts';

const onLinux = process.platform === 'linux';

describe.runIf(onLinux)('a process on Linux', () => {
  it('is read with its start, owner and arguments', async () => {
    const before = Date.now();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'two words'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    try {
      await expect.poll(() => readProcess(pid)?.argv?.at(-1), { timeout: 10_000 }).toBe('two words');
      const found = readProcess(pid);
      expect(found).toMatchObject({ pid, ppid: process.pid, uid: process.getuid?.(), zombie: false });
      expect(Math.abs((found?.startedAt ?? 0) - before)).toBeLessThan(3_000);
      expect(found?.exe).toContain('node');
      expect(isSameProcess(pid, found?.startedAt ?? 0)).toBe(true);
      expect(isSameProcess(pid, (found?.startedAt ?? 0) - 60_000)).toBe(false);
      const read = createProcessReader('linux', createSpawnRunner({}));
      expect(await isSameIdentity(read, { pid, startKey: found?.startKey ?? null })).toBe(true);
      expect(await isSameIdentity(read, { pid, startKey: 'another-boot:1' })).toBe(false);
      expect(await isSameIdentity(read, { pid, startKey: null })).toBeNull();
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(readProcess(pid)).toBeNull();
  });

  it('that has ended but was not collected is not alive', async () => {
    // The child ends after the shell has become a program that waits for nobody, and so stays a zombie.
    const child = spawn('/bin/sh', ['-c', 'sleep 0.4 & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
      const pid = Number(chunk.toString().trim());
      await expect.poll(() => readProcess(pid)?.zombie, { timeout: 10_000 }).toBe(true);
      expect(isSameProcess(pid, readProcess(pid)?.startedAt ?? 0)).toBe(false);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('does not exist for numbers that cannot be one', () => {
    expect([0, -1, 1.5, Number.NaN, 4_194_305].map((pid) => readProcess(pid))).toEqual([null, null, null, null, null]);
  });

  it('is told the same by ps', async () => {
    const runner = createSpawnRunner({ PATH: process.env.PATH });
    const byPs = await readProcessByPs(runner, process.pid);
    const byProc = readProcess(process.pid);
    expect(byPs).toMatchObject({ ppid: byProc?.ppid, uid: byProc?.uid, pgid: byProc?.pgid, zombie: false });
    expect(Math.abs((byPs?.startedAt ?? 0) - (byProc?.startedAt ?? 1e15))).toBeLessThan(2_500);
    expect(await readProcessByPs(runner, 4_194_305)).toBeNull();
  });

  it('is not reported absent when ps itself is missing', async () => {
    await expect(readProcessByPs(createSpawnRunner({ PATH: '/nowhere' }), process.pid)).rejects.toThrow(/ps could not/);
  });
});

describe('the parsers', () => {
  it('take a name with brackets and spaces', () => {
    const tail = Array.from({ length: 30 }, (_, index) => index + 5).join(' ');
    expect(parseProcStat(`77 (odd) (name) S 3 4 ${tail}`)).toEqual({
      comm: 'odd) (name',
      state: 'S',
      ppid: 3,
      pgid: 4,
      startTicks: 21, // The tail begins with field 6 and the value 5, so field 22 is 21.
    });
  });

  it('refuse anything else', () => {
    expect(parseProcStat('')).toBeNull();
    expect(parseProcStat('1 (x) S a b')).toBeNull();
    expect(parsePsLine(1, 'error: no')).toBeNull();
  });

  it('read a macOS ps line', () => {
    expect(
      parsePsLine(9, '    1   501   501 Ss   Thu Jan  1 10:00:00 2026 /usr/local/bin/node /opt/x.js gateway\n'),
    ).toMatchObject({ ppid: 1, pgid: 501, uid: 501, argv: ['/usr/local/bin/node /opt/x.js gateway'], zombie: false });
  });
});

describe('showCommand', () => {
  it('hides what sounds like a secret and nothing else', () => {
    expect(showCommand(['node', 'x.js', '--token', 'abc', '--port', '1', '--api-key=zzz', 'OPENAI_API_KEY=q'])).toBe(
      'node x.js --token (hidden) --port 1 --api-key=(hidden) OPENAI_API_KEY=(hidden)',
    );
  });
});
