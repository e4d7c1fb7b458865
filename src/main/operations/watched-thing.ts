/** Everything of a profile that can change behind our back and be noticed by looking at files and /proc. Pure. */
import { join } from 'node:path';
import type { WatchedThing } from '../health/watcher.ts';
import type { GatheredProfile } from './gather.ts';

export function watchedThingOf({ facts, located }: GatheredProfile): WatchedThing {
  const { definition, process } = facts.inspection;
  const files = new Set<string>([
    facts.profile.configPath,
    // What it includes, and the variables that its secrets may come from.
    ...(facts.config.ok ? facts.config.config.files : []),
    join(facts.profile.stateDir, '.env'),
    ...(definition.status === 'present' ? [definition.path, ...definition.overrides] : []),
    ...(located.adapter.watchPaths?.(located.identity) ?? []),
  ]);
  return { files: [...files], pid: 'pid' in process ? process.pid : null, port: facts.port };
}
