/** The background part of the simulated systemctl: the units of one user. Started by client.ts. */
import { existsSync, lstatSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reply } from '../daemon-client.ts';
import { milliseconds, serveManager } from '../daemon-server.ts';
import { createService, type Service } from './service.ts';
import { done, propertiesOf, texts } from './texts.ts';
import { EMPTY, readUnitFile, type UnitFile } from './unit-file.ts';

const VERSION = '252.39-1~deb12u2';
const statePath = process.argv[2] ?? '';
const home = process.env.HOME ?? '/';
const folder = join(home, '.config', 'systemd', 'user');
const burst = milliseconds(process.env.SIM_BURST);
const timing = {
  restartMs: milliseconds(process.env.SIM_RESTART_MS),
  stopMs: milliseconds(process.env.SIM_STOP_MS),
};

interface Unit {
  file: UnitFile | null;
  readonly service: Service;
}
/** What the manager has in memory. A unit that is neither enabled nor busy nor failed is forgotten (reference, fact 5). */
const units = new Map<string, Unit>();

async function answer(args: readonly string[], bus: boolean): Promise<Reply> {
  const user = args.includes('--user');
  const end = args.indexOf('--');
  const words = args.filter((word, index) => !word.startsWith('-') || (end >= 0 && index > end));
  const [verb = '', ...names] = words;
  const flags = args.filter((word) => word.startsWith('-'));
  if (!bus && user) return texts.noBus;
  if (!user && verb !== 'show') return texts.denied(verb, names[0] ?? '');
  switch (verb) {
    case 'show':
      return show(names, flags, user);
    case 'daemon-reload':
      reload();
      return done;
    case 'enable':
    case 'disable':
      return link(verb, names[0] ?? '');
    case 'start':
    case 'restart':
    case 'stop':
      return control(verb, names[0] ?? '', flags.includes('--no-block'));
    case 'reset-failed':
      return resetFailed(names[0] ?? '');
    default:
      return texts.unknownVerb(verb);
  }
}

function show(names: readonly string[], flags: readonly string[], user: boolean): Reply {
  const asked = flags
    .find((flag) => flag.startsWith('--property='))
    ?.slice('--property='.length)
    .split(',');
  if (names.length === 0) return { ...done, stdout: `${flags.includes('--value') ? '' : 'Version='}${VERSION}\n` };
  const blocks = names.map((name) => {
    const unit = user
      ? load(name)
      : {
          file: null,
          service: createService(
            () => EMPTY,
            timing,
            () => undefined,
          ),
        };
    const facts = propertiesOf(
      {
        name,
        file: unit.file,
        state: unit.service.state,
        unitFileState: user ? unitFileState(name, unit.file) : '',
        needsReload: user && needsReload(name, unit.file),
      },
      EMPTY,
    );
    const lines = Object.entries(facts).filter(([key]) => asked?.includes(key) ?? true);
    return lines.map(([key, value]) => `${key}=${value}\n`).join('');
  });
  collect();
  return { ...done, stdout: blocks.join('\n') };
}

async function control(verb: 'start' | 'restart' | 'stop', name: string, noBlock: boolean): Promise<Reply> {
  const { file, service } = load(name);
  const idle = service.state.active === 'inactive' || service.state.active === 'failed';
  if (file === null && idle) return missing(verb, name);
  if (verb === 'stop') {
    const gone = service.stop();
    if (!noBlock) await gone;
    return done;
  }
  if (file === null) return missing(verb, name);
  if (file.loadState === 'masked') return texts.masked(verb, name);
  if (file.loadState === 'bad-setting') return texts.badSetting(verb, name);
  const warning = { ...done, stderr: needsReload(name, file) ? texts.needsReload(name) : '' };
  const started = verb === 'start' ? service.start() : service.restart();
  if (started || noBlock) return warning;
  return texts.limit(name, service.state.result === 'start-limit-hit');
}

function missing(verb: string, name: string): Reply {
  collect();
  return texts.notFound(verb, name);
}

function link(verb: 'enable' | 'disable', name: string): Reply {
  const file = read(name);
  if (file === null) return texts.noFile(verb, name);
  if (file.loadState === 'masked') return verb === 'enable' ? texts.enableMasked(file.path) : done;
  let reply = done;
  for (const target of file.wantedBy) {
    const path = join(folder, `${target}.wants`, name);
    const there = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    if (verb === 'enable' && !there) {
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(file.path, path);
      reply = texts.linked(path, file.path);
    }
    if (verb === 'disable' && there) {
      unlinkSync(path);
      reply = texts.unlinked(path);
    }
  }
  reload(); // Both verbs reload (systemctl(1)).
  return reply;
}

function resetFailed(name: string): Reply {
  const known = units.has(name) || enabledLink(name) !== null;
  if (!known) return texts.nothingToReset(name);
  load(name).service.resetFailed();
  collect();
  return done;
}

/** The unit in memory, read from the disk when it is not there: a new file needs no reload, an edited one does. */
function load(name: string): Unit {
  const known = units.get(name);
  if (known !== undefined) return known;
  const unit: Unit = {
    file: read(name),
    service: createService(() => unit.file ?? EMPTY, timing, save),
  };
  units.set(name, unit);
  return unit;
}

function read(name: string): UnitFile | null {
  const file = readUnitFile(folder, name, home);
  return file === null || burst === null ? file : { ...file, burst };
}

function reload(): void {
  for (const [name, unit] of units) unit.file = read(name);
  collect();
}

function collect(): void {
  for (const [name, { file, service }] of units) {
    if (service.state.active === 'inactive' && (file === null || enabledLink(name) === null)) units.delete(name);
  }
}

function needsReload(name: string, file: UnitFile | null): boolean {
  if (file === null || file.loadState === 'masked') return false;
  const now = read(name);
  return now === null || now.text !== file.text || now.dropIns.join() !== file.dropIns.join();
}

function unitFileState(name: string, file: UnitFile | null): string {
  if (file === null) return '';
  if (file.loadState === 'masked') return 'masked';
  const now = read(name);
  if (now === null) return 'bad';
  return now.wantedBy.length === 0 ? 'static' : enabledLink(name) === null ? 'disabled' : 'enabled';
}

function enabledLink(name: string): string | null {
  const path = join(folder, 'default.target.wants', name);
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? null : path;
}

/** For people and tests to look at; it is not read again. */
function save(): void {
  if (!existsSync(dirname(statePath))) return; // The machine was thrown away; the server ends this process.
  const seen = Object.fromEntries([...units].map(([name, { service }]) => [name, service.state]));
  writeFileSync(statePath, JSON.stringify(seen, null, 2));
  setImmediate(collect);
}

serveManager(statePath, {
  answer,
  destroy() {
    for (const { service } of units.values()) service.destroy();
  },
});
