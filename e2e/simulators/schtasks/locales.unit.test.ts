/**
 * What the adapter finds, does and says must not depend on the display language or on the console's code page: the whole life of a service,
 * and its failures, in five languages, readable and damaged, compared with English. The texts are those of texts.ts (sources there).
 */
import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../src/shared/outcome.ts';
import { type Bench, createBench, type Fault } from './memory-bench.ts';
import type { SimState } from './state.ts';

/** Bytes of another code page read as UTF-8, as Node does. */
const damaged: Fault = async (act) => {
  const result = await act();
  const damage = (text: string) => text.replaceAll(/[^\x00-\x7f]/g, '\ufffd');
  return { ...result, stdout: damage(result.stdout), stderr: damage(result.stderr) };
};

async function life(locale: SimState['locale'], every: Fault | null): Promise<readonly unknown[]> {
  const bench = createBench({ locale }, every);
  try {
    return await transcript(bench);
  } finally {
    bench.dispose();
  }
}

async function transcript({ adapter, identity, definition, changed, tools }: Bench): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const step = async (act: Promise<unknown>) => {
    const failure: unknown = await act.then(
      () => null,
      (cause: unknown) => cause,
    );
    if (failure !== null && !(failure instanceof ExpectedError)) throw failure;
    const [found] = await adapter.inspect([identity]);
    const said = failure === null ? null : [failure.code, failure.message, failure.hint];
    const { process } = found ?? {};
    seen.push([
      said,
      found?.definition.status,
      found?.enabled,
      process?.state,
      process !== undefined && 'lastExit' in process ? process.lastExit?.words : null,
      found?.words.State,
    ]);
  };
  await step(adapter.detect());
  await step(adapter.start(identity));
  await step(adapter.install(definition, identity));
  await step(adapter.start(identity));
  await step(adapter.install(changed, identity));
  await step(adapter.stop(identity));
  await step(adapter.restart(identity));
  await step(adapter.uninstall(identity));
  await step(adapter.stop(identity));
  await step(adapter.install(definition, identity));
  const [task] = Object.values(tools.state().tasks);
  if (task === undefined) throw new Error('no task');
  tools.change({ tasks: { ...tools.state().tasks, [task.name.toLowerCase()]: { ...task, enabled: false } } });
  await step(adapter.start(identity));
  return seen;
}

describe('the language of Windows', () => {
  const english = life('en', null);

  it('is a whole life that this compares', async () => {
    const states = (await english).map((step) => (step as unknown[])[3]);
    expect(states).toEqual(expect.arrayContaining(['stopped', 'running']));
    expect((await english).filter((step) => (step as unknown[])[0] !== null).length).toBeGreaterThan(1);
  });

  const locales: readonly SimState['locale'][] = ['en', 'de', 'ja', 'zh', 'pt'];
  it.each(locales)('does not matter (%s)', async (locale) => {
    expect(await life(locale, null)).toEqual(await english);
  });

  it.each(locales)('does not matter when the code page spoils it (%s)', async (locale) => {
    expect(await life(locale, damaged)).toEqual(await english);
  });
});
