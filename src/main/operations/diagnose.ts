/** `doctor`: the status of one profile with a closer look, and its findings. */

import type { DiagnosisReport } from '../../shared/repair.ts';
import { textOf, told } from '../../shared/said.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { type GatheredProfile, gatherProfiles } from './gather.ts';
import { lookCloser } from './look-closer.ts';
import { reportOf } from './report.ts';
import { DEFAULT_PROBE_TIMEOUT_MS } from './status.ts';

export interface DiagnoseOptions {
  /** Also look for legacy, extra and orphaned services. */
  readonly deep: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Diagnosed extends DiagnosisReport {
  readonly gathered: GatheredProfile;
}

/** Rejects only for an abort or a defect; what could not be found out is in the answer. */
export async function diagnoseProfile(
  context: CoreContext,
  profile: ResolvedProfile,
  options: DiagnoseOptions,
): Promise<Diagnosed> {
  const [first] = await gatherProfiles(context, [profile], {
    probe: true,
    deep: options.deep,
    timeoutMs: options.timeoutMs ?? DEFAULT_PROBE_TIMEOUT_MS,
    health: true,
    locate: true,
    instances: true,
    signal: options.signal,
  });
  if (first === undefined) throw new Error(`no facts for ${profile.id}`);
  const gathered = await lookCloser(context, first, { signal: options.signal });
  return {
    gathered,
    report: reportOf(gathered.facts),
    notFoundOut: (gathered.facts.closer?.notFoundOut ?? []).map(textOf),
    ...told({ notFoundOut: gathered.facts.closer?.notFoundOut }),
  };
}
