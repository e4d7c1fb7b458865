/** Everything a maintainer needs to understand a machine, as texts without secrets. Nothing is written here. */

import { arch, release } from 'node:os';
import { basename } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { SupportPreview } from '../../../shared/support.ts';
import { TIMELINE_MAX_HOURS } from '../../../shared/timeline.ts';
import type { ResolvedProfile } from '../../profiles/profile.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { CoreContext } from '../context.ts';
import { type Diagnosed, diagnoseProfile } from '../diagnose.ts';
import { gatherProfiles, logSubjectOf } from '../gather.ts';
import { listProfiles } from '../profiles.ts';
import { readTimelineOf } from '../read-timeline.ts';
import { reportOf } from '../report.ts';
import { runSelftest } from '../selftest.ts';
import { createCleaner } from './cleaner.ts';
import { shapeOf } from './config-shape.ts';
import { knownSecrets } from './known-secrets.ts';
import { issueText } from './markdown.ts';

export interface CollectOptions {
  /** Log lines, the last ones. */
  readonly lines: number;
  readonly signal?: AbortSignal | undefined;
}

const PROBE_TIMEOUT_MS = 5_000;
/** The whole history: what happened days ago is often what matters. */
const HISTORY_HOURS = TIMELINE_MAX_HOURS;

/** Rejects only for an abort or a defect; what could not be read is said in its place. */
export async function collectSupport(
  context: CoreContext,
  profile: ResolvedProfile,
  options: CollectOptions,
): Promise<SupportPreview> {
  const { signal } = options;
  const others = (await listProfiles(context)).filter(({ id }) => id !== profile.id);
  const [diagnosed, rest, selftest, timeline] = await Promise.all([
    diagnoseProfile(context, profile, { deep: true, timeoutMs: PROBE_TIMEOUT_MS, signal }),
    gatherProfiles(context, others, { probe: true, deep: false, timeoutMs: PROBE_TIMEOUT_MS, health: false, signal }),
    runSelftest(context, signal),
    readTimelineOf(context, profile.id, HISTORY_HOURS),
  ]);
  const cleaner = createCleaner(await knownSecrets(context, [diagnosed.gathered, ...rest]), context.host.home);
  const logs = await logText(context, diagnosed, options.lines);
  const definitions = await definitionTexts(diagnosed);
  const config = await configText(profile);
  const versions = {
    tray: context.version,
    openclaw: diagnosed.report.program.openclawVersion,
    gateway: diagnosed.report.probeDetail?.serverVersion ?? null,
    node: process.version,
    platform: context.host.platform,
    release: release(),
    arch: arch(),
  };
  const raw: { name: string; text: string; hidden?: number }[] = [
    { name: 'versions.json', text: json(versions) },
    { name: 'doctor.json', text: json({ report: diagnosed.report, notFoundOut: diagnosed.notFoundOut }) },
    ...rest.map(({ facts }, index) => ({ name: `status/other-${index + 1}.json`, text: json(reportOf(facts)) })),
    { name: 'supervisor.json', text: json(diagnosed.gathered.facts.inspection.words) },
    ...definitions,
    { name: 'openclaw-config.json', ...config },
    { name: 'logs.txt', text: logs },
    { name: 'timeline.json', text: json(timeline) },
    { name: 'selftest.json', text: json(selftest) },
  ];
  const cleaned = raw.map(({ name, text, hidden = 0 }) => {
    const clean = cleaner.clean(text);
    return { name, text: clean.text, hidden: hidden + clean.hidden };
  });
  const markdown = cleaner.clean(
    issueText({
      diagnosed,
      versions,
      timeline,
      definition: definitions[0]?.text ?? null,
      logs: logs.split('\n').slice(-30),
    }),
  );
  const files = [{ name: 'issue.md', ...markdown }, ...cleaned];
  return {
    profile: profile.id,
    name: `openclaw-support-${profile.id}-${stamp(context.clock.now())}.tar.gz`,
    files: files.map((file) => ({ ...file, bytes: Buffer.byteLength(file.text) })),
    markdown: markdown.text,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** For a file name: 20261122-140600. */
function stamp(now: number): string {
  return new Date(now).toISOString().replace(/\..*$/, '').replaceAll(/[-:]/g, '').replace('T', '-');
}

async function logText(context: CoreContext, { gathered }: Diagnosed, lines: number): Promise<string> {
  const { recentLogs } = await import('../../logs/recent.ts');
  const found = await recentLogs(context, logSubjectOf(gathered), lines);
  return [
    ...found.sources.map((source) => `# ${source}`),
    ...found.problems.map((problem) => `# ${problem}`),
    ...found.lines.map(({ time, text }) => `${time ?? '-'} ${text}`),
    '',
  ].join('\n');
}

/** The definition and its override files, secrets out of them by their names too, in case they are known nowhere else. */
async function definitionTexts({ gathered }: Diagnosed): Promise<{ name: string; text: string; hidden: number }[]> {
  const { stripSecrets } = await import('../../supervisors/systemd/strip-secrets.ts');
  const { secretNames } = await import('../exposed-secrets.ts');
  const { definition, supervisor } = gathered.facts.inspection;
  if (definition.status !== 'present') return [];
  const texts: { name: string; text: string; hidden: number }[] = [];
  for (const [index, path] of [definition.path, ...definition.overrides].entries()) {
    const name = `definition/${index === 0 ? '' : `override-${index}-`}${basename(path)
      .replaceAll(/[^\w.@-]/g, '_')
      .slice(0, 60)}.txt`;
    try {
      const text = (await readTextIfThere(path)) ?? '(it is not there)';
      const names = secretNames(text);
      const clean = supervisor.startsWith('systemd') && names.length > 0 ? stripSecrets(text) : text;
      const left = secretNames(clean);
      // Of a form that cannot be taken apart: rather nothing than a secret.
      texts.push({
        name,
        text: left.length > 0 ? `(left out: it holds ${left.join(', ')})\n` : clean,
        hidden: names.length,
      });
    } catch (cause) {
      if (errnoOf(cause) === null) throw cause;
      texts.push({ name, text: `(it could not be read: ${errnoOf(cause)})\n`, hidden: 0 });
    }
  }
  return texts;
}

async function configText(profile: ResolvedProfile): Promise<{ text: string; hidden: number }> {
  const { loadConfigTree } = await import('../../openclaw/includes.ts');
  try {
    const { tree } = await loadConfigTree(profile.configPath, profile.env, profile.home);
    if (tree === null) return { text: '(there is no configuration)\n', hidden: 0 };
    const { shape, hidden } = shapeOf(tree);
    return { text: json(shape), hidden };
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return { text: `(left out: ${cause.message})\n`, hidden: 0 };
  }
}
