/** Everything of a profile that can change behind our back and be noticed by looking at files and /proc. Pure. */
import type { WatchedThing } from '../health/watcher.ts';
import type { GatheredProfile } from './gather.ts';

export function watchedThingOf({ facts, located }: GatheredProfile): WatchedThing {
  const { definition, process } = facts.inspection;
  const files = new Set<string>([
    facts.profile.configPath,
    ...(definition.status === 'present' ? [definition.path, ...definition.overrides] : []),
    ...(located.adapter.watchPaths?.(located.identity) ?? []),
  ]);
  return { files: [...files], pid: 'pid' in process ? process.pid : null, port: facts.port };
}
