/**
 * The journal feed against a real journald: bundles `journal.inside.ts` and runs it in a throwaway host.
 *
 *   sudo node e2e/hosts/journal.live.ts
 *
 * Exit code 0: all passed; 1: something differs (it is printed); 77: no test host can run here (why is printed).
 */
import { deepStrictEqual, ok } from 'node:assert';
import { realpath } from 'node:fs/promises';
import { withInsideBundle } from './inside-bundle.ts';
import { bootSystemdHost, systemdHostProblem } from './systemd-host.ts';

const problem = systemdHostProblem();
if (problem !== null) {
  process.stdout.write(`skipped: ${problem}\n`);
  process.exit(77);
}

await withInsideBundle('journal.inside.ts', async (folder) => {
  const host = await bootSystemdHost({
    name: 'journal',
    binds: [
      { from: await realpath(process.execPath), to: '/opt/test-node' },
      { from: folder, to: '/opt/test-bundle' },
    ],
  });
  try {
    const seen = JSON.parse(await host.run(['/opt/test-node', '/opt/test-bundle/inside.mjs'], { timeoutMs: 120_000 }));
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `m${from + at}`);
    deepStrictEqual(seen.paged, numbers(1, 30), 'pages hold each entry once, in order');
    deepStrictEqual(seen.live, numbers(31, 80), 'each new entry once, also across the death of the child');
    ok(
      seen.supervisor.some((text: string) => text.includes('Started')),
      `systemd's own lines are there: ${JSON.stringify(seen.supervisor)}`,
    );
    deepStrictEqual(seen.problem, null, 'it is followed again');
    deepStrictEqual(seen.children, [1, 0], 'one child while it is followed, none afterwards');
    process.stdout.write('journal: pages, following and the death of the child, all well\n');
  } finally {
    await host.down();
  }
});
