import type { ProfileFacts } from '../health/facts.ts';

/** Who holds the profile's port without being its service, in words; null = nobody, the service itself, or not known. */
export function otherHolder({ portOwner }: ProfileFacts): string | null {
  if (portOwner.owner === 'nobody' || portOwner.owner === 'unknown') return null;
  if (portOwner.owner === 'process' && portOwner.own) return null;
  if (portOwner.owner === 'unreadable' && portOwner.sameAccount === true) return null;
  return portOwner.owner === 'process'
    ? `${portOwner.command} (pid ${portOwner.pid}${portOwner.user === null ? '' : `, user ${portOwner.user}`})`
    : 'a process of another user';
}

export function freePortHint({ profile }: ProfileFacts): string {
  const flag = profile.name === null ? '' : ` --profile ${profile.name}`;
  return `End that program, or take another port: openclaw-tray${flag} gateway install --force --port N.`;
}
