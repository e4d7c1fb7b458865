import { expect, test } from 'vitest';
import { createScriptedRunner } from './scripted-runner.ts';

test('answers in order, and notes the calls', async () => {
  const runner = createScriptedRunner([
    { argv: ['a', 'b'], result: { stdout: 'x' } },
    { argv: ([program]) => program === 'c', result: { exitCode: 3 } },
  ]);
  expect(await runner.run(['a', 'b'], { env: { K: 'v' } })).toMatchObject({ exitCode: 0, stdout: 'x', stderr: '' });
  expect(await runner.run(['c', 'anything'])).toMatchObject({ exitCode: 3 });
  expect(runner.calls.map(({ argv }) => argv)).toEqual([
    ['a', 'b'],
    ['c', 'anything'],
  ]);
  expect(runner.calls[0]?.options.env).toEqual({ K: 'v' });
  runner.finish();
});

test('fails on a wrong, a surplus and a missing command', async () => {
  const runner = createScriptedRunner([{ argv: ['a'] }]);
  expect(() => runner.finish()).toThrow(/never run: \["a"\]/);
  await expect(runner.run(['b'])).rejects.toThrow(/Unexpected command \["b"\]; expected \["a"\]/);
  await expect(runner.run(['a'])).rejects.toThrow(/expected none/);
});
