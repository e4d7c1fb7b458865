import { describe, expect, test } from 'vitest';
import { type CommandRunner, showArgv } from './command-runner.ts';
import { createExecaRunner } from './execa-runner.ts';
import { createSpawnRunner } from './spawn-runner.ts';

const ENV = { PATH: process.env.PATH, KEPT: 'yes', LC_ALL: 'de_DE.UTF-8' };
const node = (script: string): [string, ...string[]] => [process.execPath, '-e', script];

describe.each<[string, (env: typeof ENV) => CommandRunner]>([
  ['spawn', createSpawnRunner],
  ['execa', createExecaRunner],
])('the %s runner', (_, create) => {
  const runner = create(ENV);

  test('gives output and exit code', async () => {
    const result = await runner.run(node('console.log("out"); console.error("err"); process.exitCode = 3'));
    expect(result).toMatchObject({
      exitCode: 3,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
      startError: null,
    });
  });
  test('passes arguments as they are, with no shell', async () => {
    const result = await runner.run([
      process.execPath,
      '-p',
      'process.argv.slice(1).join("|")',
      '$HOME',
      'a b',
      '`id`',
      '',
    ]);
    expect(result.stdout).toBe('$HOME|a b|`id`|\n');
  });
  test('has the given environment, the C locale, and nothing else', async () => {
    const result = await runner.run(node('console.log(JSON.stringify(process.env))'), {
      env: { EXTRA: '1', KEPT: undefined },
    });
    const env = JSON.parse(result.stdout);
    expect(env).toMatchObject({ LC_ALL: 'C', EXTRA: '1' });
    expect(env.KEPT).toBeUndefined();
    expect(env.HOME).toBeUndefined();
  });
  test('a program that is not there is a result, not an exception', async () => {
    const result = await runner.run(['/nowhere/program']);
    expect(result).toMatchObject({ exitCode: null, timedOut: false, startError: expect.stringContaining('ENOENT') });
  });
  test('is bounded in time', async () => {
    const result = await runner.run(node('setInterval(() => {}, 1000)'), { timeoutMs: 300 });
    expect(result).toMatchObject({ exitCode: null, timedOut: true });
  });
  test('is bounded in output', async () => {
    const result = await runner.run(
      node(
        'const b = "x".repeat(1 << 20); for (let i = 0; i < 12; i++) process.stdout.write(b); setInterval(() => {}, 1000)',
      ),
      {
        timeoutMs: 15_000,
      },
    );
    expect(result.stdout.length).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(result.timedOut).toBe(false);
    expect(result.exitCode).not.toBe(0);
  });
  test('ends with its signal', async () => {
    const began = performance.now();
    const result = await runner.run(node('setInterval(() => {}, 1000)'), { signal: AbortSignal.timeout(200) });
    expect(result.exitCode).toBeNull();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
  test('gives input', async () => {
    const result = await runner.run(node('process.stdin.pipe(process.stdout)'), { input: 'secret ゲート' });
    expect(result.stdout).toBe('secret ゲート');
  });
});

test('an argv as one line', () => {
  expect(showArgv(['systemctl', '--user', 'stop', "o'b x.service"])).toBe("systemctl --user stop 'o'\\''b x.service'");
});
