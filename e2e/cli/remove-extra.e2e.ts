/** `doctor --deep --remove` as a person meets it: asked once at a terminal, refused where nobody can be asked. Over the built-in supervisor. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { extraPlanSchema, extraRemovalSchema } from '../../src/shared/extra-service.ts';
import { makeScratch, type Scratch } from './shim.ts';

const SHIM = fileURLToPath(new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url));
const ALONE = { OPENCLAW_TRAY_SUPERVISOR: 'embedded' };
let scratch: Scratch;
const folder = () => join(scratch.home, '.local', 'state', 'openclaw-tray', 'embedded', 'gone');
const removed = () => join(scratch.home, '.local', 'state', 'openclaw-tray', 'removed');
const remove = (...args: string[]) => scratch.shim(['doctor', '--deep', '--remove', ...args], { env: ALONE });

beforeEach(async () => {
  scratch = await makeScratch();
  await mkdir(folder(), { recursive: true });
  await writeFile(join(folder(), 'definition.json'), '{ torn');
});
afterEach(() => scratch.remove());

/** The shim on a terminal of its own (util-linux's script), with this typed into it. */
async function atTerminal(typed: string): Promise<{ readonly code: number | null; readonly screen: string }> {
  const command = `${process.execPath} ${SHIM} doctor --deep --remove gone`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...scratch.env, ...ALONE } });
  child.stdin.write(typed);
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { screen: await text(child.stdout), code: await ended };
}

describe('a definition that cannot be used', () => {
  test('is planned without touching anything', async () => {
    const before = await scratch.tree();
    const { code, stdout } = await remove('gone', '--dry-run', '--json');
    const { service, backup, privileges } = extraPlanSchema.parse(JSON.parse(stdout).plan);
    expect([code, service.kind, privileges, dirname(backup)]).toEqual([0, 'orphaned', 'user', removed()]);
    expect((await remove('gone', '--dry-run')).stdout).toContain(backup);
    expect(await scratch.tree()).toEqual(before);
  });
  test('is not removed where nobody can be asked', async () => {
    for (const args of [['gone'], ['gone', '--json']]) {
      const { code, stdout, stderr } = await remove(...args);
      expect([code, `${stdout}${stderr}`.includes('--yes')]).toEqual([2, true]);
    }
    expect(existsSync(folder())).toBe(true);
  });
  test('at a terminal: a no keeps it, a yes removes it', async () => {
    const kept = await atTerminal('n\n');
    expect([kept.code, existsSync(folder())]).toEqual([1, true]);
    expect(kept.screen).toContain('Remove gone? [y/N]');
    const gone = await atTerminal('y\n');
    expect([gone.code, existsSync(folder())]).toEqual([0, false]);
    expect(gone.screen).toContain('To bring it back:');
    expect(readdirSync(removed())).toEqual([expect.stringMatching(/^embedded-gone\.removed-/)]);
  });
  test('with --yes --json: one object, and it is not found again', async () => {
    const { code, stdout } = await remove('gone', '--yes', '--json');
    expect(code).toBe(0);
    expect(extraRemovalSchema.parse(JSON.parse(stdout)).message).toContain('is removed');
    expect(await remove('gone', '--yes', '--json')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('not-installed'),
    });
  });
});
