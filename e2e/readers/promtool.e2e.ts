/** Prometheus's own checker reads the metrics that the built shim prints, and refuses what is broken. */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecipes } from '../cli/recipes.ts';
import { makeScratch, type Scratch } from '../cli/shim.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { startDemoGateway } from '../demo-gateway/start.ts';

let scratch: Scratch;
let text = '';

beforeAll(async () => {
  scratch = await makeScratch();
  const { entry } = await makeDemoPackage(join(scratch.dir, 'demo'));
  // A gateway that somebody runs by hand: the shim finds it, and reads its health.
  const demo = await startDemoGateway({ entry, dir: join(scratch.home, '.openclaw') });
  try {
    await mkdir(join(scratch.home, '.openclaw-work'));
    const result = await scratch.shim(['metrics'], { env: { OPENCLAW_GATEWAY_PORT: String(demo.port) } });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    text = result.stdout;
  } finally {
    await demo.stop();
  }
});
afterAll(() => scratch.remove());

const check = (input: string) => {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, remarks: stdout + stderr };
};

test('it is accepted without a remark', () => {
  expect(text).toContain('openclaw_gateway_up{profile="default"} 1');
  expect(text).toContain('openclaw_gateway_up{profile="work"} 0');
  expect(text).toContain('openclaw_gateway_sessions{profile="default"}');
  expect(check(text)).toEqual({ status: 0, remarks: '' });
});

test.each([
  ['a quote that is not escaped', (whole: string) => whole.replace('profile="work"', 'profile="wo"rk"')],
  ['a line that was cut', (whole: string) => whole.slice(0, -20)],
  [
    'a counter without its ending',
    (whole: string) => whole.replaceAll('check_timestamp_seconds gauge', 'check_timestamp_seconds counter'),
  ],
  ['a type twice', (whole: string) => `${whole}# TYPE openclaw_gateway_up gauge\nopenclaw_gateway_up 1\n`],
])('%s would be refused', (_, damage) => {
  const damaged = damage(text);
  expect(damaged).not.toBe(text);
  expect(check(damaged).status).not.toBe(0);
});

test('the alerting rules of docs/monitoring.md', async () => {
  const path = join(scratch.dir, 'rules.yml');
  await writeFile(path, readRecipes().get('prometheus-rules') ?? '');
  const { status, stdout } = spawnSync('promtool', ['check', 'rules', path], { encoding: 'utf8' });
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('4 rules found') });
});
