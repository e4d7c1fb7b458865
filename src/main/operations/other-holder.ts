import { type Said, say } from '../../shared/said.ts';
import type { ProfileFacts } from '../health/facts.ts';

/** Who holds the profile's port without being its service, in words; null = nobody, the service itself, or not known. */
export function otherHolder({ portOwner }: ProfileFacts): Said | null {
  if (portOwner.owner === 'nobody' || portOwner.owner === 'unknown') return null;
  if (portOwner.owner === 'process' && portOwner.own) return null;
  if (portOwner.owner === 'unreadable' && portOwner.sameAccount === true) return null;
  if (portOwner.owner !== 'process') return say('holder.other-user');
  const { command, pid, user } = portOwner;
  return user === null ? say('holder.pid', { command, pid }) : say('holder.pid-user', { command, pid, user });
}

export function freePortHint({ profile }: ProfileFacts): Said {
  const flag = profile.name === null ? '' : ` --profile ${profile.name}`;
  return say('hint.end-or-other-port', { command: `openclaw-tray${flag} gateway install --force --port N` });
}
