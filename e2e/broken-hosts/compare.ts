/**
 * Our doctor beside OpenClaw's own, on the same broken hosts with the real OpenClaw: what each said, how long it took, and whose cure
 * worked. One host is broken again and again; results are kept one file each, so that an interrupted run goes on where it ended.
 *
 *   compare.ts [--only ID,ID] [--again] [--table] [--host NAME]
 *
 * --only: those, in this order; --again: measure anew what is there; --table: only write the page; --host: for a second run beside the first.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ExecOptions } from '../hosts/systemd-host.ts';
import { bootGatewayHost } from '../live/gateway-host.ts';
import type { BrokenHost } from './broken-host.ts';
import { CATALOGUE } from './catalogue.ts';
import { type Comparison, type Look, type Looks, type Repair, writePage } from './compare-page.ts';
import { COMPARED } from './compared.ts';
import { makeScene, rememberBaseline, resetScene, type Scene } from './scene.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RESULTS = `${root}results/compare`;
const LOOK_TIMEOUT_MS = 400_000;
const FIX_TIMEOUT_MS = 600_000;
const TIMED_OUT = 124;
/** Findings that one person would cure in a row. */
const MOST_FIXES = 5;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    again: { type: 'boolean' },
    table: { type: 'boolean' },
    host: { type: 'string' },
  },
});
const say = (text: string) => process.stdout.write(`${text}\n`);

const entryOf = (id: string) => {
  const entry = CATALOGUE.find((each) => each.id === id);
  if (entry === undefined || entry.demoOnly === true || !COMPARED.includes(id))
    throw new Error(`${id} cannot be compared`);
  return entry;
};
const entries = COMPARED.map(entryOf);
const wanted = options.only === undefined ? entries : options.only.split(',').map(entryOf);
const missing = wanted.filter(({ id }) => options.again === true || readResult(id) === null);
mkdirSync(`${RESULTS}/raw`, { recursive: true });
if (options.table !== true && missing.length > 0) await measure(missing);
writePage(
  entries.map((entry) => ({ entry, result: readResult(entry.id) })),
  readJson<Looks>('healthy'),
  `${root}docs/comparison.md`,
);

/** Breaks, asks and cures them one after the other. */
async function measure(todo: readonly BrokenHost[]): Promise<void> {
  const began = performance.now();
  const minutes = () => `${((performance.now() - began) / 60_000).toFixed(1)} min`;
  const host = await bootGatewayHost(options.host ?? 'compare');
  try {
    const scene = await makeScene(host, 'real');
    say(`${minutes()}  OpenClaw is installed; its own doctor repairs what it finds on a fresh installation`);
    await ask(scene, 'openclaw', ['doctor', '--fix', '--yes', '--non-interactive'], {}, FIX_TIMEOUT_MS);
    await host.run(['openclaw-tray', 'gateway', 'install', '--force'], { timeoutMs: 240_000 });
    await rememberBaseline(scene);
    writeFileSync(`${RESULTS}/healthy.json`, JSON.stringify(await lookAll(scene, {}), null, 2));
    say(`${minutes()}  what the three say of a healthy host is known`);
    for (const [index, entry] of todo.entries()) {
      const result = await compare(scene, entry);
      writeFileSync(`${RESULTS}/${entry.id}.json`, `${JSON.stringify(result, null, 2)}\n`);
      const seconds = Object.entries(result.looks).map(([tool, look]) => `${tool} ${look.seconds} s`);
      const cures = Object.entries(result.repairs).map(
        ([tool, { fixed, seconds: took }]) => `${tool} ${fixed ? 'cured' : 'did not cure'} it (${took} s)`,
      );
      say(`${minutes()}  ${index + 1}/${todo.length} ${entry.id}: ${[...seconds, ...cures].join(', ')}`);
    }
  } finally {
    await host.down();
  }
}

async function compare(scene: Scene, entry: BrokenHost): Promise<Comparison> {
  await breakAnew(scene, entry);
  const before = await fingerprint(scene);
  const looks = await lookAll(scene, entry);
  // Looking should change nothing; where a tool did, its successor gets a fresh copy.
  const changed = (await fingerprint(scene)) !== before;
  if (changed) await breakAnew(scene, entry);
  const tray = await repair(scene, entry, 'tray', () => fixWithTray(scene, entry));
  await breakAnew(scene, entry);
  const doctor = await repair(scene, entry, 'doctor', async () => {
    const answer = await ask(
      scene,
      'openclaw',
      ['doctor', '--fix', '--yes', '--non-interactive'],
      entry,
      FIX_TIMEOUT_MS,
    );
    return { text: answer.text, steps: ['openclaw doctor --fix --yes --non-interactive'] };
  });
  await entry.restore?.(scene);
  for (const [tool, { text }] of Object.entries(looks)) raw(entry, tool, text);
  return {
    id: entry.id,
    measuredAt: new Date().toISOString(),
    loadAverage: Math.round((loadavg()[1] ?? 0) * 10) / 10,
    cores: availableParallelism(),
    cure: entry.cure.by,
    lookingChanged: changed,
    looks,
    repairs: { tray, doctor },
    versions: await versions(scene),
  };
}

async function breakAnew(scene: Scene, entry: BrokenHost): Promise<void> {
  await entry.restore?.(scene);
  await resetScene(scene, { start: entry.stopsAnyway !== true });
  await entry.break(scene);
}

async function lookAll(scene: Scene, entry: Pick<BrokenHost, 'as'>): Promise<Looks> {
  const tray = await ask(scene, 'openclaw-tray', ['doctor', '--deep'], entry, LOOK_TIMEOUT_MS);
  const status = await ask(scene, 'openclaw', ['gateway', 'status', '--deep'], entry, LOOK_TIMEOUT_MS);
  const doctor = await ask(scene, 'openclaw', ['doctor', '--deep', '--non-interactive'], entry, LOOK_TIMEOUT_MS);
  return { tray, status, doctor };
}

async function ask(
  { host }: Scene,
  program: string,
  words: readonly string[],
  { as }: Pick<BrokenHost, 'as'>,
  timeoutMs: number,
): Promise<Look> {
  const execOptions: ExecOptions = { ...as?.exec, timeoutMs: timeoutMs + 30_000 };
  const began = performance.now();
  const profile = as?.profile === undefined ? [] : ['--profile', as.profile];
  // Both streams in their order, as at a terminal.
  const argv = [
    'sh',
    '-c',
    'exec timeout -k 5 "$@" 2>&1',
    'sh',
    String(timeoutMs / 1000),
    program,
    ...profile,
    ...words,
  ];
  const { exitCode, stdout } = await host.exec(argv, execOptions);
  return { exitCode, seconds: Math.round((performance.now() - began) / 100) / 10, text: redact(stdout) };
}

/** As a person would: the first finding that has a cure, until none has. */
async function fixWithTray({ host }: Scene, { as }: BrokenHost): Promise<{ text: string; steps: string[] }> {
  const profile = as?.profile === undefined ? [] : ['--profile', as.profile];
  const said: string[] = [];
  const steps: string[] = [];
  for (let round = 0; round < MOST_FIXES; round += 1) {
    const { json } = await host.shimJson([...profile, 'doctor', '--deep', '--json'], as?.exec);
    const { diagnoses } = json as { diagnoses: { code: string; fix: { kind: string } | null }[] };
    const next = diagnoses.find(({ code, fix }) => fix?.kind === 'operation' && !steps.includes(code));
    if (next === undefined) break;
    steps.push(next.code);
    const fixed = await host.shim([...profile, 'doctor', '--deep', '--fix', next.code, '--yes'], as?.exec);
    said.push(`${fixed.stdout}${fixed.stderr}`);
    if (fixed.exitCode !== 0) break;
  }
  return { text: redact(said.join('\n')), steps };
}

async function repair(
  scene: Scene,
  entry: BrokenHost,
  tool: string,
  work: () => Promise<{ text: string; steps: string[] }>,
): Promise<Repair> {
  const began = performance.now();
  const { text, steps } = await work();
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const answer = await isWell(scene, entry);
  raw(entry, `${tool}-fix`, `${text}\n\n[then]\n${answer.why}`);
  return { fixed: answer.well, seconds, steps, why: answer.why };
}

/**
 * Asked of nobody's doctor: OpenClaw's own status says that the gateway answers, its port says ready, systemd starts it at boot, and the
 * cause itself is gone where that shows nowhere else.
 */
async function isWell(scene: Scene, { as, gone }: BrokenHost): Promise<{ well: boolean; why: string }> {
  const { host } = scene;
  const profile = as?.profile === undefined ? [] : ['--profile', as.profile];
  const why: string[] = [];
  // A gateway that was just started may need its time.
  for (let round = 0; round < 2; round += 1) {
    why.length = 0;
    const { stdout } = await host.exec(['openclaw', ...profile, 'gateway', 'status', '--json'], { timeoutMs: 120_000 });
    let port = scene.port;
    try {
      const status = JSON.parse(stdout) as { rpc?: { ok?: boolean }; gateway?: { port?: number } };
      port = status.gateway?.port ?? port;
      if (status.rpc?.ok !== true) why.push('openclaw gateway status: rpc is not ok');
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      why.push('openclaw gateway status printed no JSON');
    }
    const ready = await host.exec(['curl', '-fsS', '-m', '5', `http://127.0.0.1:${port}/readyz`]);
    if (ready.exitCode !== 0) why.push(`port ${port} is not ready`);
    const unit = as?.profile === undefined ? scene.unit : scene.unit.replace('.service', `-${as.profile}.service`);
    const enabled = await host.exec(['systemctl', '--user', 'is-enabled', unit]);
    if (enabled.stdout.trim() !== 'enabled') why.push(`${unit} is ${enabled.stdout.trim() || 'not there'}`);
    const active = await host.exec(['systemctl', '--user', 'is-active', unit]);
    if (active.stdout.trim() !== 'active') why.push(`${unit} is ${active.stdout.trim()}`);
    if (gone !== undefined && (await host.exec(['bash', '-c', gone(scene)])).exitCode !== 0)
      why.push('the cause is still there');
    if (why.length === 0 || active.stdout.trim() !== 'active') break;
    if (round === 0) await new Promise((resolve) => setTimeout(resolve, 20_000));
  }
  return { well: why.length === 0, why: why.length === 0 ? 'well' : why.join('; ') };
}

/** What looking must not change. */
async function fingerprint({ host, configPath, unit }: Scene): Promise<string> {
  const script = `sha256sum "$1" 2>&1; find ~/.config/systemd -type f -exec sha256sum {} + 2>&1 | sort; systemctl --user show -p ActiveState,UnitFileState,NeedDaemonReload ${unit} 2>&1; loginctl show-user -p Linger "$USER"`;
  return (await host.exec(['sh', '-c', script, 'sh', configPath])).stdout;
}

async function versions({ host }: Scene): Promise<Record<string, string>> {
  const [tray, openclaw, node, systemd] = await Promise.all(
    [
      ['openclaw-tray', '--version'],
      ['openclaw', '--version'],
      ['node', '--version'],
      ['systemctl', '--version'],
    ].map(async (argv) => ((await host.exec(argv)).stdout.split('\n')[0] ?? '').trim()),
  );
  return { tray: tray ?? '', openclaw: openclaw ?? '', node: node ?? '', systemd: systemd ?? '' };
}

/** Tokens are 48 hexadecimal digits, or what entries put in their place. */
function redact(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{32,}\b/g, '[hidden]')
    .replaceAll(/changed-by-hand-91c4|old-secret-of-mine-4711|(?:chosen|set)-by-a-person-4711/g, '[hidden]');
}

function raw({ id }: BrokenHost, name: string, text: string): void {
  writeFileSync(`${RESULTS}/raw/${id}.${name}.txt`, text);
}

function readResult(id: string): Comparison | null {
  const result = readJson<Comparison>(id);
  // timeout(1) ended a look: that says more about this machine than about the tool.
  const cutOff = result !== null && Object.values(result.looks).some(({ exitCode }) => exitCode === TIMED_OUT);
  return cutOff ? null : result;
}

function readJson<T>(name: string): T | null {
  try {
    return JSON.parse(readFileSync(`${RESULTS}/${name}.json`, 'utf8')) as T;
  } catch (cause) {
    // Not measured yet; half a file is measured anew.
    if (cause instanceof SyntaxError) rmSync(`${RESULTS}/${name}.json`);
    else if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return null;
  }
}
