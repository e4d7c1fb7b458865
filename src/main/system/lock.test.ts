import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import { ja } from '../../shared/text/ja.ts';
import { tell } from '../../shared/text/tell.ts';
import { untold } from '../../shared/text/testing.ts';
import { systemClock } from './clock.ts';
import { acquireLock, type LockRequest, probeLock } from './lock.ts';

let folder: string;
const children: ChildProcessByStdio<null, Readable, Readable>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-test-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const request = (over: Partial<LockRequest> = {}): LockRequest => ({
  folder,
  name: 'work',
  purpose: 'this test',
  waitMs: 0,
  clock: systemClock,
  ...over,
});

/** Another process that takes the lock, says so, and keeps it for `holdMs`. */
async function holder(holdMs: number, extra = ''): Promise<ChildProcessByStdio<null, Readable, Readable>> {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `${extra}
    const { acquireLock } = await import(${url('./lock.ts')});
    const { systemClock } = await import(${url('./clock.ts')});
    const lock = await acquireLock({ folder: ${JSON.stringify(folder)}, name: 'work', purpose: 'install', waitMs: 0, clock: systemClock });
    console.log('held');
    setTimeout(() => lock.release(), ${holdMs});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('the lock between processes', () => {
  it('is refused in every language, with what its holder does', async () => {
    const lock = await acquireLock(request({ purpose: say('doing.install') }));
    const refused: unknown = await acquireLock(request()).catch((cause: unknown) => cause);
    if (!(refused instanceof ExpectedError)) throw refused;
    const { error } = refused.toOutcome();
    expect(error.message).toContain(`process ${process.pid} (install, since `);
    expect(untold(error)).toEqual([]);
    expect(tell(ja, error, 'message').text).toContain(ja.core['doing.install']);
    await lock.release();
  });

  it('is told in English where its holder is of a version without codes', async () => {
    const lock = await acquireLock(request());
    const note = { pid: 7, purpose: 'dance', since: '2026-11-22T14:06:12.000Z', told: { purpose: 7 } };
    await writeFile(join(folder, 'work.lock.json'), JSON.stringify(note));
    await expect(acquireLock(request())).rejects.toMatchObject({
      message: expect.stringContaining('process 7 (dance, since '),
    });
    await lock.release();
  });

  it('is refused with the name of its holder, and free when the holder lets go', async () => {
    const child = await holder(400);
    const refused = await acquireLock(request()).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(ExpectedError);
    expect(refused).toMatchObject({ code: 'locked' });
    expect((refused as ExpectedError).message).toContain(`process ${child.pid} (install, since `);
    expect(await probeLock(folder, 'work')).toBe(true);

    const started = performance.now();
    const lock = await acquireLock(request({ waitMs: 10_000 }));
    expect(performance.now() - started).toBeGreaterThan(50);
    await lock.release();
    expect(await probeLock(folder, 'work')).toBe(false);
  });

  it('is free at once when its holder is killed with -9', async () => {
    const child = await holder(60_000);
    expect(await probeLock(folder, 'work')).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await probeLock(folder, 'work')).toBe(false);
    const lock = await acquireLock(request());
    await lock.release();
  });

  it('prints no warning of Node', async () => {
    const child = await holder(0);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await once(child, 'close');
    expect(stderr).toBe('');
  });

  it('does not disturb another name', async () => {
    await holder(60_000);
    const other = await acquireLock(request({ name: 'home' }));
    await other.release();
  });
});

describe('the lock within one process', () => {
  it('is not given twice, and releasing twice is harmless to the next holder', async () => {
    const first = await acquireLock(request());
    await expect(acquireLock(request())).rejects.toMatchObject({ code: 'locked' });
    await first.release();
    const second = await acquireLock(request());
    await first.release();
    expect(await probeLock(folder, 'work')).toBe(true);
    await expect(acquireLock(request())).rejects.toMatchObject({ code: 'locked' });
    await second.release();
  });

  it('stops waiting when aborted', async () => {
    const first = await acquireLock(request());
    const waiting = acquireLock(request({ waitMs: 60_000, signal: AbortSignal.timeout(100) }));
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    await first.release();
  });

  it('keeps its folder to the user', async () => {
    const inner = join(folder, 'run');
    const lock = await acquireLock(request({ folder: inner }));
    expect((await stat(inner)).mode & 0o777).toBe(0o700);
    expect((await stat(join(inner, 'work.lock.json'))).mode & 0o777).toBe(0o600);
    await lock.release();
  });
});

describe('a note that cannot be written', () => {
  it('does not keep the lock from holding: a full disk must not stand in the way of a stop', async () => {
    await mkdir(join(folder, 'work.lock.json'));
    const lock = await acquireLock(request());
    expect(await probeLock(folder, 'work')).toBe(true);
    await expect(acquireLock(request())).rejects.toMatchObject({ code: 'locked' });
    await lock.release();
    expect(await probeLock(folder, 'work')).toBe(false);
  });
});

describe('a lock that cannot be', () => {
  it('is a clear error when the folder is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(acquireLock(request({ folder: file }))).rejects.toMatchObject({ code: 'file-write-failed' });
    await expect(acquireLock(request({ folder: join(file, 'run') }))).rejects.toMatchObject({
      code: 'file-write-failed',
      message: expect.stringContaining('not a folder'),
    });
  });

  it('is a clear error when the lock file cannot be opened', async () => {
    await mkdir(join(folder, 'work.lock'));
    await expect(acquireLock(request())).rejects.toMatchObject({
      code: 'file-write-failed',
      message: expect.stringContaining(join(folder, 'work.lock')),
    });
    expect(await probeLock(folder, 'work')).toBeNull();
  });

  // root may write everywhere, so another user has to try.
  it.runIf(process.getuid?.() === 0)('is a clear error in a folder of another user', async () => {
    await chmod(folder, 0o755);
    const script = `process.setgid(65534); process.setuid(65534);
      const { acquireLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
      const { systemClock } = await import(${JSON.stringify(new URL('./clock.ts', import.meta.url).href)});
      await acquireLock({ folder: ${JSON.stringify(folder)}, name: 'work', purpose: 'x', waitMs: 0, clock: systemClock })
        .catch((cause) => console.log(cause.name, cause.code));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    expect(chunk.toString().trim()).toBe('ExpectedError file-write-failed');
  });
});
