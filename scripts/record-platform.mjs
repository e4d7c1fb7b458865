/**
 * Records what this machine's own tools answer to exactly the commands that the product runs: the adapter of the platform is driven, and
 * each command and answer is kept as one file in the format of e2e/samples, without names of users and hosts.
 *
 *   node scripts/record-platform.mjs [--out FOLDER]                          looks only: nothing on the machine changes
 *   node scripts/record-platform.mjs [--out FOLDER] --with-throwaway-service  also the life of a service with a random name
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, hostname, release, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newPrefix, prefixOf } from '../e2e/hosts/native-names.mjs';
import { at } from './lib/project.mjs';
import './lib/raw-imports.mjs';

const args = process.argv.slice(2);
const out = resolve(args.includes('--out') ? args[args.indexOf('--out') + 1] : at('results', 'samples'));
const withService = args.includes('--with-throwaway-service');
const unknown = args.filter(
  (arg, index) => !['--out', '--with-throwaway-service'].includes(arg) && args[index - 1] !== '--out',
);
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(' ')}`);
  process.exit(2);
}

const { createNativeSubject } = await import('../e2e/hosts/native-subject.ts');
const { createListenerReader } = await import('../src/main/system/ports.ts');
const { createProcessReader } = await import('../src/main/system/processes.ts');
const { readHost } = await import('../src/main/system/host.ts');
const { createSpawnRunner } = await import('../src/main/system/spawn-runner.ts');
const { showArgv } = await import('../src/main/system/command-runner.ts');

const host = readHost();
const prefix = process.env.OCTRAY_NATIVE_PREFIX === undefined ? newPrefix() : prefixOf(process.env);
const folder = join(out, process.platform);
let scene = '';
let count = 0;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const recording = (runner) => ({
  async run(argv, options) {
    const mine = scene;
    const result = await runner.run(argv, options);
    keep(mine, result);
    return result;
  },
});

const subject = await createNativeSubject(prefix, recording);
try {
  await look();
  if (withService) await live();
} finally {
  scene = 'clean-up';
  await subject.dispose();
}
console.log(`${count} answers in ${folder}`);

/** Reads only. */
async function look() {
  const { adapter } = subject;
  scene = 'look';
  console.log(`detect: ${JSON.stringify(await adapter.detect())}`);
  const absent = {
    profile: `${prefix}-none`,
    serviceName: nameOf(`${prefix}-none`),
    stateDir: join(host.accountHome, `.openclaw-${prefix}-none`),
  };
  const found = await adapter.inspect([absent]);
  console.log(`inspect: ${found[0]?.definition.status}, ${found[0]?.process.state}`);
  await adapter.survival(absent, true);
  const runner = recording(createSpawnRunner(host.env));
  await createListenerReader(host.platform, runner)(18_789);
  if (host.platform !== 'win32') await createProcessReader(host.platform, runner)(process.pid);
}

/** Install, start, restart, crash, stop, uninstall; each is looked at when it has settled. */
async function live() {
  const { adapter } = subject;
  const { definition, identity } = await subject.service('rec', 'steady');
  const until = async (accept) => {
    for (const deadline = Date.now() + 60_000; ; ) {
      const [{ process: state }] = await adapter.inspect([identity]);
      if (accept(state)) return state;
      if (Date.now() > deadline) throw new Error(`it did not settle: ${JSON.stringify(state)}`);
      await sleep(500);
    }
  };
  const steps = [
    ['install', () => adapter.install(definition, identity), ({ state }) => state === 'stopped'],
    ['start', () => adapter.start(identity), ({ state }) => state === 'running'],
    ['start-again', () => adapter.start(identity), ({ state }) => state === 'running'],
    ['restart', () => adapter.restart(identity), ({ state }) => state === 'running'],
    ['stop', () => adapter.stop(identity), ({ state }) => state === 'stopped'],
    ['stop-again', () => adapter.stop(identity), ({ state }) => state === 'stopped'],
    ['uninstall', () => adapter.uninstall(identity), ({ state }) => state === 'stopped'],
    ['start-absent', () => adapter.start(identity).catch(() => undefined), ({ state }) => state === 'stopped'],
  ];
  for (const [name, act, accept] of steps) {
    scene = name;
    await act();
    scene = `${name}-settled`;
    console.log(`${name}: ${(await until(accept)).state}`);
  }
}

function keep(mine, { argv, exitCode, stdout, stderr, startError }) {
  count += 1;
  const verb = argv.slice(1).find((word) => /^[a-z/][a-z-]+$/i.test(word)) ?? 'run';
  const program = argv[0]
    .split(/[\\/]/)
    .at(-1)
    .replace(/\.exe$/i, '');
  const name = `${String(count).padStart(3, '0')}-${mine}-${program}-${verb.replaceAll('/', '')}`;
  const code = exitCode ?? 'none';
  const where = `${process.platform} ${release()} ${arch()}; scripts/record-platform.mjs, ${new Date().toISOString().slice(0, 10)}`;
  const streams = [
    ['stdout', stdout],
    ['stderr', startError ?? stderr],
  ].filter(([stream, text]) => stream === 'stdout' || text !== '');
  for (const [stream, text] of streams) {
    const head = `# measured: ${where}; command: ${redact(showArgv(argv)).replaceAll('\n', ' ')}; exit code: ${code}; stream: ${stream}`;
    writeFileSync(join(folder, `${name}${stream === 'stderr' ? '.stderr' : ''}.txt`), `${head}\n${redact(text)}`);
  }
}

/** Whose machine it was is nobody's business. */
function redact(text) {
  const homes = { linux: '/home/me', darwin: '/Users/me', win32: 'C:\\Users\\me' };
  const { username } = userInfo();
  const word = (name) =>
    new RegExp(`(?<![\\w-])${name.replaceAll(/[.*+?^${'$'}{}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi');
  const shortHost = hostname().split('.')[0];
  return text
    .replaceAll(host.accountHome, homes[process.platform] ?? '/home/me')
    .replaceAll(word(hostname()), 'host')
    .replaceAll(word(shortHost), 'host')
    .replaceAll(username === 'root' ? /(?!)/g : word(username), 'me');
}

function nameOf(profile) {
  if (process.platform === 'darwin') return `ai.openclaw.${profile}`;
  return process.platform === 'win32' ? `OpenClaw Gateway (${profile})` : `openclaw-gateway-${profile}.service`;
}
