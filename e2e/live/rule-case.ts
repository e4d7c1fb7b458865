/** One broken host of the catalogue from healthy to healthy: broken, named, cured, looked at again. */
import { expect } from 'vitest';
import type { BrokenHost } from '../broken-hosts/broken-host.ts';
import type { Scene } from '../broken-hosts/scene.ts';

interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'notice';
  readonly evidence: readonly string[];
}

export interface DoctorAnswer {
  readonly exitCode: number | null;
  readonly headline: string | null;
  /** Ids of the findings, the first one first. */
  readonly codes: readonly string[];
  readonly level: string;
  readonly findings: readonly Finding[];
}

type How = Pick<BrokenHost, 'as' | 'deep'>;

function wordsOf({ as, deep }: How, words: readonly string[]): string[] {
  return [
    ...(as?.profile === undefined ? [] : ['--profile', as.profile]),
    'doctor',
    ...(deep === true ? ['--deep'] : []),
    ...words,
  ];
}

export async function doctor({ host }: Scene, how: How = {}): Promise<DoctorAnswer> {
  const { exitCode, json } = await host.shimJson(wordsOf(how, ['--json']), how.as?.exec);
  const { headline, diagnoses, verdict } = json as {
    headline: string | null;
    diagnoses: Finding[];
    verdict: { level: string };
  };
  return { exitCode, headline, codes: diagnoses.map(({ code }) => code), level: verdict.level, findings: diagnoses };
}

const LOOKS = 10;
const BETWEEN_LOOKS_MS = 700;

/** Looks until `rule` is the first finding: a service that crashes and is started again is something else for a moment in between. */
export async function doctorOfLoop(scene: Scene, rule: string, how: How = {}): Promise<DoctorAnswer> {
  for (let look = 1; ; look += 1) {
    const found = await doctor(scene, how);
    if (found.codes[0] === rule || look === LOOKS) return found;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
}

/** `doctor --fix RULE --yes`, which must say that it helped. */
export async function fix({ host }: Scene, rule: string, how: How & { choice?: number } = {}): Promise<void> {
  const choice = how.choice === undefined ? [] : ['--choice', String(how.choice)];
  const { exitCode, json, stderr } = await host.shimJson(
    wordsOf(how, ['--fix', rule, ...choice, '--yes', '--json']),
    how.as?.exec,
  );
  expect({ exitCode, json, stderr }).toMatchObject({ exitCode: 0, json: { ok: true, rule } });
}

/** The whole story of one entry. The host is healthy before and after. */
export async function proveEntry(scene: Scene, entry: BrokenHost): Promise<void> {
  const { host } = scene;
  await entry.break(scene);
  if (entry.gone !== undefined) {
    const { exitCode } = await host.exec(['bash', '-c', entry.gone(scene)]);
    expect(exitCode, 'the check of the cause itself can fail').not.toBe(0);
  }

  const broken = await (entry.loops === true ? doctorOfLoop(scene, entry.rule, entry) : doctor(scene, entry));
  expect(broken.codes[0], JSON.stringify(broken.findings, null, 1)).toBe(entry.rule);
  expect(broken.exitCode).toBe(entry.doctorExit ?? 1);
  if (broken.findings[0]?.severity !== 'notice') expect(broken.headline).toBe(entry.rule);
  const { stdout } = await host.shim(wordsOf(entry, []), entry.as?.exec);
  for (const words of entry.causeWords) expect(stdout).toMatch(words);

  if (entry.cure.by === 'fix') {
    await fix(scene, entry.rule, {
      ...entry,
      ...(entry.cure.choice === undefined ? {} : { choice: entry.cure.choice }),
    });
  } else await entry.cure.carryOut(scene);
  expect((await doctor(scene, entry)).codes).not.toContain(entry.rule);
  for (const rule of entry.afterwards ?? []) await fix(scene, rule, entry);

  const after = await doctor(scene, entry);
  expect(after).toMatchObject({ exitCode: 0, headline: null, codes: [], level: 'healthy' });
  // Not by our own word alone.
  const { gatewayUrl } = await host.status(entry.as?.profile === undefined ? [] : ['--profile', entry.as.profile]);
  await host.run(['curl', '-gfsS', '-m', '5', `${gatewayUrl.replace(/^ws/, 'http')}/readyz`]);
  if (entry.gone !== undefined) await host.run(['bash', '-c', entry.gone(scene)]);
}
