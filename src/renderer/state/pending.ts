/**
 * What was changed in the settings of profiles and is not true of their services yet. Derived from what is, so that a change that was
 * applied, by whomever, is no longer pending. Pure.
 */
import type { InstallOptions } from '../../shared/operation.ts';
import { profileSettingsOf, type Settings } from '../../shared/settings.ts';
import { portRows } from './port-plan.ts';
import type { ProfileEntry } from './status.ts';

export interface PendingChange {
  readonly profile: string;
  /** Options of the installation that makes it true. */
  readonly options: InstallOptions;
  /** `invalid` no port was typed, `clash` it meets another; null = its plan can be shown. */
  readonly problem: 'invalid' | 'clash' | null;
}

/** Which of both runs the installed service, by the name of its program; null when that is not known. */
export function runtimeOf(path: string | null): 'node' | 'bun' | null {
  const name = path?.split(/[\\/]/).at(-1) ?? '';
  if (/^bun(\.exe)?$/i.test(name)) return 'bun';
  return /^node(js)?(\.exe)?$/i.test(name) ? 'node' : null;
}

/** In the order of the profiles. */
export function pendingChanges(
  entries: readonly ProfileEntry[],
  ports: ReadonlyMap<string, string>,
  settings: Settings | null,
): readonly PendingChange[] {
  const rows = portRows(entries, ports);
  return entries.flatMap(({ profile, report }, at): PendingChange[] => {
    const row = rows[at];
    if (report === null || row === undefined) return [];
    const installed = report.installed === true;
    const actual = installed ? runtimeOf(report.program.runtime) : null;
    const wish = settings === null ? null : profileSettingsOf(settings, profile).runtime;
    const runtime = wish !== null && actual !== null && wish !== actual ? wish : null;
    if (!row.changed && runtime === null) return [];
    const problem = !row.changed ? null : row.wanted === null ? 'invalid' : row.clash === null ? null : 'clash';
    const options: InstallOptions = {
      ...(installed ? { force: true } : {}),
      ...(row.changed && row.wanted !== null ? { port: row.wanted } : {}),
      ...(runtime === null ? {} : { runtime }),
    };
    return [{ profile, options, problem }];
  });
}
