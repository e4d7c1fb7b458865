/** Two failures at once: the headline is the one whose cure is needed first. And five healthy profiles, of which none has a finding. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../broken-hosts/catalogue.ts';
import { startByHand, untilListening } from '../broken-hosts/hands.ts';
import { makeScene, resetScene, type Scene, STRAYS } from '../broken-hosts/scene.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { doctor, doctorOfLoop, fix } from './rule-case.ts';

let host: GatewayHost;
let scene: Scene;

beforeAll(async () => {
  host = await bootGatewayHost('rule-pairs', { gateway: 'demo' });
  scene = await makeScene(host, 'demo');
});
afterAll(async () => {
  await host?.down();
});

interface Step {
  readonly headline: string;
  /** What a person does; `doctor --fix` where it is left out. */
  readonly byHand?: (scene: Scene) => Promise<unknown>;
}

interface Pair {
  readonly title: string;
  /** One of the two is a loop of crashes. */
  readonly loops?: boolean;
  break(scene: Scene): Promise<unknown>;
  /** What is first each time, until nothing is left. */
  readonly steps: readonly Step[];
}

const broken = async (id: string) => {
  const entry = CATALOGUE.find((each) => each.id === id);
  if (entry === undefined) throw new Error(`there is no ${id}`);
  await entry.break(scene);
};
/** The person's cure of an entry. */
const asIn = (id: string) => async () => {
  const cure = CATALOGUE.find((each) => each.id === id)?.cure;
  if (cure?.by !== 'person') throw new Error(`${id} is not cured by a person`);
  await cure.carryOut(scene);
};
const endStrays = () => host.run(['sh', '-c', `kill $(cat ${STRAYS}); : > ${STRAYS}`], { root: true });

const PAIRS: readonly Pair[] = [
  {
    title: 'a syntax error and a taken port: no other port can be written into a file that cannot be read',
    async break({ configPath }) {
      await broken('port-other-user');
      await host.run(['sed', '-i', '$ d', configPath]);
    },
    steps: [
      {
        headline: 'config-invalid',
        byHand: ({ configPath }) => host.run(['sh', '-c', 'echo "}" >> "$1"', 'sh', configPath]),
      },
      { headline: 'port-held-by-user' },
    ],
  },
  {
    title: 'lingering off and masked: lingering is of no use to a unit that may not start',
    async break() {
      await broken('linger-off');
      await broken('masked');
    },
    steps: [{ headline: 'definition-masked' }, { headline: 'not-installed' }, { headline: 'linger-off' }],
  },
  {
    title: 'a deleted Node and a secret in a backup: first it runs, and writing it again replaces the backup too',
    async break() {
      await broken('token-in-backup');
      await broken('node-deleted');
    },
    steps: [{ headline: 'program-gone' }],
  },
  {
    title: 'stopped and edited: a start would run the edited one, writing it again starts it too',
    async break(at) {
      await broken('unit-without-restart');
      await broken('stopped');
      await host.run(['test', '-e', at.unitPath]);
    },
    steps: [{ headline: 'definition-drift' }],
  },
  {
    title: 'a crash loop and a taken port: whatever crashes could not start there anyway',
    loops: true,
    async break() {
      await broken('crash-loop');
      await startByHand(scene, ['/usr/bin/python3', '-m', 'http.server', String(scene.port), '--bind', '127.0.0.1']);
      await untilListening(scene);
    },
    steps: [
      { headline: 'port-taken', byHand: endStrays },
      { headline: 'crash-loop', byHand: asIn('crash-loop') },
    ],
  },
  {
    title: 'a paused process and an exposed configuration: an answer comes before a tidy file',
    async break() {
      await broken('config-exposed');
      await broken('paused');
    },
    steps: [{ headline: 'process-paused', byHand: asIn('paused') }, { headline: 'config-exposed' }],
  },
  {
    title: 'a full disk and a crash: nothing that is cured could be written',
    async break() {
      await broken('crashed');
      await broken('disk-full');
    },
    steps: [{ headline: 'disk-full', byHand: asIn('disk-full') }, { headline: 'crashed' }],
  },
  {
    title: 'a refused token and a service that is disabled: today before the next boot',
    async break() {
      await broken('disabled');
      await broken('token-changed');
    },
    steps: [{ headline: 'auth-mismatch' }, { headline: 'disabled' }],
  },
];

describe('two failures at once', () => {
  afterEach(async () => {
    await resetScene(scene);
  });

  test.each(PAIRS.map((pair) => [pair.title, pair] as const))('%s', async (_title, pair) => {
    await pair.break(scene);
    for (const { headline, byHand } of pair.steps) {
      const found = await (pair.loops === true ? doctorOfLoop(scene, headline) : doctor(scene));
      expect(found.codes[0], JSON.stringify(found.findings, null, 1)).toBe(headline);
      if (byHand === undefined) await fix(scene, headline);
      else await byHand(scene);
    }
    expect(await doctor(scene)).toMatchObject({ exitCode: 0, headline: null, codes: [], level: 'healthy' });
  });
});

test('five healthy profiles: no finding in status, doctor and deep doctor of any', async () => {
  for (const name of ['a', 'b', 'c', 'Work']) {
    const { exitCode } = await host.shimJson(['--profile', name, 'gateway', 'install', '--json']);
    expect(exitCode).toBe(0);
  }
  for (const profile of [undefined, 'a', 'b', 'c', 'Work']) {
    const as = profile === undefined ? {} : { as: { profile } };
    const healthy = { exitCode: 0, headline: null, codes: [], level: 'healthy' };
    expect(await doctor(scene, as)).toMatchObject(healthy);
    expect(await doctor(scene, { ...as, deep: true })).toMatchObject(healthy);
    const { diagnoses } = await host.status(profile === undefined ? [] : ['--profile', profile]);
    expect(diagnoses).toEqual([]);
  }
});
