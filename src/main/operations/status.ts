/** `status`: the truth about some profiles, now. */
import type { StatusReport } from '../../shared/status-report.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { type GatherOptions, gatherProfiles } from './gather.ts';
import { reportOf } from './report.ts';

export const DEFAULT_PROBE_TIMEOUT_MS = 10_000;

export async function readStatus(
  context: CoreContext,
  profiles: readonly ResolvedProfile[],
  options: Partial<GatherOptions> = {},
): Promise<readonly StatusReport[]> {
  const gathered = await gatherProfiles(context, profiles, {
    probe: options.probe ?? true,
    deep: options.deep ?? false,
    timeoutMs: options.timeoutMs ?? DEFAULT_PROBE_TIMEOUT_MS,
    health: options.health ?? true,
    locate: options.locate,
    instances: options.instances ?? true,
    signal: options.signal,
  });
  return gathered.map(({ facts }) => reportOf(facts));
}

export async function readOneStatus(
  context: CoreContext,
  profile: ResolvedProfile,
  options: Partial<GatherOptions> = {},
): Promise<StatusReport> {
  const [report] = await readStatus(context, [profile], options);
  if (report === undefined) throw new Error(`no report for ${profile.id}`);
  return report;
}
