/** The background part of the simulated launchctl: domains, jobs and overrides of one Mac. Started by launchctl-client.ts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Reply } from './daemon-client.ts';
import { milliseconds, serveManager } from './daemon-server.ts';
import { createJob, type Job, readAgent, type Timing } from './launchctl-job.ts';
import { done, listJob, listJobs, printDisabled, printJob, say, texts } from './launchctl-texts.ts';

const stateSchema = z.object({ overrides: z.record(z.string(), z.boolean()) });
const statePath = process.argv[2] ?? '';
const uid = process.env.SIM_UID ?? '501';
const domain = `gui/${uid}`;
const timing: Timing = {
  throttleMs: milliseconds(process.env.SIM_THROTTLE_MS),
  exitTimeoutMs: milliseconds(process.env.SIM_EXIT_TIMEOUT_MS),
};
const jobs = new Map<string, Job>();
/** true = disabled. Outlives the plist and the machine's boot, as on macOS. */
const overrides: Record<string, boolean> = loadOverrides();

function answer(args: readonly string[], session: boolean): Reply | Promise<Reply> {
  const [verb = '', ...rest] = args;
  switch (verb) {
    case 'print':
      return print(rest[0] ?? '', session);
    case 'print-disabled':
      return rest[0] === domain || rest[0] === `user/${uid}` ? say(printDisabled(overrides)) : texts.usage;
    case 'enable':
    case 'disable':
      return override(rest[0] ?? '', verb === 'disable');
    case 'bootstrap':
      return bootstrap(rest[0] ?? '', rest[1] ?? '', session);
    case 'bootout':
      return bootout(rest[0] ?? '', session);
    case 'kickstart':
      return kickstart(rest);
    case 'list':
      return list(rest[0]);
    case 'managername':
      return say(session ? 'Aqua\n' : 'Background\n');
    default:
      return texts.usage;
  }
}

function print(target: string, session: boolean): Reply {
  const { place, label } = split(target);
  if (place === 'system' && label !== '') return texts.printNotFound(label, 'system');
  if (!place.startsWith('gui/') || label === '') return texts.usage;
  if (place !== domain || !session) return texts.noDomain(place.slice(4), 'print');
  const job = jobs.get(label);
  return job === undefined ? texts.printNotFound(label, domain) : say(printJob(job, domain));
}

/** launchctl(1): also for labels that nobody knows; starts and stops nothing. */
function override(target: string, off: boolean): Reply {
  const { place, label } = split(target);
  if (place !== domain || label === '') return texts.usage;
  overrides[label] = off;
  save();
  return done;
}

function bootstrap(place: string, path: string, session: boolean): Reply {
  if (place === 'gui/0' && domain !== place) return texts.unsupportedDomain('Bootstrap');
  if (place !== domain || !session) return texts.noDomain(place.slice(4), 'bootstrap');
  const agent = readAgent(path);
  // Loaded already, on its way out, disabled, not valid: a plain user is told the same of all of them.
  if (agent === null || jobs.has(agent.label) || overrides[agent.label] === true) return texts.bootstrapFailed;
  const job = createJob(agent, path, timing, save);
  jobs.set(agent.label, job);
  if (agent.runAtLoad) setImmediate(() => jobs.get(agent.label) === job && job.runs === 0 && job.kickstart());
  save();
  return done;
}

/** Returns before the process is gone; the job can be seen until then. */
function bootout(target: string, session: boolean): Reply {
  const { place, label } = split(target);
  if (place === 'gui/0' && domain !== place) return texts.unsupportedDomain('Boot-out');
  if (place !== domain || label === '') return texts.usage;
  if (!session) return texts.noDomain(uid, 'bootout');
  const job = jobs.get(label);
  if (job === undefined) return texts.bootoutNotLoaded;
  if (job.state === 'SIGTERMed' || job.state === 'SIGKILLed') return done;
  job.remove(() => {
    jobs.delete(label);
    save();
  });
  return done;
}

async function kickstart(words: readonly string[]): Promise<Reply> {
  const flags = words.filter((word) => word.startsWith('-')).join('');
  const { place, label } = split(words.find((word) => !word.startsWith('-')) ?? '');
  if (place !== domain || label === '') return texts.usage;
  const job = jobs.get(label);
  if (job === undefined) return texts.notFound(label, domain);
  if (flags.includes('k')) await job.restart();
  else job.kickstart();
  return flags.includes('p') && job.pid !== null ? say(`${job.pid}\n`) : done;
}

function list(label: string | undefined): Reply {
  if (label === undefined) return say(listJobs([...jobs.values()]));
  const job = jobs.get(label);
  return job === undefined ? texts.listNotFound(label) : say(listJob(job));
}

/** `gui/501/label` -> `gui/501` and `label`. */
function split(target: string): { readonly place: string; readonly label: string } {
  const parts = target.split('/');
  const count = parts[0] === 'system' ? 1 : 2;
  return { place: parts.slice(0, count).join('/'), label: parts.slice(count).join('/') };
}

function loadOverrides(): Record<string, boolean> {
  if (!existsSync(statePath)) return {};
  return stateSchema.parse(JSON.parse(readFileSync(statePath, 'utf8'))).overrides;
}

/** For people and tests to look at; only the overrides are read again. */
function save(): void {
  if (!existsSync(dirname(statePath))) return; // The Mac was thrown away; the watch below ends this process.
  const seen = [...jobs.values()].map((job) => ({
    label: job.agent.label,
    path: job.path,
    state: job.state,
    pid: job.pid,
    runs: job.runs,
    last: job.last,
  }));
  writeFileSync(statePath, JSON.stringify({ overrides, jobs: seen }, null, 2));
}

serveManager(statePath, {
  answer,
  destroy() {
    for (const job of jobs.values()) job.destroy();
  },
});
